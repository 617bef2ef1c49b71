//! The facts of a case as flags, shared by the commands that seal: flags win over `--case-file`, answers fill what is left.

use std::fs;
use std::io;
use std::path::PathBuf;

use anyhow::Context;

use super::session::Session;
use crate::custody::clock::{Clock, ClockSource, Zone};
use crate::custody::facts::CaseFacts;

/// Flags that tell of the case.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "facts")]
pub struct FactsArgs {
    #[arg(long, value_name = "FILE")]
    case_file: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    case_id: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    exhibit: Option<String>,
    #[arg(long, value_name = "NAME")]
    operator: Option<String>,
    #[arg(long, value_name = "ROLE")]
    operator_role: Option<String>,
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    #[arg(long, value_name = "TEXT")]
    authority: Option<String>,
    #[arg(long, value_name = "NAME")]
    requester: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    mailbox_owner: Option<String>,
    #[arg(long, value_name = "TEXT")]
    source_description: Option<String>,
    #[arg(long, value_name = "NAME")]
    export_tool: Option<String>,
    #[arg(long, value_name = "TEXT")]
    scope: Option<String>,
    #[arg(long, value_name = "TEXT")]
    exclusion: Vec<String>,
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    #[arg(long)]
    no_input: bool,
}

impl FactsArgs {
    /// The facts as far as they are known, and the clock they are told by. `case_id` is what the case is called if nobody says.
    pub fn resolve(self, session: &Session, case_id: &str) -> anyhow::Result<(CaseFacts, String, Clock)> {
        let from_file = match &self.case_file {
            Some(path) => read_case_file(path)?,
            None => CaseFacts::default(),
        };
        let ask = !self.no_input && self.case_file.is_none() && session.can_ask();
        let mut facts = self.given().or(from_file);
        if ask {
            ask_for_missing(session, &mut facts)?;
        }
        let clock = clock(facts.zone.as_deref())?;
        let case_id = facts.case_id.clone().filter(|id| !id.trim().is_empty()).unwrap_or_else(|| case_id.to_owned());
        Ok((facts, case_id, clock))
    }

    /// The case id that was given.
    pub fn case_id(&self) -> Option<String> {
        let from_file = || self.case_file.as_ref().and_then(|path| read_case_file(path).ok()?.case_id);
        self.case_id.clone().or_else(from_file).filter(|id| !id.trim().is_empty())
    }

    /// The same facts of the case called `case_id`.
    pub fn called(self, case_id: String) -> FactsArgs {
        FactsArgs { case_id: Some(case_id), ..self }
    }

    fn given(self) -> CaseFacts {
        CaseFacts {
            case_id: self.case_id,
            exhibit: self.exhibit,
            operator: self.operator,
            operator_role: self.operator_role,
            organisation: self.organisation,
            authority: self.authority,
            requester: self.requester,
            mailbox_owner: self.mailbox_owner,
            source_description: self.source_description,
            export_tool: self.export_tool,
            scope: self.scope,
            exclusions: self.exclusion,
            zone: self.zone,
        }
    }
}

fn read_case_file(path: &PathBuf) -> anyhow::Result<CaseFacts> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    CaseFacts::from_toml(&text).with_context(|| format!("{} is not a case file", path.display()))
}

/// The clock of this run, in the incident's zone.
pub fn clock(zone: Option<&str>) -> anyhow::Result<Clock> {
    let zone = match zone {
        Some(name) => name.parse()?,
        None => Zone::of_machine(),
    };
    Ok(Clock::new(ClockSource::of_environment()?, zone))
}

fn ask_for_missing(session: &Session, facts: &mut CaseFacts) -> io::Result<()> {
    let questions: [(&str, &mut Option<String>); 8] = [
        ("ask-exhibit", &mut facts.exhibit),
        ("ask-operator", &mut facts.operator),
        ("ask-operator-role", &mut facts.operator_role),
        ("ask-organisation", &mut facts.organisation),
        ("ask-authority", &mut facts.authority),
        ("ask-requester", &mut facts.requester),
        ("ask-mailbox-owner", &mut facts.mailbox_owner),
        ("ask-export-tool", &mut facts.export_tool),
    ];
    if questions.iter().any(|(_, fact)| fact.is_none()) {
        session.tell(&session.text("ask-intro", &[]));
    }
    for (key, fact) in questions.into_iter().filter(|(_, fact)| fact.is_none()) {
        *fact = session.ask(&session.text(key, &[]))?;
    }
    Ok(())
}
