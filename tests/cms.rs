//! CMS signatures with a PKCS#12 key: what we sign openssl verifies, what openssl signs we verify; each thing wrong is told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

#[path = "trust/openssl.rs"]
mod openssl;

use std::fs;
use std::process::Command;

use chrono::{DateTime, Utc};
use openssl::{Authority, run};
use scelle::trust::cms::{Fault, Identity, Pkcs12Error, SignedData, sign_detached};

const CONTENT: &[u8] = b"the manifest\r\nwith both ends of line\n";

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

/// The authority's certificate will do for a signature of anything: openssl is asked for no purpose.
fn pkcs12(authority: &Authority, options: &[&str]) -> Vec<u8> {
    let place = tempfile::tempdir_in(&authority.directory).unwrap();
    let out = place.path().join("key.p12").to_str().unwrap().to_owned();
    let (key, certificate, chain) = (authority.path("tsa.key"), authority.path("tsa.pem"), authority.path("chain.pem"));
    let command = ["pkcs12", "-export", "-inkey", &key, "-in", &certificate, "-certfile", &chain, "-out", &out];
    run("openssl", &[&command[..], &["-passout", "pass:mot de passe é€"], options].concat());
    fs::read(out).unwrap()
}

const PASSWORD: &str = "mot de passe é€";

#[test]
fn openssl_verifies_what_we_sign() {
    for key in ["rsa", "p256", "p384"] {
        let authority = Authority::new(&["--key", key]);
        let identity = Identity::from_pkcs12(&pkcs12(&authority, &[]), PASSWORD).unwrap();
        assert_eq!(identity.certificate().subject().short(), "Example Time-stamp Authority");
        let signature = sign_detached(&identity, CONTENT, moment()).unwrap();
        assert_eq!(sign_detached(&identity, CONTENT, moment()).unwrap(), signature, "the same every time");
        assert!(judge(&authority, &signature, CONTENT), "{key}");
        assert!(!judge(&authority, &signature, b"another manifest"), "{key}");

        let read = SignedData::from_der(&signature).unwrap();
        let signed = read.check(&read.signers[0], CONTENT, &[]).unwrap();
        assert_eq!(signed.claimed_time, Some(moment()));
        assert!(signed.pinned_by.is_some());
        let path = authority.anchors().path(&signed.certificate, &read.certificates, Utc::now()).unwrap();
        assert_eq!(path.len(), 3);
        assert_eq!(read.check(&read.signers[0], b"another manifest", &[]).unwrap_err(), Fault::OtherContent);
    }
}

/// Whether openssl accepts it, as DESIGN.md has the recipient ask.
fn judge(authority: &Authority, signature: &[u8], content: &[u8]) -> bool {
    let place = tempfile::tempdir_in(&authority.directory).unwrap();
    fs::write(place.path().join("signature"), signature).unwrap();
    fs::write(place.path().join("content"), content).unwrap();
    let root = authority.path("root.pem");
    let command =
        ["cms", "-verify", "-binary", "-inform", "DER", "-in", "signature", "-content", "content", "-CAfile", &root];
    let done = Command::new("openssl")
        .args(command)
        .args(["-purpose", "any", "-out", "out"])
        .current_dir(place.path())
        .output();
    done.unwrap().status.success()
}

#[test]
fn we_verify_what_openssl_signs() {
    let authority = Authority::new(&["--key", "rsa"]);
    let place = tempfile::tempdir_in(&authority.directory).unwrap();
    let [content, out] = ["content", "signature"].map(|name| place.path().join(name).to_str().unwrap().to_owned());
    fs::write(&content, CONTENT).unwrap();
    let (signer, key) = (authority.path("tsa.pem"), authority.path("tsa.key"));
    let command = [
        "cms", "-sign", "-binary", "-outform", "DER", "-in", &content, "-out", &out, "-signer", &signer, "-inkey", &key,
    ];
    for options in
        [&[][..], &["-cades", "-md", "sha512"], &["-keyid"], &["-keyopt", "rsa_padding_mode:pss", "-md", "sha384"]]
    {
        run("openssl", &[&command[..], options].concat());
        let read = SignedData::from_der(&fs::read(&out).unwrap()).unwrap();
        let signed = read.check(&read.signers[0], CONTENT, &[]).unwrap_or_else(|fault| panic!("{options:?}: {fault}"));
        assert_eq!(signed.pinned_by.is_some(), options.contains(&"-cades"));
    }
    run("openssl", &[&command[..], &["-nocerts"]].concat());
    let read = SignedData::from_der(&fs::read(&out).unwrap()).unwrap();
    assert_eq!(read.check(&read.signers[0], CONTENT, &[]).unwrap_err(), Fault::NoCertificate);
    let mut other = read.clone();
    other.certificates = Authority::new(&["--key", "p256"]).anchors().certificates().to_vec();
    assert_eq!(other.check(&other.signers[0], CONTENT, &[]).unwrap_err(), Fault::NoCertificate);
}

#[test]
fn each_pkcs12_file_opens_or_says_why_not() {
    let authority = Authority::new(&["--key", "p256"]);
    let opened =
        |options: &[&str], password: &str| Identity::from_pkcs12(&pkcs12(&authority, options), password).map(|_| ());
    for options in [
        &["-macalg", "sha1"][..],
        &["-macalg", "sha512"],
        &["-nomac"],
        &["-keypbe", "AES-128-CBC", "-certpbe", "NONE"],
        &["-keypbe", "NONE", "-certpbe", "NONE"],
        &["-iter", "1"],
    ] {
        assert_eq!(opened(options, PASSWORD), Ok(()), "{options:?}");
    }
    assert_eq!(opened(&[], "wrong"), Err(Pkcs12Error::WrongPassword));
    assert_eq!(opened(&["-nomac"], "wrong"), Err(Pkcs12Error::WrongPassword));
    assert_eq!(opened(&["-keypbe", "PBE-SHA1-3DES"], PASSWORD), Err(Pkcs12Error::OldEncryption("3DES".to_owned())));
    assert_eq!(opened(&["-nokeys"], PASSWORD), Err(Pkcs12Error::Keys(0)));
    assert!(matches!(Identity::from_pkcs12(b"not one", "").map(|_| ()), Err(Pkcs12Error::Malformed(_))));
}
