//! Audit logs as the portals and PowerShell give them.

use super::super::read_text;

fn record(operation: &str, parameters: &[(&str, &str)], more: &str) -> String {
    let pairs: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{{\"Name\":\"{name}\",\"Value\":\"{value}\"}}")).collect();
    format!(
        "{{\"CreationTime\":\"2026-03-01T02:03:04\",\"Operation\":\"{operation}\",\"UserId\":\"p@a.example\",\"ClientIP\":\"203.0.113.9:4711\",\"Parameters\":[{}]{more}}}",
        pairs.join(",")
    )
}

#[test]
fn lines_of_the_log() {
    let text = [
        record("UserLoggedIn", &[], ""),
        record(
            "New-InboxRule",
            &[
                ("Name", " "),
                ("SubjectContainsWords", "virement;RIB"),
                ("MoveToFolder", "RSS Feeds"),
                ("MarkAsRead", "True"),
            ],
            "",
        ),
        record(
            "Set-Mailbox",
            &[
                ("Identity", "p@a.example"),
                ("ForwardingSmtpAddress", "smtp:x@y.example"),
                ("DeliverToMailboxAndForward", "False"),
            ],
            "",
        ),
        record(
            "Add-MailboxPermission",
            &[
                ("Identity", "boss@a.example"),
                ("User", "x_y.example#EXT#@t.onmicrosoft.com"),
                ("AccessRights", "FullAccess"),
            ],
            "",
        ),
        record("Disable-InboxRule", &[("Identity", "p@a.example\\\\12")], ",\"ObjectId\":\"o/g\\\\Congés\""),
    ]
    .join("\n");
    let (rules, damaged) = read_text("audit.jsonl", &text).unwrap();
    assert!(!damaged && rules.len() == 4);
    assert_eq!(rules[0].name.as_deref(), Some(" "));
    assert_eq!(
        (rules[0].conditions.words.told(), rules[0].actions.told()),
        ("virement, RIB".into(), "move mark-read".into())
    );
    assert_eq!(
        (rules[0].made.ip.as_str(), rules[0].made.by.as_str(), rules[0].position),
        ("203.0.113.9", "p@a.example", 1)
    );
    assert!(rules[1].actions.keeps_none && rules[1].conditions.everything);
    let grant = rules[2].grant.as_ref().unwrap();
    assert_eq!((grant.rights.as_str(), rules[2].mailbox.as_str()), ("FullAccess", "boss@a.example"));
    assert_eq!((rules[3].name.as_deref(), rules[3].disabled, rules[3].acts()), (Some("Congés"), true, false));
}

#[test]
fn a_table_with_the_record_in_a_column() {
    let properties = ",\"OperationProperties\":[{\"Name\":\"RuleName\",\"Value\":\"..\"},{\"Name\":\"RuleOperation\",\"Value\":\"AddMailboxRule\"},{\"Name\":\"RuleState\",\"Value\":\"Enabled, ExitAfterExecution\"},{\"Name\":\"RuleCondition\",\"Value\":\"{((Subject SubString(SubString, IgnoreCase) remittance)((SenderSearchKey Equal SMTP:C@D.EXAMPLE)))}\"},{\"Name\":\"RuleActions\",\"Value\":\"[{\\\"ActionType\\\":\\\"Forward\\\",\\\"Recipients\\\":[\\\"x@y.example\\\"]},{\\\"ActionType\\\":\\\"Move\\\",\\\"DestinationFolderId\\\":\\\"AAMk\\\"}]\"}]";
    let data = record("UpdateInboxRules", &[], properties).replace('"', "\"\"");
    let text = format!(
        "RecordId,Operation,AuditData\n1,UpdateInboxRules,\"{data}\"\n2,Other,\"{{\"\"Operation\"\":\"\"x\"\"}}\"\n3,Broken,\"{{\"\"Oper\"\n"
    );
    let (rules, damaged) = read_text("AuditLog.csv", &text).unwrap();
    assert!(damaged && rules.len() == 1);
    assert_eq!(rules[0].conditions.told(), "words: remittance; from: C@D.EXAMPLE");
    assert_eq!((rules[0].actions.to.told(), rules[0].actions.folders.told()), ("x@y.example".into(), "AAMk".into()));
    assert!(rules[0].actions.stops && !rules[0].disabled);
    assert!(text[rules[0].span.clone()].starts_with("1,UpdateInboxRules"));
}

#[test]
fn the_record_may_be_wrapped() {
    let inner = record("New-InboxRule", &[("Name", "x"), ("DeleteMessage", "True")], "");
    let as_object = format!("{{\"value\":[{{\"operation\":\"New-InboxRule\",\"auditData\":{inner}}}]}}");
    let as_text = format!("[{{\"AuditData\":{}}}]", serde_json::to_string(&inner).unwrap());
    for text in [as_object, as_text] {
        let (rules, damaged) = read_text("log.json", &text).unwrap();
        assert!(!damaged && rules.len() == 1 && rules[0].actions.told() == "delete", "{text}");
    }
    assert!(read_text("log.json", "[{\"Operation\":\"UserLoggedIn\"}]").is_none());
}
