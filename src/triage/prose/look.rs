//! How much a run looks like a password that somebody made up, where no label says that it is one.

use std::sync::LazyLock;

use regex::Regex;

use super::code;
use super::lexicon::LEXICON;
use super::pair::is_address;
use super::pattern::pattern;
use super::shape::{Shape, shape};

const SHORTEST: usize = 7;
/// No name of a thing has them.
const SIGNS: [char; 9] = ['!', '@', '#', '$', '&', '*', '+', '?', '^'];

/// `8am-6pm`, a piece of HTML.
static OTHER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\d{1,2}(?:am|pm|h\d*)\W|&#?\w+;|^(?:root|admin|user)@|/s(?:ec)?$|^v\d+\.\d|%\w+%"));

/// What a run is made of.
struct Made {
    digits: usize,
    letters: usize,
    /// of them small ones
    small: usize,
    /// hyphens and the like
    joints: usize,
}

impl Made {
    fn of(written: &str, low: &str) -> Made {
        let count = |test: fn(&u8) -> bool| low.bytes().filter(test).count();
        Made {
            digits: count(u8::is_ascii_digit),
            letters: count(u8::is_ascii_alphabetic),
            small: written.chars().filter(|c| c.is_lowercase()).count(),
            joints: count(|byte| matches!(byte, b'-' | b'_' | b'.' | b'/')),
        }
    }

    fn is_plain(&self, low: &str) -> bool {
        self.digits + self.letters + self.joints == low.len()
    }
}

/// How much a run looks made up, 5 to 46; none where it looks like anything else.
pub(super) fn look(written: &str, low: &str) -> Option<i32> {
    let made = Made::of(written, low);
    if low.len() < SHORTEST || is_other(low, &made) {
        return None;
    }
    let bare = low.trim_end_matches(['!', '?']);
    let capitals = made.small < made.letters;
    match shape(written, low) {
        Shape::Sure | Shape::Mixed if made.small == 0 => Some(of_capitals(low, &made)),
        shape @ (Shape::Sure | Shape::Mixed) if !capitals => Some(of_small_letters(shape, low, &made)),
        // `KeePass2`, `2-Factor`, `ConkerSeason5`.
        Shape::Sure if made.digits < 2 && made.is_plain(low) && !low.contains('/') && !is_spelt_with_digits(low, 1) => {
            Some(if low.len() < 10 {
                12
            } else if made.joints >= 2 {
                34
            } else {
                28
            })
        }
        Shape::Sure | Shape::Mixed if is_model(written) => Some(12),
        // Of every kind of character.
        Shape::Sure if made.small >= 2 && low.len() >= 8 && bare.contains(SIGNS) => Some(46),
        Shape::Sure => Some(40),
        // `Pr0fiterole`
        Shape::Mixed if made.letters >= 7 && is_spelt_with_digits(low.trim_end_matches(['!', '?']), 1) => Some(36),
        // `iPhone6`, `MP3`, `B2B`.
        // `Girouette9`, but `Twitter2` too.
        Shape::Mixed if made.letters >= 8 && made.digits < 2 && made.is_plain(low) => Some(22),
        Shape::Mixed if is_product(low, &made) => Some(if made.letters >= 7 { 12 } else { 5 }),
        Shape::Mixed if made.digits == 0 && bare.contains('_') => Some(24),
        Shape::Mixed => Some(34),
        Shape::Joined => Some(26),
        Shape::Common if made.digits > 0 => Some(26),
        Shape::Phrase | Shape::Hyphen if !capitals && bare.contains('_') => None,
        Shape::Phrase if capitals => Some(26),
        Shape::Phrase if bare.contains(['.', '/']) => Some(20),
        Shape::Phrase | Shape::Hyphen => Some(12),
        Shape::Name if made.small < 4 || made.digits > 0 => None,
        Shape::Name if bare.contains(['.', '_']) => Some(20),
        Shape::Name if bare.contains('-') => Some(14),
        _ => None,
    }
}

