//! Values written in DER (X.690 section 10): shortest lengths, sets sorted.

use const_oid::ObjectIdentifier;

use super::tag;

/// A value of this tag around what `parts` joined are.
pub fn wrap(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut value = vec![tag];
    if length < 0x80 {
        value.push(length as u8);
    } else {
        let octets = length.to_be_bytes();
        let octets = super::read::magnitude(&octets);
        value.push(0x80 | octets.len() as u8);
        value.extend_from_slice(octets);
    }
    parts.iter().for_each(|part| value.extend_from_slice(part));
    value
}

/// SEQUENCE of values that are encoded already.
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    wrap(tag::SEQUENCE, parts)
}

/// SET OF values that are encoded already, in the order DER wants.
pub fn set_of(parts: &[&[u8]]) -> Vec<u8> {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    wrap(tag::SET, &sorted)
}

/// `[number]` around values that are encoded already.
pub fn context(number: u8, parts: &[&[u8]]) -> Vec<u8> {
    wrap(tag::context(number), parts)
}

/// OCTET STRING.
pub fn octets(bytes: &[u8]) -> Vec<u8> {
    wrap(tag::OCTETS, &[bytes])
}

/// BIT STRING of whole octets.
pub fn bit_string(bytes: &[u8]) -> Vec<u8> {
    wrap(tag::BIT_STRING, &[&[0], bytes])
}

/// INTEGER of an unsigned number, most significant octet first.
pub fn integer(unsigned: &[u8]) -> Vec<u8> {
    let octets = super::read::magnitude(unsigned);
    let sign: &[u8] = if octets.first().is_none_or(|first| first & 0x80 != 0) { &[0] } else { &[] };
    wrap(tag::INTEGER, &[sign, octets])
}

/// OBJECT IDENTIFIER.
pub fn object(identifier: ObjectIdentifier) -> Vec<u8> {
    wrap(tag::OBJECT, &[identifier.as_bytes()])
}

/// An AlgorithmIdentifier without parameters (RFC 5280 section 4.1.1.2).
pub fn plain(algorithm: ObjectIdentifier) -> Vec<u8> {
    sequence(&[&object(algorithm)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_numbers_are_the_shortest() {
        assert_eq!(integer(&[0, 0]), [2, 1, 0]);
        assert_eq!(integer(&[0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(octets(&[7; 0x80])[..3], [4, 0x81, 0x80]);
        assert_eq!(octets(&[7; 0x100])[..4], [4, 0x82, 1, 0]);
        assert_eq!(set_of(&[&[2, 1, 9], &[2, 1, 3]]), [0x31, 6, 2, 1, 3, 2, 1, 9]);
    }
}
