//! What this machine knows of itself, for the acquisition record.

use std::fs::File;

use super::session::Session;
use crate::custody::facts::{NOT_GIVEN, Surroundings};
use crate::custody::zip_write::hash_file;
use crate::text::escape_bytes;

/// Looks around. What cannot be known is said to be not given.
pub fn look(session: &Session) -> Surroundings {
    let known = |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or_else(|| NOT_GIVEN.to_owned());
    Surroundings {
        host: known(whoami::hostname().ok()),
        os: known(Some(
            format!("{} {}", whoami::distro().unwrap_or_default(), std::env::consts::ARCH).trim().to_owned(),
        )),
        user: known(whoami::username().ok()),
        command_line: session.command_line.iter().map(|word| escape_bytes(word.as_encoded_bytes())).collect(),
        executable_sha256: known(own_digest()),
        commit: env!("SCELLE_COMMIT").to_owned(),
    }
}

fn own_digest() -> Option<String> {
    let mut file = File::open(std::env::current_exe().ok()?).ok()?;
    hash_file(&mut file).ok().map(|digest| digest.to_string())
}
