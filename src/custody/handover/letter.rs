//! The letter (*bordereau de transmission*): what a recipient who has none of our software needs to open, verify and date a package.

use super::transfer::{Transfer, folder, names, stem};
use crate::custody::facts::NOT_GIVEN;
use crate::custody::layout::{MESSAGE_TREE, bag_name};
use crate::custody::proofs::name::ProofName;
use crate::text::one_line;

/// The texts of one language.
struct Words {
    template: &'static str,
    none: &'static str,
    not_given: &'static str,
    /// what a proof says, which `transfer.json` has in English
    proof: fn(&str) -> String,
    signed: &'static str,
    dated: &'static str,
    tree: &'static str,
    openpgp: &'static str,
    cms: &'static str,
}

const FRENCH: Words = Words {
    template: include_str!("letter.fr.txt"),
    none: "rien",
    not_given: "non indiqué",
    proof: in_french,
    signed: "   transfer.json dit la même chose que ce bordereau et porte la signature de l'expéditeur :\n    gpg --verify transfer.json.asc transfer.json\n",
    dated: "   L'horodatage : la première commande montre la date, la seconde la prouve (ROOTS.pem, mis à côté du paquet : les\n   certificats racines que l'autorité publie)\n",
    tree: "   L'horodatage de l'arbre des messages, qui permet de produire un message sans les autres\n",
    openpgp: "   La signature de l'opérateur\n",
    cms: "   La signature par certificat (sa racine aussi dans ROOTS.pem)\n",
};

const ENGLISH: Words = Words {
    template: include_str!("letter.en.txt"),
    none: "nothing",
    not_given: NOT_GIVEN,
    proof: str::to_owned,
    signed: "   transfer.json says the same as this letter and bears the sender's signature:\n    gpg --verify transfer.json.asc transfer.json\n",
    dated: "   The time-stamp: the first command shows the date, the second proves it (ROOTS.pem, put beside the package: the\n   root certificates that the authority publishes)\n",
    tree: "   The time-stamp of the message tree, by which one message can be shown without the others\n",
    openpgp: "   The operator's signature\n",
    cms: "   The signature by certificate (its root in ROOTS.pem as well)\n",
};

/// The letter of a transfer, French then English; `is_signed` where `transfer.json.asc` is enclosed.
pub fn of(transfer: &Transfer, is_signed: bool) -> String {
    let line = "-".repeat(78);
    format!("{}\n{line}\n\n{}", in_words(transfer, is_signed, &FRENCH), in_words(transfer, is_signed, &ENGLISH))
}

fn in_words(transfer: &Transfer, is_signed: bool, words: &Words) -> String {
    let archive_stem = transfer.archive.name.strip_suffix(".zip").unwrap_or(&transfer.archive.name);
    let tar = format!("{}.tar", stem(archive_stem, transfer.number));
    let indent = format!("\n{}", " ".repeat(20));
    let list = |items: Vec<String>| if items.is_empty() { words.none.to_owned() } else { items.join(&indent) };
    let recipients = transfer
        .recipients
        .iter()
        .map(|one| format!("{}{indent}{}", one.user_ids.join(", "), grouped(&one.fingerprint)));
    let given = |value: &String| if value == NOT_GIVEN { words.not_given.to_owned() } else { value.clone() };
    let values = [
        ("{CASE}", transfer.case.clone()),
        ("{NUMBER}", format!("{:03}", transfer.number)),
        ("{LOCAL}", transfer.local.clone()),
        ("{ZONE}", transfer.zone.clone()),
        ("{SENDER}", given(&transfer.sender)),
        ("{PURPOSE}", given(&transfer.purpose)),
        ("{AUTHORITY}", given(&transfer.authority)),
        ("{SEAL}", transfer.seal.to_string()),
        ("{SIZE}", transfer.archive.size.to_string()),
        ("{SHA256}", transfer.archive.sha256.to_string()),
        ("{ENTRIES}", transfer.journal.entries.to_string()),
        ("{HEAD}", transfer.journal.head.to_string()),
        ("{PACKAGE}", format!("{tar}.gpg")),
        ("{TAR}", tar.clone()),
        ("{FOLDER}", folder(archive_stem, transfer.number)),
        ("{BAG}", bag_name(&transfer.case)),
        ("{JOURNAL}", format!("{archive_stem}.custody.jsonl")),
        ("{ARCHIVE}", transfer.archive.name.clone()),
    ];
    let mut text = words
        .template
        .replace("{SIGNED}", if is_signed { words.signed } else { "" })
        .replace("{DATED}", &dated(transfer, words))
        .replace("{OPENPGP}", &signed_by(transfer, words, |name| matches!(name, ProofName::OpenPgp(_))))
        .replace("{CMS}", &signed_by(transfer, words, |name| matches!(name, ProofName::Cms(_))));
    // What people typed goes in last and in one pass of its own, so that a brace in it means nothing.
    let mut typed: Vec<(&str, String)> =
        values.iter().map(|(key, value)| (*key, one_line(value).into_owned())).collect();
    typed.push(("{RECIPIENTS}", list(recipients.map(|text| kept_lines(&text)).collect())));
    let proofs = transfer.proofs.iter().map(|text| one_line(&(words.proof)(text)).into_owned());
    typed.push(("{PROOFS}", list(proofs.collect())));
    typed.push(("{WITHHELD}", list(transfer.withheld.clone())));
    let files = transfer.files.iter().map(|file| file.name.clone());
    let own = [names::TRANSFER, names::LETTER, names::SUMS].map(str::to_owned);
    typed.push(("{FILES}", list(files.chain(own).collect())));
    fill(&mut text, &typed);
    text
}

