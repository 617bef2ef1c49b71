//! The moment of an act: read once from a clock that says what it is worth, shown in UTC and in the incident's zone.
//!
//! Only `cli` builds a [`Clock`]; everything below takes a [`Moment`] or a [`Zone`] as an argument.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, SubsecRound as _, Utc};

/// The last `SOURCE_DATE_EPOCH` accepted, in seconds: 9999-12-31T00:00:00Z. In every zone the year then keeps the four
/// digits of RFC 3339.
const LAST_EPOCH: i64 = 253_402_214_400;

/// Reads the time, and knows the zone in which the incident is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    source: ClockSource,
    zone: Zone,
}

impl Clock {
    /// A clock that reads `source` and shows its moments in `zone`.
    pub fn new(source: ClockSource, zone: Zone) -> Clock {
        Clock { source, zone }
    }

    /// The moment it is, to the second.
    pub fn now(&self) -> Moment {
        let utc = match self.source {
            ClockSource::System => Utc::now(),
            ClockSource::Fixed(utc) => utc,
        };
        Moment::new(utc, self.zone)
    }

    /// Where the time comes from.
    pub fn source(&self) -> ClockSource {
        self.source
    }

    /// The incident's zone.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// What the time is worth as evidence, in one English sentence for the acquisition record.
    pub fn describe(&self) -> &'static str {
        self.source.describe()
    }
}

/// Where a [`Clock`] takes its time from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockSource {
    /// The clock of this machine.
    System,
    /// One given moment, so that the same input gives the same archive (<https://reproducible-builds.org/specs/source-date-epoch/>).
    Fixed(DateTime<Utc>),
}

impl ClockSource {
    /// The source that the environment variable `SOURCE_DATE_EPOCH` asks for: the system clock where it is not set.
    ///
    /// # Errors
    /// [`BadEpoch`] where it is set to something else than a whole number of seconds.
    pub fn of_environment() -> Result<ClockSource, BadEpoch> {
        match std::env::var_os("SOURCE_DATE_EPOCH") {
            None => Ok(ClockSource::System),
            Some(value) => ClockSource::of_epoch(&value.to_string_lossy()),
        }
    }

    /// The fixed source of a `SOURCE_DATE_EPOCH` value: seconds since 1970-01-01T00:00:00Z, ASCII digits only.
    ///
    /// # Errors
    /// [`BadEpoch`] where `value` is empty, signed, not a number, or beyond the year 9999.
    pub fn of_epoch(value: &str) -> Result<ClockSource, BadEpoch> {
        let bad = || BadEpoch { value: value.to_owned() };
        if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad());
        }
        let seconds: i64 = value.parse().map_err(|_| bad())?;
        let moment = DateTime::from_timestamp(seconds, 0).filter(|_| seconds <= LAST_EPOCH);
        moment.map(ClockSource::Fixed).ok_or_else(bad)
    }

    /// What the time is worth as evidence, in one English sentence for the acquisition record.
    pub fn describe(&self) -> &'static str {
        match self {
            ClockSource::System => "system clock, not checked against a reference",
            ClockSource::Fixed(_) => "fixed by SOURCE_DATE_EPOCH, not read from a clock",
        }
    }
}

/// `SOURCE_DATE_EPOCH` does not say a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("SOURCE_DATE_EPOCH is {value:?}, not a number of seconds since 1970 (at most {LAST_EPOCH})")]
pub struct BadEpoch {
    /// The value as it was set.
    pub value: String,
}

/// A time zone of the IANA database: the one chosen for handling the incident. UTC by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone(chrono_tz::Tz::UTC);

    /// The zone this machine is set to; UTC where it has none, or one that the IANA database does not name.
    pub fn of_machine() -> Zone {
        iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Zone::UTC)
    }

    /// The IANA name: `Europe/Paris`, `UTC`.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }
}

