//! OpenPGP against programs no code of ours judges: GnuPG 2.2, which must be installed, and sqop, which must be where `CI` is set. Keys are
//! made on the spot.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

#[path = "openpgp/gnupg.rs"]
mod gnupg;

use std::io::Read as _;

use chrono::Utc;
use gnupg::{Gnupg, sqop};
use rand::rngs::OsRng;
use scelle::trust::openpgp::{
    Certificate, Content, DecryptOptions, Decrypted, DetachedSignatures, Integrity, OpenPgpError, Recipient, SecretKey,
    decrypt, encrypt, sign_detached,
};
use zeroize::Zeroizing;

const PASSPHRASE: &str = "invented passphrase é";

/// Some bytes that neither compress nor repeat.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    std::iter::repeat_with(next).take(length).collect()
}

fn recipient(gnupg: &Gnupg, user: &str) -> Recipient {
    certificate(gnupg, user).recipient(Utc::now()).unwrap()
}

fn certificate(gnupg: &Gnupg, user: &str) -> Certificate {
    Certificate::read_all(&gnupg.run(&["--armor", "--export", user], b"")).unwrap().remove(0)
}

fn secret(gnupg: &Gnupg, user: &str) -> SecretKey {
    SecretKey::read_all(&gnupg.run(&["--armor", "--export-secret-keys", user], b"")).unwrap().remove(0)
}

fn encrypted(data: &[u8], recipients: &[Recipient]) -> Vec<u8> {
    let mut message = Vec::new();
    let content = Content { file_name: "CASE-1.zip", time: Utc::now() };
    let written = encrypt(data, &mut message, recipients, content, &mut OsRng).unwrap();
    assert_eq!((written.plaintext, written.written), (data.len() as u64, message.len() as u64));
    message
}

fn decrypted(
    message: &[u8],
    keys: &[SecretKey],
    certificates: &[Certificate],
) -> Result<(Vec<u8>, Decrypted), OpenPgpError> {
    let mut plaintext = Vec::new();
    let options = DecryptOptions { most_plaintext: None, certificates, now: Utc::now() };
    let mut ask = |_: &_| Some(Zeroizing::new(PASSPHRASE.to_owned()));
    decrypt(message, keys, &mut ask, &options, &mut plaintext).map(|found| (plaintext, found))
}

#[test]
fn our_signatures_are_accepted_by_gpg_and_sqop() {
    let gnupg = Gnupg::new();
    let data = noise(300_000);
    let kinds = ["ed25519", "nistp256", "nistp384", "nistp521", "rsa3072"];
    for kind in kinds {
        let user = format!("signer-{kind}@scelle.example");
        gnupg.make(&user, kind, "cert,sign", PASSPHRASE);
        let mut key = SecretKey::read_all(&gnupg.locked_secret(&user, PASSPHRASE)).unwrap().remove(0);
        assert!(key.is_locked());
        let locked = sign_detached(&key, &data[..], Utc::now(), &mut OsRng);
        assert_eq!(locked.unwrap_err().word(), "key-locked");
        assert_eq!(key.unlock("another").unwrap_err().word(), "wrong-passphrase");
        key.unlock(PASSPHRASE).unwrap();
        let signature = sign_detached(&key, &data[..], Utc::now(), &mut OsRng).unwrap();
        let said = gnupg.verify(signature.as_bytes(), &data);
        assert!(said.contains("GOODSIG") && said.contains(&key.fingerprint().to_string()), "{kind}: {said}");
        let reports = DetachedSignatures::read(signature.as_bytes()).unwrap();
        let reports = reports.verify(&data[..], &[certificate(&gnupg, &user)], Utc::now()).unwrap();
        assert!(reports[0].verdict.is_good(), "{kind}: {reports:?}");
        let said = gnupg.verify(signature.as_bytes(), &data[1..]);
        assert!(said.contains("BADSIG"), "{kind}: {said}");
        if let Some(sqop) = sqop() {
            let public = gnupg.run(&["--armor", "--export", &user], b"");
            assert!(sqop.verifies(signature.as_bytes(), &public, &data), "{kind}: sqop refuses");
        }
    }
}

#[test]
fn gpgs_signatures_are_verified() {
    let gnupg = Gnupg::new();
    gnupg.make("one@scelle.example", "ed25519", "cert", "");
    gnupg.add("one@scelle.example", "ed25519", "sign");
    let certificate = certificate(&gnupg, "one@scelle.example");
    // In text mode gpg and the standard differ on stray carriage returns, so that form is tried on text.
    let (binary, text) = (noise(100_000), b"a line\nblank at the end \r\n\nlast".repeat(9000));
    let forms: [(&[&str], &[u8]); 3] = [
        (&["--detach-sign"], &binary),
        (&["--armor", "--detach-sign"], &binary),
        (&["--armor", "--textmode", "--detach-sign"], &text),
    ];
    for (form, data) in forms {
        let bytes = gnupg.run(form, data);
        let signatures = DetachedSignatures::read(&bytes).unwrap();
        let reports = signatures.verify(data, std::slice::from_ref(&certificate), Utc::now()).unwrap();
        assert!(reports[0].verdict.is_good(), "{form:?}: {reports:?}");
        let reports = signatures.verify(&data[1..], std::slice::from_ref(&certificate), Utc::now()).unwrap();
        assert_eq!(reports[0].verdict.word(), "bad");
    }
}

