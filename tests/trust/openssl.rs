//! Authorities and answers made by openssl on the spot, and openssl as the judge of the same tokens.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use scelle::trust::timestamp::{Request, Response, Token};
use scelle::trust::x509::Anchors;

/// Root, intermediate and authority in a folder.
pub struct Authority {
    pub directory: PathBuf,
}

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/trust/tsa.py");

/// Runs a command that must succeed; what it printed.
pub fn run(program: &str, arguments: &[&str]) -> Vec<u8> {
    let done =
        Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program} is needed: {error}"));
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{program} {arguments:?}: {told}{}", String::from_utf8_lossy(&done.stdout));
    done.stdout
}

impl Authority {
    /// Made once for each set of options of `tsa.py make`.
    pub fn new(options: &[&str]) -> Arc<Authority> {
        static MADE: Mutex<BTreeMap<String, Arc<OnceLock<Arc<Authority>>>>> = Mutex::new(BTreeMap::new());
        let name = options.concat();
        let made = MADE.lock().unwrap_or_else(PoisonError::into_inner).entry(name.clone()).or_default().clone();
        let make = || {
            let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("authorities").join(&name);
            let _ = fs::remove_dir_all(&directory);
            let place = directory.to_str().unwrap();
            run("python3", &[&[SCRIPT, "make", place], options].concat());
            Arc::new(Authority { directory })
        };
        made.get_or_init(make).clone()
    }

    pub fn path(&self, name: &str) -> String {
        self.directory.join(name).to_str().unwrap().to_owned()
    }

    pub fn anchors(&self) -> Anchors {
        Anchors::from_pem(&fs::read(self.path("root.pem")).unwrap()).unwrap()
    }

    /// The answer of `openssl ts -reply` to a request.
    pub fn answer(&self, request: &Request, options: &[&str]) -> Response {
        let place = tempfile::tempdir_in(&self.directory).unwrap();
        let [query, answer] = ["q.tsq", "a.tsr"].map(|name| place.path().join(name).to_str().unwrap().to_owned());
        fs::write(&query, request.to_der()).unwrap();
        let command = [&[SCRIPT, "reply", self.directory.to_str().unwrap(), &query, &answer], options].concat();
        run("python3", &command);
        Response::from_der(&fs::read(&answer).unwrap()).unwrap()
    }

    /// The token over `data`.
    pub fn token(&self, data: &[u8], options: &[&str]) -> Token {
        let request = request(data);
        self.answer(&request, options).token_for(&request).unwrap()
    }

    /// Whether `openssl ts -verify` accepts the token, and what it says.
    pub fn judge(&self, token: &[u8], data: &[u8]) -> Result<(), String> {
        let place = tempfile::tempdir_in(&self.directory).unwrap();
        fs::write(place.path().join("token"), token).unwrap();
        fs::write(place.path().join("data"), data).unwrap();
        let root = self.path("root.pem");
        let command = ["ts", "-verify", "-token_in", "-in", "token", "-data", "data", "-CAfile", &root];
        let done = Command::new("openssl").args(command).current_dir(place.path()).output().unwrap();
        if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
    }

    /// `openssl cms -verify` must accept the token: `openssl ts` reads no key identifiers.
    pub fn judge_cms(&self, token: &[u8]) {
        let place = tempfile::tempdir_in(&self.directory).unwrap();
        let path = place.path().join("token").to_str().unwrap().to_owned();
        fs::write(&path, token).unwrap();
        let root = self.path("root.pem");
        let command = ["cms", "-verify", "-binary", "-inform", "DER", "-in", &path, "-CAfile", &root];
        run("openssl", &[&command[..], &["-purpose", "timestampsign"]].concat());
    }

    /// The authority behind HTTP, until it is dropped.
    pub fn serve(&self, options: &[&str]) -> Server {
        let command = [&[SCRIPT, "serve", self.directory.to_str().unwrap()], options].concat();
        let mut child = Command::new("python3").args(command).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Server { child, url: line.trim().to_owned() }
    }
}

/// The request that the tests send: SHA-256 of `data`, a made-up nonce.
pub fn request(data: &[u8]) -> Request {
    Request::new(scelle::digest::Sha256::of(data), &[0x5c, 0xe1, 0x1e, 0, 1, 2, 3, 4])
}

/// The TSTInfo of a token, taken out by openssl.
pub fn content_of(token: &Token) -> Vec<u8> {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("token");
    fs::write(&path, token.der()).unwrap();
    run("openssl", &["cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in", path.to_str().unwrap()])
}

/// The same content signed by `openssl cms`, which can more than `openssl ts`.
pub fn signed_by_cms(authority: &Authority, content: &[u8], options: &[&str]) -> Token {
    let place = tempfile::tempdir().unwrap();
    let [inside, out] = ["in", "out"].map(|name| place.path().join(name).to_str().unwrap().to_owned());
    fs::write(&inside, content).unwrap();
    let (signer, key, chain) = (authority.path("tsa.pem"), authority.path("tsa.key"), authority.path("chain.pem"));
    let command =
        ["cms", "-sign", "-binary", "-nodetach", "-econtent_type", "1.2.840.113549.1.9.16.1.4", "-outform", "DER"];
    let files = ["-in", &inside, "-out", &out, "-signer", &signer, "-inkey", &key, "-certfile", &chain];
    run("openssl", &[&command[..], &files, options].concat());
    Token::from_der(&fs::read(&out).unwrap()).unwrap()
}

/// A running authority.
pub struct Server {
    child: Child,
    pub url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
