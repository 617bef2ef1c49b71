//! The digest a data signature is made over (RFC 9580 section 5.2.4), taken while the data streams by.

use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{OnePassSignature, OpsVersionSpecific, Signature, SignatureType, SignatureVersionSpecific};
use sha2::digest::DynDigest;

/// A running digest for one data signature.
pub(super) struct DataHash {
    hasher: Box<dyn DynDigest + Send>,
    algorithm: HashAlgorithm,
    kind: SignatureType,
    salt: Vec<u8>,
    /// Text signatures are over lines that end in CR LF: true while the last byte was a CR.
    after_cr: bool,
}

impl DataHash {
    /// The digest `signature` wants; `None` for versions and types that are no data signature we verify.
    pub(super) fn for_signature(signature: &Signature) -> Option<DataHash> {
        let config = signature.config()?;
        let salt = match &config.version_specific {
            SignatureVersionSpecific::V4 => Vec::new(),
            SignatureVersionSpecific::V6 { salt } => salt.to_vec(),
            _ => return None,
        };
        DataHash::new(config.hash_alg, config.typ(), salt)
    }

    /// The digest the signature announced by a one-pass packet will want (RFC 9580 section 5.4).
    pub(super) fn announced(packet: &OnePassSignature) -> Option<DataHash> {
        let salt = match packet.version_specific() {
            OpsVersionSpecific::V3 { .. } => Vec::new(),
            OpsVersionSpecific::V6 { salt, .. } => salt.to_vec(),
            OpsVersionSpecific::Unknown { .. } => return None,
        };
        DataHash::new(packet.hash_algorithm(), packet.typ(), salt)
    }

    fn new(algorithm: HashAlgorithm, kind: SignatureType, salt: Vec<u8>) -> Option<DataHash> {
        let of_data = matches!(kind, SignatureType::Binary | SignatureType::Text);
        let right_salt = salt.is_empty() || algorithm.salt_len() == Some(salt.len());
        if !of_data || !right_salt {
            return None;
        }
        let mut hasher = algorithm.new_hasher().ok()?;
        hasher.update(&salt);
        Some(DataHash { hasher, algorithm, kind, salt, after_cr: false })
    }

    /// Takes the next bytes of the data.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        if self.kind == SignatureType::Binary {
            self.hasher.update(bytes);
            return;
        }
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match line.strip_suffix(b"\n") {
                Some(rest) => {
                    let has_cr = rest.last().map_or(self.after_cr, |last| *last == b'\r');
                    self.hasher.update(rest);
                    self.hasher.update(if has_cr { b"\n" } else { b"\r\n" });
                    self.after_cr = false;
                }
                None => {
                    self.hasher.update(line);
                    self.after_cr = line.last() == Some(&b'\r');
                }
            }
        }
    }

    /// The digest over the data and what `signature` adds; `None` if it is not of the kind that was announced, or is malformed (an unknown
    /// critical subpacket).
    pub(super) fn finish(mut self, signature: &Signature) -> Option<Vec<u8>> {
        let config = signature.config()?;
        let salt: &[u8] = match &config.version_specific {
            SignatureVersionSpecific::V4 => &[],
            SignatureVersionSpecific::V6 { salt } => salt,
            _ => return None,
        };
        if config.hash_alg != self.algorithm || config.typ() != self.kind || salt != self.salt {
            return None;
        }
        let length = config.hash_signature_data(&mut self.hasher).ok()?;
        self.hasher.update(&config.trailer(length).ok()?);
        Some(self.hasher.finalize().into_vec())
    }
}
