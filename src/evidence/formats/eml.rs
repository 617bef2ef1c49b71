//! Single messages: `.eml` by name, and any other file whose first lines can only be a message's header.

use crate::evidence::format::{Candidate, Claim};
use crate::evidence::header;

/// By name. A `.msg` is one message too, if it begins like a header: Outlook's own, compound files, are claimed before.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    let named = match file.extension().as_str() {
        "eml" | "mail" => true,
        "msg" => !header::parse(file.head()).fields.is_empty(),
        _ => false,
    };
    named.then(|| Claim::single(&file.folder()))
}

/// By content: at least two header fields, and among them one that only mail has.
pub fn judge_by_content(file: &Candidate<'_>) -> Option<Claim> {
    let header = header::parse(file.head());
    let telling = ["Received", "Return-Path", "Message-ID", "MIME-Version", "From", "Delivered-To", "X-Mailer", "Date"];
    let found = telling.iter().filter(|name| header.first(name).is_some()).count();
    (header.fields.len() >= 2 && found >= 1).then(|| Claim::single(&file.folder()))
}

#[cfg(test)]
mod tests {
    use crate::evidence::format::claim_in;

    #[test]
    fn by_name_or_by_content() {
        assert_eq!(claim_in(&[], "Sent/1.EML", b"anything").format, "eml");
        assert_eq!(&*claim_in(&[], "Sent/1.eml", b"").folder, "Sent");
        assert_eq!(&*claim_in(&[], "1.eml", b"").folder, "export");
        assert_eq!(claim_in(&[], "msg.txt", b"From: a@b\nSubject: x\n\nbody").format, "eml");
        assert_eq!(claim_in(&[], "notes.txt", b"Subject: x\nTodo: y\n\n").format, "other");
        assert_eq!(claim_in(&[], "x.msg", b"From a Mon Mar  2 09:12:13 2026\nSubject: x\n\nbody").format, "eml");
        assert_eq!(claim_in(&[], "x.msg", b"a list\nof lines\n").format, "other");
        assert_eq!(claim_in(&[], "logs.json", b"{\"From\": 1,\n\"Date\": 2}").format, "other");
    }
}
