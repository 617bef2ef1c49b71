//! The command line: one file a command, holding its arguments and its handler. Only here are options read, terminals written
//! to, and clock, user and host looked up.

pub mod exit;
mod facts;
mod files;
mod progress;
mod run;
mod seal;
mod session;
mod summary;
mod surroundings;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::lang::Lang;
use exit::Exit;
use session::Session;

/// Preserve, verify and hand over the mailbox of a compromised account.
#[derive(Debug, Parser)]
#[command(name = "scelle", version, max_term_width = 110)]
struct Cli {
    /// Language of all texts; without it the locale decides
    #[arg(long, global = true, value_name = "LANG", value_parser = ["fr", "en"])]
    lang: Option<String>,

    /// Print errors and results only
    #[arg(long, short, global = true)]
    quiet: bool,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    Seal(seal::Args),
    Verify(verify::Args),
}

/// Runs scelle with these arguments, the program's name first.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match Cli::command().try_get_matches_from(&args).and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Success.into() };
        }
    };
    let lang = cli.lang.as_deref().map_or_else(Lang::of_user, Lang::of_locale);
    let session = Session::new(lang, cli.quiet, args);
    let done = match cli.command {
        Command::Run(args) => run::run(&session, args),
        Command::Seal(args) => seal::run(&session, args),
        Command::Verify(args) => verify::run(&session, args),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => session.report(&error).into(),
    }
}
