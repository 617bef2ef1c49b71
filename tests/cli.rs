//! The contract of the command line: what each command prints, where, and how it ends. What never varies stands in `tests/cmd`;
//! what needs an archive is made here from the samples.

#![allow(clippy::unwrap_used, reason = "a command that cannot be run fails the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use scelle::digest::Sha256;
use serde_json::Value;
use tempfile::TempDir;

/// What one run left.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn scelle(arguments: &[&str]) -> Ran {
    let Output { status, stdout, stderr } = command(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scelle"));
    command.args(arguments).env("LC_ALL", "C").env("SOURCE_DATE_EPOCH", "1790000000").env("TZ", "UTC");
    command.stdin(Stdio::null());
    command
}

fn samples(folder: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(folder).to_str().unwrap().to_owned()
}

/// A case folder made from samples.
struct Case {
    folder: TempDir,
}

impl Case {
    fn of(sample: &str) -> Case {
        let case = Case { folder: tempfile::tempdir().unwrap() };
        let sealed =
            scelle(&["run", &samples(sample), "--case", &case.path("CASE-1"), "--no-input", "--zone", "Europe/Paris"]);
        assert_eq!(sealed.code, 0, "{}", sealed.err);
        case
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn archive(&self) -> String {
        self.path("CASE-1/CASE-1.zip")
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("CASE-1/CASE-1.custody.jsonl")
    }

    fn rows(&self, filter: &[&str]) -> Vec<Value> {
        let listed = scelle(&[&["list", &self.archive(), "--json"], filter].concat());
        assert_eq!((listed.code, listed.err.as_str()), (0, ""));
        listed.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The actions and notes of the journal.
    fn noted(&self) -> Vec<(String, String)> {
        let journal = fs::read_to_string(self.journal()).unwrap();
        let entries = journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        entries.map(|entry| (text(&entry["action"]), text(&entry["note"]))).collect()
    }
}

#[test]
fn the_contract_in_small_cases() {
    let cases = trycmd::TestCases::new();
    cases.env("LC_ALL", "C").env("SOURCE_DATE_EPOCH", "1790000000").env("COLUMNS", "100");
    cases.case("tests/cmd/*.trycmd");
}

#[test]
fn list_tells_folders_then_messages() {
    let case = Case::of("mbox");
    let folders = scelle(&["list", &case.path("CASE-1"), "--lang", "fr"]);
    assert_eq!(folders.code, 0);
    assert!(folders.out.starts_with("Dossier "), "{}", folders.out);
    assert!(folders.out.contains("\nINBOX  "), "{}", folders.out);
    let total = folders.out.lines().last().unwrap().split_whitespace().collect::<Vec<_>>();
    assert_eq!(total, ["Total", "179", "179", "0", "0"]);
    let sent = scelle(&["list", &case.archive(), "--folder", "Sent"]);
    assert_eq!(sent.out.lines().count(), 34);
    assert!(sent.out.starts_with("Id            Date (UTC)        Role"), "{}", sent.out);
    assert_eq!(case.rows(&["--role", "sent"]).len(), 33);
    assert_eq!(case.rows(&[]).len(), 179);
    let unknown = scelle(&["list", &case.archive(), "--role", "secret"]);
    assert_eq!(unknown.code, 2);
}

#[test]
fn a_table_for_spreadsheets_has_every_column() {
    let case = Case::of("mbox");
    let csv = scelle(&["list", &case.archive(), "--csv"]);
    let mut reader = csv::Reader::from_reader(csv.out.as_bytes());
    let sealed = "id,file,offset,length,sha256,folder,role,flags,from,to,cc,date,date_utc,subject,message_id,split,attachments,parts,defects";
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>().join(","), sealed);
    assert_eq!(reader.records().map(Result::unwrap).count(), 179);
    assert_eq!(csv.out.matches("\r\n").count(), 180);
}

#[test]
fn an_export_is_listed_before_it_is_sealed() {
    let case = Case::of("mbox");
    let listed = scelle(&["list", &samples("mbox"), "--json"]);
    assert_eq!(listed.code, 0);
    assert!(listed.err.contains("not sealed"), "{}", listed.err);
    let sealed = case.rows(&[]);
    let seen: Vec<Value> = listed.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told =
        |rows: &[Value]| rows.iter().map(|row| (row["sha256"].clone(), row["folder"].clone())).collect::<Vec<_>>();
    assert_eq!(told(&seen), told(&sealed));
    assert_eq!(seen[0]["file"], "Archives-2025.mbox");
    let folders = |path: &str| scelle(&["list", path]).out;
    assert_eq!(folders(&samples("mbox")), folders(&case.archive()));
}

/// An archive of one hostile message, stored as it is.
fn hostile() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("hostile.mbox");
    let message = "From a@b Mon Mar 30 01:02:03 2026\nFrom: =?utf-8?B?G1sySg==?= <a@b.test>\n\
        Subject: =HYPERLINK(1) \u{202e}x\u{9b}\nDate: Mon, 30 Mar 2026 01:02:03 +0000\n\n\x1b]0;title\x07 body \u{202e}\n";
    fs::write(&source, message).unwrap();
    let archive = folder.path().join("x.zip").to_str().unwrap().to_owned();
    let sealed = scelle(&["seal", source.to_str().unwrap(), "-o", &archive, "--no-input", "--store"]);
    assert_eq!(sealed.code, 0, "{}", sealed.err);
    (folder, archive)
}

