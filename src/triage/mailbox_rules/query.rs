//! Searches as Gmail writes them: `virement OR "changement de RIB" OR from:(a OR b) -reçu list:x`. What is excluded asks nothing.

use super::model::Conditions;

/// Words of a search that are read.
const MOST_WORDS: usize = 500;

/// Adds what a search asks.
pub fn read(query: &str, asked: &mut Conditions) {
    let mut field = String::new();
    let mut depth = 0_usize;
    for word in words(query) {
        match word {
            Word::Open => depth += usize::from(!field.is_empty()),
            Word::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    field.clear();
                }
            }
            Word::Text(text) => {
                let (own, value) = split_field(&text);
                if !own.is_empty() {
                    field = own;
                }
                if !value.is_empty() {
                    add(asked, &field, value);
                }
                if depth == 0 && !value.is_empty() {
                    field.clear();
                }
            }
        }
    }
    asked.everything |= asked.is_empty();
}

fn add(asked: &mut Conditions, field: &str, value: &str) {
    match field {
        _ if ["*", "@", "."].contains(&value) => asked.everything = true,
        "from" => asked.senders.add(value),
        "to" | "cc" | "bcc" | "deliveredto" => asked.recipients.add(value),
        "" | "subject" => asked.words.add(value),
        "list" => asked.marks.add(&format!("list {value}")),
        "-" => {}
        "in" | "is" | "has" | "size" | "larger" | "smaller" | "label" | "category" | "filename" => {
            asked.others.add(&format!("{field}:{value}"));
        }
        _ => asked.others.add(value),
    }
}

fn split_field(text: &str) -> (String, &str) {
    if text.starts_with('-') {
        return ("-".to_owned(), text);
    }
    match text.split_once(':') {
        Some((field, value)) if !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            (field.to_ascii_lowercase(), value.trim_matches('"'))
        }
        _ => (String::new(), text),
    }
}

/// The alternatives of one field.
pub fn alternatives(value: &str) -> Vec<String> {
    let text = |word| match word {
        Word::Text(text) => Some(text),
        _ => None,
    };
    words(value).filter_map(text).flat_map(|text| text.split('|').map(str::to_owned).collect::<Vec<_>>()).collect()
}

enum Word {
    Open,
    Close,
    Text(String),
}

/// Words and phrases; `OR` and `AND` are left out.
fn words(query: &str) -> impl Iterator<Item = Word> {
    let mut rest = query;
    let next = move || {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            let first = rest.chars().next()?;
            if "({".contains(first) || ")}".contains(first) {
                rest = &rest[1..];
                return Some(if "({".contains(first) { Word::Open } else { Word::Close });
            }
            let mut quoted = false;
            let end = rest.find(|c: char| {
                quoted ^= c == '"';
                !quoted && (c.is_whitespace() || "(){}".contains(c))
            });
            let word = &rest[..end.unwrap_or(rest.len())];
            rest = &rest[word.len()..];
            if !["OR", "AND", "|"].contains(&word) {
                return Some(Word::Text(word.trim_matches('"').to_owned()));
            }
        }
    };
    std::iter::from_fn(next).take(MOST_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> String {
        let mut asked = Conditions::default();
        read(query, &mut asked);
        asked.told()
    }

    #[test]
    fn fields_groups_and_phrases() {
        assert_eq!(
            asked("virement OR \"changement de RIB\" OR from:(a@b.example OR c) -reçu list:x"),
            "words: virement, changement de RIB; from: a@b.example, c; mark: list x"
        );
        assert_eq!(asked("{facture iban}"), "words: facture, iban");
        assert_eq!(asked("*"), "all");
        assert_eq!(asked("subject:\"à payer\" has:attachment"), "words: à payer; other: has:attachment");
        assert_eq!(alternatives("(a OR b|c)"), ["a", "b", "c"]);
        assert_eq!(asked(&"(".repeat(100_000)), "all");
    }
}
