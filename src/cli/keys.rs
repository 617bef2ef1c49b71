//! Keys of people: certificates and secret keys read from files, passphrases asked without showing them, fingerprints compared.

use std::cell::OnceCell;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::files;
use super::session::Session;
use crate::custody::proofs::check::Trusted;
use crate::text::one_line;
use crate::trust::cms::Identity;
use crate::trust::openpgp::{Certificate, Fingerprint, OpenPgpError, Recipient, SecretKey};
use crate::trust::x509::Anchors;

/// The first octet of a DER file that holds a structure.
const DER_SEQUENCE: u8 = 0x30;
/// A file of keys is never larger.
const LARGEST: u64 = 16 << 20;
/// A passphrase is never longer.
const LONGEST_PASSPHRASE: u64 = 64 << 10;

/// Where a passphrase comes from; never from the command line itself, which every user of the machine can read.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct PassphraseArgs {
    #[arg(long, value_name = "N", conflicts_with = "passphrase_file")]
    passphrase_fd: Option<u32>,
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    #[arg(skip)]
    read: Once,
}

/// What was read of a passphrase: a pipe gives it once, and two keys may need it.
#[derive(Clone, Default)]
struct Once(OnceCell<Zeroizing<String>>);

impl std::fmt::Debug for Once {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a passphrase, or none")
    }
}

impl PassphraseArgs {
    /// The passphrase of `what`: the first line of the file or descriptor given, else what is typed.
    pub fn passphrase(&self, session: &Session, what: &str) -> anyhow::Result<Zeroizing<String>> {
        let from = self.passphrase_fd.map(|number| PathBuf::from(format!("/dev/fd/{number}")));
        if let Some(read) = self.read.0.get() {
            return Ok(read.clone());
        }
        if let Some(path) = from.or_else(|| self.passphrase_file.clone()) {
            let unreadable = || session.text("passphrase-unreadable", &[("path", files::shown(&path))]);
            let line = first_line(&path).with_context(unreadable)?;
            return Ok(self.read.0.get_or_init(|| line).clone());
        }
        if !session.can_ask() {
            return Err(session.error("passphrase-needed", &[("what", shown(what))]));
        }
        let typed = rpassword::prompt_password(session.text("ask-passphrase", &[("what", shown(what))]) + " ");
        Ok(Zeroizing::new(typed.context("/dev/tty")?))
    }
}

fn shown(text: &str) -> crate::lang::Value {
    one_line(text).into_owned().into()
}

fn first_line(path: &Path) -> std::io::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::new());
    BufReader::new(File::open(path)?.take(LONGEST_PASSPHRASE)).read_line(&mut line)?;
    let length = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(length);
    Ok(line)
}

/// The bytes of a small file.
pub fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = || files::path_text(path);
    let file = File::open(path).with_context(shown)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).with_context(shown)?;
    anyhow::ensure!(bytes.len() as u64 <= LARGEST, "{}: {LARGEST} +", shown());
    Ok(bytes)
}

/// The certificates of several files.
pub fn certificates(paths: &[PathBuf]) -> anyhow::Result<Vec<Certificate>> {
    let mut found = Vec::new();
    for path in paths {
        let read = Certificate::read_all(&read(path)?);
        found.extend(read.with_context(|| files::path_text(path))?);
    }
    Ok(found)
}

/// The secret keys of a file, as they are.
pub fn secret_keys(path: &Path) -> anyhow::Result<Vec<SecretKey>> {
    let shown = || files::path_text(path);
    SecretKey::read_all(&read(path)?).with_context(shown)
}

/// The first secret key of a file, unlocked.
pub fn signing_key(session: &Session, path: &Path, passphrase: &PassphraseArgs) -> anyhow::Result<SecretKey> {
    let keys = secret_keys(path)?;
    let mut key = keys.into_iter().next().context("no secret key")?;
    if key.is_locked() {
        let what = key.certificate().user_ids().first().cloned().unwrap_or_else(|| key.fingerprint().to_string());
        key.unlock(&passphrase.passphrase(session, &what)?).map_err(|error| said(session, &error))?;
    }
    Ok(key)
}

/// What went wrong with a key or a message, in the user's language where that is common.
pub fn said(session: &Session, error: &OpenPgpError) -> anyhow::Error {
    let key = match error {
        OpenPgpError::WrongPassphrase(_) => "openpgp-wrong-passphrase",
        OpenPgpError::NoMatchingKey { .. } => "openpgp-no-matching-key",
        OpenPgpError::Truncated => "openpgp-truncated",
        OpenPgpError::Altered => "openpgp-altered",
        OpenPgpError::NoIntegrity => "openpgp-no-integrity",
        OpenPgpError::NotEncrypted => "openpgp-not-encrypted",
        _ => return anyhow::Error::msg(one_line(&error.to_string()).into_owned()),
    };
    session.error(key, &[("detail", shown(&error.to_string()))])
}

