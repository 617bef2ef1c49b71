//! Archives with everything that can be added after the seal, and each way in which one of these things can be wrong. Tokens and signatures
//! are made on the spot: the seal is another one for each build of the program.

use std::fs;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use scelle::custody::proofs::add::Ground;
use scelle::custody::proofs::check::Trusted;
use scelle::digest::Sha256;
use scelle::trust::openpgp;
use scelle::trust::timestamp::{Request, Token};

use super::openssl::{Authority, content_of, request, run, signed_by_cms};
use super::support::repack::{BAG, Part, Parts};
use super::{ASIC_MANIFEST, Case, Scene, sound};

pub const FIRST_TOKEN: &str = "META-INF/timestamp001.tst";
const TREE_TOKEN: &str = "META-INF/message-tree.tst";
pub const OPENPGP: &str = "META-INF/openpgp.asc";
const CMS_MANIFEST: &str = "META-INF/ASiCManifest002.xml";
const CMS: &str = "META-INF/signature002.p7s";
const RENEWING_MANIFEST: &str = "META-INF/ASiCManifest003.xml";
const RENEWING_TOKEN: &str = "META-INF/timestamp003.tst";
/// What is added, in this order.
const ADDED: [&str; 7] = [FIRST_TOKEN, TREE_TOKEN, OPENPGP, CMS_MANIFEST, CMS, RENEWING_MANIFEST, RENEWING_TOKEN];

/// The authority that stamps.
pub fn authority() -> Arc<Authority> {
    Authority::new(&["--key", "p256"])
}

/// One that nobody here trusts.
fn stranger() -> Arc<Authority> {
    Authority::new(&["--key", "p384"])
}

/// A token over this digest.
pub fn token(digest: Sha256) -> Vec<u8> {
    let request = Request::new(digest, &[7, 1, 2, 3]);
    authority().answer(&request, &[]).token_for(&request).unwrap().der().to_vec()
}

fn now() -> DateTime<Utc> {
    static NOW: OnceLock<DateTime<Utc>> = OnceLock::new();
    *NOW.get_or_init(Utc::now)
}

/// A file of `tests/openpgp`.
fn openpgp_file(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/openpgp/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn openpgp_signature(bytes: &[u8]) -> Vec<u8> {
    let key = openpgp::SecretKey::read_all(&openpgp_file("good.secret.asc")).unwrap().remove(0);
    openpgp::sign_detached(&key, bytes, now(), &mut rand::rngs::OsRng).unwrap().into_bytes()
}

/// A detached signature by the authority's certificate: openssl asks for no purpose, and neither do we.
fn cms_signature(bytes: &[u8], options: &[&str]) -> Vec<u8> {
    let (place, authority) = (tempfile::tempdir().unwrap(), authority());
    let [content, out] = ["content", "out"].map(|name| place.path().join(name).to_str().unwrap().to_owned());
    fs::write(&content, bytes).unwrap();
    let (signer, key, chain) = (authority.path("tsa.pem"), authority.path("tsa.key"), authority.path("chain.pem"));
    let command = ["cms", "-sign", "-binary", "-outform", "DER", "-in", &content, "-out", &out, "-signer", &signer];
    let certificates: &[&str] = if options.contains(&"-nocerts") { &[] } else { &["-certfile", &chain] };
    run("openssl", &[&command[..], &["-inkey", &key], certificates, options].concat());
    fs::read(out).unwrap()
}

/// The sound archive with all of [`ADDED`], as the program adds them.
fn proven() -> &'static Parts {
    static PROVEN: OnceLock<Parts> = OnceLock::new();
    PROVEN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("{BAG}.zip"));
        fs::write(&path, &sound().bytes).unwrap();
        let ground = Ground::of(&path).unwrap();
        let (first, tree) = (ground.time_stamp().unwrap(), ground.message_tree().unwrap().unwrap());
        let tokens = [token(first.digest), token(tree.digest)];
        ground.add([first, tree].into_iter().zip(tokens).collect()).unwrap();
        let ground = Ground::of(&path).unwrap();
        let pending = ground.openpgp_signature().unwrap();
        let signature = openpgp_signature(ground.signed_bytes(&pending));
        ground.add(vec![(pending, signature)]).unwrap();
        let ground = Ground::of(&path).unwrap();
        let pending = ground.cms_signature().unwrap();
        let signature = cms_signature(ground.signed_bytes(&pending), &[]);
        ground.add(vec![(pending, signature)]).unwrap();
        let ground = Ground::of(&path).unwrap();
        let pending = ground.time_stamp().unwrap();
        let renewal = token(pending.digest);
        ground.add(vec![(pending, renewal)]).unwrap();
        let bytes = fs::read(&path).unwrap();
        let end = sound().bytes.len();
        let start = Parts::of(&sound().bytes).pack().central[0];
        assert!(bytes.len() > end && bytes[..start] == sound().bytes[..start], "nothing sealed was touched");
        Parts::of(&bytes)
    })
}

