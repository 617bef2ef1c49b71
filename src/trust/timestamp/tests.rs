//! The saved tokens of tests/trust/tokens, whole and damaged: nothing panics, and nothing that says another thing is believed.

use chrono::{DateTime, Utc};

use super::{Imprint, Request, Response, Token, Trust};
use crate::digest::Sha256;
use crate::trust::x509::{Anchors, Certificate, DigestAlgorithm};

macro_rules! saved {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/trust/tokens/", $name))
    };
}

const STAMPED: &[u8] = saved!("stamped.txt");
const TOKENS: [(&str, &[u8], &[u8]); 5] = [
    ("2026-11-25T09:56:10Z", saved!("rsa.der"), saved!("rsa-root.pem")),
    ("2026-11-25T09:56:10.846417Z", saved!("p256.der"), saved!("p256-root.pem")),
    ("2026-11-25T09:56:11.290Z", saved!("p384.der"), saved!("p384-root.pem")),
    ("2026-11-25T09:56:10Z", saved!("rsa-ber.der"), saved!("rsa-root.pem")),
    ("2026-11-25T09:56:10Z", saved!("rsa-pss.der"), saved!("rsa-root.pem")),
];

fn shown(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string()
}

#[test]
fn saved_tokens_prove_their_time() {
    for (time, der, root) in TOKENS {
        let token = Token::from_der(der).unwrap();
        assert_eq!((shown(token.time()).as_str(), token.der()), (time, der));
        let found = token.verify(&Sha256::of(STAMPED).into(), &[], Some(&Anchors::from_pem(root).unwrap()));
        assert_eq!(found.complaints, []);
        assert!(matches!(found.trust, Trust::Path(path) if path.len() == 3));
        let other = Imprint::of(DigestAlgorithm::Sha256, b"other bytes");
        assert_eq!(token.verify(&other, &[], None).complaints[0].word(), "token-imprint");
    }
}

#[test]
fn a_saved_answer_fits_its_request() {
    let request = Request::from_der(saved!("request.tsq")).unwrap();
    assert_eq!(request.to_der(), saved!("request.tsq"), "as openssl writes it");
    assert_eq!(request.imprint, Sha256::of(STAMPED).into());
    let token = Response::from_der(saved!("answer.tsr")).unwrap().token_for(&request).unwrap();
    assert_eq!(token.der(), saved!("p256.der"));
    assert_eq!(token.accuracy().unwrap().to_string(), "1.5001 s");
    assert_eq!(token.serial().to_string(), "02");
}

#[test]
fn no_truncation_is_read() {
    for (_, der, _) in TOKENS {
        assert!((0..der.len()).all(|cut| Token::from_der(&der[..cut]).is_err()));
        assert!(Token::from_der(&[der, &[0]].concat()).is_err(), "bytes after the token");
    }
    let answer: &[u8] = saved!("answer.tsr");
    assert!((0..answer.len()).all(|cut| Response::from_der(&answer[..cut]).is_err()));
}

/// One bit in each byte, each in turn. What is still believed must say the same of the same bytes.
#[test]
fn no_flipped_bit_changes_what_is_believed() {
    for (_, der, root) in TOKENS {
        let (anchors, original) = (Anchors::from_pem(root).unwrap(), Token::from_der(der).unwrap());
        let mut believed = 0;
        for at in 0..der.len() {
            let mut damaged = der.to_vec();
            damaged[at] ^= 1 << (at % 8);
            let Ok(token) = Token::from_der(&damaged) else { continue };
            // Where the content is untouched only every fifth is tried: signatures take their time in a test build.
            if token.content() == original.content() && at % 5 != 0 {
                continue;
            }
            let found = token.verify_bytes(STAMPED, &[], Some(&anchors));
            if found.is_sound() {
                believed += 1;
                assert_eq!(token.content(), original.content(), "byte {at}");
            }
        }
        // Versions, unused certificates, parameters that nobody signs: a few bytes may differ and prove the same.
        assert!(believed < 12, "{believed}");
    }
}

#[test]
fn what_is_signed_cannot_be_replaced() {
    let der: &[u8] = saved!("p256.der");
    let time = b"20261125095610.846417Z";
    let at = der.windows(time.len()).position(|window| window == time).unwrap();
    let mut earlier = der.to_vec();
    earlier[at + 3] = b'5';
    let token = Token::from_der(&earlier).unwrap();
    assert_eq!(shown(token.time()), "2025-11-25T09:56:10.846417Z");
    let complaints = token.verify_bytes(STAMPED, &[], None).complaints;
    assert_eq!(complaints.iter().map(|complaint| complaint.word()).collect::<Vec<_>>(), ["token-signature"]);
}

#[test]
fn garbage_is_refused_without_panic() {
    let mut state = 0x1234_5678_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u8
    };
    let sources: [&[u8]; 6] =
        [TOKENS[0].1, TOKENS[1].1, TOKENS[2].1, TOKENS[3].1, saved!("request.tsq"), saved!("answer.tsr")];
    for round in 0..6000 {
        let mut bytes = sources[round % sources.len()].to_vec();
        // Pieces of it elsewhere, and bytes that mean something in ASN.1.
        for _ in 0..1 + next() % 4 {
            let (from, to) = (usize::from(next()) * 9 % bytes.len(), usize::from(next()) * 9 % bytes.len());
            bytes[to] =
                if next() & 1 == 0 { bytes[from] } else { [0, 0x30, 0x80, 0xff, 0x84, 0x24][usize::from(next()) % 6] };
        }
        let _ = (
            Request::from_der(&bytes),
            Response::from_der(&bytes),
            Certificate::from_der(&bytes),
            Anchors::from_pem(&bytes),
        );
        let _ = crate::trust::cms::Identity::from_pkcs12(&bytes, "").is_ok();
        let _ = Token::from_der(&bytes);
    }
}
