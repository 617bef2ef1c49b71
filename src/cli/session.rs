//! What every command has at hand: the language, the terminal, the way to say things.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};

use super::exit::Exit;
use crate::lang::{Catalogue, Lang, Value};
use crate::text;
use crate::triage::rule::Both;

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
    /// A session that speaks `catalogue`.
    pub fn new(catalogue: Catalogue, quiet: bool, command_line: Vec<OsString>) -> Session {
        Session { catalogue, quiet, command_line }
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

    /// Prints a result piece by piece. A reader that went away ends the program quietly, as pipes do.
    pub fn stream(&self, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let mut out = BufWriter::new(io::stdout().lock());
        match write(&mut out).and_then(|()| Ok(out.flush()?)) {
            Err(error) if is_broken_pipe(&error) => Ok(()),
            done => done,
        }
    }

    /// The error of `key`, in the user's language.
    pub fn error(&self, key: &str, variables: &[(&str, Value)]) -> anyhow::Error {
        anyhow::Error::msg(self.text(key, variables))
    }

    /// Tells the user of something that went wrong and did not stop the work; also where `--quiet` asks for silence.
    #[allow(clippy::print_stderr)]
    pub fn warn(&self, text: &str) {
        eprintln!("{text}");
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
        eprintln!("{}", self.text("error", &[("what", text::many_lines(&self.in_one_line(error)).into())]));
        if let Some(hint) = super::session::hint(error) {
            eprintln!("{}", self.text(hint, &[]));
        }
        Exit::Failure
    }

    /// An error with its causes, each said once.
    pub fn in_one_line(&self, error: &anyhow::Error) -> String {
        let colon = if self.catalogue.lang() == Lang::Fr { "\u{a0}: " } else { ": " };
        let mut line = String::new();
        for cause in error.chain().map(ToString::to_string) {
            if !line.ends_with(&cause) {
                line = if line.is_empty() { cause } else { format!("{line}{colon}{cause}") };
            }
        }
        line
    }

    /// What is there in both languages, in the user's.
    pub fn said<'a>(&self, both: &'a Both) -> &'a str {
        if self.catalogue.lang() == Lang::Fr { &both.fr } else { &both.en }
    }

    /// Whether results go to a terminal.
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Columns of the terminal that results go to; none where they go elsewhere.
    pub fn width(&self) -> Option<usize> {
        let size = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        self.is_terminal().then(|| size().unwrap_or(80))
    }

    /// Asks; none where nothing was answered.
    pub fn ask(&self, question: &str) -> io::Result<Option<String>> {
        let mut err = io::stderr().lock();
        write!(err, "{question} ")?;
        err.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        Ok(Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
    }

    /// Whether questions can be asked.
    pub fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    io.is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
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
