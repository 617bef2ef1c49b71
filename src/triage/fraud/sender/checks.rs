//! What servers found out on the way: SPF, DKIM and DMARC (RFC 8601), and what filters thought of the message.

use super::Sent;
use crate::message::mail::Mail;
use crate::triage::domain::registrable;

/// Whether DMARC, or a DKIM signature of the same organisation, says that the message is of the domain of `From`.
pub fn is_authentic(mail: &Mail, from_domain: &str) -> bool {
    let results = &mail.route.authentication;
    let dmarc = results.iter().find(|result| result.method == "dmarc");
    if let Some(dmarc) = dmarc {
        return matches!(dmarc.result.as_str(), "pass" | "bestguesspass") && !from_domain.is_empty();
    }
    let aligned = |domain: &str| !from_domain.is_empty() && registrable(domain.trim_start_matches('@')) == from_domain;
    results.iter().any(|result| result.method == "dkim" && result.result == "pass" && aligned(&result.domain))
}

/// Looks at the results of checks and at the marks of filters.
pub fn look(sent: &mut Sent<'_>) {
    let result = |method: &str| {
        let first = sent.mail.route.authentication.iter().find(|result| result.method == method);
        first.map_or("", |result| result.result.as_str())
    };
    let (spf, dkim, dmarc) = (result("spf"), result("dkim"), result("dmarc"));
    let (spf_failed, dkim_failed) = (matches!(spf, "fail" | "softfail"), matches!(dkim, "fail" | "permerror"));
    let dmarc_failed = matches!(dmarc, "fail");
    let told = ![spf, dkim, dmarc].iter().all(|result| result.is_empty());
    let passed = [spf, dkim, dmarc].contains(&"pass");
    // A list breaks signatures and sends from elsewhere: that tells nothing.
    if sent.list {
        return sent.tell("sender.list", "");
    }
    if dmarc_failed {
        sent.tell("sender.dmarc-failed", sent.domain().to_owned());
    }
    if spf_failed {
        sent.tell("sender.spf-failed", "");
    }
    if dkim_failed {
        sent.tell("sender.dkim-failed", "");
    }
    if told && !passed && !dmarc_failed && !spf_failed {
        sent.tell("sender.unauthenticated", "");
    }
    if sent.authentic {
        sent.tell("sender.authentic", sent.from_domain.to_owned());
    }
    if let Some(mark) = filter_mark(sent.mail) {
        sent.tell("sender.filtered", mark);
    }
}

/// The mark of a filter that took the message for spam or phishing: Exchange Online, SpamAssassin and those that write like it.
fn filter_mark(mail: &Mail) -> Option<String> {
    let report = mail.header("X-Forefront-Antispam-Report").unwrap_or_default();
    let field = |name: &str| {
        report.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    };
    let category = field("CAT").filter(|category| {
        matches!(
            *category,
            "PHSH" | "HPHSH" | "HPHISH" | "SPM" | "HSPM" | "SPOOF" | "MALW" | "DIMP" | "UIMP" | "BIMP" | "GIMP"
        )
    });
    if let Some(category) = category {
        return Some(format!("CAT:{category}"));
    }
    let level = mail.header("X-MS-Exchange-Organization-SCL").or(field("SCL"));
    if let Some(level) = level.and_then(|level| level.trim().parse::<i32>().ok()).filter(|level| *level >= 5) {
        return Some(format!("SCL:{level}"));
    }
    let yes = |name: &&&str| {
        let value = mail.header(name).unwrap_or_default().trim_start();
        value.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("yes"))
    };
    ["X-Spam-Flag", "X-Spam-Status", "X-Spam"].iter().find(yes).map(|name| (*name).to_owned())
}
