//! Where the links of a message lead: those of its HTML, and addresses written out in its text.

use std::sync::LazyLock;

use regex::Regex;

use crate::message::mail::{Mail, PlaceKind};

use super::stated::without_split;

/// More links than this are not looked at.
const LINKS: usize = 200;
/// So much of a text is searched for addresses written out (bytes).
const SEARCHED: usize = 16 * 1024;

/// `https://…`, or a host and a path without what goes before: `boitepost.test/annulation`.
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)\bhttps?://[^\s<>"'\])}]{3,2000}|\b(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,12}/[a-z][^\s<>"'\])},;]{0,500}"#,
    )
    .expect("because a test finds one")
});

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// as written
    pub target: String,
    /// the host, lower case; for `mailto:` the domain
    pub host: String,
    /// it is one for a browser
    pub web: bool,
}

/// The links of a message, in order, `http`, `https` and `mailto` only.
pub fn targets(mail: &Mail) -> Vec<Target> {
    let bodies =
        || mail.texts.iter().filter(|text| matches!(text.place.kind, PlaceKind::Plain | PlaceKind::Html)).take(4);
    let linked = bodies().flat_map(|text| text.links.iter().map(|link| link.target.as_str()));
    let written = bodies().flat_map(|text| {
        let end = without_split(&text.content, SEARCHED);
        WRITTEN
            .find_iter(text.content.get(..end).unwrap_or_default())
            .map(|found| found.as_str().trim_end_matches(['.', ',', ';']))
    });
    linked.chain(written).take(LINKS).filter_map(target).collect()
}

fn target(written: &str) -> Option<Target> {
    let written = written.trim();
    let (scheme, rest) = written.split_once(':').unwrap_or(("http", written));
    let scheme = scheme.to_ascii_lowercase();
    let host = match scheme.as_str() {
        "http" | "https" => {
            let rest = rest.trim_start_matches(['/', '\\']);
            let authority = rest.split(['/', '?', '#', '\\']).next()?;
            authority.rsplit('@').next()?.split(':').next()?
        }
        "mailto" => rest.split('?').next()?.rsplit_once('@')?.1,
        _ => return None,
    };
    let host = host.trim_end_matches('.').to_lowercase();
    (!host.is_empty()).then(|| Target { target: written.to_owned(), host, web: scheme != "mailto" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::mail::{Link, Text};

    #[test]
    fn hosts_are_read_as_a_browser_reads_them() {
        let host = |written: &str| target(written).map(|target| target.host);
        assert_eq!(host("HTTPS://github.com@evil.example:8443/x").as_deref(), Some("evil.example"));
        assert_eq!(host("https:\\\\evil.example\\github.com").as_deref(), Some("evil.example"));
        assert_eq!(host("mailto:a@evil.example?subject=x@y").as_deref(), Some("evil.example"));
        assert_eq!(host("javascript:alert(1)"), None);
        assert_eq!(host("boitepost.test/annulation").as_deref(), Some("boitepost.test"));
    }

    #[test]
    fn links_of_html_and_of_text_are_found() {
        let mut text = Text::plain("see https://a.example/x.");
        text.links.push(Link { shown: 0..3, target: "http://b.example".to_owned() });
        let hosts: Vec<String> =
            targets(&Mail { texts: vec![text], ..Mail::default() }).into_iter().map(|link| link.host).collect();
        assert_eq!(hosts, ["b.example", "a.example"]);
    }
}
