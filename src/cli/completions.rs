//! `scelle completions SHELL`: the completion script of a shell.

use super::exit::Exit;
use super::help;
use super::session::Session;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "SHELL")]
    shell: clap_complete::Shell,
}

/// Prints the script.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(&session.catalogue), "scelle", &mut script);
    session.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Success)
}
