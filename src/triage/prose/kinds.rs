//! What a run looks like in the light of its label: behind `code` only a code is a value, between quotes a phrase may be one.

use super::code::is_code;
use super::label::{Family, Label};
use super::shape::{Shape, phrase, shape};
use super::value::Run;
use super::window::Window;

/// The shape of a run behind a label.
pub(super) fn kind_of(window: &Window, label: &Label, run: &Run) -> Shape {
    let low = window.text(run.range.clone());
    let written = window.written(run.range.clone());
    // `£8.00`
    let price = run.range.start > 0 && matches!(window.at(run.range.start - 1), b'^' | b'$');
    match label.family {
        Family::Pin if price => Shape::Never,
        Family::Pin if fits(window, label, low.trim_end_matches(['!', '?'])) => Shape::Mixed,
        // `A17 92` in groups.
        Family::Pin
            if is_lettered(low) && fits(window, label, &format!("{low}{}", group_after(window, run.range.end))) =>
        {
            Shape::Mixed
        }
        Family::Pin if is_personal(window, label) => {
            Some(shape(&written, low)).filter(|shape| *shape >= Shape::Mixed).unwrap_or(Shape::Never)
        }
        Family::Pin => Shape::Never,
        // A quoted phrase is judged as one.
        _ if run.quoted && low.contains(' ') => phrase(low),
        _ => shape(&written, low),
    }
}

/// `pin` alone wants four digits and nothing else: there are trees and connectors too.
fn fits(window: &Window, label: &Label, low: &str) -> bool {
    let words = window.text(label.range.clone());
    let strict = words.starts_with(['p', 's']) && !words.contains("code");
    let sure = label.strength >= 30 || low.bytes().filter(u8::is_ascii_digit).count() >= 3;
    let digits = low.trim_end_matches(['#', '*']).bytes().all(|byte| byte.is_ascii_digit());
    sure && is_code(low) && (!strict || low.len() >= 4 && digits)
}

/// The digits behind a blank at `end`.
fn group_after(window: &Window, end: usize) -> &str {
    let digits = window.text(end..end + 6).strip_prefix(' ').unwrap_or_default();
    &digits[..digits.bytes().take_while(u8::is_ascii_digit).count()]
}

/// What is called a personal or secret code may be any password.
fn is_personal(window: &Window, label: &Label) -> bool {
    let words = window.text(label.range.clone());
    ["acces", "secret", "confidentiel", "personnel"].iter().any(|word| words.contains(word))
}

/// A letter and two digits.
fn is_lettered(low: &str) -> bool {
    let [letter, digits @ ..] = low.as_bytes() else { return false };
    letter.is_ascii_alphabetic() && digits.len() == 2 && digits.iter().all(u8::is_ascii_digit)
}
