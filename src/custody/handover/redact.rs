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

/// A copy of the file without the looks of secrets, in an unnamed file, at its start.
pub fn redacted(path: &Path) -> io::Result<File> {
    let mut out = BufWriter::new(tempfile::tempfile()?);
    let is_lines = path.extension().is_some_and(|extension| extension == "jsonl");
    let mut input = BufReader::new(File::open(path)?);
    if is_lines {
        let mut line = Vec::new();
        while input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? > 0 {
            let mut value: Value = serde_json::from_slice(&line)?;
            blank(&mut value);
            serde_json::to_writer(&mut out, &value)?;
            out.write_all(b"\n")?;
            line.clear();
        }
    } else {
        let mut value: Value = serde_json::from_reader(input)?;
        blank(&mut value);
        serde_json::to_writer_pretty(&mut out, &value)?;
        out.write_all(b"\n")?;
    }
    let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// In each object of kind `secret`: no excerpt, no digest of the value.
fn blank(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(blank),
        Value::Object(object) => {
            if object.get("kind").and_then(Value::as_str) == Some("secret") {
                if let Some(excerpt) = object.get_mut("excerpt") {
                    *excerpt = INSTEAD.into();
                }
                if let Some(digest) = object.get_mut("value_sha256") {
                    *digest = Value::Null;
                }
            }
            object.values_mut().for_each(blank);
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
        redacted(&path).unwrap().read_to_string(&mut text).unwrap();
        let hidden = r#"{"kind":"secret","excerpt":"[…]","value_sha256":null,"rule":"x"}"#;
        assert_eq!(text, format!("{fraud}\n{hidden}\n"));
        let whole = folder.path().join("story.json");
        std::fs::write(&whole, format!(r#"{{"steps":[{secret}]}}"#)).unwrap();
        text.clear();
        redacted(&whole).unwrap().read_to_string(&mut text).unwrap();
        assert!(!text.contains("Hiv") && !text.contains("cd"), "{text}");
        assert!(applies(&whole) && !applies(Path::new("a.txt")));
    }
}
