//! IP addresses in texts, and networks of them.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::ops::Range;

/// Longest text of an address (RFC 4291 section 2.2, with an IPv4 part).
const LONGEST: usize = 45;

/// Networks, looked up by their length: as many look-ups as there are lengths, however many networks.
#[derive(Debug, Default)]
pub(super) struct Networks {
    lengths: BTreeSet<(bool, u8)>,
    places: HashMap<(bool, u8, u128), usize>,
}

impl Networks {
    /// Adds `address/bits`; what is none is left out, [`super::read`] lets none through.
    pub(super) fn insert(&mut self, network: &str, place: usize) {
        let parsed = network.split_once('/').and_then(|(ip, bits)| ip.parse().ok().zip(bits.parse().ok()));
        if let Some((ip, bits)) = parsed {
            let (v4, number) = number(ip);
            self.lengths.insert((v4, bits));
            self.places.entry((v4, bits, start(number, v4, bits))).or_insert(place);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The narrowest network that holds `ip`.
    pub(super) fn find(&self, ip: IpAddr) -> Option<usize> {
        let (v4, number) = number(ip);
        let lengths = self.lengths.iter().rev().filter(|(of_v4, _)| *of_v4 == v4);
        lengths.into_iter().find_map(|(_, bits)| self.places.get(&(v4, *bits, start(number, v4, *bits))).copied())
    }
}

fn number(ip: IpAddr) -> (bool, u128) {
    match ip {
        IpAddr::V4(ip) => (true, u128::from(u32::from(ip))),
        IpAddr::V6(ip) => (false, u128::from(ip)),
    }
}

/// The first address of the network of that length.
fn start(number: u128, v4: bool, bits: u8) -> u128 {
    let width = if v4 { 32 } else { 128 };
    let free = u32::from(width - bits.min(width));
    number.checked_shr(free).unwrap_or(0).checked_shl(free).unwrap_or(0)
}

/// Each IP address that stands by itself in `text`.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = (IpAddr, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let rest = &text.as_bytes()[at..];
            let skipped = rest.iter().position(|byte| is_of_address(*byte)).unwrap_or(rest.len());
            let length = rest[skipped..].iter().position(|byte| !is_of_address(*byte)).unwrap_or(rest.len() - skipped);
            let run = at + skipped..at + skipped + length;
            at = run.end.max(at + 1);
            if let Some(found) = address(text, run) {
                return Some(found);
            }
        }
        None
    })
}

fn is_of_address(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':')
}

/// The address that a run of digits, dots and colons is; a sentence may end after it, a port may follow an IPv4 address.
fn address(text: &str, run: Range<usize>) -> Option<(IpAddr, Range<usize>)> {
    let before = text[..run.start].chars().next_back();
    let after = text[run.end..].chars().next();
    if run.len() < 3
        || run.len() > LONGEST + 6
        || [before, after].into_iter().flatten().any(|c| c.is_alphanumeric() || c == '_')
    {
        return None;
    }
    let mut end = run.end;
    while text[run.start..end].ends_with('.')
        || text[run.start..end].ends_with(':') && !text[run.start..end].ends_with("::")
    {
        end -= 1;
    }
    let whole = &text[run.start..end];
    if let Ok(ip) = whole.parse() {
        return Some((ip, run.start..end));
    }
    let (ip, _port) = whole.split_once(':')?;
    Some((IpAddr::V4(ip.parse().ok()?), run.start..run.start + ip.len()))
}
