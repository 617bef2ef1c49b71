//! How often something was seen, and when: first and last.

use serde::Serialize;

/// Times something was seen. Dates are seconds since 1970; messages without a date are counted only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// how often
    pub count: u32,
    /// first date
    pub first: Option<i64>,
    /// last date
    pub last: Option<i64>,
    /// on how many days, where it came in the order of time; else an upper bound
    pub days: u32,
}

impl Seen {
    /// Once more.
    pub fn note(&mut self, at: Option<i64>) {
        self.count = self.count.saturating_add(1);
        if let Some(at) = at {
            let day = |at: i64| at.div_euclid(86_400);
            self.days += u32::from(self.last.is_none_or(|last| day(last) != day(at)));
            self.first = Some(self.first.map_or(at, |first| first.min(at)));
            self.last = Some(self.last.map_or(at, |last| last.max(at)));
        }
    }

    /// Whether it was seen before this moment.
    pub fn before(&self, at: Option<i64>) -> bool {
        matches!((self.first, at), (Some(first), Some(at)) if first < at)
    }
}

/// Values with how often each was seen, in the order in which they came; at most so many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted<T, const MOST: usize> {
    values: Vec<(T, Seen)>,
    /// values that were no longer kept
    pub others: u32,
}

impl<T, const MOST: usize> Default for Counted<T, MOST> {
    fn default() -> Self {
        Counted { values: Vec::new(), others: 0 }
    }
}

impl<T: PartialEq, const MOST: usize> Counted<T, MOST> {
    /// Once more.
    pub fn note<Q>(&mut self, value: &Q, at: Option<i64>)
    where
        T: std::borrow::Borrow<Q>,
        Q: ToOwned<Owned = T> + PartialEq + ?Sized,
    {
        if let Some((_, seen)) = self.values.iter_mut().find(|(known, _)| known.borrow() == value) {
            seen.note(at);
        } else if self.values.len() < MOST {
            let mut seen = Seen::default();
            seen.note(at);
            self.values.push((value.to_owned(), seen));
        } else {
            self.others += 1;
        }
    }

    /// How often a value was seen.
    pub fn seen<Q>(&self, value: &Q) -> Seen
    where
        T: std::borrow::Borrow<Q>,
        Q: PartialEq + ?Sized,
    {
        self.values.iter().find(|(known, _)| known.borrow() == value).map(|(_, seen)| *seen).unwrap_or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&T, Seen)> {
        self.values.iter().map(|(value, seen)| (value, *seen))
    }

    /// Those seen before this moment.
    pub fn before(&self, at: Option<i64>) -> impl Iterator<Item = &T> {
        self.values.iter().filter(move |(_, seen)| seen.before(at)).map(|(value, _)| value)
    }

    /// Leaves out values.
    pub fn forget(&mut self, is_meant: impl Fn(&T) -> bool) {
        self.values.retain(|(value, _)| !is_meant(value));
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Times all of them were seen together.
    pub fn total(&self) -> u32 {
        self.values.iter().map(|(_, seen)| seen.count).sum::<u32>() + self.others
    }
}
