//! Times of OpenPGP: whole seconds since 1970, unsigned 32 bits in the packets, signed 64 bits in here so that sums cannot overflow.

use chrono::{DateTime, Utc};
use pgp::types::Timestamp;

/// The time something is judged for, and what is known today: a key is judged at the time of its signature, but a compromise published
/// since counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    /// The time judged, in seconds.
    pub at: i64,
    /// Today, in seconds.
    pub now: i64,
}

impl Moment {
    /// Judged today.
    pub(super) fn now(now: DateTime<Utc>) -> Moment {
        Moment { at: now.timestamp(), now: now.timestamp() }
    }
}

pub(super) fn seconds(stamp: Timestamp) -> i64 {
    i64::from(stamp.as_secs())
}

/// Seconds as a date; every sum of two 32-bit numbers is one.
pub(super) fn date(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// A date as a packet holds it; a date before 1970 or after 2106 has none.
pub(super) fn stamp(date: DateTime<Utc>) -> Option<Timestamp> {
    u32::try_from(date.timestamp()).ok().map(Timestamp::from_secs)
}
