//! mbox files in all dialects (o, rd, cl, cl2): known by their first line, or by their name where they are empty.

use crate::evidence::format::{Candidate, Claim};
use crate::evidence::postmark::{self, Form};

/// By the first line: a postmark. An empty file is an mbox if it is called so.
pub fn judge(file: &Candidate<'_>) -> Option<Claim> {
    let named = matches!(file.extension().as_str(), "mbox" | "mbx");
    let is_mbox = begins_with_postmark(file.head()) || (named && file.size == 0);
    is_mbox.then(|| Claim::mbox(&folder(file)))
}

/// `Sent.mbox` is the folder Sent; `Sent.mbox/mbox` (Apple, readpst -r) is the folder Sent too.
pub fn folder(file: &Candidate<'_>) -> String {
    let strip = |name: &String| name.strip_suffix(".mbox").unwrap_or(name).to_owned();
    let mut folders: Vec<String> = file.folders().iter().map(strip).collect();
    if file.name() != "mbox" || folders.is_empty() {
        folders.push(if file.extension() == "mbx" { file.stem() } else { strip(&file.name()) });
    }
    folders.join("/")
}

/// Whether the bytes begin with a postmark, after a byte order mark or blank lines.
pub fn begins_with_postmark(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let mut lines = text.split(|&b| b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let first = lines.next().unwrap_or_default();
    first.starts_with(b"From ")
        && (postmark::form(first) == Form::Dated || lines.next().is_some_and(postmark::looks_like_header))
}

#[cfg(test)]
mod tests {
    use crate::evidence::format::claim_in;

    #[test]
    fn by_the_first_line() {
        let head = b"From a@b Mon Mar 02 09:12:13 2026\nSubject: x\n\n";
        assert_eq!(claim_in(&[], "x/Sent.mbox", head).format, "mbox");
        assert_eq!(&*claim_in(&[], "x/Sent.mbox", head).folder, "x/Sent");
        assert_eq!(&*claim_in(&[], "Sent.mbox/mbox", head).folder, "Sent");
        assert_eq!(claim_in(&[], "spool", b"\r\nFrom - \r\nSubject: x\r\n").format, "mbox");
        assert_eq!(claim_in(&[], "letter.txt", b"From here on\nit rained\n").format, "other");
    }
}