/// Somebody who trusts those who stamped and signed.
fn trusted() -> Trusted {
    Trusted {
        authorities: Some(authority().anchors()),
        signers: openpgp::Certificate::read_all(&openpgp_file("good.asc")).unwrap(),
        signer_authorities: Some(authority().anchors()),
        now: now(),
    }
}

/// The archive with what is added up to and with `last`: what is made over an altered thing would complain, too.
pub fn up_to(scene: &mut Scene, last: &str) {
    scene.parts = proven().clone();
    let position = scene.parts.position(last);
    scene.parts.entries.truncate(position + 1);
    scene.trusted = trusted();
}

fn remove(scene: &mut Scene, name: &str) {
    let position = scene.parts.position(name);
    scene.parts.entries.remove(position);
}

fn flip_last(scene: &mut Scene, name: &str) {
    let mut bytes = scene.parts.part(name).content();
    *bytes.last_mut().unwrap() ^= 1;
    scene.parts.set(name, bytes);
}

fn manifest(scene: &Scene) -> Vec<u8> {
    scene.parts.text(ASIC_MANIFEST).into_bytes()
}

/// The first token, signed anew with a certificate that has a flaw.
fn flawed(scene: &mut Scene, flaw: &str) {
    up_to(scene, FIRST_TOKEN);
    let token = Token::from_der(&scene.parts.part(FIRST_TOKEN).content()).unwrap();
    let flawed = Authority::new(&["--key", "p256", "--flaw", flaw]);
    scene.parts.set(FIRST_TOKEN, signed_by_cms(&flawed, &content_of(&token), &["-cades"]).der());
    scene.trusted.authorities = Some(flawed.anchors());
}

