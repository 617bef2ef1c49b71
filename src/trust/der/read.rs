//! Values of definite length, one after the other, each a slice of the original bytes. Lengths longer than they need be are taken (some
//! signers write them); tag numbers above 30 occur in none of our structures.

use const_oid::ObjectIdentifier;

use super::{Malformed, tag};

/// One value: identifier, contents, and both with the length as they stand in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value<'a> {
    /// The identifier octet: class, constructed or not, number.
    pub tag: u8,
    /// The contents octets.
    pub contents: &'a [u8],
    /// The whole value as it was encoded.
    pub whole: &'a [u8],
}

/// Reads values from the front.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Over the contents of a value, or over a whole input.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { rest: bytes }
    }

    /// The one value that `bytes` are, with nothing after it.
    pub fn whole(bytes: &'a [u8], expected: u8, what: &'static str) -> Result<Value<'a>, Malformed> {
        let mut reader = Reader::new(bytes);
        let value = reader.take(expected, what)?;
        reader.end(what)?;
        Ok(value)
    }

    /// Whether all has been read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Nothing may follow.
    pub fn end(&self, what: &'static str) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed(what)) }
    }

    /// The next value, whatever it is.
    pub fn any(&mut self) -> Result<Value<'a>, Malformed> {
        let (value, rest) = split(self.rest).ok_or(Malformed("a value is cut off or has a length that cannot be"))?;
        self.rest = rest;
        Ok(value)
    }

    /// The next value, which must carry this tag.
    pub fn take(&mut self, expected: u8, what: &'static str) -> Result<Value<'a>, Malformed> {
        self.maybe(expected)?.ok_or(Malformed(what))
    }

    /// The next value if it carries this tag.
    pub fn maybe(&mut self, expected: u8) -> Result<Option<Value<'a>>, Malformed> {
        if self.rest.first() == Some(&expected) { self.any().map(Some) } else { Ok(None) }
    }

    /// The next value must be a SEQUENCE: a reader over its contents.
    pub fn sequence(&mut self, what: &'static str) -> Result<Reader<'a>, Malformed> {
        Ok(self.take(tag::SEQUENCE, what)?.inside())
    }

    /// The next value must be an OBJECT IDENTIFIER.
    pub fn object(&mut self, what: &'static str) -> Result<ObjectIdentifier, Malformed> {
        self.take(tag::OBJECT, what)?.object()
    }

    /// The next value must be an INTEGER: its contents octets.
    pub fn integer(&mut self, what: &'static str) -> Result<&'a [u8], Malformed> {
        let contents = self.take(tag::INTEGER, what)?.contents;
        if contents.is_empty() { Err(Malformed(what)) } else { Ok(contents) }
    }

    /// The bytes that have not been read.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// What is left, at most `most` values.
    pub fn all(mut self, most: usize, what: &'static str) -> Result<Vec<Value<'a>>, Malformed> {
        let mut values = Vec::new();
        while !self.is_empty() {
            if values.len() == most {
                return Err(Malformed(what));
            }
            values.push(self.any()?);
        }
        Ok(values)
    }
}

impl<'a> Value<'a> {
    /// A reader over the contents.
    pub fn inside(&self) -> Reader<'a> {
        Reader::new(self.contents)
    }

    /// The contents as an object identifier.
    pub fn object(&self) -> Result<ObjectIdentifier, Malformed> {
        ObjectIdentifier::from_bytes(self.contents).map_err(|_| Malformed("an object identifier is not one"))
    }

    /// The contents of a BIT STRING of whole octets.
    pub fn bits(&self) -> Result<&'a [u8], Malformed> {
        match self.contents.split_first() {
            Some((0, octets)) => Ok(octets),
            _ => Err(Malformed("a bit string is not of whole octets")),
        }
    }

    /// The contents as a small number, not negative.
    pub fn small(&self) -> Option<u32> {
        let octets = magnitude(self.contents);
        let negative = self.contents.first().is_some_and(|first| first & 0x80 != 0);
        if self.contents.is_empty() || negative || octets.len() > 4 {
            return None;
        }
        Some(octets.iter().fold(0, |number, octet| number << 8 | u32::from(*octet)))
    }
}

/// An integer's octets without leading zeros, so that two encodings of one number compare equal.
pub(crate) fn magnitude(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[zeros..]
}

fn split(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let (&tag, after_tag) = bytes.split_first()?;
    let (&first, mut after_length) = after_tag.split_first()?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    let length = match first {
        0..=0x7f => usize::from(first),
        0x81..=0x84 => {
            let (octets, rest) = after_length.split_at_checked(usize::from(first & 0x7f))?;
            after_length = rest;
            octets.iter().fold(0usize, |length, octet| length << 8 | usize::from(*octet))
        }
        _ => return None,
    };
    let (contents, rest) = after_length.split_at_checked(length)?;
    Some((Value { tag, contents, whole: &bytes[..bytes.len() - rest.len()] }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_follow_each_other_and_keep_their_bytes() {
        let bytes = [0x30, 0x81, 0x04, 0x02, 0x02, 0x00, 0xff, 0x05, 0x00];
        let mut reader = Reader::new(&bytes);
        let sequence = reader.take(tag::SEQUENCE, "a sequence").unwrap();
        assert_eq!(sequence.whole, &bytes[..7]);
        assert_eq!(sequence.inside().any().unwrap().small(), Some(255));
        assert_eq!(reader.any().unwrap().tag, tag::NULL);
        assert!(reader.is_empty());
    }

    #[test]
    fn what_is_cut_off_or_cannot_be_is_refused() {
        for bytes in [
            &[0x30][..],
            &[0x30, 5, 0],
            &[0x30, 0x80, 0, 0],
            &[0x1f, 0x81, 1, 0],
            &[4, 0x85, 0, 0, 0, 0, 1, 1],
            &[4, 0x84, 255, 255, 255, 255],
        ] {
            assert!(Reader::new(bytes).any().is_err(), "{bytes:?}");
        }
        assert_eq!(Value { tag: tag::INTEGER, contents: &[0xff], whole: &[] }.small(), None);
    }
}
