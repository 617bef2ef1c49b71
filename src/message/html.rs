//! HTML as its reader sees it: text with line breaks and table cells, where links lead, what is hidden, what is quoted. html5gum gives
//! the tokens as a browser would (WHATWG); no tree is built, so that nesting costs nothing.

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::emitters::{Emitter, ForwardingEmitter};
use html5gum::{Span, Tokenizer};

use super::mail::Link;

/// The text of a piece of HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HtmlText {
    /// blocks on lines of their own, cells of a row set apart by tabs, blanks collapsed, zero-width characters left out
    pub content: String,
    /// `a`, `area` and `form`, in order
    pub links: Vec<Link>,
    /// display:none, zero size, white on white and the like, in order, disjoint
    pub hidden: Vec<Range<usize>>,
    /// `blockquote` and what mail programs mark as the message replied to, in order, disjoint
    pub quoted: Vec<Range<usize>>,
    /// zero-width characters that were left out
    pub zero_width: u32,
}

/// Reads HTML.
pub fn to_text(html: &str) -> HtmlText {
    let mut reader = Reader::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        reader.take(event);
        None
    });
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, Unchecked(emitter)).for_each(drop);
    reader.finish()
}

/// Whoever reads mail wants no list of what is wrong with its HTML, and looking for it takes a third of the time.
struct Unchecked<E>(E);

impl<E: Emitter> ForwardingEmitter for Unchecked<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

/// Elements that are open and change how text is taken. Others are not kept.
#[derive(Debug)]
struct Open {
    name: u128,
    effect: Effect,
}

#[derive(Debug, Clone, Copy, Default)]
struct Effect {
    hidden: bool,
    quoted: bool,
    /// a background that is not white is set here or further out
    coloured: bool,
    /// the text is white here
    white: bool,
}

/// The start tag being read.
#[derive(Debug, Default)]
struct Tag {
    name: Vec<u8>,
    attribute: Vec<u8>,
    effect: Effect,
    target: Option<String>,
    quotes_rest: bool,
}

#[derive(Debug, Default)]
struct Reader {
    out: HtmlText,
    tag: Tag,
    open: Vec<Open>,
    link: Option<(usize, String)>,
    skipping: bool,
    quoting_rest: Option<usize>,
    gap: Gap,
}

/// What stands before the next text.
#[derive(Debug, Default)]
struct Gap {
    lines: u32,
    tabs: u32,
    blank: bool,
    /// the next cell is the first of its row
    row_begins: bool,
}

/// More line breaks or empty cells in a row than this are not kept.
const MOST_GAP: u32 = 16;

/// An end tag closes the nearest open element of its name, if it is among so many.
const NEAREST: usize = 64;
/// More elements open at once than this are not told apart.
const DEEPEST: usize = 4096;

