//! `scelle sign ARCHIVE --key KEY`: somebody's signature on a sealed archive, by an OpenPGP key or a certificate.

use std::path::PathBuf;

use super::exit::Exit;
use super::keys::{PassphraseArgs, SigningKey};
use super::session::Session;
use super::{facts, files, prove};

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// Signs.
pub fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let archive = files::archive(session, &args.archive)?;
    let key = SigningKey::open(session, &args.key, &args.passphrase)?;
    prove::sign(session, &archive, &key, facts::clock(None)?.now().instant())?;
    Ok(Exit::Success)
}
