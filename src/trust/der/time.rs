//! UTCTime and GeneralizedTime (RFC 5280 section 4.1.2.5, RFC 3161 section 2.4.2): always UTC, the latter with a fraction of a second.

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};

use super::{Malformed, Value, tag, wrap};

const NOT_A_TIME: Malformed = Malformed("a time is not one");

/// What a UTCTime or GeneralizedTime value says. A fraction finer than a nanosecond is cut.
pub fn read_time(value: &Value<'_>) -> Result<DateTime<Utc>, Malformed> {
    let text = std::str::from_utf8(value.contents).ok().and_then(|text| text.strip_suffix('Z')).ok_or(NOT_A_TIME)?;
    match value.tag {
        tag::UTC_TIME => {
            let two = text.get(..2).and_then(digits).ok_or(NOT_A_TIME)? as i32;
            moment(if two < 50 { 2000 + two } else { 1900 + two }, &text[2..], 0)
        }
        tag::GENERALIZED_TIME => {
            let (whole, fraction) =
                text.split_once(['.', ',']).map_or((text, None), |(whole, part)| (whole, Some(part)));
            let nanoseconds = fraction.map_or(Ok(0), nanoseconds)?;
            let year = whole.get(..4).and_then(digits).ok_or(NOT_A_TIME)? as i32;
            moment(year, &whole[4..], nanoseconds)
        }
        _ => Err(NOT_A_TIME),
    }
}

fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn nanoseconds(fraction: &str) -> Result<u32, Malformed> {
    if fraction.is_empty() || fraction.len() > 32 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NOT_A_TIME);
    }
    let nine: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    digits(&nine).ok_or(NOT_A_TIME)
}

/// From month to second; ten digits.
fn moment(year: i32, rest: &str, nanoseconds: u32) -> Result<DateTime<Utc>, Malformed> {
    if rest.len() != 10 {
        return Err(NOT_A_TIME);
    }
    let part = |index: usize| rest.get(index * 2..index * 2 + 2).and_then(digits).ok_or(NOT_A_TIME);
    // A leap second is counted as the second before it: no calendar here knows it.
    let second = part(4)?.min(59 + u32::from(part(4)? > 60));
    NaiveDate::from_ymd_opt(year, part(0)?, part(1)?)
        .and_then(|day| day.and_hms_nano_opt(part(2).ok()?, part(3).ok()?, second, nanoseconds))
        .map(|moment| moment.and_utc())
        .ok_or(NOT_A_TIME)
}

/// GeneralizedTime without fraction.
pub fn generalized_time(moment: DateTime<Utc>) -> Vec<u8> {
    wrap(tag::GENERALIZED_TIME, &[moment.format("%Y%m%d%H%M%SZ").to_string().as_bytes()])
}

/// The time as `signingTime` wants it: UTCTime from 1950 to 2049, GeneralizedTime otherwise (RFC 5652 section 11.3).
pub fn time_of_signing(moment: DateTime<Utc>) -> Vec<u8> {
    let moment = moment.with_nanosecond(0).unwrap_or(moment);
    if (1950..2050).contains(&moment.year()) {
        return wrap(tag::UTC_TIME, &[moment.format("%y%m%d%H%M%SZ").to_string().as_bytes()]);
    }
    generalized_time(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: u8, text: &str) -> Option<String> {
        let value = Value { tag, contents: text.as_bytes(), whole: &[] };
        read_time(&value).ok().map(|moment| moment.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string())
    }

    #[test]
    fn times_with_and_without_a_fraction() {
        assert_eq!(read(tag::UTC_TIME, "491231235959Z").unwrap(), "2049-12-31T23:59:59Z");
        assert_eq!(read(tag::UTC_TIME, "500101000000Z").unwrap(), "1950-01-01T00:00:00Z");
        assert_eq!(read(tag::GENERALIZED_TIME, "20260229000000Z"), None);
        assert_eq!(read(tag::GENERALIZED_TIME, "20260301000000.25Z").unwrap(), "2026-03-01T00:00:00.250Z");
        assert_eq!(read(tag::GENERALIZED_TIME, "20260301000060Z").unwrap(), "2026-03-01T00:00:59Z");
        for wrong in
            ["", "Z", "20260301000061Z", "20260301000000.Z", "20260301000000", "2026030100000é", "+0260301000000Z"]
        {
            assert_eq!(read(tag::GENERALIZED_TIME, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let moment = DateTime::from_timestamp(4_102_444_800, 5).unwrap();
        let written = time_of_signing(moment);
        assert_eq!(written[0], tag::GENERALIZED_TIME);
        assert_eq!(read(written[0], "20500101000000Z").unwrap(), "2050-01-01T00:00:00Z");
    }
}
