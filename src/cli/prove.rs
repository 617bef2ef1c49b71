//! Time-stamps and signatures put on an archive, for the commands that seal and those that do only that.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Utc};
use rand::RngCore;

use super::keys::{self, PassphraseArgs, SigningKey};
use super::session::Session;
use super::{facts, files, record};
use crate::custody::beside::{hash_path, told_digest};
use crate::custody::journal::Action;
use crate::custody::proofs::add::{Ground, Pending};
use crate::custody::proofs::check::{Says, Trusted, shown, token_says};
use crate::custody::proofs::name::ProofName;
use crate::custody::seal::Sealed;
use crate::digest::Sha256;
use crate::text::one_line;
use crate::trust::timestamp::http::{self, Patience};
use crate::trust::timestamp::{Request, Response, Token};
use crate::trust::x509::Anchors;
use crate::trust::{cms, openpgp};

/// What is put on an archive right after sealing.
#[derive(Debug, Default, clap::Args)]
pub struct ProofArgs {
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[command(flatten)]
    authority: AuthorityArgs,
}

/// Which time-stamp authority is asked.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct AuthorityArgs {
    #[arg(long, value_name = "URL")]
    pub tsa: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub tsa_ca: Option<PathBuf>,
    #[arg(long, value_name = "OID", value_parser = policy)]
    pub tsa_policy: Option<const_oid::ObjectIdentifier>,
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = clap::value_parser!(u64).range(1..3600))]
    pub tsa_timeout: u64,
}

fn policy(text: &str) -> Result<const_oid::ObjectIdentifier, String> {
    text.parse().map_err(|error: const_oid::Error| error.to_string())
}

impl AuthorityArgs {
    fn anchors(&self) -> anyhow::Result<Option<Anchors>> {
        self.tsa_ca.as_deref().map(keys::anchors).transpose()
    }

    fn patience(&self) -> Patience {
        let whole = Duration::from_secs(self.tsa_timeout);
        Patience { connect: whole.min(Patience::default().connect), whole }
    }

    fn request(&self, pending: &Pending) -> Request {
        let mut nonce = [0; 8];
        rand::rngs::OsRng.fill_bytes(&mut nonce);
        Request { policy: self.tsa_policy, ..Request::new(pending.digest, &nonce) }
    }
}

/// What is needed to prove, looked up before anything long is begun.
pub struct Ready {
    key: Option<SigningKey>,
    authority: AuthorityArgs,
    anchors: Option<Anchors>,
}

impl ProofArgs {
    /// Unlocks the key and reads the roots.
    pub fn ready(self, session: &Session) -> anyhow::Result<Ready> {
        let key = self.sign.as_deref().map(|path| SigningKey::open(session, path, &self.passphrase)).transpose()?;
        let anchors = self.authority.anchors()?;
        Ok(Ready { key, authority: self.authority, anchors })
    }
}

impl Ready {
    /// Signs and time-stamps an archive that was just sealed. What fails costs nothing but itself: it is told, with the command to
    /// repeat. True where nothing failed.
    pub fn prove(&self, session: &Session, sealed: &mut Sealed) -> anyhow::Result<bool> {
        let (archive, now) = (sealed.archive.clone(), facts::clock(None)?.now().instant());
        let archive = archive.as_path();
        let mut well = true;
        if let Some(key) = &self.key
            && let Err(error) = sign(session, archive, key, now)
        {
            well = false;
            tell_failure(session, "sign-failed", archive, &error, "");
        }
        if let Some(url) = &self.authority.tsa
            && let Err(error) = stamp(session, archive, &self.authority, self.anchors.as_ref(), url)
        {
            well = false;
            tell_failure(session, "timestamp-failed", archive, &error, url);
        }
        if self.key.is_some() || self.authority.tsa.is_some() {
            (sealed.archive_sha256, sealed.archive_size) = told_beside(archive)?;
        }
        Ok(well)
    }

    /// Whom the user of these proofs trusts.
    pub fn trusted(&self) -> anyhow::Result<Trusted> {
        let now = facts::clock(None)?.now().instant();
        let own = match &self.key {
            Some(SigningKey::OpenPgp(key)) => vec![key.certificate().clone()],
            _ => Vec::new(),
        };
        Ok(Trusted { authorities: self.anchors.clone(), signers: own, signer_authorities: None, now })
    }
}

/// The digest of an archive as its hash file tells it after an addition, and its size.
fn told_beside(archive: &Path) -> anyhow::Result<(Sha256, u64)> {
    let told = told_digest(archive).with_context(|| files::path_text(&hash_path(archive)))?;
    Ok((told.parse()?, std::fs::metadata(archive)?.len()))
}

fn tell_failure(session: &Session, key: &str, archive: &Path, error: &anyhow::Error, url: &str) {
    let why = one_line(&session.in_one_line(error)).into_owned();
    let told = [("why", why.into()), ("archive", files::shown(archive)), ("url", one_line(url).into_owned().into())];
    session.warn(&session.text(key, &told));
}

/// Signs an archive and notes it.
pub fn sign(session: &Session, archive: &Path, key: &SigningKey, now: DateTime<Utc>) -> anyhow::Result<ProofName> {
    let ground = Ground::of(archive)?;
    let (pending, signature) = match key {
        SigningKey::OpenPgp(key) => {
            let pending = ground.openpgp_signature()?;
            let signed = openpgp::sign_detached(key, ground.signed_bytes(&pending), now, &mut rand::rngs::OsRng);
            (pending, signed.map_err(|error| keys::said(session, &error))?.into_bytes())
        }
        SigningKey::Cms(identity) => {
            let pending = ground.cms_signature()?;
            let signed = cms::sign_detached(identity, ground.signed_bytes(&pending), now)?;
            (pending, signed)
        }
    };
    let name = pending.name;
    let digest = ground.add(vec![(pending, signature)])?;
    let note = format!("{name} by {}; SHA-256 of the archive {digest}", key.name());
    record::note(session, archive, Action::Sign, Some(ground.seal), note);
    session.tell(
        &session.text(
            "signed",
            &[("entry", name.to_string().into()), ("signer", one_line(&key.name()).into_owned().into())],
        ),
    );
    Ok(name)
}

