//! Altered, truncated and hostile input: each must be an error with its word, never a panic and never taken as good.

use std::io::Write as _;

use pgp::composed::MessageBuilder;
use pgp::crypto::aead::{AeadAlgorithm, ChunkSize};
use pgp::crypto::sym::SymmetricKeyAlgorithm;
use pgp::types::CompressionAlgorithm;
use rand::rngs::OsRng;

use super::recipient::KeyPacket;
use super::*;

fn secret() -> Vec<SecretKey> {
    SecretKey::read_all(&testing::file("good.secret.asc")).unwrap()
}

fn recipient() -> Recipient {
    testing::certificate("good").recipient(testing::day("2024-03-01")).unwrap()
}

fn sealed(data: &[u8]) -> Vec<u8> {
    let mut message = Vec::new();
    let content = Content { file_name: "a", time: testing::day("2024-03-01") };
    encrypt(data, &mut message, &[recipient()], content, &mut OsRng).unwrap();
    message
}

/// As another program writes it: authenticated encryption, or a detection code with compression.
fn by_the_library(data: &[u8], aead: bool, compression: Option<CompressionAlgorithm>) -> Vec<u8> {
    let builder = MessageBuilder::from_bytes("", data.to_vec());
    let KeyPacket::Subkey(key) = recipient().packet else { panic!("a subkey") };
    if aead {
        let mut builder = builder.seipd_v2(OsRng, SymmetricKeyAlgorithm::AES256, AeadAlgorithm::Ocb, ChunkSize::C64B);
        builder.encrypt_to_key(OsRng, &key).unwrap();
        compression.map(|algorithm| builder.compression(algorithm));
        builder.to_vec(OsRng).unwrap()
    } else {
        let mut builder = builder.seipd_v1(OsRng, SymmetricKeyAlgorithm::AES128);
        builder.encrypt_to_key(OsRng, &key).unwrap();
        compression.map(|algorithm| builder.compression(algorithm));
        builder.to_vec(OsRng).unwrap()
    }
}

fn opened(message: &[u8], most_plaintext: Option<u64>) -> Result<(Vec<u8>, Decrypted), OpenPgpError> {
    let mut plaintext = Vec::new();
    let options = DecryptOptions { most_plaintext, ..DecryptOptions::default() };
    decrypt(message, &secret(), &mut |_| None, &options, &mut plaintext).map(|found| (plaintext, found))
}

fn forms(data: &[u8]) -> [Vec<u8>; 4] {
    [
        sealed(data),
        by_the_library(data, false, Some(CompressionAlgorithm::ZLIB)),
        by_the_library(data, true, None),
        by_the_library(data, true, Some(CompressionAlgorithm::ZIP)),
    ]
}

#[test]
fn every_form_is_opened() {
    let data = b"sealed ".repeat(40);
    for (number, message) in forms(&data).iter().enumerate() {
        let (plaintext, found) = opened(message, None).unwrap();
        assert_eq!(plaintext, data);
        assert_eq!(found.integrity.word(), if number < 2 { "mdc" } else { "aead" });
        assert_eq!(found.compressed, number % 2 == 1);
    }
}

#[test]
fn every_truncation_is_an_error() {
    for message in forms(&b"sealed ".repeat(40)) {
        for length in 0..message.len() {
            let error = opened(&message[..length], None).expect_err("because the end is missing");
            assert!(matches!(error.word(), "truncated" | "not-encrypted"), "{length} of {}: {error}", message.len());
        }
    }
}

/// How long the session key packet at the head of a message is.
fn head(message: &[u8]) -> usize {
    2 + usize::from(message[1])
}

#[test]
fn every_flipped_bit_is_an_error() {
    let data = b"sealed ".repeat(10);
    for message in forms(&data) {
        for place in 0..message.len() {
            for bit in [place % 8, 7] {
                let mut altered = message.clone();
                altered[place] ^= 1 << bit;
                match opened(&altered, None) {
                    // Some bits of a session key packet mean nothing: the key in it comes out right all the same.
                    Ok((plaintext, _)) => {
                        assert!(place < head(&message) && plaintext == data, "byte {place} bit {bit}")
                    }
                    Err(error) => assert_ne!(error.word(), "library-failed", "byte {place} bit {bit}: {error}"),
                }
            }
        }
    }
}

#[test]
fn an_alteration_in_the_middle_of_a_large_message_is_seen_at_its_end() {
    let mut message = sealed(&vec![7; 3 << 20]);
    let middle = message.len() / 2;
    message[middle] ^= 1;
    assert_eq!(opened(&message, None).unwrap_err().word(), "altered");
    message[middle] ^= 1;
    assert_eq!(opened(&message, None).unwrap().1.plaintext, 3 << 20);
    let end = message.len() - 1;
    message[end] ^= 1;
    assert_eq!(opened(&message, None).unwrap_err().word(), "altered");
    message[end] ^= 1;
    message.extend_from_slice(&sealed(b"x"));
    assert_eq!(opened(&message, None).unwrap_err().word(), "malformed-content");
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let message = by_the_library(&vec![0; 20 << 20], false, Some(CompressionAlgorithm::ZLIB));
    assert!(message.len() < 100_000);
    assert_eq!(opened(&message, Some(1 << 20)).unwrap_err().word(), "plaintext-too-large");
    assert_eq!(opened(&message, Some(20 << 20)).unwrap().1.plaintext, 20 << 20);
}

