//! What is looked for in many links, made ready once: an address in every form in which links hold one, a few words.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use memchr::memmem::Finder;

/// An e-mail address that links may hold.
#[derive(Debug, Clone)]
pub struct Sought {
    plain: Finder<'static>,
    hexadecimal: Finder<'static>,
    /// as far as what follows does not change it; the second where it is written otherwise in links
    base64: Option<(Finder<'static>, Option<Finder<'static>>)>,
    /// what stands before the `@`, where it is hardly there by chance
    local: Option<(Finder<'static>, String)>,
}

impl Sought {
    /// Of an address in lower case.
    pub fn of(address: &str) -> Sought {
        let local = address.split('@').next().unwrap_or_default();
        let telling = local.len() >= 7 && local.contains(['.', '-', '_']);
        Sought {
            plain: finder(address),
            hexadecimal: finder(&HEXLOWER.encode(address.as_bytes())),
            base64: in_base64(address),
            local: telling.then(|| (finder(local), local.to_owned())),
        }
    }

    /// Whether it stands in a text, which is given as written and in lower case.
    pub fn stands_in(&self, written: &str, lower: &str) -> bool {
        let within = |finder: &Finder<'_>, text: &str| finder.find(text.as_bytes()).is_some();
        within(&self.plain, lower)
            || within(&self.hexadecimal, lower)
            || self.base64.as_ref().is_some_and(|(usual, other)| {
                within(usual, written) || other.as_ref().is_some_and(|other| within(other, written))
            })
            || self.local.as_ref().is_some_and(|(finder, local)| within(finder, lower) && is_value(lower, local))
    }
}

/// Finds whether one of these words stands in a short text. Their first letters are too common to be looked for first.
pub fn any_of(words: &[&str]) -> AhoCorasick {
    let builder = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).prefilter(false).build(words);
    builder.expect("because the words are few")
}

fn finder(wanted: &str) -> Finder<'static> {
    Finder::new(wanted.as_bytes()).into_owned()
}

/// The last group differs where more follows.
fn in_base64(address: &str) -> Option<(Finder<'static>, Option<Finder<'static>>)> {
    let whole = address.len() / 3 * 3;
    let start = address.get(..whole).filter(|_| whole >= 6)?.as_bytes();
    let (usual, other) = (BASE64.encode(start), BASE64URL_NOPAD.encode(start));
    Some((finder(&usual), (other != usual).then(|| finder(&other))))
}

/// What follows a sign that values follow, up to the next.
fn is_value(text: &str, value: &str) -> bool {
    text.split(['=', '#', '/', '&', '?', '!']).skip(1).any(|part| part == value)
}