/// Has an archive time-stamped over the network: the seal, and the message tree where it has no token yet.
pub fn stamp(
    session: &Session,
    archive: &Path,
    authority: &AuthorityArgs,
    anchors: Option<&Anchors>,
    url: &str,
) -> anyhow::Result<()> {
    let ground = Ground::of(archive)?;
    let first = ground.time_stamp()?;
    let token = ask(authority, &first, anchors, url)?;
    let mut proofs = vec![(first, token)];
    // A seal that is dated is worth having, whatever becomes of the second request.
    let tree = ground.message_tree()?.map(|tree| (ask(authority, &tree, anchors, url), tree));
    let failed = match tree {
        Some((Ok(token), tree)) => {
            proofs.push((tree, token));
            None
        }
        Some((Err(error), _)) => Some(error),
        None => None,
    };
    add(session, archive, &ground, proofs, anchors)?;
    failed.map_or(Ok(()), |error| Err(error.context(session.text("timestamp-tree-failed", &[]))))
}

/// Adds tokens, notes them, and says what they say.
fn add(
    session: &Session,
    archive: &Path,
    ground: &Ground,
    proofs: Vec<(Pending, Vec<u8>)>,
    anchors: Option<&Anchors>,
) -> anyhow::Result<()> {
    let mut lines = Vec::new();
    let mut notes = Vec::new();
    for (pending, token) in &proofs {
        let name = pending.name.to_string();
        let says = token_says(&name, token, pending.digest, anchors);
        let (says, trusted) = says.map_err(|fault| anyhow::anyhow!("{}: {}", fault.kind, fault.detail))?;
        if let Says::TimeStamp { time, authority, .. } = &says {
            notes.push(format!("{name} of {} by {authority}", shown(time)));
        }
        lines.push(super::proofs_told::one(session, &name, &says, trusted));
    }
    let digest = ground.add(proofs)?;
    let note = format!("{}; SHA-256 of the archive {digest}", notes.join(", "));
    record::note(session, archive, Action::Timestamp, Some(ground.seal), note);
    lines.iter().for_each(|line| session.tell(line));
    Ok(())
}

/// Asks an authority; the token it gives, checked.
fn ask(authority: &AuthorityArgs, pending: &Pending, anchors: Option<&Anchors>, url: &str) -> anyhow::Result<Vec<u8>> {
    let request = authority.request(pending);
    let answer = http::post(url, &request.to_der(), authority.patience())?;
    let token = Response::from_der(&answer)?.token_for(&request)?;
    checked(pending, &token, anchors)
}

/// A token that does not hold is not put into an archive.
fn checked(pending: &Pending, token: &Token, anchors: Option<&Anchors>) -> anyhow::Result<Vec<u8>> {
    let verification = token.verify(&pending.digest.into(), &[], anchors);
    match verification.complaints.into_iter().next() {
        Some(complaint) => Err(anyhow::anyhow!("{} ({})", complaint, complaint.word())),
        None => Ok(token.der().to_vec()),
    }
}

/// Writes the requests for what is to be stamped: `x.tsq`, and `x.messages.tsq` for the message tree.
pub fn write_requests(archive: &Path, authority: &AuthorityArgs, path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let ground = Ground::of(archive)?;
    let mut written = Vec::new();
    for (pending, path) in [(Some(ground.time_stamp()?), path.to_owned()), (ground.message_tree()?, tree_request(path))]
    {
        let Some(pending) = pending else { continue };
        let request = authority.request(&pending).to_der();
        crate::custody::handover::write_beside(&path, &request)?;
        written.push(path);
    }
    Ok(written)
}

/// The name of the second request beside the first.
fn tree_request(path: &Path) -> PathBuf {
    path.with_extension("messages.tsq")
}

/// Adds the tokens of answers that were carried by hand; each is recognized by what it stamps.
pub fn take_responses(
    session: &Session,
    archive: &Path,
    authority: &AuthorityArgs,
    responses: &[PathBuf],
) -> anyhow::Result<()> {
    let anchors = authority.anchors()?;
    let ground = Ground::of(archive)?;
    let mut wanted: Vec<Pending> = [Some(ground.time_stamp()?), ground.message_tree()?].into_iter().flatten().collect();
    let mut proofs = Vec::new();
    for path in responses {
        let shown = || files::path_text(path);
        let token = read_response(path).with_context(shown)?;
        let place = wanted.iter().position(|pending| token.imprint() == &pending.digest.into());
        let Some(place) = place else {
            return Err(session.error("timestamp-other-response", &[("path", files::shown(path))]));
        };
        let pending = wanted.remove(place);
        let der = checked(&pending, &token, anchors.as_ref()).with_context(shown)?;
        proofs.push((pending, der));
    }
    add(session, archive, &ground, proofs, anchors.as_ref())
}

/// The token of an answer, compared with the request beside it where there is one.
fn read_response(path: &Path) -> anyhow::Result<Token> {
    let answer = keys::read(path)?;
    let response = Response::from_der(&answer)?;
    let request = path.with_extension("tsq");
    let token = match request.is_file() {
        true => response.token_for(&Request::from_der(&keys::read(&request)?)?)?,
        false => response.granted()?,
    };
    Ok(token)
}