/// What was added after the seal.
pub const PROOFS: &[Case] = &[
    ("an OpenPGP signature that is none", "proof-unreadable", |s| {
        up_to(s, OPENPGP);
        s.parts.set(OPENPGP, "-----BEGIN PGP SIGNATURE-----\n");
    }),
    ("a CMS signature that is none", "proof-unreadable", |s| {
        up_to(s, CMS);
        s.parts.set(CMS, b"\x30\x03\x02\x01\x07");
    }),
    ("a token larger than any", "proof-unreadable", |s| {
        up_to(s, FIRST_TOKEN);
        s.parts.set(FIRST_TOKEN, vec![0x30; (1 << 20) + 1]);
    }),
    ("a later manifest without what it is for", "proof-manifest", |s| {
        up_to(s, RENEWING_MANIFEST);
    }),
    ("a later token without its manifest", "proof-manifest", |s| {
        up_to(s, RENEWING_TOKEN);
        remove(s, RENEWING_MANIFEST);
    }),
    ("a signature taken away that was renewed", "proof-manifest", |s| {
        up_to(s, RENEWING_TOKEN);
        remove(s, OPENPGP);
    }),
    ("a signature put in front of what was renewed", "proof-manifest", |s| {
        up_to(s, RENEWING_TOKEN);
        let position = s.parts.position(CMS_MANIFEST);
        let signature = openpgp_signature(&manifest(s));
        s.parts.entries.insert(position, Part::stored("META-INF/openpgp002.asc", &signature));
    }),
    ("a later manifest with a number left out", "proof-manifest", |s| {
        up_to(s, RENEWING_TOKEN);
        remove(s, CMS);
        remove(s, CMS_MANIFEST);
    }),
    ("a later manifest that cannot be read", "proof-manifest", |s| {
        up_to(s, RENEWING_TOKEN);
        s.parts.set(RENEWING_MANIFEST, "<x/>");
        s.parts.set(RENEWING_TOKEN, token(Sha256::of(b"<x/>")));
    }),
    ("a later manifest altered", "proof-manifest token-imprint", |s| {
        // It contradicts what stands there, and the token is that of the manifest as it was.
        up_to(s, RENEWING_TOKEN);
        let digest = Sha256::of(&s.parts.part(OPENPGP).content()).base64();
        s.parts.replace(RENEWING_MANIFEST, &digest, &Sha256::ZERO.base64());
    }),
    ("two later proofs swapped with their manifests", "proof-manifest", |s| {
        up_to(s, RENEWING_TOKEN);
        let position = s.parts.position(CMS_MANIFEST);
        s.parts.entries[position..].rotate_left(2);
    }),
    ("a token before what it is made over", "order", |s| {
        up_to(s, FIRST_TOKEN);
        let position = s.parts.position(ASIC_MANIFEST);
        s.parts.entries.swap(position, position + 1);
    }),
    ("a token that is none", "token-unreadable", |s| {
        up_to(s, FIRST_TOKEN);
        s.parts.set(FIRST_TOKEN, b"token");
    }),
    ("a token cut off", "token-unreadable", |s| {
        up_to(s, FIRST_TOKEN);
        let bytes = s.parts.part(FIRST_TOKEN).content();
        s.parts.set(FIRST_TOKEN, &bytes[..bytes.len() - 1]);
    }),
    ("a token over another archive", "token-imprint", |s| {
        up_to(s, FIRST_TOKEN);
        s.parts.set(FIRST_TOKEN, token(Sha256::of(b"another")));
    }),
    ("a renewal over another manifest", "token-imprint", |s| {
        up_to(s, RENEWING_TOKEN);
        s.parts.set(RENEWING_TOKEN, token(sound().seal));
    }),
    ("a byte of a token's signature", "token-signature", |s| {
        up_to(s, FIRST_TOKEN);
        flip_last(s, FIRST_TOKEN);
    }),
    ("the time in a token", "token-signature", |s| {
        up_to(s, FIRST_TOKEN);
        let mut bytes = s.parts.part(FIRST_TOKEN).content();
        let year = now().format("%Y%m").to_string();
        let at = bytes.windows(6).position(|window| window == year.as_bytes()).unwrap();
        bytes[at + 3] ^= 1;
        s.parts.set(FIRST_TOKEN, bytes);
    }),
    ("a token without a certificate", "token-certificate", |s| {
        up_to(s, FIRST_TOKEN);
        let mut request = request(&manifest(s));
        request.certificates = false;
        s.parts.set(FIRST_TOKEN, authority().answer(&request, &[]).token_for(&request).unwrap().der());
    }),
    ("a token by a certificate for programs", "token-usage", |s| flawed(s, "other-eku")),
    ("a token by a certificate that had ended", "token-expired", |s| flawed(s, "expired")),
    ("a token by an authority of others", "token-chain", |s| {
        up_to(s, FIRST_TOKEN);
        s.trusted.authorities = Some(stranger().anchors());
    }),
    ("a message tree of other messages", "message-tree", |s| {
        up_to(s, TREE_TOKEN);
        s.parts.set(TREE_TOKEN, token(Sha256::of(b"others")));
    }),
    ("a byte of the message tree's token", "token-signature", |s| {
        up_to(s, TREE_TOKEN);
        flip_last(s, TREE_TOKEN);
    }),
    ("an OpenPGP signature over another archive", "openpgp-signature", |s| {
        up_to(s, OPENPGP);
        s.parts.set(OPENPGP, openpgp_signature(b"another"));
    }),
    ("an OpenPGP signature by a key that had expired", "openpgp-signature", |s| {
        // The certificate's end is before the day that the signature names.
        up_to(s, OPENPGP);
        s.trusted.signers = openpgp::Certificate::read_all(&openpgp_file("expired.asc")).unwrap();
        s.parts.set(OPENPGP, openpgp_file("expired.sig.asc"));
    }),
    ("an OpenPGP signature of tomorrow", "openpgp-signature", |s| {
        up_to(s, OPENPGP);
        s.trusted.now = now() - chrono::Duration::days(3);
    }),
    ("a CMS signature without certificates", "cms-certificate", |s| {
        up_to(s, CMS);
        let manifest = s.parts.text(CMS_MANIFEST);
        s.trusted.signer_authorities = None;
        s.parts.set(CMS, cms_signature(manifest.as_bytes(), &["-nocerts"]));
    }),
    ("a CMS signature over the first manifest", "cms-content", |s| {
        up_to(s, CMS);
        let manifest = manifest(s);
        s.parts.set(CMS, cms_signature(&manifest, &[]));
    }),
    ("a byte of a CMS signature", "cms-signature", |s| {
        up_to(s, CMS);
        flip_last(s, CMS);
    }),
    ("a CMS signature by somebody whom others vouch for", "cms-chain", |s| {
        up_to(s, CMS);
        s.trusted.signer_authorities = Some(stranger().anchors());
    }),
];