fn is_harmless(text: &str) -> bool {
    text.lines().all(|line| matches!(scelle::text::one_line(line), std::borrow::Cow::Borrowed(_)))
}

#[test]
fn hostile_text_is_made_harmless() {
    let (_folder, archive) = hostile();
    let rows = scelle(&["list", &archive, "--json"]).out;
    let row: Value = serde_json::from_str(&rows).unwrap();
    assert_eq!(row["subject"], "=HYPERLINK(1) \u{202e}x\u{9b}");
    let shown = scelle(&["show", &archive, row["id"].as_str().unwrap(), "--headers"]);
    let table = scelle(&["list", &archive, "--messages"]);
    for text in [&rows, &shown.out, &table.out] {
        assert!(is_harmless(text), "{text}");
    }
    assert!(shown.out.contains("\u{fffd}]0;title\u{fffd} body"), "{}", shown.out);
    let csv = scelle(&["list", &archive, "--csv"]).out;
    assert!(csv.contains(",'=HYPERLINK(1) "), "{csv}");
}

#[test]
fn show_tells_places_then_text() {
    let case = Case::of("mbox");
    let rows = case.rows(&["--role", "deleted"]);
    let (row, digest) = (&rows[0], rows[0]["sha256"].as_str().unwrap());
    let shown = scelle(&["show", &case.path("CASE-1"), &digest[..12].to_uppercase(), "--lang", "fr"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert!(shown.out.starts_with(&format!("SHA-256 {digest}\n  Trash (supprimés)\u{a0}: ")), "{}", shown.out);
    assert!(shown.out.contains(&format!(
        "{}, position {}, {} octets",
        text(row, "file"),
        row["offset"],
        row["length"]
    )));
    assert!(shown.out.contains(&format!("\nObjet\u{a0}:      {}\n", text(row, "subject"))), "{}", shown.out);
    assert!(shown.out.contains("\n── Texte ──\n"), "{}", shown.out);
    assert!(!shown.out.contains("Received: "));
    assert!(scelle(&["show", &case.archive(), digest, "--headers"]).out.contains("\nReceived: "));
    let raw = command(&["show", &case.archive(), &digest[..8], "--raw"]).output().unwrap().stdout;
    assert_eq!(Sha256::of(&raw).to_string(), digest);
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap()
}

#[test]
fn an_id_must_mean_one_message() {
    let case = Case::of("mbox");
    let bad = scelle(&["show", &case.archive(), "abc", "--lang", "fr"]);
    assert_eq!(bad.code, 3);
    assert!(bad.err.contains("au moins 4 chiffres hexadécimaux"), "{}", bad.err);
    let unknown = scelle(&["show", &case.archive(), "00000000"]);
    assert_eq!(unknown.code, 3);
    assert_eq!(unknown.err, "Error: No message whose id begins with 00000000.\n");
}

/// An archive of an mbox with these bodies.
fn archive_of(bodies: impl Iterator<Item = String>) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("INBOX.mbox");
    let message = |body: String| format!("From a@b Mon Mar 30 01:02:03 2026\nSubject: x\n\n{body}\n\n");
    fs::write(&source, bodies.map(message).collect::<String>()).unwrap();
    let archive = folder.path().join("x.zip").to_str().unwrap().to_owned();
    let sealed = scelle(&["seal", source.to_str().unwrap(), "-o", &archive, "--no-input"]);
    assert_eq!(sealed.code, 0, "{}", sealed.err);
    (folder, archive)
}

#[test]
fn all_copies_of_a_message_are_shown() {
    let (_folder, archive) = archive_of(["one", "two", "one"].into_iter().map(str::to_owned));
    let rows = scelle(&["list", &archive, "--json"]).out;
    let row: Value = serde_json::from_str(rows.lines().next().unwrap()).unwrap();
    let shown = scelle(&["show", &archive, text(&row, "id")]).out;
    assert_eq!(shown.lines().filter(|line| line.contains(", offset ")).count(), 2, "{shown}");
    let extracted = scelle(&["extract", &archive, "--all", "-o", &format!("{archive}.out")]);
    assert_eq!((extracted.code, extracted.out.lines().count()), (0, 2));
}

#[test]
fn an_ambiguous_id_lists_what_it_may_mean() {
    let (_folder, archive) = archive_of((0..1500).map(|number| number.to_string()));
    let rows = scelle(&["list", &archive, "--json"]).out;
    let mut digests: Vec<String> = rows
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["sha256"].as_str().unwrap().to_owned())
        .collect();
    digests.sort();
    let pair = digests.windows(2).find(|pair| pair[0][..4] == pair[1][..4]).unwrap();
    let shown = scelle(&["show", &archive, &pair[0][..4]]);
    assert_eq!(shown.code, 3);
    assert!(pair.iter().all(|digest| shown.err.contains(digest.as_str())), "{}", shown.err);
    let extracted = scelle(&["extract", &archive, &pair[0][..4], "-o", &format!("{archive}.out")]);
    assert_eq!((extracted.code, extracted.out.as_str()), (3, ""));
    assert!(extracted.err.contains(&pair[1]), "{}", extracted.err);
}

