//! What a secret looks like, left out of a triage that travels: excerpts, and digests, since the digest of a short password gives it away.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde_json::Value;

/// What stands in the place of an excerpt.
const INSTEAD: &str = "[…]";
/// A line of a triage is never longer.
const LONGEST_LINE: u64 = 16 << 20;

/// Whether a file of a triage is one that secrets may stand in.
pub fn applies(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "jsonl" || extension == "json")
}

/// Whether the triage in a folder wrote secrets openly (`--reveal`): the excerpts of other findings may then show them, too.
pub fn is_revealed(triage: &Path) -> io::Result<bool> {
    let findings = triage.join("findings.jsonl");
    if !findings.is_file() {
        return Ok(false);
    }
    let mut input = BufReader::new(File::open(findings)?);
    let mut line = Vec::new();
    while input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? > 0 {
        let value: Value = serde_json::from_slice(&line)?;
        if value.get("value").is_some_and(|value| !value.is_null()) {
            return Ok(true);
        }
        line.clear();
    }
    Ok(false)
}

/// A copy of the file without the looks of secrets, in an unnamed file, at its start. Where secrets were written openly no excerpt stays.
pub fn redacted(path: &Path, is_revealed: bool) -> io::Result<File> {
    let mut out = BufWriter::new(tempfile::tempfile()?);
    let is_lines = path.extension().is_some_and(|extension| extension == "jsonl");
    let mut input = BufReader::new(File::open(path)?);
    if is_lines {
        let mut line = Vec::new();
        while input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? > 0 {
            let mut value: Value = serde_json::from_slice(&line)?;
            blank(&mut value, is_revealed);
            serde_json::to_writer(&mut out, &value)?;
            out.write_all(b"\n")?;
            line.clear();
        }
    } else {
        let mut value: Value = serde_json::from_reader(input)?;
        blank(&mut value, is_revealed);
        serde_json::to_writer_pretty(&mut out, &value)?;
        out.write_all(b"\n")?;
    }
    let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// In each object of kind `secret`: no excerpt, no digest of the value, and not the value. In others no excerpt where secrets stand open.
fn blank(value: &mut Value, is_revealed: bool) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| blank(value, is_revealed)),
        Value::Object(object) => {
            let is_secret = object.get("kind").and_then(Value::as_str) == Some("secret");
            if let Some(excerpt) = object.get_mut("excerpt").filter(|_| is_secret || is_revealed) {
                *excerpt = INSTEAD.into();
            }
            if is_secret {
                object.shift_remove("value");
                if let Some(digest) = object.get_mut("value_sha256") {
                    *digest = Value::Null;
                }
            }
            object.values_mut().for_each(|value| blank(value, is_revealed));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_lose_their_looks_and_nothing_else_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("findings.jsonl");
        let fraud = r#"{"kind":"fraud","excerpt":"IBAN FR76","value_sha256":"ab"}"#;
        let secret = r#"{"kind":"secret","excerpt":"mdp : Hiv…","value_sha256":"cd","rule":"x"}"#;
        std::fs::write(&path, format!("{fraud}\n{secret}\n")).unwrap();
        let mut text = String::new();
        redacted(&path, false).unwrap().read_to_string(&mut text).unwrap();
        let hidden = r#"{"kind":"secret","excerpt":"[…]","value_sha256":null,"rule":"x"}"#;
        assert_eq!(text, format!("{fraud}\n{hidden}\n"));
        let whole = folder.path().join("story.json");
        std::fs::write(&whole, format!(r#"{{"steps":[{secret}]}}"#)).unwrap();
        text.clear();
        redacted(&whole, false).unwrap().read_to_string(&mut text).unwrap();
        assert!(!text.contains("Hiv") && !text.contains("cd"), "{text}");
        assert!(applies(&whole) && !applies(Path::new("a.txt")));
    }

    #[test]
    fn what_was_written_openly_does_not_travel_either() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_revealed(folder.path()).unwrap(), "no findings");
        let path = folder.path().join("findings.jsonl");
        let fraud = r#"{"kind":"fraud","excerpt":"IBAN FR76, mdp : Hiver","value":null}"#;
        std::fs::write(&path, format!("{fraud}\n")).unwrap();
        assert!(!is_revealed(folder.path()).unwrap());
        let secret = r#"{"kind":"secret","excerpt":"mdp : Hiver","value_sha256":"cd","value":"Hiver","rule":"x"}"#;
        std::fs::write(&path, format!("{fraud}\n{secret}\n")).unwrap();
        assert!(is_revealed(folder.path()).unwrap());
        let mut text = String::new();
        redacted(&path, true).unwrap().read_to_string(&mut text).unwrap();
        let hidden = r#"{"kind":"secret","excerpt":"[…]","value_sha256":null,"rule":"x"}"#;
        assert_eq!(text, format!("{}\n{hidden}\n", r#"{"kind":"fraud","excerpt":"[…]","value":null}"#));
    }
}