impl Default for Zone {
    fn default() -> Zone {
        Zone::UTC
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    /// Reads an IANA name, in its exact case.
    fn from_str(name: &str) -> Result<Zone, UnknownZone> {
        name.parse().map(Zone).map_err(|_| UnknownZone { name: name.to_owned() })
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The IANA database has no zone of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is not a time zone of the IANA database (such as Europe/Paris or UTC)")]
pub struct UnknownZone {
    /// The name as it was given.
    pub name: String,
}

/// One moment, in whole seconds, and the zone in which people read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    utc: DateTime<Utc>,
    zone: Zone,
}

impl Moment {
    /// The moment `utc` read in `zone`; fractions of a second are dropped.
    pub fn new(utc: DateTime<Utc>, zone: Zone) -> Moment {
        Moment { utc: utc.trunc_subsecs(0), zone }
    }

    /// The moment itself.
    pub fn instant(&self) -> DateTime<Utc> {
        self.utc
    }

    /// RFC 3339 in UTC: `2026-11-23T20:15:03Z`.
    pub fn utc(&self) -> String {
        self.utc.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// RFC 3339 in the zone, with its offset at that moment: `2026-11-23T21:15:03+01:00`. In UTC: `+00:00`.
    pub fn local(&self) -> String {
        self.utc.with_timezone(&self.zone.0).to_rfc3339_opts(SecondsFormat::Secs, false)
    }

    /// The IANA name of the zone: `Europe/Paris`.
    pub fn zone_name(&self) -> &'static str {
        self.zone.name()
    }

    /// The day in the zone: `2026-11-23`.
    pub fn date(&self) -> String {
        self.utc.with_timezone(&self.zone.0).format("%Y-%m-%d").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_zone(utc: &str, zone: &str) -> Moment {
        Moment::new(utc.parse().unwrap(), zone.parse().unwrap())
    }

    #[test]
    fn a_moment_is_shown_in_utc_and_in_its_zone() {
        let moment = in_zone("2026-11-23T20:15:03.987Z", "Europe/Paris");
        assert_eq!(moment.utc(), "2026-11-23T20:15:03Z");
        assert_eq!(moment.local(), "2026-11-23T21:15:03+01:00");
        assert_eq!(moment.zone_name(), "Europe/Paris");
        assert_eq!(in_zone("2026-11-23T20:15:03Z", "UTC").local(), "2026-11-23T20:15:03+00:00");
        assert_eq!(in_zone("2026-11-23T20:15:03Z", "Pacific/Auckland").date(), "2026-11-24");
    }

    #[test]
    fn summer_time_begins_and_ends_on_the_right_second() {
        let local = |utc| in_zone(utc, "Europe/Paris").local();
        assert_eq!(local("2026-03-29T00:59:59Z"), "2026-03-29T01:59:59+01:00");
        assert_eq!(local("2026-03-29T01:00:00Z"), "2026-03-29T03:00:00+02:00");
        assert_eq!(local("2026-10-25T00:59:59Z"), "2026-10-25T02:59:59+02:00");
        assert_eq!(local("2026-10-25T01:00:00Z"), "2026-10-25T02:00:00+01:00");
    }

    #[test]
    fn an_unknown_zone_is_named() {
        let unknown = "Europe/Lutèce".parse::<Zone>().unwrap_err();
        assert_eq!(unknown.name, "Europe/Lutèce");
        assert!(unknown.to_string().contains("\"Europe/Lutèce\""));
        assert_eq!("\x1b[2J".parse::<Zone>().unwrap_err().to_string().find('\x1b'), None);
        assert_eq!(Zone::default().name(), "UTC");
    }

    #[test]
    fn a_fixed_clock_repeats_itself_and_says_so() {
        let source = ClockSource::of_epoch("1795464903").unwrap();
        let clock = Clock::new(source, Zone::UTC);
        assert_eq!(clock.now(), clock.now());
        assert_eq!(clock.now().instant().timestamp(), 1_795_464_903);
        assert_eq!(clock.describe(), "fixed by SOURCE_DATE_EPOCH, not read from a clock");
        assert_eq!(ClockSource::System.describe(), "system clock, not checked against a reference");
        for bad in ["", " 1", "+1", "-1", "1.5", "0x1", "253402214401", "99999999999999999999"] {
            assert_eq!(ClockSource::of_epoch(bad), Err(BadEpoch { value: bad.to_owned() }), "{bad}");
        }
    }
}