#[test]
fn extract_gives_the_exact_bytes_and_never_overwrites() {
    let case = Case::of("mbox");
    let target = case.path("out");
    let extracted = scelle(&["extract", &case.archive(), "--all", "-o", &target]);
    assert_eq!(extracted.code, 0, "{}", extracted.err);
    let digests: Vec<&str> = extracted.out.lines().map(|line| line.split_once("  ").unwrap().0).collect();
    for line in extracted.out.lines() {
        let (digest, path) = line.split_once("  ").unwrap();
        assert_eq!(Sha256::of(&fs::read(path).unwrap()).to_string(), digest);
    }
    let rows = case.rows(&[]);
    assert_eq!(digests, rows.iter().map(|row| text(row, "sha256")).collect::<Vec<_>>());
    let again = scelle(&["extract", &case.archive(), text(&rows[5], "id"), text(&rows[2], "id"), "-o", &target]);
    assert_eq!((again.code, again.out.lines().count()), (0, 2));
    let mine = format!("{target}/{}.eml", text(&rows[2], "id"));
    fs::write(&mine, "mine").unwrap();
    let refused = scelle(&["extract", &case.archive(), text(&rows[2], "id"), "-o", &target]);
    assert_eq!((refused.code, refused.out.as_str()), (3, ""));
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    assert_eq!(scelle(&["extract", &case.archive(), "--folder", "Nowhere", "-o", &target]).code, 3);
    assert_eq!(scelle(&["extract", &case.archive(), "-o", &target]).code, 2);
    let noted: Vec<_> =
        case.noted().into_iter().filter(|(action, _)| action == "extract").map(|(_, note)| note).collect();
    assert_eq!(noted[..2], ["179 messages", "2 messages"]);
}

#[test]
fn a_message_of_pffexport_keeps_its_parts() {
    let case = Case::of("pffexport");
    let rows = case.rows(&["--role", "deleted"]);
    let row = rows.iter().find(|row| text(row, "subject").starts_with("Re: Facture de solde")).unwrap();
    let shown = scelle(&["show", &case.archive(), text(row, "id")]).out;
    assert!(shown.contains("(1_RIB-2026.pdf)") && shown.contains("LT45 9999 9000 1234 5678"), "{shown}");
    let extracted = scelle(&["extract", &case.archive(), text(row, "id"), "-o", &case.path("out")]);
    assert_eq!(extracted.code, 0, "{}", extracted.err);
    let folder = Path::new(&case.path("out")).join(text(row, "id"));
    let names = ["OutlookHeaders.txt", "1_RIB-2026.pdf", "Message.txt", "Recipients.txt"];
    let told: Vec<String> = extracted.out.lines().map(|line| line.split_once("  ").unwrap().1.to_owned()).collect();
    assert_eq!(told, names.map(|name| folder.join(name).to_str().unwrap().to_owned()));
    assert!(fs::read(folder.join("1_RIB-2026.pdf")).unwrap().starts_with(b"%PDF"));
}