/// Lines of ours are kept; whatever else a text holds is made harmless.
fn kept_lines(text: &str) -> String {
    text.split('\n').map(|line| one_line(line).into_owned()).collect::<Vec<_>>().join("\n")
}

/// Puts each value in the place of its key, from left to right: a value is never searched for keys.
fn fill(text: &mut String, values: &[(&str, String)]) {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text.as_str();
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match values.iter().find(|(key, _)| rest.starts_with(key)) {
            Some((key, value)) => {
                out.push_str(value);
                rest = &rest[key.len()..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    *text = out;
}

/// How the tokens are read and proven.
fn dated(transfer: &Transfer, words: &Words) -> String {
    let mut out = String::new();
    for entry in entries(transfer) {
        let Some(name) = ProofName::of(entry) else { continue };
        match name {
            ProofName::Timestamp(number) => {
                let over = ProofName::Manifest(number);
                out.push_str(words.dated);
                out.push_str(&format!(
                    "    openssl ts -reply -token_in -in x/{entry} -text\n    openssl ts -verify -token_in -in x/{entry} -data x/{over} -CAfile ../ROOTS.pem\n"
                ));
            }
            ProofName::MessageTree => {
                out.push_str(words.tree);
                out.push_str(&format!("    openssl ts -reply -token_in -in x/{MESSAGE_TREE} -text\n"));
            }
            _ => {}
        }
    }
    out
}

fn signed_by(transfer: &Transfer, words: &Words, wanted: impl Fn(ProofName) -> bool) -> String {
    let mut out = String::new();
    for entry in entries(transfer) {
        let Some(name) = ProofName::of(entry).filter(|name| wanted(*name)) else { continue };
        let over = name.over().map(|over| over.to_string()).unwrap_or_default();
        match name {
            ProofName::OpenPgp(_) => {
                out.push_str(words.openpgp);
                out.push_str(&format!("    gpg --verify x/{entry} x/{over}\n"));
            }
            _ => {
                out.push_str(words.cms);
                out.push_str(&format!(
                    "    openssl cms -verify -binary -inform DER -in x/{entry} -content x/{over} -CAfile ../ROOTS.pem -purpose any -out /dev/null\n"
                ));
            }
        }
    }
    out
}

/// What a proof says (`Proof::in_words`), in French; other words stay as they are.
fn in_french(proof: &str) -> String {
    let Some((entry, says)) = proof.split_once(": ") else { return proof.to_owned() };
    let kinds = [("time-stamp", "horodatage"), ("OpenPGP signature", "signature OpenPGP"), ("signature", "signature")];
    let Some((kind, rest)) = kinds.iter().find_map(|(told, kind)| Some((kind, says.strip_prefix(told)?))) else {
        return proof.to_owned();
    };
    let rest = rest.strip_prefix(" of ").map_or_else(|| rest.to_owned(), |dated| format!(" du {dated}"));
    format!("{entry} : {kind}{}", rest.replacen(" by ", " par ", 1))
}

/// The entries of the archive that prove something: the first word of each.
fn entries(transfer: &Transfer) -> impl Iterator<Item = &str> {
    transfer.proofs.iter().filter_map(|proof| proof.split(':').next())
}

/// A fingerprint in groups of four, as people compare them.
pub fn grouped(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::in_french;

    #[test]
    fn the_french_letter_tells_proofs_in_french() {
        for (told, french) in [
            (
                "a.tst: time-stamp of 2026-11-25T10:00:00Z by CN=Day by Day",
                "a.tst : horodatage du 2026-11-25T10:00:00Z par CN=Day by Day",
            ),
            ("b.asc: OpenPGP signature by A1B2", "b.asc : signature OpenPGP par A1B2"),
            ("c.p7s: signature by CN=Office of X", "c.p7s : signature par CN=Office of X"),
            ("d.tst: something else", "d.tst: something else"),
        ] {
            assert_eq!(in_french(told), french);
        }
    }
}
