//! The certificates that the reader of the evidence trusts beforehand, from a file as authorities publish it.

use super::certificate::Certificate;
use crate::trust::der::Malformed;

/// Roots (or other certificates) that are trusted because somebody said so.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    certificates: Vec<Certificate>,
}

/// Why a file gives no anchors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnchorsError {
    /// Neither PEM nor DER.
    #[error("no certificate in it (PEM or DER expected)")]
    None,
    /// One of them cannot be read; counted from 1.
    #[error("certificate {0} cannot be read: {1}")]
    Unreadable(usize, Malformed),
    /// More than 1000 certificates or 8 MiB.
    #[error("too large for a file of root certificates (1000 certificates, 8 MiB)")]
    TooLarge,
}

const MOST: usize = 1000;
const LARGEST: usize = 8 << 20;
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

impl Anchors {
    /// From the bytes of a file: PEM with one or several certificates (text between them is skipped), or one in DER.
    pub fn from_pem(bytes: &[u8]) -> Result<Anchors, AnchorsError> {
        let certificates = certificates(bytes)?;
        if certificates.is_empty() { Err(AnchorsError::None) } else { Ok(Anchors { certificates }) }
    }

    /// Those certificates.
    pub fn new(certificates: Vec<Certificate>) -> Anchors {
        Anchors { certificates }
    }

    /// The certificates.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }
}

fn certificates(bytes: &[u8]) -> Result<Vec<Certificate>, AnchorsError> {
    if bytes.len() > LARGEST {
        return Err(AnchorsError::TooLarge);
    }
    if bytes.first() == Some(&0x30) {
        return Ok(vec![Certificate::from_der(bytes).map_err(|cause| AnchorsError::Unreadable(1, cause))?]);
    }
    let text = String::from_utf8_lossy(bytes);
    let (mut rest, mut found) = (text.as_ref(), Vec::new());
    while let Some((_, after)) = rest.split_once(BEGIN) {
        let number = found.len() + 1;
        if number > MOST {
            return Err(AnchorsError::TooLarge);
        }
        let cut = AnchorsError::Unreadable(number, Malformed("its end is missing"));
        let (body, after) = after.split_once(END).ok_or(cut)?;
        let digits: String = body.split_whitespace().collect();
        let no_base64 = |_| AnchorsError::Unreadable(number, Malformed("not base64"));
        let der = data_encoding::BASE64.decode(digits.as_bytes()).map_err(no_base64)?;
        found.push(Certificate::from_der(&der).map_err(|cause| AnchorsError::Unreadable(number, cause))?);
        rest = after;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_told() {
        assert_eq!(Anchors::from_pem(b"hello").unwrap_err(), AnchorsError::None);
        let cut = format!("{BEGIN}\nMAo=\n");
        assert!(matches!(Anchors::from_pem(cut.as_bytes()), Err(AnchorsError::Unreadable(1, _))));
        let odd = format!("{BEGIN}\n*\n{END}");
        assert_eq!(
            Anchors::from_pem(odd.as_bytes()).unwrap_err(),
            AnchorsError::Unreadable(1, Malformed("not base64"))
        );
    }
}
