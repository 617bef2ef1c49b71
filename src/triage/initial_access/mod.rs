//! Attached files by which an intruder may have got in (fiche, action 7.b): what runs when it is opened, what looks like something else, pages
//! that ask for a password. By name, by the first bytes and by what acts in them; files in archives too. Nothing is ever run.

mod disguise;
mod endings;
mod page;

use std::collections::BTreeMap;

use super::file_texts::FileTexts;
use super::filename::FileName;
use super::finding::{Hit, Severity};
use crate::evidence::role::Role;
use crate::message::mail::{Active, File, Mail};
use endings::ENDINGS;

/// An archive of more files than this is somebody's work, not a lure: what is in it is told more quietly.
const WORK: usize = 20;

/// What a file is suspected of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Suspicion {
    rule: &'static str,
    severity: Severity,
}

impl Suspicion {
    fn of(rule: &'static str, severity: Severity) -> Suspicion {
        Suspicion { rule, severity }
    }
}

/// Appends what the files of a message are suspected of: one hit for each rule and attached file, whatever number of members it holds.
pub fn hits(mail: &Mail, role: Role, hits: &mut Vec<Hit>) {
    let mut members: BTreeMap<&str, usize> = BTreeMap::new();
    for name in mail.files.iter().map(|file| FileName::of(&file.name)).filter(|name| name.inside) {
        *members.entry(name.outer).or_default() += 1;
    }
    let texts = FileTexts::of(mail);
    let mut told: BTreeMap<(&str, &str, &str), (usize, usize)> = BTreeMap::new();
    for file in &mail.files {
        let name = FileName::of(&file.name);
        let Some(suspicion) = suspicion(&texts, file, &name) else { continue };
        let crowd = members.get(name.outer).copied().unwrap_or_default();
        let severity = weighed(suspicion, crowd > WORK && name.inside, role);
        let (place, count) = told.entry((suspicion.rule, &file.part, name.outer)).or_insert_with(|| (hits.len(), 0));
        *count += 1;
        match hits.get_mut(*place) {
            Some(hit) => hit.severity = hit.severity.max(Some(severity)),
            None => hits.push(hit(suspicion.rule, severity, file)),
        }
    }
    for (place, count) in told.into_values().filter(|(_, count)| *count > 1) {
        hits[place].facts.push(("count", count.to_string()));
    }
}

fn hit(rule: &str, severity: Severity, file: &File) -> Hit {
    let mut facts = vec![("file", file.name.clone()), ("part", file.part.clone())];
    if !file.real.is_empty() {
        facts.push(("type", file.real.clone()));
    }
    Hit { severity: Some(severity), ..Hit::of_message(rule, 80, facts) }
}

/// The severest of what a file shows.
fn suspicion(texts: &FileTexts<'_>, file: &File, name: &FileName<'_>) -> Option<Suspicion> {
    // The name of an attached message is its subject.
    if file.real == "message/rfc822" {
        return None;
    }
    let ending = name.ending();
    let family = ENDINGS.family(&ending).filter(|_| !is_domain(&ending, file));
    let page = page::suspicion(texts, file);
    let outweighs = |page: &Suspicion| family.is_none_or(|family| page.severity > family.severity);
    disguise::suspicion(file, name, family.is_some())
        .or_else(|| page.filter(outweighs))
        .or_else(|| active(file, &ending, name))
        .or(family)
}

/// Office documents and notebooks by what acts in them.
fn active(file: &File, ending: &str, name: &FileName<'_>) -> Option<Suspicion> {
    let has = |active: Active| file.active.contains(&active);
    if has(Active::RemoteTemplate) {
        return Some(Suspicion::of("file.remote-template", Severity::High));
    }
    if has(Active::Embedded) {
        return Some(Suspicion::of("file.onenote", Severity::High));
    }
    // The project of a document is listed beside it.
    if has(Active::Macros) && !name.base.ends_with("vbaProject.bin") {
        return Some(Suspicion::of("file.macros", Severity::Medium));
    }
    // Made to hold macros, it was read and holds none.
    let empty =
        file.real.contains("openxmlformats") && ENDINGS.family(ending).is_some_and(|of| of.rule == "file.macros");
    empty.then_some(Suspicion::of("file.macros", Severity::Low))
}

/// `com` ends the name of a site oftener than that of a program.
fn is_domain(ending: &str, file: &File) -> bool {
    const OTHER: [&str; 5] = ["image/", "text/", "message/", "application/pdf", "application/zip"];
    ending == "com" && OTHER.iter().any(|other| file.real.starts_with(other) || file.declared.starts_with(other))
}

fn weighed(suspicion: Suspicion, of_a_work: bool, role: Role) -> Severity {
    let own = matches!(role, Role::Sent | Role::Drafts | Role::Outbox | Role::Templates);
    let steps = usize::from(own) + usize::from(of_a_work) * 2;
    let lower = |severity| match severity {
        Severity::Critical => Severity::High,
        Severity::High => Severity::Medium,
        Severity::Medium => Severity::Low,
        Severity::Low | Severity::Info => Severity::Info,
    };
    let least = suspicion.severity.min(Severity::Low);
    (0..steps).fold(suspicion.severity, |severity, _| lower(severity)).max(least)
}

#[cfg(test)]
mod tests;
