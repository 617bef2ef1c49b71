//! Input as people give it: binary, or one or several armoured blocks (RFC 9580 section 6.2) with any text around them.

use std::io::Read as _;

use pgp::armor::Dearmor;

use super::OpenPgpError;
use super::guard::guarded;

/// No honest file of keys or signatures is larger, in bytes.
const LIMIT: usize = 8 << 20;

/// The binary packets of each block in `bytes`: one for binary input, one for each armoured block otherwise.
pub(super) fn blocks(bytes: &[u8], expected: &'static str) -> Result<Vec<Vec<u8>>, OpenPgpError> {
    if bytes.len() > LIMIT {
        return Err(OpenPgpError::TooLarge { limit: LIMIT });
    }
    if bytes.first().is_some_and(|first| is_binary(*first)) {
        return Ok(vec![bytes.to_vec()]);
    }
    let blocks = armoured(bytes).into_iter().map(|block| dearmored(block, expected)).collect::<Result<Vec<_>, _>>()?;
    if blocks.is_empty() {
        return Err(OpenPgpError::NotOpenPgp {
            expected,
            cause: "neither binary packets nor an armoured block".into(),
        });
    }
    Ok(blocks)
}

/// Every packet begins with its highest bit set (RFC 9580 section 4.2), no armour does.
pub(super) fn is_binary(first: u8) -> bool {
    first & 0x80 != 0
}

/// The slices from each `-----BEGIN PGP` to the next one.
fn armoured(bytes: &[u8]) -> Vec<&[u8]> {
    let starts: Vec<usize> = memchr::memmem::find_iter(bytes, b"-----BEGIN PGP ").collect();
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    starts.iter().zip(ends).map(|(start, end)| &bytes[*start..end]).collect()
}

fn dearmored(block: &[u8], expected: &'static str) -> Result<Vec<u8>, OpenPgpError> {
    guarded(|| {
        let mut binary = Vec::new();
        Dearmor::new(block)
            .read_to_end(&mut binary)
            .map_err(|error| OpenPgpError::NotOpenPgp { expected, cause: error.to_string() })?;
        Ok(binary)
    })
}
