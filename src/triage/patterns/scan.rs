//! One text being scanned: which windows wait to be searched for which rule, and what the bounds still allow.

use std::collections::BTreeMap;
use std::ops::Range;

use super::engine::{PatternHit, PatternSet};
use super::reach::Reach;
use super::search::Budget;
use crate::message::mail::LimitKind;

/// Bytes around keywords that are looked at in one text, all rules together: so many, and so many times the text.
const MOST_LOOKED_AT: (usize, usize) = (64 << 20, 8);
/// Hits of all rules in one text.
const MOST_HITS: usize = 20_000;

/// One text being scanned.
pub(super) struct Scan<'a> {
    set: &'a PatternSet,
    text: &'a str,
    /// of the patterns that were met: few in most texts
    progress: BTreeMap<usize, Progress>,
    found: Vec<PatternHit>,
    /// bytes that may still be looked at
    left: usize,
    limited: bool,
}

/// How far one pattern is.
#[derive(Clone, Default)]
struct Progress {
    /// the window that is not searched yet; for a pattern that begins with its keyword only its start counts: no match begins before it
    pending: Range<usize>,
    whole: bool,
    keywords: usize,
    budget: Budget,
}

impl<'a> Scan<'a> {
    /// Nothing of `text` is searched yet.
    pub(super) fn of(set: &'a PatternSet, text: &'a str) -> Scan<'a> {
        let left = MOST_LOOKED_AT.0 + MOST_LOOKED_AT.1 * text.len();
        Scan { set, text, progress: BTreeMap::new(), found: Vec::new(), left, limited: false }
    }

    /// Has the pattern searched in all of the text.
    pub(super) fn whole_text(&mut self, pattern: usize) {
        let progress = self.progress.entry(pattern).or_default();
        progress.pending = 0..self.text.len();
        progress.whole = true;
    }

    /// Follows a keyword up: at once where the match begins with it, else its window waits for those that touch it.
    pub(super) fn keyword(&mut self, pattern: usize, word: Range<usize>) {
        let reach = self.set.patterns[pattern].reach;
        let progress = self.progress.entry(pattern).or_default();
        progress.keywords += 1;
        if progress.whole {
            return;
        }
        let spent = self.left < reach.width() || self.found.len() >= MOST_HITS;
        if spent || progress.keywords > reach.most_keywords(self.text.len()) {
            self.limited = true;
            return;
        }
        self.left -= reach.width();
        match reach {
            Reach::Anywhere => self.whole_text(pattern),
            Reach::Ahead(after) if word.start >= progress.pending.start => {
                let window = word.start..self.text.ceil_char_boundary(word.end.saturating_add(after));
                self.search_at(pattern, window);
            }
            Reach::Ahead(_) => {}
            Reach::Window { before, after } => {
                let window = word.start.saturating_sub(before)..word.end.saturating_add(after).min(self.text.len());
                let pending = &mut progress.pending;
                if window.start <= pending.end && pending.start < pending.end {
                    pending.start = pending.start.min(window.start);
                    pending.end = pending.end.max(window.end);
                } else {
                    let done = std::mem::replace(pending, window);
                    self.search(pattern, done);
                }
            }
        }
    }

    fn search_at(&mut self, pattern: usize, window: Range<usize>) {
        let Scan { set, text, progress, found, .. } = self;
        let progress = progress.entry(pattern).or_default();
        let judge = |candidate| take(found, set.judge(text, pattern, candidate));
        let end = set.patterns[pattern].search_at(text, window, &mut progress.budget, judge);
        progress.pending.start = end.unwrap_or(progress.pending.start);
    }

    fn search(&mut self, pattern: usize, window: Range<usize>) {
        if window.start < window.end {
            let Scan { set, text, progress, found, .. } = self;
            let window = text.floor_char_boundary(window.start)..text.ceil_char_boundary(window.end);
            let judge = |candidate| take(found, set.judge(text, pattern, candidate));
            set.patterns[pattern].search(text, window, &mut progress.entry(pattern).or_default().budget, judge);
        }
    }

    /// Searches what still waits; says whether a bound was reached.
    pub(super) fn finish(mut self) -> (Vec<PatternHit>, Option<LimitKind>) {
        let waiting: Vec<(usize, Range<usize>)> =
            self.progress.iter().map(|(pattern, progress)| (*pattern, progress.pending.clone())).collect();
        waiting.into_iter().for_each(|(pattern, window)| self.search(pattern, window));
        let limited = self.limited || self.progress.values().any(|progress| progress.budget.is_spent());
        (self.found, limited.then_some(LimitKind::Candidates))
    }
}

fn take(found: &mut Vec<PatternHit>, hit: Option<PatternHit>) -> bool {
    let taken = hit.is_some();
    found.extend(hit);
    taken
}