/// Capitals and digits only are a reference, without one of these signs.
fn of_capitals(low: &str, made: &Made) -> i32 {
    match () {
        () if made.digits == 0 && made.letters >= 8 && low.contains(['!', '&', '@', '+', '#']) => 32,
        () if made.digits > 0 && low.contains(['_', '!', '&', '@']) => 22,
        () => 10,
    }
}

/// Without capitals it may be a piece of a program, of a name of a machine.
fn of_small_letters(shape: Shape, low: &str, made: &Made) -> i32 {
    match () {
        // `blackb0ard`: a digit for a letter.
        () if made.letters >= 7 && is_spelt_with_digits(low, if made.joints > 0 { 2 } else { 1 }) => 34,
        // `sysrq+b`
        () if shape == Shape::Mixed && made.digits == 0 && !low.contains(['@', '!', '&', '$', '*', '^']) => 12,
        // `swapper/40`, `m5d.4xlarge`
        () if made.joints == 1 && low.contains(['/', '.']) => 12,
        // `x86_64-rhel-8.3`
        () if made.digits > 0 && made.joints >= 2 && low.contains('_') => 8,
        () if made.digits > 0 && made.joints >= 2 => 20,
        () if shape == Shape::Sure => 40,
        () if is_product(low, made) => 5,
        () => 32,
    }
}

/// A word with a digit or two.
fn is_product(low: &str, made: &Made) -> bool {
    made.digits > 0 && (made.letters < 5 && (made.digits < 3 || low.len() < 8) || made.digits < 2 || low.len() < 7)
}

/// Addresses, times, code; keys, hashes and wallets, which are longer than what somebody types.
fn is_other(low: &str, made: &Made) -> bool {
    let longest = if made.letters + made.digits < low.len() { 28 } else { 24 };
    let digest = low.len() >= 10 && low.bytes().all(|byte| byte.is_ascii_hexdigit());
    let address = is_address(low) && made.small == made.letters || low.matches('@').count() > 1;
    // `Word2019`
    let program = LEXICON.services.contains(low.trim_end_matches(|c: char| c.is_ascii_digit()));
    let broken = low.starts_with(['-', '+', '/', '.', ','])
        || low.contains(['(', ')', '<', '>', '{', '}', '[', ']', '"', '\\', ':', '=']);
    low.len() > longest || digest || address || broken || program || OTHER.is_match(low) || code::is_code(low)
}

/// `Synology-DS920`, `ThinkPad-X1c`, `iPhone15-Pro`, `B2B-Portal`: a piece that is the number of a model, and no sign.
fn is_model(written: &str) -> bool {
    let number = |piece: &str| {
        let letters = piece.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = piece.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
        let rest = &piece[letters + digits..];
        (1..=4).contains(&letters)
            && (1..=4).contains(&digits)
            && rest.len() <= 1
            && rest.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let plain = written.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain && written.contains('-') && (written.split('-').any(number) || written.starts_with("iP"))
}

/// Letters stand on both sides of a digit, `least` times and more.
fn is_spelt_with_digits(low: &str, least: usize) -> bool {
    let within =
        |three: &&[u8]| three[1].is_ascii_digit() && three[0].is_ascii_alphabetic() && three[2].is_ascii_alphabetic();
    let plain = low.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    plain && low.as_bytes().windows(3).filter(within).count() >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(written: &str) -> i32 {
        look(written, &written.to_lowercase()).unwrap_or(0)
    }

    #[test]
    fn what_was_made_up_looks_more_so_than_names_of_things() {
        for made in ["T0ccata&Fugue", "R4dis-noir", "mistigri1938", "k3ttle-k3ttle-b1scuit", "Lulu-Popcorn7"] {
            assert!(of(made) >= 28, "{made}: {}", of(made));
        }
        for thing in ["KeePass2", "2-Factor", "Twitter2", "m5d.4xlarge", "x86_64-rhel-8.3", "TDC-7744120"] {
            assert!(of(thing) <= 12, "{thing}: {}", of(thing));
        }
        for other in ["d60b479d177a57", "8am-6pm", "rcu_read_lock", "phishing@pot", "f(x1)abc", "semaine"] {
            assert_eq!(of(other), 0, "{other}");
        }
    }
}
