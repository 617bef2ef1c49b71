//! Rules of intruders and of people, judged.

use super::*;
use crate::triage::baseline::{Baseline, Owner};
use crate::triage::mailbox_rules::formats::read_text;

fn baseline() -> Baseline {
    let (addresses, domains) = (vec!["paul.martin@atelier.example".to_owned()], ["atelier.example".to_owned()].into());
    Baseline::of(Owner { addresses, domains, ..Owner::default() })
}

fn severity(path: &str, text: &str) -> Option<Severity> {
    let baseline = baseline();
    let (rules, _) = read_text(path, text).unwrap();
    let verdicts = rules.iter().filter_map(|rule| judge(rule, &Surroundings::of(&baseline)));
    verdicts.filter_map(|verdict| verdict.severity).max()
}

#[test]
fn what_intruders_write_is_told() {
    let cases = [
        "if true { redirect :copy \"paul.copie@boite.test\"; }",
        "# rule:[.]\nif header :contains \"subject\" [\"RIB\", \"virement\"] { setflag \"\\\\Seen\"; fileinto \"Trash\"; stop; }",
        "# rule:[Archive]\nif header :contains \"subject\" \"facture\" { setflag \"\\\\Seen\"; fileinto \"RSS\"; }",
        "if header :contains \"subject\" [\"hacked\", \"phishing\"] { discard; stop; }",
        "if address :contains \"from\" \"no-reply@accounts.google.com\" { discard; stop; }",
        "# rule:[..]\nif address :contains \"from\" \"claire@atelier.example\" { fileinto \"Archive\"; addflag \"\\\\Seen\"; stop; }",
        "vacation \"Notre nouveau compte : FR76 3000 6000 0112 3456 7890 189\";",
    ];
    for script in cases {
        assert!(severity("x.sieve", script) >= Some(Severity::Medium), "{script}: {:?}", severity("x.sieve", script));
    }
}

#[test]
fn what_people_write_stays_quiet() {
    let cases = [
        "# rule:[Newsletters]\nif address :contains \"from\" \"newsletter@\" { setflag \"\\\\Seen\"; fileinto \"Archive\"; }",
        "# rule:[Liste]\nif header :contains \"list-id\" \"liste.example\" { fileinto \"Listes\"; stop; }",
        "# rule:[Copie à Claire]\nif header :contains \"subject\" \"facture\" { redirect :copy \"claire@atelier.example\"; }",
        "# rule:[Spam]\nif header :contains \"X-Spam-Flag\" \"YES\" { fileinto \"Junk\"; stop; }",
        "# rule:[Factures vers Xero]\nif header :contains \"subject\" \"facture\" { redirect :copy \"bills.abc@xerofiles.com\"; }",
        "# rule:[Factures]\nif header :contains \"subject\" \"facture\" { fileinto \"Factures\"; setflag \"\\\\Seen\"; stop; }",
        "vacation \"Je suis absent, voyez Claire.\";",
        "# rule:[Pub]\nif address :contains \"from\" \"magasin.example\" { discard; }",
    ];
    for script in cases {
        assert!(severity("x.sieve", script) < Some(Severity::Medium), "{script}: {:?}", severity("x.sieve", script));
    }
}

#[test]
fn a_rule_that_is_off_weighs_less_and_facts_are_told() {
    let on = "version=\"9\"\nname=\"RIB\"\nenabled=\"yes\"\naction=\"Delete\"\ncondition=\"OR (subject,contains,RIB) OR (subject,contains,virement)\"\n";
    let off = on.replace("\"yes\"", "\"no\"");
    assert!(
        severity("msgFilterRules.dat", &on.replace("\"RIB\"\ne", "\"x\"\ne"))
            > severity("msgFilterRules.dat", &off.replace("\"RIB\"\ne", "\"x\"\ne"))
    );
    let (rules, _) = read_text(
        "msgFilterRules.dat",
        "name=\".\"\naction=\"Forward\"\nactionValue=\"a@b.test\"\ncondition=\"ALL\"\n",
    )
    .unwrap();
    let baseline = baseline();
    let verdict = judge(&rules[0], &Surroundings::of(&baseline)).unwrap();
    assert_eq!(verdict.rule, "rule.forward");
    for (name, value) in
        [("name", "."), ("position", "1"), ("to", "a@b.test"), ("conditions", "all"), ("actions", "forward")]
    {
        assert_eq!(verdict.facts.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert!(!verdict.signals.is_empty());
}

#[test]
fn who_is_let_in() {
    let record = |who: &str| {
        format!(
            "{{\"CreationTime\":\"x\",\"Operation\":\"Add-MailboxPermission\",\"UserId\":\"paul.martin@atelier.example\",\"Parameters\":[{{\"Name\":\"Identity\",\"Value\":\"claire@atelier.example\"}},{{\"Name\":\"User\",\"Value\":\"{who}\"}},{{\"Name\":\"AccessRights\",\"Value\":\"FullAccess\"}}]}}"
        )
    };
    for (who, told) in [
        ("x_boite.test#EXT#", true),
        ("svc-sync01", false),
        ("temp.helper9", false),
        ("NT AUTHORITY\\\\SELF", false),
        ("jean.durand", false),
    ] {
        assert_eq!(severity("a.json", &record(who)) >= Some(Severity::High), told, "{who}");
    }
    assert!(severity("a.json", &record("temp.helper9")) >= Some(Severity::Low));
    assert_eq!(severity("a.json", &record("jean.durand")), None);
}