/// Judges certificates as recipients; one that is refused stops all, with every reason.
pub fn recipients(session: &Session, paths: &[PathBuf], now: DateTime<Utc>) -> anyhow::Result<Vec<Recipient>> {
    let mut found: Vec<Recipient> = Vec::new();
    for certificate in certificates(paths)? {
        match certificate.recipient(now) {
            Ok(recipient) if found.iter().any(|one| one.certificate == recipient.certificate) => {}
            Ok(recipient) => found.push(recipient),
            Err(refusals) => {
                let reasons: Vec<String> = refusals
                    .iter()
                    .map(|refusal| format!("{} ({})", one_line(&refusal.to_string()), refusal.word()))
                    .collect();
                let told = [
                    ("name", shown(&certificate.user_ids().join(", "))),
                    ("fingerprint", certificate.fingerprint().grouped().into()),
                    ("reasons", reasons.join("; ").into()),
                ];
                return Err(session.error("recipient-refused", &told));
            }
        }
    }
    Ok(found)
}

/// Shows each recipient's fingerprint and has it confirmed: by `--fingerprint`, else by a person.
pub fn confirm(session: &Session, recipients: &[Recipient], given: &[Fingerprint]) -> anyhow::Result<()> {
    for recipient in recipients {
        let told = [
            ("name", shown(&recipient.user_ids.join(", "))),
            ("fingerprint", recipient.certificate.grouped().into()),
            ("algorithm", recipient.algorithm.as_str().into()),
        ];
        session.tell(&session.text("recipient", &told));
        for note in &recipient.notes {
            session.warn(&one_line(&note.to_string()));
        }
        if given.contains(&recipient.certificate) {
            continue;
        }
        if !given.is_empty() || !session.can_ask() {
            return Err(session.error("recipient-not-confirmed", &told));
        }
        let answer = session.ask(&session.text("ask-fingerprint", &[]))?;
        let yes = ["oui", "o", "yes", "y"];
        if !answer.is_some_and(|answer| yes.contains(&answer.to_lowercase().as_str())) {
            return Err(session.error("recipient-not-confirmed", &told));
        }
    }
    Ok(())
}

/// A key that signs, of one of the two kinds that people have.
pub enum SigningKey {
    /// an OpenPGP secret key, unlocked
    OpenPgp(Box<SecretKey>),
    /// a private key with its X.509 certificate
    Cms(Box<Identity>),
}

impl SigningKey {
    /// Opens a file: a PKCS#12 begins as all DER does, an OpenPGP key never so.
    pub fn open(session: &Session, path: &Path, passphrase: &PassphraseArgs) -> anyhow::Result<SigningKey> {
        let bytes = read(path)?;
        if bytes.first() != Some(&DER_SEQUENCE) {
            return Ok(SigningKey::OpenPgp(Box::new(signing_key(session, path, passphrase)?)));
        }
        let name = files::path_text(path);
        let password = passphrase.passphrase(session, &name)?;
        Ok(SigningKey::Cms(Box::new(Identity::from_pkcs12(&bytes, &password).with_context(|| name.clone())?)))
    }

    /// Whose key it is.
    pub fn name(&self) -> String {
        match self {
            SigningKey::OpenPgp(key) => {
                let user = key.certificate().user_ids().into_iter().next().unwrap_or_default();
                format!("{user} {}", key.fingerprint()).trim().to_owned()
            }
            SigningKey::Cms(identity) => identity.certificate().subject().to_string(),
        }
    }
}

/// Root certificates from a file.
pub fn anchors(path: &Path) -> anyhow::Result<Anchors> {
    Anchors::from_pem(&read(path)?).with_context(|| files::path_text(path))
}

/// Whom a reader trusts, from files: roots of time-stamp authorities, and certificates of signers of either kind.
pub fn trusted(tsa_ca: Option<&Path>, signers: &[PathBuf], now: DateTime<Utc>) -> anyhow::Result<Trusted> {
    let mut trusted = Trusted { authorities: tsa_ca.map(anchors).transpose()?, now, ..Trusted::default() };
    let mut x509 = Vec::new();
    for path in signers {
        let bytes = read(path)?;
        let is_x509 =
            bytes.first() == Some(&DER_SEQUENCE) || memchr::memmem::find(&bytes, b"BEGIN CERTIFICATE").is_some();
        match is_x509 {
            true => x509.extend_from_slice(anchors(path)?.certificates()),
            false => trusted.signers.extend(certificates(std::slice::from_ref(path))?),
        }
    }
    trusted.signer_authorities = Some(Anchors::new(x509)).filter(|anchors| !anchors.certificates().is_empty());
    Ok(trusted)
}