#[test]
fn altered_bytes_are_not_given_away_as_evidence() {
    let (folder, archive) = hostile();
    let row: Value = serde_json::from_str(&scelle(&["list", &archive, "--json"]).out).unwrap();
    let mut bytes = fs::read(&archive).unwrap();
    let at = bytes.windows(6).position(|window| window == b" body ").unwrap();
    bytes[at + 1] = b'B';
    fs::write(&archive, bytes).unwrap();
    let target = folder.path().join("out");
    let extracted = scelle(&["extract", &archive, text(&row, "id"), "-o", target.to_str().unwrap(), "--lang", "fr"]);
    assert_eq!((extracted.code, extracted.out.as_str()), (1, ""));
    assert!(extracted.err.starts_with("ALTÉRÉ, non extrait\u{a0}: "), "{}", extracted.err);
    assert_eq!(fs::read_dir(&target).unwrap().count(), 0);
    let shown = scelle(&["show", &archive, text(&row, "id")]);
    assert_eq!(shown.code, 1);
    assert!(shown.err.starts_with("WARNING: "), "{}", shown.err);
    assert_eq!(scelle(&["show", &archive, text(&row, "id"), "--raw"]).code, 1);
    assert_eq!(scelle(&["verify", &archive]).code, 1);
    let journal = fs::read_to_string(folder.path().join("x.custody.jsonl")).unwrap();
    assert!(journal.lines().last().unwrap().contains("\"note\":\"altered: "), "{journal}");
}

#[test]
fn verify_notes_itself_unless_told_not_to() {
    let case = Case::of("mbox");
    let noted = || case.noted().into_iter().map(|(action, note)| format!("{action}: {note}")).collect::<Vec<_>>();
    let so_far = noted();
    let [verified, triaged] = &so_far[2..] else { panic!("{so_far:?}") };
    assert_eq!(verified, "verify: intact");
    assert!(triaged.starts_with("triage: 179 messages, "), "{triaged}");
    assert_eq!(scelle(&["verify", &case.archive()]).code, 0);
    assert_eq!(scelle(&["verify", &case.archive(), "--no-journal"]).code, 0);
    assert_eq!(noted()[4..], ["verify: intact, unvouched"]);
    let journal = fs::read_to_string(case.journal()).unwrap();
    assert!(journal.lines().all(|line| line.contains("\"zone\":\"Europe/Paris\"")), "the zone of the incident is kept");
    fs::write(case.journal(), journal.replace("unvouched", "vouched") + "\n").unwrap();
    let told = scelle(&["verify", &case.archive()]);
    assert!(told.err.starts_with("The journal was not continued: "), "{}", told.err);
    fs::remove_file(case.journal()).unwrap();
    assert_eq!(scelle(&["verify", &case.archive()]).code, 0);
    assert!(!case.journal().exists());
}

#[test]
fn a_journal_is_kept_from_before_the_seal() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("Affaire n° 1");
    let case = case.to_str().unwrap();
    let add = |text: &[&str]| {
        scelle(&[&["log", "add", case], text, &["--actor", "Cne Dupont", "--zone", "Europe/Paris"]].concat())
    };
    assert_eq!(add(&["Appel", "de la banque"]).code, 0);
    assert_eq!(add(&["\x1b[2Jx"]).code, 0);
    assert_eq!(scelle(&["run", &samples("mbox"), "--case", case, "--no-input"]).code, 0);
    let verified = scelle(&["log", "verify", case, "--lang", "fr"]);
    assert_eq!((verified.code, verified.err.as_str()), (0, ""));
    assert!(verified.out.starts_with("La chaîne est intacte\u{a0}: 6 entrées.\n"), "{}", verified.out);
    assert!(verified.out.contains("Affaire-n--1.zip scelle les 3 premières entrées"), "{}", verified.out);
    for format in ["table", "csv", "markdown", "json"] {
        let shown = scelle(&["log", "show", case, "--format", format]);
        assert_eq!((shown.code, shown.err.as_str()), (0, ""));
        assert!(shown.out.contains("Appel de la banque") && shown.out.contains("Affaire-n--1"), "{}", shown.out);
        assert!(format == "csv" || is_harmless(&shown.out), "{}", shown.out);
    }
}