impl Reader {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.clear();
                self.tag.name.extend_from_slice(name);
            }
            CallbackEvent::AttributeName { name } => {
                self.tag.attribute.clear();
                self.tag.attribute.extend_from_slice(name);
                if name == b"hidden" {
                    self.tag.effect.hidden = true;
                }
            }
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } if !self.skipping => self.text(&String::from_utf8_lossy(value)),
            _ => {}
        }
    }

    fn effect(&self) -> Effect {
        self.open.last().map(|open| open.effect).unwrap_or_default()
    }

    fn start(&mut self, self_closing: bool) {
        let mut tag = std::mem::take(&mut self.tag);
        self.layout(&tag.name, true);
        if matches!(tag.name.as_slice(), b"script" | b"style" | b"title") {
            self.skipping = !self_closing;
        }
        if tag.quotes_rest && self.quoting_rest.is_none() {
            self.quoting_rest = Some(self.out.content.len());
        }
        match tag.name.as_slice() {
            b"a" => {
                self.close_link();
                self.link = tag.target.take().map(|target| (self.out.content.len(), target));
            }
            b"area" | b"form" => {
                if let Some(target) = tag.target.take() {
                    let here = self.out.content.len();
                    self.out.links.push(Link { shown: here..here, target });
                }
            }
            _ => {}
        }
        if !self_closing && !is_void(&tag.name) && self.open.len() < DEEPEST {
            let outer = self.effect();
            let coloured = outer.coloured || tag.effect.coloured;
            let effect = Effect {
                hidden: outer.hidden || tag.effect.hidden || (tag.effect.white && !coloured),
                quoted: outer.quoted || tag.effect.quoted || tag.name == b"blockquote",
                coloured,
                white: tag.effect.white,
            };
            self.open.push(Open { name: key(&tag.name), effect });
        }
        self.tag = tag;
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"a" => self.close_link(),
            b"script" | b"style" | b"title" => self.skipping = false,
            _ => {}
        }
        self.layout(name, false);
        let near = self.open.len().saturating_sub(NEAREST);
        let name = key(name);
        if let Some(at) = self.open[near..].iter().rposition(|open| open.name == name) {
            self.open.truncate(near + at);
        }
    }

    /// Blocks begin on a new line, cells after a tab; what is between is written when text follows.
    fn layout(&mut self, name: &[u8], starts: bool) {
        match name {
            b"td" | b"th" if starts => {
                let first = std::mem::replace(&mut self.gap.row_begins, false);
                if !first {
                    self.gap = Gap { tabs: self.gap.tabs + 1, ..Gap::default() };
                }
            }
            b"br" => self.gap.lines += 1,
            b"tr" | b"table" => self.gap = Gap { lines: self.gap.lines.max(1), row_begins: true, ..Gap::default() },
            // A paragraph in a cell keeps the row on its line.
            _ if is_block(name) && self.gap.tabs == 0 => self.gap.lines = self.gap.lines.max(1),
            _ => {}
        }
    }

    /// Writes what stands between the text so far and the text that follows.
    fn close_gap(&mut self) {
        let Gap { lines, tabs, blank, .. } = self.gap;
        self.gap = Gap { row_begins: self.gap.row_begins, ..Gap::default() };
        let content = &mut self.out.content;
        if content.is_empty() {
            return;
        }
        match (lines, tabs, blank) {
            (0, 0, false) => {}
            (0, 0, true) if content.ends_with(char::is_whitespace) => {}
            (0, 0, true) => content.push(' '),
            (0, tabs, _) => (0..tabs.min(MOST_GAP)).for_each(|_| content.push('\t')),
            (lines, ..) => (0..lines.min(MOST_GAP)).for_each(|_| content.push('\n')),
        }
    }

    fn text(&mut self, text: &str) {
        let effect = self.effect();
        let mut from = None;
        for (number, word) in words(text).enumerate() {
            self.gap.blank |= number > 0;
            if word.is_empty() {
                continue;
            }
            self.close_gap();
            from.get_or_insert(self.out.content.len());
            self.word(word);
        }
        if let Some(from) = from {
            self.gap.row_begins = false;
            let end = self.out.content.len();
            if effect.hidden {
                extend(&mut self.out.hidden, from..end);
            }
            if effect.quoted {
                extend(&mut self.out.quoted, from..end);
            }
        }
    }

    fn word(&mut self, word: &str) {
        if word.is_ascii() {
            return self.out.content.push_str(word);
        }
        for c in word.chars() {
            match c {
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{34f}' => self.out.zero_width += 1,
                c => self.out.content.push(c),
            }
        }
    }

    fn close_link(&mut self) {
        if let Some((from, target)) = self.link.take() {
            let content = &self.out.content;
            let shown = content[from..].trim_start();
            let from = content.len() - shown.len();
            self.out.links.push(Link { shown: from..from + shown.trim_end().len(), target });
        }
    }

    fn finish(mut self) -> HtmlText {
        self.close_link();
        let end = self.out.content.len();
        if let Some(from) = self.quoting_rest {
            self.out.quoted.retain(|range| range.end <= from);
            if from < end {
                self.out.quoted.push(from..end);
            }
        }
        self.out
    }
}