#[test]
fn what_is_no_encrypted_message_is_told() {
    assert_eq!(opened(b"", None).unwrap_err().word(), "not-encrypted");
    assert_eq!(opened(b"PK\x03\x04", None).unwrap_err().word(), "not-encrypted");
    assert_eq!(opened(&testing::file("good.asc"), None).unwrap_err().word(), "not-encrypted");
    let plain = MessageBuilder::from_bytes("", b"open".to_vec()).to_vec(OsRng).unwrap();
    assert_eq!(opened(&plain, None).unwrap_err().word(), "not-encrypted");
    let error = opened(&[0xC0 | 9, 40].iter().copied().chain([1; 40]).collect::<Vec<u8>>(), None).unwrap_err();
    assert_eq!(error.word(), "no-integrity-protection");
    // A thousand recipients would cost a thousand attempts.
    let message = sealed(b"x");
    assert_eq!(opened(&message[..head(&message)].repeat(1000), None).unwrap_err().word(), "not-supported");
}

#[test]
fn altered_keys_and_signatures_are_errors_or_worthless_but_no_panic() {
    let now = testing::day("2024-03-01");
    let good = (recipient().certificate, recipient().key);
    for name in ["good.asc", "signing-subkey.asc", "superseded.asc", "weak.asc", "dsa.asc"] {
        let binary = armor::blocks(&testing::file(name), "a test key").unwrap().concat();
        for (place, bit) in (0..binary.len()).flat_map(|place| [(place, 0), (place, 5), (place, 7)]) {
            let mut altered = binary.clone();
            altered[place] ^= 1 << bit;
            for certificate in Certificate::read_all(&altered).into_iter().flatten() {
                let recipient = certificate.recipient(now);
                if let (Ok(recipient), "good.asc") = (recipient, name) {
                    // What is still fit is still the same: the bit is none a signature covers.
                    assert_eq!((recipient.certificate, recipient.key), good.clone(), "byte {place} bit {bit}");
                }
            }
            Certificate::read_all(&altered[..place]).ok();
        }
    }
    let secret = armor::blocks(&testing::file("good.secret.asc"), "a test key").unwrap().concat();
    for place in 0..secret.len() {
        let mut altered = secret.clone();
        altered[place] ^= 0x10;
        for key in SecretKey::read_all(&altered).into_iter().flatten() {
            sign_detached(&key, &b"x"[..], now, &mut OsRng).ok();
        }
    }
    let signature = armor::blocks(&testing::file("good.sig.asc"), "a test signature").unwrap().concat();
    let certificates = [testing::certificate("good")];
    for (place, bit) in (0..signature.len()).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
        let mut altered = signature.clone();
        altered[place] ^= 1 << bit;
        if let Ok(signatures) = DetachedSignatures::read(&altered) {
            signatures.verify(&b"sealed\n"[..], &certificates, testing::day("2025-01-01")).unwrap();
        }
    }
}

#[test]
fn version_6_keys_sign_and_receive() {
    use pgp::composed::{KeyType, SecretKeyParamsBuilder, SubkeyParamsBuilder};
    // The library makes the key at this machine's time; any later one will do.
    let now = testing::day("2100-01-01");
    let subkey = SubkeyParamsBuilder::default()
        .version(pgp::types::KeyVersion::V6)
        .key_type(KeyType::X25519)
        .can_encrypt(pgp::composed::EncryptionCaps::All)
        .build()
        .unwrap();
    let parameters = SecretKeyParamsBuilder::default()
        .version(pgp::types::KeyVersion::V6)
        .key_type(KeyType::Ed25519)
        .can_certify(true)
        .can_sign(true)
        .primary_user_id("Scelle test, version 6".into())
        .subkeys(vec![subkey])
        .build()
        .unwrap();
    let key = parameters.generate(OsRng).unwrap().to_armored_bytes(Default::default()).unwrap();
    let keys = SecretKey::read_all(&key).unwrap();
    let signature = sign_detached(&keys[0], &b"sealed"[..], now, &mut OsRng).unwrap();
    let signatures = DetachedSignatures::read(signature.as_bytes()).unwrap();
    let reports = signatures.verify(&b"sealed"[..], &[keys[0].certificate().clone()], now).unwrap();
    assert!(reports[0].verdict.is_good(), "{reports:?}");
    let recipient = keys[0].certificate().recipient(now).unwrap();
    let mut message = Vec::new();
    encrypt(&b"sealed"[..], &mut message, &[recipient], Content { file_name: "", time: now }, &mut OsRng).unwrap();
    let mut plaintext = Vec::new();
    decrypt(&message[..], &keys, &mut |_| None, &DecryptOptions::default(), &mut plaintext).unwrap();
    plaintext.flush().unwrap();
    assert_eq!(plaintext, b"sealed");
}
