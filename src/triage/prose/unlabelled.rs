//! Passwords and codes that no label announces: each run of the text that was made up, weighed by what hands it over and by what is
//! spoken of around it.

use crate::message::mail::{PlaceKind, Text};

use super::judge::{self, Judged};
use super::label::Family;
use super::made_up::{Run, made_up};
use super::window::Window;
use super::{Credential, credential, cue, dialled, label, overlap, told};

/// Runs that are judged in one text, at most.
const MOST_RUNS: usize = 4_000;
/// Bytes of a body, and of an attached text, in which they are looked for: what is told without a label is told in a few lines.
const BODY: usize = 64 << 10;
const ATTACHED: usize = 8 << 10;
/// Bytes of a run looked at by itself; then before and behind it, for what hands it over, for what is spoken of, for a code.
const ALONE: usize = 48;
const HANDED: (usize, usize) = (124, 112);
const TOLD: (usize, usize) = (240, 200);
const DIALLED: (usize, usize) = (200, 80);

/// How near another password must be to make a run believed in that would not be alone, in bytes.
const NEAR: usize = 240;

/// Adds what `text` tells without a label, where `out` from `first` on does not have it; false where it has more than are judged.
pub(super) fn add(text: &Text, window: &mut Window, first: usize, out: &mut Vec<Credential>) -> bool {
    let mut told = Vec::new();
    let mut count = 0;
    let looked_at = if text.place.kind == PlaceKind::Attachment { ATTACHED } else { BODY };
    for (at, run) in made_up(&text.content[..text.content.floor_char_boundary(looked_at)]) {
        // By itself first: most are links, dates, numbers of things.
        window.fill(&text.content, at, 0, ALONE);
        if !is_worth_weighing(text, at, run, window) {
            continue;
        }
        count += 1;
        if count > MOST_RUNS {
            break;
        }
        let Some((family, judged)) = weighed(text, at, run, window) else { continue };
        let span = window.bytes(judged.value.clone());
        if !out[first..].iter().any(|known| overlap(&known.value_span, &span)) {
            let label = label::nothing(family, judged.value.start);
            told.push(credential(window, &label, &(0..window.len()), judged));
        }
    }
    add_believed(told, first, out);
    count <= MOST_RUNS
}

/// Whether a run by itself, at the head of a window, may be a password or a code. A year is none where nothing hands it over.
fn is_worth_weighing(text: &Text, at: usize, run: Run, alone: &Window) -> bool {
    match run {
        Run::MadeUp => told::is_worth(alone),
        Run::Code => dialled::digits(alone)
            .is_some_and(|code| !dialled::is_year(alone.text(code)) || cue::may_hand(&text.content, at)),
    }
}

fn weighed(text: &Text, at: usize, run: Run, window: &mut Window) -> Option<(Family, Judged)> {
    if run == Run::Code {
        window.fill(&text.content, at, DIALLED.0, DIALLED.1);
        return Some((Family::Pin, dialled::dialled(window)?));
    }
    window.fill(&text.content, at, HANDED.0, HANDED.1);
    if !told::is_handed(window) {
        return None;
    }
    window.fill(&text.content, at, TOLD.0, TOLD.1);
    Some((Family::Password, told::told(window)?))
}

/// Adds those that are sure, and those beside another password, of which less is asked.
fn add_believed(told: Vec<Credential>, first: usize, out: &mut Vec<Credential>) {
    let sure = |credential: &Credential| i32::from(credential.confidence) >= judge::THRESHOLD;
    let firm: Vec<usize> =
        out[first..].iter().chain(told.iter().filter(|one| sure(one))).map(|one| one.value_span.start).collect();
    let beside = |one: &Credential| firm.iter().any(|at| at.abs_diff(one.value_span.start) <= NEAR);
    out.extend(told.into_iter().filter(|one| sure(one) || beside(one)));
}
