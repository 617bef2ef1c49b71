//! From where the account was used: the address of own mail, and of sign-ins that notices tell of; what authentication says of frauds.

use super::intruder::Intruder;
use super::marked::Marked;
use super::unusual::is_rare;
use super::{Looked, Verdict};
use crate::triage::baseline::network;
use crate::triage::finding::{Kind, Severity};

/// What a message tells of access.
pub fn judge(looked: Looked<'_>, intruder: &Intruder, marked: &Marked) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let habits = &looked.baseline.habits;
    if let Some(ip) = looked.traits.ip.filter(|_| looked.own) {
        let foreign = looked.findings.iter().any(|finding| finding.kind == Kind::AttackerSent);
        if foreign || (intruder.signed_in(ip) && is_rare(habits.ips.seen(&ip), habits)) {
            verdicts.push(
                Verdict::of("access.unusual-address", 80).with("ip", ip.to_string()).with("network", network(ip)),
            );
        }
    }
    if let Some(ip) = looked.traits.ip.filter(|ip| !looked.own && marked.is_intruders(*ip)) {
        verdicts.push(Verdict::of("access.same-address", 80).with("ip", ip.to_string()).with("network", network(ip)));
    }
    let notices = looked.findings.iter().filter(|finding| finding.kind == Kind::Notice);
    if let Some((ip, finding)) = notices.filter_map(|finding| Some((finding.fact("ip").parse().ok()?, finding))).next()
        && is_rare(habits.ips.seen(&ip), habits)
    {
        let severity = if marked.is_intruders(ip) { Severity::High } else { Severity::Low };
        let verdict = Verdict { severity: Some(severity), ..Verdict::of("access.sign-in", 70) };
        let facts = ["service", "account", "device", "place", "time"];
        let verdict = verdict.with("ip", ip.to_string()).with("network", network(ip));
        verdicts.push(facts.into_iter().fold(verdict, |verdict, name| verdict.with(name, finding.fact(name))));
    }
    verdicts.extend(authentication(looked));
    verdicts
}

/// Of a fraud that came in: whether its sender is who it says.
fn authentication(looked: Looked<'_>) -> Option<Verdict> {
    let is_fraud = looked.findings.iter().any(|found| found.kind == Kind::Fraud && found.severity >= Severity::Medium);
    let told = &looked.traits.authentication;
    let known = [("spf", &told.spf), ("dkim", &told.dkim), ("dmarc", &told.dmarc)];
    if looked.own || !is_fraud || known.iter().all(|(_, result)| result.is_empty()) {
        return None;
    }
    let ip = looked.traits.ip.map(|ip| ip.to_string()).unwrap_or_default();
    let verdict = Verdict::of("access.authentication", 90).with("ip", ip);
    Some(known.into_iter().fold(verdict, |verdict, (name, result)| verdict.with(name, result.as_str())))
}