#[test]
fn gpg_and_sqop_decrypt_what_we_encrypt() {
    let gnupg = Gnupg::new();
    gnupg.make("cv25519@scelle.example", "ed25519", "cert,sign", "");
    gnupg.add("cv25519@scelle.example", "cv25519", "encr");
    gnupg.make("nist@scelle.example", "nistp384", "cert,sign", "");
    gnupg.add("nist@scelle.example", "nistp384", "encr");
    gnupg.make("rsa@scelle.example", "rsa2048", "cert,sign,encr", "");
    let users = ["cv25519@scelle.example", "nist@scelle.example", "rsa@scelle.example"];
    let recipients = users.map(|user| recipient(&gnupg, user));
    // Around the borders of pieces, and nothing at all.
    let piece = 1 << 20;
    for length in [0, 1, 15, 16, 17, piece - 40, piece - 17, piece - 16, piece - 15, piece, piece + 1, 3 * piece + 5] {
        let data = noise(length);
        let message = encrypted(&data, &recipients);
        let (plaintext, status) = gnupg.decrypt(&message);
        assert!(plaintext == data, "{length} bytes: {status}");
        assert!(status.contains("GOODMDC") && status.contains("CASE-1.zip"), "{status}");
        let (ours, found) = decrypted(&message, &[secret(&gnupg, users[0])], &[]).unwrap();
        assert!(ours == data && found.file_name == b"CASE-1.zip" && found.integrity == Integrity::DetectionCode);
    }
    let data = noise(100_000);
    let message = encrypted(&data, &recipients);
    for user in users {
        let secret = gnupg.run(&["--armor", "--export-secret-keys", user], b"");
        let alone = Gnupg::new();
        alone.run(&["--import"], &secret);
        assert!(alone.decrypt(&message).0 == data, "{user} alone");
        if let Some(sqop) = sqop() {
            assert!(sqop.decrypt(&message, &secret) == data, "{user} with sqop");
        }
    }
}

#[test]
fn we_decrypt_what_gpg_and_sqop_encrypt() {
    let gnupg = Gnupg::new();
    let user = "locked@scelle.example";
    gnupg.make(user, "ed25519", "cert,sign", PASSPHRASE);
    gnupg.add_locked(user, "cv25519", "encr", PASSPHRASE);
    let key = SecretKey::read_all(&gnupg.locked_secret(user, PASSPHRASE)).unwrap();
    assert!(key[0].is_locked());
    let certificates = [certificate(&gnupg, user)];
    let data = [noise(1_500_000), vec![b'a'; 1_500_000]].concat();
    let forms: [&[&str]; 5] = [
        &["-z", "0"],
        &["-z", "6"],
        &["--compress-algo", "zlib"],
        &["--armor"],
        &["--cipher-algo", "AES", "--hidden-recipient", user],
    ];
    for form in forms {
        let message = gnupg.run(&[&["--encrypt", "-r", user][..], form].concat(), &data);
        let (plaintext, found) = decrypted(&message, &key, &[]).unwrap_or_else(|error| panic!("{form:?}: {error}"));
        assert!(plaintext == data, "{form:?}");
        assert_eq!(found.signatures, []);
    }
    let message = gnupg.run_with(PASSPHRASE, &["--encrypt", "--sign", "-u", user, "-r", user], &data);
    let (plaintext, found) = decrypted(&message, &key, &certificates).unwrap();
    assert!(plaintext == data && found.signatures.len() == 1 && found.signatures[0].verdict.is_good(), "{found:?}");
    let (_, found) = decrypted(&message, &key, &[]).unwrap();
    assert_eq!(found.signatures[0].verdict.word(), "unknown-signer");
    if let Some(sqop) = sqop() {
        let message = sqop.encrypt(&data, &gnupg.run(&["--armor", "--export", user], b""));
        assert!(decrypted(&message, &key, &[]).unwrap().0 == data, "sqop's message");
    }
}

#[test]
fn others_than_the_recipients_are_told_who_they_are() {
    let gnupg = Gnupg::new();
    for user in ["to@scelle.example", "other@scelle.example"] {
        gnupg.make(user, "ed25519", "cert,sign", "");
        gnupg.add(user, "cv25519", "encr");
    }
    let message = encrypted(b"sealed", &[recipient(&gnupg, "to@scelle.example")]);
    let error = decrypted(&message, &[secret(&gnupg, "other@scelle.example")], &[]).unwrap_err();
    assert_eq!(error.word(), "no-matching-key");
    let mut passphrase_less =
        SecretKey::read_all(&gnupg.run(&["--export-secret-subkeys", "to@scelle.example"], b"")).unwrap();
    assert_eq!(decrypted(&message, &passphrase_less, &[]).unwrap().0, b"sealed");
    passphrase_less[0].unlock(PASSPHRASE).unwrap();
    let signing = sign_detached(&passphrase_less[0], &b"x"[..], Utc::now(), &mut OsRng).unwrap_err();
    assert_eq!(signing.word(), "secret-absent");
}

#[test]
fn a_reader_that_fails_is_told_as_such() {
    let gnupg = Gnupg::new();
    gnupg.make("to@scelle.example", "ed25519", "cert,sign", "");
    gnupg.add("to@scelle.example", "cv25519", "encr");
    let to = recipient(&gnupg, "to@scelle.example");
    let content = Content { file_name: "", time: Utc::now() };
    let start = noise(3_000_000);
    let broken = start.chain(Broken);
    let error = encrypt(broken, std::io::sink(), std::slice::from_ref(&to), content, &mut OsRng).unwrap_err();
    assert_eq!(error.word(), "cannot-read");
    let error = encrypt(&noise(5_000_000)[..], Full, &[to], content, &mut OsRng).unwrap_err();
    assert_eq!(error.word(), "cannot-write");
}

struct Broken;

impl std::io::Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("broken"))
    }
}

struct Full;

impl std::io::Write for Full {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("full"))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
