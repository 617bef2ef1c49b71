//! The text of an attached HTML page: what stands between its tags, and where its links lead; and what in it acts by itself.

use html5gum::{StartTag, Token, Tokenizer};

use super::super::mail::Active;

/// Elements that begin a new line.
const BLOCKS: [&[u8]; 22] = [
    b"p", b"div", b"br", b"tr", b"li", b"ul", b"ol", b"table", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"pre", b"hr",
    b"form", b"section", b"article", b"title", b"option", b"dt",
];

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// see [`html_text`]
    pub text: String,
    /// what acts by itself, each once
    pub active: Vec<Active>,
}

/// The text of a page, cells of a table separated by tabs; targets of links and values of form fields stand in the text, as does what
/// scripts hold: secrets stand there too.
pub fn html_text(source: &str) -> String {
    page(source).text
}

/// The text of a page and what in it acts by itself.
pub fn page(source: &str) -> Page {
    let mut active = std::collections::BTreeSet::new();
    let mut text = String::with_capacity(source.len() / 2);
    let mut emitter = html5gum::DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut unstyled = true;
    for Ok(token) in Tokenizer::new_with_emitter(source, emitter) {
        match token {
            Token::StartTag(tag) => {
                let name: &[u8] = &tag.name;
                unstyled = name != b"style";
                active.extend(acts(&tag));
                separate(&mut text, name);
                for attribute in [&b"href"[..], b"action", b"value", b"content"] {
                    if let Some(value) = tag.attributes.get(attribute) {
                        text.push_str(&String::from_utf8_lossy(value));
                        text.push(' ');
                    }
                }
            }
            Token::EndTag(tag) => {
                unstyled = true;
                separate(&mut text, &tag.name);
            }
            Token::String(string) if unstyled => text.push_str(&String::from_utf8_lossy(&string)),
            _ => {}
        }
    }
    Page { text, active: active.into_iter().collect() }
}

/// What a tag does by itself. An event of any element runs a script (`onload`, `onerror`), as does a `javascript:` target.
fn acts(tag: &StartTag<()>) -> Option<Active> {
    let name: &[u8] = &tag.name;
    let is = |attribute: &[u8], wanted: &[u8]| {
        tag.attributes.get(attribute).is_some_and(|value| value.trim_ascii().eq_ignore_ascii_case(wanted))
    };
    match name {
        b"script" => Some(Active::Script),
        b"form" => Some(Active::Form),
        b"input" if is(b"type", b"password") => Some(Active::PasswordField),
        b"meta" if is(b"http-equiv", b"refresh") => Some(Active::Redirect),
        _ => tag.attributes.keys().any(|key| key.starts_with(b"on")).then_some(Active::Script),
    }
}

fn separate(text: &mut String, name: &[u8]) {
    if matches!(name, b"td" | b"th") && !text.is_empty() && !text.ends_with(['\n', '\t']) {
        text.push('\t');
    } else if BLOCKS.contains(&name) && !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_links_and_entities_are_readable() {
        let page = "<style>p{x}</style><table><tr><td>login<td>mot&nbsp;de passe</tr><tr><td>admin</td><td>S3&amp;t</td></tr></table>\
                    <a href='https://x.example/?a=1&amp;b=2'>ici</a><input type=hidden value=jeton><script>var k='clé'</script>";
        let text = html_text(page);
        for part in ["login\tmot\u{a0}de passe", "\nadmin\tS3&t", "https://x.example/?a=1&b=2 ici", "jeton", "clé"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("p{x}"));
    }
}