/// The name of an element, as far as 16 bytes tell it apart.
fn key(name: &[u8]) -> u128 {
    name.iter().take(16).fold(0, |key, &byte| key << 8 | u128::from(byte))
}

impl Tag {
    fn clear(&mut self) {
        self.name.clear();
        self.attribute.clear();
        (self.effect, self.target, self.quotes_rest) = (Effect::default(), None, false);
    }

    fn value(&mut self, value: &[u8]) {
        match self.attribute.as_slice() {
            b"href" | b"action" => self.target = Some(String::from_utf8_lossy(value).trim().to_owned()),
            b"style" => self.style(&String::from_utf8_lossy(value)),
            b"bgcolor" | b"background" => self.effect.coloured = !is_white(&String::from_utf8_lossy(value)),
            b"color" => self.effect.white = is_white(&String::from_utf8_lossy(value)),
            b"class" | b"id" => self.marker(value),
            _ => {}
        }
    }

    /// How Gmail, Yahoo, Thunderbird and Outlook mark what is replied to.
    fn marker(&mut self, value: &[u8]) {
        if value.len() < SHORTEST_MARKER {
            return;
        }
        let has = |word: &[u8]| memchr::memmem::find(value, word).is_some();
        self.effect.quoted |= has(b"gmail_quote") || has(b"yahoo_quoted") || has(b"protonmail_quote");
        self.quotes_rest |= has(b"divRplyFwdMsg") || has(b"OLK_SRC_BODY_SECTION");
    }

    fn style(&mut self, style: &str) {
        let mut cut = (false, false);
        for (name, value) in style.split(';').filter_map(|rule| rule.split_once(':')) {
            let value = value.trim().trim_end_matches("!important").trim();
            let is = |word: &str| value.eq_ignore_ascii_case(word);
            let name = name.trim();
            let name = STYLES.iter().find(|known| name.eq_ignore_ascii_case(known)).copied().unwrap_or_default();
            match name {
                "display" => self.effect.hidden |= is("none"),
                "visibility" => self.effect.hidden |= is("hidden"),
                "mso-hide" => self.effect.hidden |= is("all"),
                "opacity" => self.effect.hidden |= is_zero(value),
                "font-size" => self.effect.hidden |= is_zero(value) || is("1px"),
                "max-height" | "height" | "max-width" => cut.0 |= is_zero(value),
                "overflow" => cut.1 |= is("hidden"),
                "color" => self.effect.white = is_white(value),
                "background" | "background-color" | "background-image" => self.effect.coloured = !is_white(value),
                _ => {}
            }
        }
        self.effect.hidden |= cut == (true, true);
    }
}

/// Bytes of `gmail_quote`.
const SHORTEST_MARKER: usize = 11;

/// The properties of a style that decide whether a reader sees a text.
const STYLES: [&str; 13] = [
    "display",
    "visibility",
    "mso-hide",
    "opacity",
    "font-size",
    "max-height",
    "height",
    "max-width",
    "overflow",
    "color",
    "background",
    "background-color",
    "background-image",
];

fn is_zero(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').trim();
    number.parse::<f64>().is_ok_and(|number| number == 0.0)
}

fn is_white(value: &str) -> bool {
    const WHITE: [&str; 6] = ["white", "#fff", "#ffffff", "#fefefe", "rgb(255,255,255)", "rgba(255,255,255,1)"];
    let written = || value.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase);
    WHITE.iter().any(|white| written().eq(white.chars()))
}

fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"br"
            | b"img"
            | b"hr"
            | b"meta"
            | b"link"
            | b"input"
            | b"area"
            | b"base"
            | b"col"
            | b"embed"
            | b"source"
            | b"wbr"
    )
}

fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"tr"
            | b"table"
            | b"li"
            | b"ul"
            | b"ol"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"blockquote"
            | b"pre"
            | b"hr"
            | b"dt"
            | b"dd"
            | b"form"
            | b"section"
            | b"article"
            | b"header"
            | b"footer"
            | b"center"
    )
}

