//! The command line: one file a command, holding its arguments and its handler. Only here are options read, terminals written
//! to, and clock, user and host looked up.

mod baseline;
mod completions;
mod disclose;
pub mod exit;
mod extract;
mod facts;
mod files;
mod handover;
mod help;
mod keys;
mod list;
mod log;
mod mailbox;
mod man;
mod progress;
mod proofs_told;
mod prove;
mod receipt;
mod receive;
mod record;
mod rules;
mod run;
mod seal;
mod session;
mod show;
mod sign;
mod story_told;
mod summary;
mod surroundings;
mod table;
mod timestamp;
mod triage;
mod triage_told;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{ArgAction, FromArgMatches, Parser, Subcommand};

use crate::lang::{Catalogue, Lang};
use exit::Exit;
use session::Session;

// What the options do is told by the catalogue, in both languages: `help::command`.
#[derive(Debug, Parser)]
#[command(name = "scelle", version, max_term_width = 110)]
#[command(disable_help_flag = true, disable_version_flag = true)]
struct Cli {
    #[arg(long, global = true, value_name = "LANG", value_parser = ["fr", "en"])]
    lang: Option<String>,

    #[arg(long, short, global = true)]
    quiet: bool,

    #[arg(long, short, global = true, action = ArgAction::Help)]
    help: Option<bool>,

    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    Seal(seal::Args),
    Verify(verify::Args),
    Triage(triage::Args),
    Baseline(baseline::Args),
    Rules(rules::Args),
    List(list::Args),
    Show(show::Args),
    Extract(extract::Args),
    Timestamp(timestamp::Args),
    Sign(sign::Args),
    Disclose(disclose::Args),
    Handover(handover::Args),
    Receive(receive::Args),
    Log(log::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs scelle with these arguments, the program's name first.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = help::lang_asked_for(&args).unwrap_or_else(Lang::of_user);
    let catalogue = Catalogue::new(lang);
    let parsed = help::command(&catalogue).try_get_matches_from(&args);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Success.into() };
        }
    };
    let session = Session::new(catalogue, cli.quiet, args);
    match dispatch(&session, cli.command) {
        Ok(exit) => exit.into(),
        Err(error) => session.report(&error).into(),
    }
}

fn dispatch(session: &Session, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Run(args) => run::run(session, args),
        Command::Seal(args) => seal::run(session, args),
        Command::Verify(args) => verify::run(session, args),
        Command::Triage(args) => triage::run(session, args),
        Command::Baseline(args) => baseline::run(session, args),
        Command::Rules(args) => rules::run(session, args),
        Command::List(args) => list::run(session, args),
        Command::Show(args) => show::run(session, args),
        Command::Extract(args) => extract::run(session, args),
        Command::Timestamp(args) => timestamp::run(session, args),
        Command::Sign(args) => sign::run(session, args),
        Command::Disclose(args) => disclose::run(session, args),
        Command::Handover(args) => handover::run(session, args),
        Command::Receive(args) => receive::run(session, args),
        Command::Log(args) => log::run(session, args),
        Command::Completions(args) => completions::run(session, args),
        Command::Man(args) => man::run(session, args),
    }
}
