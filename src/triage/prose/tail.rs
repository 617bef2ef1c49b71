//! What follows a label: over fillers, verbs and signs, line ends too, to the runs that may be its value.

use super::context::is_elsewhere;
use super::kinds::kind_of;
use super::label::{Family, Label};
use super::lexicon::LEXICON;
use super::link::{Candidate, Link};
use super::pair;
use super::shape::{Shape, is_expression};
use super::turn;
use super::value::{Run, run_at};
use super::window::{Window, is_blank, is_space};
use super::words;

const MOST_CANDIDATES: usize = 6;
const MOST_WORDS: i32 = 14;

struct Walk<'a> {
    window: &'a Window,
    label: &'a Label,
    at: usize,
    words: i32,
    lines: i32,
    link: Option<Link>,
    pointed: bool,
    /// how many words stood before a word that came between a verb and its value
    slipped: Option<i32>,
    /// a question was put, what follows may be its answer
    asked: bool,
    sentences: i32,
    found: Vec<Candidate>,
}

/// The runs that may be the label's value, in order.
pub(super) fn candidates(window: &Window, label: &Label) -> Vec<Candidate> {
    let (at, link) = match window.text(label.range.end..label.range.end + 3) {
        "'s " => (label.range.end + 2, Some(Link::Verb)),
        _ => (label.range.end, None),
    };
    let mut walk = Walk {
        window,
        label,
        at,
        words: 0,
        lines: 0,
        link,
        pointed: false,
        slipped: None,
        asked: false,
        sentences: 0,
        found: Vec::new(),
    };
    // `pass` is a word of many sentences.
    let most = if label.strength <= 20 && label.family == Family::Password { 2 } else { MOST_WORDS };
    while walk.found.len() < MOST_CANDIDATES && walk.words <= most && walk.at < window.len() {
        if walk.step().is_none() {
            break;
        }
    }
    walk.found
}

