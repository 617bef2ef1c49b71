//! `scelle timestamp ARCHIVE`: trusted time on a sealed archive, over the network or carried by hand.

use std::path::PathBuf;

use super::exit::Exit;
use super::prove::{AuthorityArgs, stamp, take_responses, write_requests};
use super::session::Session;
use super::{files, keys};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("how").args(["tsa", "request", "response"]).required(true))]
pub struct Args {
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    #[command(flatten)]
    authority: AuthorityArgs,
    #[arg(long, value_name = "FILE.tsq")]
    request: Option<PathBuf>,
    #[arg(long, value_name = "FILE.tsr")]
    response: Vec<PathBuf>,
}

/// Stamps, writes the requests, or takes the answers.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let archive = files::archive(session, &args.archive)?;
    if let Some(path) = &args.request {
        let requests = write_requests(&archive, &args.authority, path)?;
        let mut text = session.text("timestamp-carry", &[]) + "\n";
        let mut responses = String::new();
        for request in requests {
            let response = request.with_extension("tsr");
            let told = [("request", files::shown(&request)), ("response", files::shown(&response))];
            text += &(session.text("timestamp-curl", &told) + "\n");
            responses += &format!(" --response {}", crate::text::one_line(&response.display().to_string()));
        }
        let told = [("archive", files::shown(&archive)), ("responses", responses.into())];
        session.print(&(text + &session.text("timestamp-come-back", &told) + "\n"))?;
        return Ok(Exit::Success);
    }
    match &args.authority.tsa {
        Some(url) => {
            let anchors = args.authority.tsa_ca.as_deref().map(keys::anchors).transpose()?;
            stamp(session, &archive, &args.authority, anchors.as_ref(), url)?;
        }
        None => take_responses(session, &archive, &args.authority, &args.response)?,
    }
    Ok(Exit::Success)
}
