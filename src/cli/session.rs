//! What every command has at hand: the language, the terminal, the way to say things.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use super::exit::Exit;
use crate::lang::{Catalogue, Lang, Value};
use crate::text;

/// One run of the program.
#[derive(Debug)]
pub struct Session {
    /// texts in the user's language
    pub catalogue: Catalogue,
    /// say only errors and results
    pub quiet: bool,
    /// the command as typed
    pub command_line: Vec<OsString>,
}

impl Session {
    /// A session in `lang`.
    pub fn new(lang: Lang, quiet: bool, command_line: Vec<OsString>) -> Session {
        Session { catalogue: Catalogue::new(lang), quiet, command_line }
    }

    /// A text of the catalogue.
    pub fn text(&self, key: &str, variables: &[(&str, Value)]) -> String {
        self.catalogue.text(key, variables)
    }

    /// Prints result text. A reader that went away ends the program quietly, as pipes do.
    pub fn print(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done,
        }
    }

    /// Tells the user something that is no result.
    #[allow(clippy::print_stderr)]
    pub fn tell(&self, text: &str) {
        if !self.quiet {
            eprintln!("{text}");
        }
    }

    /// Tells of an error with its causes; the exit it leads to.
    #[allow(clippy::print_stderr)]
    pub fn report(&self, error: &anyhow::Error) -> Exit {
        let mut line = String::new();
        for cause in error.chain().map(ToString::to_string) {
            if !line.ends_with(&cause) {
                line = if line.is_empty() { cause } else { format!("{line}: {cause}") };
            }
        }
        eprintln!("{}", self.text("error", &[("what", text::many_lines(&line).into())]));
        if let Some(hint) = super::session::hint(error) {
            eprintln!("{}", self.text(hint, &[]));
        }
        Exit::Failure
    }

    /// Whether results go to a terminal.
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Whether questions can be asked.
    pub fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }
}

/// What to do about an error, where there is something to do.
fn hint(error: &anyhow::Error) -> Option<&'static str> {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    let io = io.or_else(|| match error.downcast_ref() {
        Some(crate::custody::seal::SealError::Write { cause, .. }) => Some(cause),
        _ => None,
    })?;
    match io.kind() {
        io::ErrorKind::StorageFull => Some("hint-disk-full"),
        io::ErrorKind::PermissionDenied => Some("hint-permission"),
        io::ErrorKind::NotFound => Some("hint-not-found"),
        _ => None,
    }
}