impl Walk<'_> {
    /// Over the next blank, sign or word; none where what follows has nothing to do with the label.
    fn step(&mut self) -> Option<()> {
        let here = self.window.at(self.at);
        match here {
            b'\t' if self.words <= 3 => self.sign(Link::Verb, 1),
            b' ' | b'\t' => self.at += 1,
            b'\n' => self.line_feed()?,
            b':' | b'=' => self.sign(Link::Sign, 1),
            b'-' | b'>' | b'~' if self.is_arrow() => self.sign(Link::Sign, 2),
            b'-' if is_space(self.window.at(self.at + 1)) => {
                self.sign(self.link.unwrap_or(Link::Verb).max(Link::Verb), 1)
            }
            b'|' if self.words <= 4 => self.sign(Link::Verb, 1),
            b'*' | b'_' if self.is_emphasis() => self.at += 1,
            b'(' if self.link.is_none() => self.parenthesis()?,
            // A path begins with it.
            b'/' if self.at > 0 && is_space(self.window.at(self.at - 1)) && !is_space(self.window.at(self.at + 1)) => {
                self.word()?;
            }
            b',' | b';' | b')' | b'|' | b'/' | b'^' => self.at += 1,
            _ => self.word()?,
        }
        Some(())
    }

    fn sign(&mut self, link: Link, length: usize) {
        self.link = Some(self.link.map_or(link, |known| known.max(link)));
        self.at += length;
    }

    fn is_arrow(&self) -> bool {
        self.window.at(self.at + 1) == b'>' || self.window.text(self.at..self.at + 3) == "-->"
    }

    /// A mark of emphasis that closes behind the label or stands alone; one that opens belongs to the value.
    fn is_emphasis(&self) -> bool {
        let next = (self.at..self.at + 3).map(|at| self.window.at(at)).find(|low| !matches!(low, b'*' | b'_'));
        let run = self.window.text(self.at..self.at + 5).bytes().take_while(|&low| low == b'*').count();
        run < 4 && next.is_none_or(|low| is_space(low) || matches!(low, b':' | b'=' | b'.' | b'-'))
    }

    fn line_feed(&mut self) -> Option<()> {
        let start = self.window.line_start(self.at);
        let mut next = self.at;
        let mut feeds = 0;
        while is_space(self.window.at(next)) && next < self.window.len() {
            feeds += i32::from(self.window.at(next) == b'\n');
            next += 1;
        }
        self.lines += 1;
        let wrapped = feeds == 1 && self.at - start >= 48;
        match self.link {
            _ if feeds > 3 || self.lines > 3 => return None,
            Some(Link::Sign | Link::SignLine) => self.link = Some(Link::SignLine),
            Some(_) if feeds == 1 => {}
            // A cell may hold the sign of the label before it.
            _ if matches!(self.window.at(next), b':' | b'=') => {}
            None if self.words <= 2 && self.found.is_empty() && self.is_headed(start) => self.link = Some(Link::Line),
            _ if wrapped => {}
            _ => return None,
        }
        self.at = next;
        Some(())
    }

    /// Whether the label has its line to itself.
    fn is_headed(&self, line: usize) -> bool {
        let before = self.window.text(line..self.label.range.start.max(line));
        before.split_whitespace().filter(|word| word.bytes().any(|byte| byte.is_ascii_alphanumeric())).count() <= 2
    }

    /// `(provisoire)` is a filler, `(Xy12!)` a value.
    fn parenthesis(&mut self) -> Option<()> {
        let line = self.window.text(self.at..self.window.line_end(self.at));
        let close = line.find(')').filter(|&close| close <= 60)?;
        let inside = line[1..close].trim();
        let after = self.window.skip_blanks(self.at + close + 1);
        if !inside.contains(' ') && !LEXICON.fillers.contains(inside) && !matches!(self.window.at(after), b':' | b'=') {
            let run = run_at(self.window, self.window.skip_blanks(self.at + 1));
            self.push(run, Link::Giver);
        }
        self.at += close + 1;
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let end = self.window.token_end(self.at);
        let token = self.window.text(self.at..end);
        if (self.link.is_none() || self.asked) && self.is_other_label(token) {
            return None;
        }
        // `password = getenv("PASS")`: what follows is computed.
        if self.link >= Some(Link::Sign) && self.words == 0 && is_expression(token) {
            return None;
        }
        if matches!(token, "i.e." | "ie" | "viz.") {
            self.link = self.link.max(Some(Link::Verb));
            self.at = end;
            return Some(());
        }
        let run = run_at(self.window, self.at);
        if run.quoted {
            let link = self.link.take().unwrap_or(if self.words == 0 { Link::Next } else { Link::Far });
            let end = run.end;
            self.push(run, link);
            self.at = end;
            self.words += 2;
            return Some(());
        }
        let name =
            token.trim_start_matches('(').split([':', '=', ',', ';', ')', '.', '!', '?']).next().unwrap_or_default();
        let rest = self.window.at(self.at + name.len());
        // `provisoire:Xy12!`, but not `https://`.
        let labelled = (self.link.is_none() || self.link <= Some(Link::Verb) && self.lines == 0 && self.words <= 6)
            && matches!(rest, b':' | b'=')
            && !name.is_empty()
            && (LEXICON.fillers.contains(name) || is_space(self.window.at(self.at + name.len() + 1)));
        let taken = if labelled { self.at + name.len() } else { end };
        self.judge(name, labelled, run);
        let ends_sentence = !labelled && token.ends_with(['.', '!', '?', ';']) && !token.ends_with("..");
        self.at = taken.max(self.at + 1);
        if ends_sentence { self.next_sentence(token.ends_with('?')) } else { Some(()) }
    }

    fn judge(&mut self, name: &str, labelled: bool, run: Run) {
        let joined = self.is_signed();
        if let Some(several) =
            self.link.filter(|_| run.range.start == self.at).and_then(|link| self.several_words(&run, link))
        {
            return self.push(several, Link::Sign);
        }
        // `code ? Oui, 4417`.
        if self.asked && turn::is_answer(name) {
            return;
        }
        // `the PIN for the tablet's 5512`.
        if self.label.family == Family::Pin && name.len() > 4 && name.ends_with("'s") {
            self.link = Some(Link::Verb);
            return;
        }
        let only_filler = LEXICON.fillers.contains(name) && !(joined && self.ends_line(&run));
        if LEXICON.copulas.contains(name) {
            // `mot de passe : c'est ...` keeps its sign.
            self.link = self.link.max(Some(Link::Verb));
        } else if LEXICON.givers.contains(name) && !joined {
            self.link = self.link.max(Some(Link::Giver));
            self.pointed = LEXICON.pointing.contains(name);
            self.words += 1;
            return;
        } else if only_filler {
            // A filler keeps what joined before it.
        } else if !labelled {
            // `c toujour Xy12`: a word that says nothing, or is misspelt.
            let joined = self.link.take();
            let slipped = self.slipped == Some(self.words - 1) && joined.is_none();
            let given = slipped && kind_of(self.window, self.label, &run) >= Shape::Mixed && !self.pointed;
            self.slipped = joined.filter(|link| *link == Link::Verb).map(|_| self.words);
            let next = if self.words == 0 { Link::Next } else { Link::Far };
            let link = joined.unwrap_or(if given { Link::Giver } else { next });
            // `n'est pas`, `is not`: what follows is not said to be it.
            self.push(run, link);
            self.words += 1;
        } else {
            self.words += 1;
        }
        self.pointed = LEXICON.pointing.contains(name) || name.ends_with("d'");
    }

    fn is_signed(&self) -> bool {
        matches!(self.link, Some(Link::Sign | Link::SignLine | Link::Line))
    }

    fn ends_line(&self, run: &Run) -> bool {
        matches!(self.window.at(self.window.skip_blanks(run.end)), b'\n')
    }

    fn next_sentence(&mut self, question: bool) -> Option<()> {
        self.sentences += 1;
        if question && self.sentences == 1 {
            self.asked = true;
            self.words = self.words.max(MOST_WORDS - 3);
            self.at = (self.at..self.window.len()).find(|&at| !is_space(self.window.at(at)))?;
            self.link = Some(Link::Line);
            // `No problem, I had it written down: Xy12!`
            let line = self.window.text(self.at..self.window.line_end(self.at));
            if let Some(sign) = line.find(": ").filter(|&sign| sign < 60 && !line[..sign].contains(['.', '?', '/'])) {
                self.at += sign;
            }
            return Some(());
        }
        let next = self.window.skip_blanks(self.at);
        let rest = self.window.text(next..next + 24);
        (self.sentences <= 1 && turn::goes_on(rest)).then_some(())
    }

    fn is_other_label(&self, token: &str) -> bool {
        let word = token.trim_matches(|c: char| !c.is_ascii_alphabetic());
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let signed = token.ends_with([':', '='])
            || matches!(self.window.at(self.window.skip_blanks(self.at + token.len())), b':' | b'=');
        if self.asked && turn::is_label(word) {
            return true;
        }
        let is_pass = matches!(word, "mdp" | "password" | "passe" | "pwd")
            && !matches!(self.label.family, Family::Wifi | Family::Lock);
        turn::is_label(word) && (signed || is_pass && self.words > 1)
    }

    fn push(&mut self, run: Run, link: Link) {
        let several = !run.quoted && self.window.text(run.range.clone()).contains(' ');
        let shape = if several { Shape::Phrase } else { kind_of(self.window, self.label, &run) };
        // Words of the sentence are no candidates; nor is what a word before it points at (`serveur srv-01`).
        let loose =
            matches!(link, Link::Far | Link::Next | Link::Giver) && !run.quoted && !self.is_half_of_pair(&run, link);
        if shape <= Shape::Said || loose && (shape <= Shape::Word || self.pointed && shape < Shape::Sure) {
            return;
        }
        let after = self.window.skip_blanks(run.end);
        // Behind its own stop, comma or parenthesis the value stands for itself.
        let closed =
            run.range.end < run.end && matches!(self.window.at(run.range.end), b'.' | b',' | b';' | b')' | b']' | b'|');
        let next = self.window.at(after);
        let followed = self.window.text(after..after + 4);
        let last = closed
            || matches!(
                next,
                b'\n' | b'/' | b'|' | b',' | b';' | b'(' | b')' | b'.' | b'!' | b'?' | b'-' | b'=' | b'<' | b'"' | b'^'
            )
            || self.window.at(after.saturating_sub(1)) == b'\t'
            || ["et ", "and ", "ou ", "or "].iter().any(|word| followed.starts_with(word))
            || is_blank(self.window.at(run.end)) && self.window.text(run.end..run.end + 2) == "  ";
        let (quoted, words, end) = (run.quoted, self.words, run.end);
        let link = if self.asked { link.min(Link::Line) } else { link };
        self.found.push(Candidate { range: run.range, quoted, link, shape, words, last, end });
    }

    /// Whether a plain word right behind the label may be its value, because a login was told before it.
    fn is_half_of_pair(&self, run: &Run, link: Link) -> bool {
        link == Link::Next && self.words == 0 && pair::is_second_half(self.window, self.label, &run.range)
    }

    /// A value of more than one word, which ends with its line.
    fn several_words(&self, run: &Run, link: Link) -> Option<Run> {
        let long = self.label.family == Family::Passphrase;
        let signed = matches!(link, Link::Sign | Link::SignLine) || long && link == Link::Verb;
        let fits = matches!(self.label.family, Family::Password | Family::Passphrase | Family::Wifi);
        // `votre mot de passe expire aujourd'hui : Action Requise` announces none.
        let between = self.window.text(self.label.range.end..run.range.start);
        let near = self.words == 0
            || self.lines == 0 && self.words <= 6 && !is_elsewhere(between)
            || long && self.link == Some(Link::Sign);
        let first = signed && fits && !run.quoted && near;
        let end = first.then(|| words::end(self.window, run.range.start, long)).flatten()?;
        Some(Run { range: run.range.start..end, end, quoted: false })
    }
}
