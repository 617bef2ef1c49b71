//! GnuPG in a home of its own, and sqop, as the tests drive them.

#![allow(dead_code, reason = "each test file uses a part of this")]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A GnuPG home that goes away with its agent.
pub struct Gnupg {
    home: tempfile::TempDir,
}

impl Gnupg {
    /// A new home. Without a judge these tests would judge nothing, so `gpg` must be there.
    pub fn new() -> Gnupg {
        let found = Command::new("gpg").arg("--version").output().is_ok_and(|output| output.status.success());
        assert!(found, "gpg (GnuPG 2.2 or later) is needed for these tests: apt-get install gnupg");
        Gnupg { home: tempfile::Builder::new().prefix("scelle-gpg").tempdir().unwrap() }
    }

    fn output(&self, passphrase: &str, arguments: &[&str], input: &[u8]) -> Output {
        let mut command = Command::new("gpg");
        command.env("GNUPGHOME", self.home.path()).env("LC_ALL", "C.UTF-8");
        command.args([
            "--batch",
            "--yes",
            "--no-tty",
            "--quiet",
            "--pinentry-mode",
            "loopback",
            "--trust-model",
            "always",
        ]);
        command.args(["--passphrase", passphrase, "--status-fd", "2"]).args(arguments);
        with_input(command, input)
    }

    /// Runs `gpg` and gives what it writes; it must succeed.
    pub fn run(&self, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        self.run_with("", arguments, input)
    }

    pub fn run_with(&self, passphrase: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let output = self.output(passphrase, arguments, input);
        assert!(output.status.success(), "gpg {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// A primary key that never expires.
    pub fn make(&self, user: &str, algorithm: &str, usage: &str, passphrase: &str) {
        let name = format!("Scelle test <{user}>");
        self.run_with(passphrase, &["--quick-generate-key", &name, algorithm, usage, "never"], b"");
    }

    /// A subkey without a passphrase.
    pub fn add(&self, user: &str, algorithm: &str, usage: &str) {
        self.add_locked(user, algorithm, usage, "");
    }

    pub fn add_locked(&self, user: &str, algorithm: &str, usage: &str, passphrase: &str) {
        let fingerprint = self.fingerprint(user);
        self.run_with(passphrase, &["--quick-add-key", &fingerprint, algorithm, usage, "never"], b"");
    }

    /// Of the primary key.
    pub fn fingerprint(&self, user: &str) -> String {
        let listing = String::from_utf8(self.run(&["--with-colons", "--list-keys", user], b"")).unwrap();
        let line = listing.lines().find(|line| line.starts_with("fpr")).unwrap();
        line.split(':').nth(9).unwrap().to_owned()
    }

    pub fn locked_secret(&self, user: &str, passphrase: &str) -> Vec<u8> {
        self.run_with(passphrase, &["--armor", "--export-secret-keys", user], b"")
    }

    /// What `gpg --verify` says, good or bad.
    pub fn verify(&self, signature: &[u8], data: &[u8]) -> String {
        let (signature_path, data_path) = (self.home.path().join("s"), self.home.path().join("d"));
        std::fs::write(&signature_path, signature).unwrap();
        std::fs::write(&data_path, data).unwrap();
        let output = self.output("", &["--verify", signature_path.to_str().unwrap(), data_path.to_str().unwrap()], b"");
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// The plaintext, and what `gpg` says of it.
    pub fn decrypt(&self, message: &[u8]) -> (Vec<u8>, String) {
        let output = self.output("", &["--decrypt"], message);
        (output.stdout, String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

impl Drop for Gnupg {
    fn drop(&mut self) {
        Command::new("gpgconf").env("GNUPGHOME", self.home.path()).args(["--kill", "all"]).output().ok();
    }
}

/// The stateless OpenPGP command line of Sequoia.
pub struct Sqop {
    folder: tempfile::TempDir,
}

/// `None` where there is no `sqop`; where `CI` is set it must be there.
pub fn sqop() -> Option<Sqop> {
    let found = Command::new("sqop").arg("version").output().is_ok_and(|output| output.status.success());
    assert!(found || std::env::var_os("CI").is_none(), "sqop is needed where CI is set: apt-get install sqop");
    found.then(|| Sqop { folder: tempfile::tempdir().unwrap() })
}

impl Sqop {
    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn verifies(&self, signature: &[u8], certificate: &[u8], data: &[u8]) -> bool {
        let mut command = Command::new("sqop");
        command.arg("verify").arg(self.file("s", signature)).arg(self.file("c", certificate));
        with_input(command, data).status.success()
    }

    pub fn decrypt(&self, message: &[u8], secret: &[u8]) -> Vec<u8> {
        let mut command = Command::new("sqop");
        command.arg("decrypt").arg(self.file("k", secret));
        let output = with_input(command, message);
        assert!(output.status.success(), "sqop: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    pub fn encrypt(&self, data: &[u8], certificate: &[u8]) -> Vec<u8> {
        let mut command = Command::new("sqop");
        command.args(["encrypt", "--no-armor"]).arg(self.file("c", certificate));
        let output = with_input(command, data);
        assert!(output.status.success(), "sqop: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

fn with_input(mut command: Command, input: &[u8]) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that refuses early does not read all of it.
    let writing = std::thread::spawn(move || stdin.write_all(&input).ok());
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    output
}
