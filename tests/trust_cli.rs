//! The commands that make others believe: time-stamps of a real local authority, signatures of real keys, messages shown alone, packages
//! handed over. The built program is run as a person runs it; openssl, gpg, unzip and a shell judge what it wrote.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

#[path = "trust_cli/disclosing.rs"]
mod disclosing;
#[path = "openpgp/gnupg.rs"]
mod gnupg;
#[path = "trust_cli/handing_over.rs"]
mod handing_over;
#[path = "trust/openssl.rs"]
mod openssl;
#[path = "trust_cli/receipts.rs"]
mod receipts;
#[path = "trust_cli/signing.rs"]
mod signing;
#[path = "trust_cli/stamping.rs"]
mod stamping;
mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use gnupg::Gnupg;
use openssl::Authority;
use serde_json::Value;
use support::{letter, mbox};
use tempfile::TempDir;

/// The passphrase of every key that has one.
const PASSPHRASE: &str = "made-up passphrase é";

/// The authority that the tests ask.
fn authority() -> Arc<Authority> {
    Authority::new(&["--key", "p256"])
}

/// What one run left.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    /// Demands how it ended; shows what it said where it did not.
    #[track_caller]
    fn ended(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(self, pieces: &[&str]) -> Ran {
        let all = format!("{}{}", self.out, self.err);
        pieces.iter().for_each(|piece| assert!(all.contains(piece), "{piece} is not in: {all}"));
        self
    }
}

/// A folder with a small export, and the program run in it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        let secret = letter(9).replace("Bonjour Solenn", "Votre mot de passe : Hiver-2026!xK. Bonjour Solenn");
        fs::write(desk.path("INBOX.mbox"), mbox((1..8).map(letter).chain([secret]))).unwrap();
        desk
    }

    /// With the export sealed as `case/case.zip`.
    fn sealed() -> Desk {
        let desk = Desk::new();
        desk.seal("case", &[]).ended(0);
        desk
    }

    /// The same, time-stamped.
    fn stamped() -> Desk {
        let desk = Desk::sealed();
        let server = authority().serve(&["--digits", "3"]);
        desk.run(&["timestamp", "case", "--tsa", &server.url]).ended(0);
        desk
    }

    fn seal(&self, folder: &str, more: &[&str]) -> Ran {
        fs::create_dir(self.path(folder)).unwrap();
        let archive = format!("{folder}/{folder}.zip");
        self.run(&[&["seal", "INBOX.mbox", "-o", &archive, "--no-input"], more].concat())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// Anything run in the folder, today, without a proxy.
    fn here(&self, mut command: Command) -> Command {
        command.current_dir(self.folder.path()).stdin(std::process::Stdio::null());
        for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY", "SOURCE_DATE_EPOCH"] {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C").env("TZ", "UTC");
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = self.here(Command::new(env!("CARGO_BIN_EXE_scelle")));
        let (code, out, err) = support::run(command.args(["--lang", "en"]).args(arguments));
        Ran { code, out, err }
    }

    /// A line for a shell, in which `scelle` is the program.
    fn shell(&self, line: &str) -> Ran {
        let mut command = self.here(Command::new("bash"));
        let script = format!("scelle() {{ {} --lang en \"$@\"; }}\n{line}", env!("CARGO_BIN_EXE_scelle"));
        let (code, out, err) = support::run(command.args(["-c", &script]));
        Ran { code, out, err }
    }

    /// `scelle verify --json`, which must end so.
    #[track_caller]
    fn verdict(&self, arguments: &[&str], code: i32) -> Value {
        let ran = self.run(&[&["verify", "--json", "--no-journal"], arguments].concat()).ended(code);
        serde_json::from_str(&ran.out).unwrap()
    }

    /// The words of a verdict and of what is wrong.
    #[track_caller]
    fn words(&self, arguments: &[&str], code: i32) -> (String, Vec<String>) {
        let verdict = self.verdict(arguments, code);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let wrong = verdict["discrepancies"].as_array().unwrap().iter().map(|found| text(&found["kind"])).collect();
        (text(&verdict["verdict"]), wrong)
    }

    /// What stands in an archive, as `unzip` gives it.
    fn unzip(&self, archive: &str, entry: &str) -> Vec<u8> {
        openssl::run("unzip", &["-p", self.path(archive).to_str().unwrap(), entry])
    }

    /// The names in `META-INF/` behind the sealed manifest.
    fn added(&self, archive: &str) -> Vec<String> {
        let listing = openssl::run("unzip", &["-Z1", self.path(archive).to_str().unwrap()]);
        let listing = String::from_utf8(listing).unwrap();
        listing.lines().filter_map(|name| name.strip_prefix("META-INF/")).skip(1).map(str::to_owned).collect()
    }

    /// The actions and notes of a journal.
    fn noted(&self, journal: &str) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let entry = |line: &str| serde_json::from_str::<Value>(line).unwrap();
        let journal = self.text(journal);
        journal.lines().map(entry).map(|entry| (text(&entry["action"]), text(&entry["note"]))).collect()
    }

    /// Demands that the hash file beside an archive tells the truth.
    #[track_caller]
    fn hash_file_is_right(&self, folder: &str) {
        self.shell(&format!("cd {folder} && sha256sum --quiet -c {folder}.zip.sha256")).ended(0);
    }

    /// A key of one person: `NAME.asc`, `NAME.secret.asc` and its passphrase in `NAME.pw`; gives the fingerprint.
    fn person(&self, gnupg: &Gnupg, name: &str) -> String {
        let user = format!("{name}@people.example");
        gnupg.make(&user, "ed25519", "cert,sign", PASSPHRASE);
        gnupg.add_locked(&user, "cv25519", "encr", PASSPHRASE);
        fs::write(self.path(&format!("{name}.asc")), gnupg.run(&["--armor", "--export", &user], b"")).unwrap();
        fs::write(self.path(&format!("{name}.secret.asc")), gnupg.locked_secret(&user, PASSPHRASE)).unwrap();
        fs::write(self.path(&format!("{name}.pw")), format!("{PASSPHRASE}\n")).unwrap();
        gnupg.fingerprint(&user)
    }

    /// A file of `tests/openpgp`.
    fn fixture(&self, name: &str) -> String {
        format!("{}/tests/openpgp/{name}", env!("CARGO_MANIFEST_DIR"))
    }
}