/// Cut at blanks, no-break ones too.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let blank = |text: &str| text.bytes().position(|b| matches!(b, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c' | 0xc2));
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut from = 0;
        while let Some(at) = blank(&text[from..]).map(|at| from + at) {
            let wide = text[at..].starts_with('\u{a0}');
            if wide || text.is_char_boundary(at + 1) {
                rest = Some(&text[at + 1 + usize::from(wide)..]);
                return Some(&text[..at]);
            }
            from = at + text[at..].chars().next().map_or(1, char::len_utf8);
        }
        rest = None;
        Some(text)
    })
}

/// Adds a range to ranges in order; what touches the last one, but for blanks, becomes part of it.
fn extend(ranges: &mut Vec<Range<usize>>, range: Range<usize>) {
    match ranges.last_mut() {
        Some(last) if range.start <= last.end + 1 => last.end = last.end.max(range.end),
        _ => ranges.push(range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        to_text(html).content
    }

    #[test]
    fn blocks_cells_and_blanks() {
        assert_eq!(text("<p>a  b\n c</p><p>d</p>e<br>f"), "a b c\nd\ne\nf");
        let table =
            "<table><tr><td><p>Identifiant</p></td><td>Mot de passe</td></tr><tr><td>u</td><td>p</td></tr></table>";
        assert_eq!(text(table), "Identifiant\tMot de passe\nu\tp");
        assert_eq!(text("a&nbsp;b &amp; c<script>x</script><style>y</style> d"), "a b & c d");
        assert_eq!(text("é\u{a0}ê  à\u{c2}b\u{80}c"), "é ê àÂb\u{80}c");
        assert_eq!(text("mot<b>d</b>epasse : <b>x</b>!"), "motdepasse : x!");
        assert_eq!(text("<head><title>t</title></head><body>b"), "b");
    }

    #[test]
    fn links_show_one_thing_and_lead_elsewhere() {
        let read = to_text(
            "<p>voir <a href='https://evil.test/a?b=1&amp;c=2'> https://banque.example </a></p><form action=x>",
        );
        let shown: Vec<&str> = read.links.iter().map(|link| &read.content[link.shown.clone()]).collect();
        assert_eq!(shown, ["https://banque.example", ""]);
        assert_eq!(read.links[0].target, "https://evil.test/a?b=1&c=2");
    }

    #[test]
    fn hidden_text_is_noted_and_zero_width_left_out() {
        let hidden = |html: &str| {
            let read = to_text(html);
            read.hidden.iter().map(|range| read.content[range.clone()].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(hidden("a<div style='display:none'>b <b>c</b></div>d"), ["b c"]);
        assert_eq!(hidden("<span style='font-size:0px'>x</span>y"), ["x"]);
        assert_eq!(hidden("<span style='color:#FFF'>x</span>"), ["x"]);
        assert_eq!(hidden("<td bgcolor='#005'><span style='color:white'>x</span></td>"), Vec::<String>::new());
        assert_eq!(hidden("<div style='max-height:0;overflow:hidden'>x</div>"), ["x"]);
        let read = to_text("pass\u{200b}wo&zwnj;rd");
        assert_eq!((read.content.as_str(), read.zero_width), ("password", 2));
    }

    #[test]
    fn what_is_replied_to_is_quoted() {
        let read = to_text("new<blockquote>old <p>older</p></blockquote>after");
        assert_eq!(&read.content[read.quoted[0].clone()], "old\nolder");
        let read = to_text("new<div id='divRplyFwdMsg'>De : x</div><p>old</p>");
        assert_eq!(read.content[read.quoted[0].clone()].trim_start(), "De : x\nold");
    }

    #[test]
    fn hostile_nesting_is_linear() {
        let read = to_text(&"<div><b>x</i>".repeat(200_000));
        assert_eq!(read.content.matches('x').count(), 200_000);
    }
}
