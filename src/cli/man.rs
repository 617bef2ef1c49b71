//! `scelle man`: the manual page, or one page a command written into a folder.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::exit::Exit;
use super::help;
use super::session::Session;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Prints or writes the pages.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let command = help::tree(&session.catalogue);
    match args.output {
        Some(folder) => {
            let cannot = || format!("{}", folder.display());
            fs::create_dir_all(&folder).with_context(cannot)?;
            clap_mangen::generate_to(command, &folder).with_context(cannot)?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            session.print(&String::from_utf8_lossy(&page))?;
        }
    }
    Ok(Exit::Success)
}