#[test]
fn what_the_program_adds_is_sound_and_trusted() {
    for (number, last) in ADDED.into_iter().enumerate().filter(|(_, name)| !name.ends_with(".xml")) {
        let mut scene = Scene::sound();
        up_to(&mut scene, last);
        let verdict = scene.verdict();
        assert_eq!(verdict.discrepancies, [], "{last}");
        let proofs = ADDED[..=number].iter().filter(|name| !name.ends_with(".xml"));
        assert!(verdict.proofs.iter().map(|proof| proof.entry.as_str()).eq(proofs.copied()), "{:?}", verdict.proofs);
        assert!(verdict.proofs.iter().all(|proof| proof.trusted), "{:?}", verdict.proofs);
    }
}

#[test]
fn who_trusts_nobody_is_told_of_nothing_wrong_and_nothing_proven() {
    let mut scene = Scene::sound();
    up_to(&mut scene, RENEWING_TOKEN);
    scene.trusted = Trusted { now: now(), ..Trusted::default() };
    let verdict = scene.verdict();
    assert_eq!((verdict.discrepancies, verdict.proofs.len()), (vec![], 5));
    assert!(verdict.proofs.iter().all(|proof| !proof.trusted), "{:?}", verdict.proofs);
}

#[test]
fn nothing_is_added_on_top_of_what_does_not_hold() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("{BAG}.zip"));
    let mut scene = Scene::sound();
    up_to(&mut scene, RENEWING_MANIFEST);
    let bytes = scene.parts.pack().bytes;
    fs::write(&path, &bytes).unwrap();
    let refused = Ground::of(&path).unwrap_err().to_string();
    assert!(refused.contains(RENEWING_MANIFEST) && refused.contains("nothing is added"), "{refused}");
    assert!(fs::read(&path).unwrap() == bytes);
}

/// The headers of the zip are right each time: it is the proof itself that no longer holds.
#[test]
fn not_one_byte_of_a_proof_can_change_unseen() {
    for name in ADDED.into_iter().filter(|name| *name != OPENPGP) {
        let mut scene = Scene::sound();
        up_to(&mut scene, RENEWING_TOKEN);
        let sound = scene.parts.part(name).content();
        for place in (0..sound.len()).step_by(sound.len() / 12 + 1) {
            let mut scene = Scene::sound();
            // The last one that is checked is the one that was changed: nothing renews it.
            up_to(&mut scene, if name.ends_with(".xml") { RENEWING_TOKEN } else { name });
            let mut bytes = sound.clone();
            bytes[place] ^= 1;
            scene.parts.set(name, bytes);
            assert!(!scene.verdict().discrepancies.is_empty(), "byte {place} of {name}");
        }
    }
}