#[test]
fn a_broken_journal_is_told_and_left_alone() {
    let case = Case::of("mbox");
    let journal = fs::read_to_string(case.journal()).unwrap();
    fs::write(case.journal(), journal.replacen("179 messages", "178 messages", 1)).unwrap();
    let verified = scelle(&["log", "verify", &case.archive(), "--lang", "fr"]);
    assert_eq!(verified.code, 1);
    assert!(verified.out.starts_with("Ligne\u{a0}3\u{a0}: l’empreinte enregistrée"), "{}", verified.out);
    let added = scelle(&["log", "add", case.journal().to_str().unwrap(), "x"]);
    assert_eq!(added.code, 3);
    assert!(added.err.contains("nothing was added to it"), "{}", added.err);
    let cut: String = journal.lines().skip(1).map(|line| format!("{line}\n")).collect();
    fs::write(case.journal(), cut).unwrap();
    let verified = scelle(&["log", "verify", &case.path("CASE-1")]);
    assert_eq!(verified.code, 1);
    assert!(verified.out.contains("DOES NOT CONTINUE"), "{}", verified.out);
}

#[test]
fn a_journal_line_cut_off_by_a_power_cut_is_mended_and_nothing_is_lost() {
    let case = Case::of("mbox");
    let whole = fs::read(case.journal()).unwrap();
    fs::write(case.journal(), &whole[..whole.len() - 20]).unwrap();
    let folder = case.path("CASE-1");
    let verified = scelle(&["log", "verify", &folder]);
    assert!(verified.code == 1 && verified.out.contains("log add --mend"), "{}", verified.out);
    let refused = scelle(&["log", "add", &folder, "the power is back"]);
    assert!(refused.code != 0 && refused.err.contains("log add --mend"), "{}", refused.err);
    let mended = scelle(&["log", "add", "--mend", &folder, "the power is back"]);
    assert_eq!(mended.code, 0, "{}", mended.err);
    let kept = case.journal().with_extension("jsonl.unfinished-1");
    assert!(mended.err.contains("unfinished-1"), "{}", mended.err);
    let (journal, kept) = (fs::read(case.journal()).unwrap(), fs::read(kept).unwrap());
    let sound = whole.len() - 20 - kept.len();
    assert_eq!([&journal[..sound], &kept].concat(), &whole[..whole.len() - 20]);
    let shown = scelle(&["log", "show", &folder, "--format", "json"]).out;
    assert!(shown.contains(&Sha256::of(&kept).to_string()) && shown.contains("the power is back"), "{shown}");
    assert_eq!(scelle(&["log", "verify", &folder]).code, 0);
    assert_eq!(scelle(&["log", "add", "--mend", &folder, "nothing to mend"]).code, 0);
}

#[test]
fn a_lost_hash_file_is_told_with_how_to_write_it() {
    let case = Case::of("mbox");
    let hash = format!("{}.sha256", case.archive());
    let quiet = scelle(&["verify", &case.archive()]).err;
    let before = fs::read_to_string(&hash).unwrap();
    fs::remove_file(&hash).unwrap();
    let told = scelle(&["verify", &case.archive()]);
    let command = "sha256sum CASE-1.zip > CASE-1.zip.sha256";
    assert!(told.code == 0 && told.err.contains(command) && !quiet.contains(command), "{}", told.err);
    let again = Command::new("sha256sum").arg("CASE-1.zip").current_dir(case.path("CASE-1")).output().unwrap();
    assert_eq!(String::from_utf8(again.stdout).unwrap(), before);
}

#[test]
fn completions_and_manual_pages_are_written() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = scelle(&["completions", shell]);
        assert_eq!(script.code, 0);
        assert!(script.out.contains("extract"), "{shell}");
    }
    assert!(scelle(&["man", "--lang", "fr"]).out.contains("Préserver, vérifier"));
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(scelle(&["man", "-o", folder.path().to_str().unwrap()]).code, 0);
    assert!(folder.path().join("scelle-log-add.1").is_file());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let case = Case::of("mbox");
    let mut listing = command(&["list", &case.archive(), "--json"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(listing.stdout.take());
    assert_eq!(listing.wait().unwrap().code(), Some(0));
}
