//! Sealing from the command line: what goes in comes out byte for byte, twice the same, whatever the export; what cannot be done is
//! said, and leaves nothing behind.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "whatever fails here fails the test")]

mod support;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use scelle::digest::{Sha256, Sha512};
use serde_json::Value;
use support::{entries, letter, mbox, names, noise, row, run, samples, scelle, seal, table, verify};

const FORMATS: [&str; 10] =
    ["eml", "maildir", "mbox", "mh", "pffexport", "readpst", "readpst-S", "readpst-e", "takeout", "thunderbird"];

/// A working folder with `export/` in it.
fn workplace() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("export");
    fs::create_dir(&export).unwrap();
    (folder, export)
}

/// A working folder whose export is two letters and a file.
fn small_export() -> (tempfile::TempDir, PathBuf) {
    let (folder, export) = workplace();
    fs::write(export.join("INBOX.mbox"), mbox([letter(1), letter(2)])).unwrap();
    fs::write(export.join("notes.txt"), "found on the desk\n").unwrap();
    (folder, export)
}

/// Every file and folder below a folder: content and time of last change.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, (Option<Sha256>, std::time::SystemTime)> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let look = |entry: walkdir::DirEntry| {
        let meta = entry.metadata().unwrap();
        let content = meta.is_file().then(|| Sha256::of(&fs::read(entry.path()).unwrap()));
        (entry.into_path(), (content, meta.modified().unwrap()))
    };
    entries.map(look).collect()
}

/// `scelle seal export -o CASE.zip` must fail with exit 3 and say each of these.
fn refused(folder: &Path, args: &[&str], said: &[&str]) {
    let (code, out, err) = run(scelle(folder).args(args).arg("--no-input"));
    assert_eq!((code, out.as_str()), (3, ""), "{err}");
    said.iter().for_each(|said| assert!(err.contains(said), "{said} is not in {err}"));
}

const SEAL: [&str; 4] = ["seal", "export", "-o", "CASE.zip"];

/// Entries of the archive are the originals that sources.csv names.
fn assert_originals_are_inside(archive: &Path, export: &Path) -> usize {
    let entries = entries(archive);
    let sources = table(archive, "custody/sources.csv");
    let stored: Vec<_> = sources.iter().filter(|row| row["status"] == "stored").collect();
    for row in &stored {
        let original = fs::read(export.join(&row["path"])).unwrap();
        assert!(entries[&format!("CASE/{}", row["file"])] == original, "{}", row["path"]);
        assert_eq!(row["sha256"], Sha256::of(&original).to_string());
        assert_eq!(row["size"], original.len().to_string());
    }
    let files = walkdir::WalkDir::new(export).into_iter().filter(|entry| entry.as_ref().unwrap().file_type().is_file());
    assert_eq!(files.count(), stored.len(), "every file is inside");
    stored.len()
}

#[test]
fn every_sample_format_is_sealed_whole_and_counts_right() {
    let truth: Value = serde_json::from_slice(&fs::read(samples("truth.json")).unwrap()).unwrap();
    let known: Vec<&String> = truth["formats"].as_object().unwrap().keys().collect();
    assert_eq!(known, FORMATS);
    for format in FORMATS {
        let (folder, _) = workplace();
        let export = samples(format);
        let sealed = seal(folder.path(), &[&export], "CASE.zip", &[], 0);
        verify(folder.path(), "CASE.zip", &sealed);
        assert_eq!(sealed["counts"]["messages"], truth["formats"][format]["messages"], "{format}");
        let roles = |folders: &Value, count: fn(&Value) -> &Value| {
            let mut roles: BTreeMap<String, u64> = BTreeMap::new();
            for folder in folders.as_array().unwrap() {
                *roles.entry(folder["role"].as_str().unwrap().to_owned()).or_default() +=
                    count(folder).as_u64().unwrap();
            }
            roles.retain(|_, count| *count > 0);
            roles
        };
        let expected = roles(&truth["formats"][format]["folders"], |folder| &folder["messages"]);
        assert_eq!(roles(&sealed["folders"], |folder| &folder["counts"]["messages"]), expected, "{format}");
        assert_originals_are_inside(&folder.path().join("CASE.zip"), &export);
    }
}

#[test]
fn the_same_run_gives_the_same_bytes_on_any_number_of_cores() {
    let (folder, export) = workplace();
    for (number, source) in ["mbox", "maildir/cur"].iter().enumerate() {
        for entry in fs::read_dir(samples(source)).unwrap().map(Result::unwrap) {
            let name = format!("{number}-{}", entry.file_name().to_string_lossy());
            fs::copy(entry.path(), export.join(name)).unwrap();
        }
    }
    fs::write(export.join("big.mbox"), mbox((0..15_000).map(letter))).unwrap();
    let sealed_with = |threads: &str| {
        let mut command = scelle(folder.path());
        let (code, _, err) = run(command.args(SEAL).arg("--sha512").env("RAYON_NUM_THREADS", threads));
        assert_eq!(code, 0, "{err}");
        let made = ["CASE.zip", "CASE.zip.sha256", "CASE.custody.jsonl"].map(|name| {
            let bytes = fs::read(folder.path().join(name)).unwrap();
            fs::remove_file(folder.path().join(name)).unwrap();
            bytes
        });
        assert_eq!(names(folder.path()), ["export"], "nothing else was made");
        made
    };
    let first = sealed_with("1");
    assert!(first[0].len() > 10_000 && first[1].len() > 64);
    for threads in ["1", "4"] {
        assert!(sealed_with(threads) == first, "{threads} threads");
    }
}

#[test]
fn the_companions_say_what_was_made() {
    let (folder, export) = small_export();
    let sealed = seal(folder.path(), &[&export], "CASE.zip", &[], 0);
    assert_eq!(names(folder.path()), ["CASE.custody.jsonl", "CASE.zip", "CASE.zip.sha256", "export"]);
    let archive = fs::read(folder.path().join("CASE.zip")).unwrap();
    let digest = Sha256::of(&archive).to_string();
    assert_eq!(fs::read_to_string(folder.path().join("CASE.zip.sha256")).unwrap(), format!("{digest}  CASE.zip\n"));
    assert_eq!(sealed["archive_sha256"], digest);
    let entries = entries(&folder.path().join("CASE.zip"));
    assert_eq!(sealed["seal"], Sha256::of(&entries["META-INF/ASiCManifest001.xml"]).to_string());
    let journal = fs::read(folder.path().join("CASE.custody.jsonl")).unwrap();
    let inside = &entries["CASE/custody/journal.jsonl"];
    assert!(journal.len() > inside.len() && journal.starts_with(inside));
    assert!(String::from_utf8_lossy(&journal).contains(sealed["seal"].as_str().unwrap()));
}

/// The parts of an archive's entries that are compressed and that are not.
fn methods(archive: &Path) -> BTreeMap<String, zip::CompressionMethod> {
    let mut zip = zip::ZipArchive::new(File::open(archive).unwrap()).unwrap();
    let count = zip.len();
    let method = |position| {
        let entry = zip.by_index_raw(position).unwrap();
        (entry.name().unwrap().into_owned(), entry.compression())
    };
    (0..count).map(method).collect()
}

#[test]
fn large_originals_are_stored_or_compressed_as_they_deserve() {
    let (folder, export) = workplace();
    fs::write(export.join("INBOX.mbox"), mbox((0..36_000).map(letter))).unwrap();
    fs::write(export.join("photos.bin"), noise(3, 9 << 20)).unwrap();
    let archive = folder.path().join("CASE.zip");
    let sealed = seal(folder.path(), &[&export], "CASE.zip", &["--reread", "--sha512"], 0);
    assert!(sealed["bytes"].as_u64().unwrap() > 20 << 20);
    assert_eq!(sealed["counts"]["messages"], 36_000);
    verify(folder.path(), "CASE.zip", &sealed);
    assert_eq!(assert_originals_are_inside(&archive, &export), 2);
    let [inbox, photos] = ["CASE/data/mbox/000/0000001.mbox", "CASE/data/mbox/000/0000002.bin"];
    let by_default = methods(&archive);
    assert_eq!(by_default[inbox], zip::CompressionMethod::Deflated);
    assert_eq!(by_default[photos], zip::CompressionMethod::Stored);
    for row in table(&archive, "custody/sources.csv") {
        assert_eq!(row["sha256_after"], row["sha256"], "--reread reads again");
    }
    assert_sha512_manifests(&archive);

    let sealed = seal(folder.path(), &[&export], "STORED.zip", &["--store", "--case-id", "CASE"], 0);
    let stored = folder.path().join("STORED.zip");
    verify(folder.path(), "STORED.zip", &sealed);
    assert!(methods(&stored).values().all(|method| *method == zip::CompressionMethod::Stored));
    assert_originals_are_inside(&stored, &export);
    assert!(table(&stored, "custody/sources.csv").iter().all(|row| row["sha256_after"].is_empty()));
    assert!(!entries(&stored).keys().any(|name| name.contains("sha512")));
}

fn assert_sha512_manifests(archive: &Path) {
    let entries = entries(archive);
    let mut lines = 0;
    for manifest in ["CASE/manifest-sha512.txt", "CASE/tagmanifest-sha512.txt"] {
        for line in std::str::from_utf8(&entries[manifest]).unwrap().lines() {
            let (digest, name) = line.split_once("  ").unwrap();
            assert_eq!(digest, Sha512::of(&entries[&format!("CASE/{name}")]).to_string(), "{name}");
            lines += 1;
        }
    }
    let in_bag = entries.keys().filter(|name| name.starts_with("CASE/") && !name.contains("/tagmanifest")).count();
    assert_eq!(lines, in_bag, "every file of the bag has its line");
}

#[test]
fn an_archive_is_never_overwritten() {
    for name in ["CASE.zip", "CASE.zip.sha256"] {
        let (folder, _) = small_export();
        fs::write(folder.path().join(name), "mine").unwrap();
        refused(folder.path(), &SEAL, &[name, "never overwritten"]);
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "mine");
        assert_eq!(names(folder.path()), [name, "export"], "nothing was begun");
    }
    let (folder, _) = small_export();
    std::os::unix::fs::symlink("nowhere", folder.path().join("CASE.zip")).unwrap();
    refused(folder.path(), &SEAL, &["never overwritten"]);
    assert!(!folder.path().join("nowhere").exists());
}

#[test]
fn a_journal_goes_on_and_a_damaged_one_is_left_alone() {
    let (folder, export) = small_export();
    let journal = folder.path().join("CASE.custody.jsonl");
    let sealed = seal(folder.path(), &[&export], "CASE.zip", &[], 0);
    let before = fs::read(&journal).unwrap();
    ["CASE.zip", "CASE.zip.sha256"].iter().for_each(|name| fs::remove_file(folder.path().join(name)).unwrap());
    let again = seal(folder.path(), &[&export], "CASE.zip", &[], 0);
    assert_ne!(again["seal"], sealed["seal"], "the journal inside is another");
    assert!(fs::read(&journal).unwrap().starts_with(&before));
    assert_eq!(verify(folder.path(), "CASE.zip", &again)["journal_entries"], 4);

    ["CASE.zip", "CASE.zip.sha256"].iter().for_each(|name| fs::remove_file(folder.path().join(name)).unwrap());
    let damaged = before[..before.len() - 9].to_vec();
    fs::write(&journal, &damaged).unwrap();
    refused(folder.path(), &SEAL, &["CASE.custody.jsonl", "damaged"]);
    assert_eq!(fs::read(&journal).unwrap(), damaged);
    assert_eq!(names(folder.path()), ["CASE.custody.jsonl", "export"]);
}

#[test]
fn nothing_is_written_into_a_source() {
    let (folder, export) = small_export();
    fs::create_dir(export.join("sub")).unwrap();
    std::os::unix::fs::symlink("export/sub", folder.path().join("elsewhere")).unwrap();
    let before = snapshot(&export);
    for target in ["export/CASE.zip", "export/sub/CASE.zip", "elsewhere/CASE.zip", "./export/../export/CASE.zip"] {
        refused(folder.path(), &["seal", "export", "-o", target], &["inside the source"]);
    }
    for case in ["export", "export/case", "export/sub/a/case", "elsewhere/case"] {
        refused(folder.path(), &["run", "export", "--case", case], &["inside the source"]);
    }
    assert_eq!(snapshot(&export), before);
    seal(folder.path(), &[&export], "CASE.zip", &["--reread"], 0);
    assert_eq!(snapshot(&export), before, "sealing changes no byte and no time");
    assert_eq!(names(folder.path()), ["CASE.custody.jsonl", "CASE.zip", "CASE.zip.sha256", "elsewhere", "export"]);
}

#[test]
fn an_export_of_nothing_is_an_error() {
    let (folder, export) = workplace();
    refused(folder.path(), &SEAL, &["no file to preserve", "export"]);
    fs::create_dir_all(export.join("a/b")).unwrap();
    refused(folder.path(), &SEAL, &["no file to preserve"]);
    refused(folder.path(), &["seal", "absent", "-o", "CASE.zip"], &["absent", "Check the path"]);
    refused(folder.path(), &["seal", "export", "-o", "absent/CASE.zip"], &["export"]);
    assert_eq!(names(folder.path()), ["export"]);
}

#[test]
fn two_sources_keep_their_names_and_nested_ones_are_refused() {
    let (folder, export) = small_export();
    let second = folder.path().join("phone");
    fs::create_dir(&second).unwrap();
    fs::write(second.join("1.eml"), letter(3)).unwrap();
    fs::write(second.join("notes.txt"), "another\n").unwrap();
    let sources = [Path::new("export"), Path::new("phone")];
    let sealed = seal(folder.path(), &sources, "CASE.zip", &[], 0);
    verify(folder.path(), "CASE.zip", &sealed);
    assert_eq!((&sealed["files"], &sealed["counts"]["messages"]), (&4.into(), &3.into()));
    let rows = table(&folder.path().join("CASE.zip"), "custody/sources.csv");
    let found: Vec<[&str; 2]> = rows.iter().map(|row| [&*row["source"], &*row["path"]]).collect();
    let expected = [["export", "INBOX.mbox"], ["export", "notes.txt"], ["phone", "1.eml"], ["phone", "notes.txt"]];
    assert_eq!(found, expected);
    let inner = export.join("INBOX.mbox");
    refused(
        folder.path(),
        &["seal", inner.to_str().unwrap(), "export", "-o", "B.zip"],
        &["INBOX.mbox", "inside export"],
    );
    refused(folder.path(), &["seal", "export", "export", "-o", "B.zip"], &["inside export"]);
}

#[test]
fn an_outlook_file_is_preserved_and_said_not_to_be_read() {
    let (folder, export) = workplace();
    fs::write(export.join("archive.pst"), [b"!BDN".to_vec(), noise(4, 5000)].concat()).unwrap();
    let sealed = seal(folder.path(), &[&export], "CASE.zip", &[], 0);
    verify(folder.path(), "CASE.zip", &sealed);
    let archive = folder.path().join("CASE.zip");
    assert_originals_are_inside(&archive, &export);
    let defects = table(&archive, "custody/defects.csv");
    assert_eq!(defects.len(), 1);
    assert_eq!(defects[0]["kind"], "not-read");
    assert!(defects[0]["detail"].contains("readpst -D -r"), "{}", defects[0]["detail"]);
    assert_eq!(defects[0]["file"], "data/pst/000/0000001.pst");
    let (_, out, _) = run(scelle(folder.path()).args(["seal", "export", "-o", "B.zip", "--no-input"]));
    assert!(out.contains("not-read"), "{out}");
}

#[test]
fn facts_are_recorded_and_what_nobody_gave_is_said() {
    let (folder, export) = small_export();
    fs::write(folder.path().join("case.toml"), "operator = 'Anne Le Bihan'\nauthority = 'flagrance'\n").unwrap();
    let more =
        ["--case-file", "case.toml", "--authority", "art. 60-1 CPP", "--zone", "Europe/Paris", "--exclusion", "x"];
    seal(folder.path(), &[&export], "CASE.zip", &more, 0);
    let entries = entries(&folder.path().join("CASE.zip"));
    let told: Value = serde_json::from_slice(&entries["CASE/custody/acquisition.json"]).unwrap();
    assert_eq!(told["case"]["operator"]["name"], "Anne Le Bihan", "from the file");
    assert_eq!(told["case"]["authority"], "art. 60-1 CPP", "the flag wins");
    assert_eq!(told["case"]["exclusions"], serde_json::json!(["x"]));
    assert_eq!(told["time"]["start_local"], "2026-11-23T21:15:03+01:00");
    assert_eq!(told["case"]["id"], "CASE");
    for silent in ["exhibit", "requester", "mailbox_owner", "source_description", "export_tool", "scope"] {
        assert_eq!(told["case"][silent], "not given", "{silent}");
    }
    assert_eq!(told["case"]["operator"]["role"], "not given");
    let journal = String::from_utf8_lossy(&entries["CASE/custody/journal.jsonl"]).into_owned();
    assert!(journal.contains("Anne Le Bihan"), "{journal}");

    fs::write(folder.path().join("typo.toml"), "operater = 'Anne'\n").unwrap();
    let args = ["seal", "export", "-o", "B.zip", "--case-file", "typo.toml"];
    refused(folder.path(), &args, &["typo.toml", "operater"]);
    assert!(!folder.path().join("B.zip").exists());
}

/// Whether these tests run as root.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    tempfile::NamedTempFile::new().unwrap().as_file().metadata().unwrap().uid() == 0
}

fn open_to_all(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// The program as somebody who may not read everything: root does as `nobody`, with a copy of the program that it may run.
fn scelle_as_somebody(folder: &Path) -> std::process::Command {
    use std::os::unix::process::CommandExt as _;
    if !is_root() {
        return scelle(folder);
    }
    let program = folder.join("scelle");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_scelle"), &program).unwrap();
        open_to_all(&program, 0o755);
    }
    open_to_all(folder, 0o755);
    let mut command = std::process::Command::new(program);
    command.current_dir(folder).args(["--lang", "en"]).uid(65534).gid(65534);
    command.stdin(std::process::Stdio::null()).env("SOURCE_DATE_EPOCH", support::EPOCH);
    command
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_sealed() {
    let (folder, export) = small_export();
    fs::create_dir(export.join("closed")).unwrap();
    fs::write(export.join("closed/1.eml"), letter(7)).unwrap();
    fs::write(export.join("secret.eml"), letter(8)).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", export.join("link.eml")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(export.join("pipe")).status().unwrap();
    assert!(made.success());
    open_to_all(&export.join("closed"), 0o000);
    open_to_all(&export.join("secret.eml"), 0o000);
    fs::create_dir(folder.path().join("out")).unwrap();
    open_to_all(&folder.path().join("out"), 0o777);
    let mut command = scelle_as_somebody(folder.path());
    let (code, out, err) = run(command.args(["seal", "export", "-o", "out/CASE.zip", "--json", "--no-input"]));
    assert_eq!(code, 4, "{err}");
    let sealed: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&sealed["files"], &sealed["not_stored"], &sealed["counts"]["messages"]),
        (&2.into(), &4.into(), &2.into())
    );
    verify(folder.path(), "out/CASE.zip", &sealed);
    let archive = folder.path().join("out/CASE.zip");
    let (sources, defects) = (table(&archive, "custody/sources.csv"), table(&archive, "custody/defects.csv"));
    for (path, status) in
        [("closed", "unreadable"), ("secret.eml", "unreadable"), ("link.eml", "symlink"), ("pipe", "special")]
    {
        let found = row(&sources, "path", path);
        assert_eq!((&*found["status"], &*found["file"], &*found["sha256"]), (status, "", ""), "{path}");
        let defect = row(&defects, "path", path);
        assert_eq!(defect["kind"], status);
        assert!(!defect["detail"].is_empty());
    }
    assert_eq!((sources.len(), defects.len()), (6, 4));
    assert_eq!(row(&sources, "path", "INBOX.mbox")["status"], "stored");
    open_to_all(&export.join("closed"), 0o700);
}

#[test]
fn a_folder_that_may_not_be_written_is_named() {
    let (folder, _) = small_export();
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).unwrap();
    open_to_all(&locked, 0o555);
    let mut command = scelle_as_somebody(folder.path());
    let (code, _, err) = run(command.args(["seal", "export", "-o", "locked/CASE.zip", "--no-input"]));
    assert_eq!(code, 3);
    assert!(err.contains("locked/CASE") && err.contains("You may not read or write there"), "{err}");
    assert_eq!(names(&locked), [""; 0]);
}

#[test]
fn names_of_any_bytes_are_kept() {
    use std::os::unix::ffi::OsStrExt as _;
    let (folder, export) = workplace();
    let deep: PathBuf = std::iter::repeat_n("d".repeat(199), 19).collect();
    fs::create_dir_all(export.join(&deep)).unwrap();
    let long = deep.join("x".repeat(180) + ".eml");
    let odd: [(&[u8], &str); 4] = [
        (b"re\xe7u.eml", "re\\xe7u.eml"),
        (b"two\nlines.eml", "two\\x0alines.eml"),
        (b"back\\slash.eml", "back\\\\slash.eml"),
        (b"\x1b[31m,\"red\".eml", "\\x1b[31m,\"red\".eml"),
    ];
    for (number, (name, _)) in odd.iter().enumerate() {
        fs::write(export.join(std::ffi::OsStr::from_bytes(name)), letter(number)).unwrap();
    }
    fs::write(export.join(&long), letter(9)).unwrap();
    let sealed = seal(folder.path(), &[Path::new("export")], "CASE.zip", &[], 0);
    verify(folder.path(), "CASE.zip", &sealed);
    assert_eq!(sealed["counts"]["messages"], 5);
    let archive = folder.path().join("CASE.zip");
    let sources = table(&archive, "custody/sources.csv");
    for (_, escaped) in odd {
        assert_eq!(row(&sources, "path", escaped)["status"], "stored");
    }
    assert!(long.as_os_str().len() > 3900, "{}", long.as_os_str().len());
    assert_eq!(row(&sources, "path", long.to_str().unwrap())["status"], "stored");
    let defects = table(&archive, "custody/defects.csv");
    assert_eq!(defects.iter().map(|row| &*row["kind"]).collect::<Vec<_>>(), ["path-not-utf8"]);
    let safe = |name: &String| name.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\:*?\"<>|%".contains(&byte));
    assert!(entries(&archive).keys().all(safe));
}

/// Calls `meddle` again and again until the program has ended.
fn seal_while(folder: &Path, more: &[&str], meddle: impl Fn() + Sync) -> Value {
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                meddle();
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        let sealed = std::panic::catch_unwind(|| seal(folder, &[Path::new("export")], "CASE.zip", more, 4));
        ended.store(true, Ordering::Relaxed);
        sealed.unwrap()
    })
}

#[test]
fn an_original_that_changes_meanwhile_is_told_and_the_archive_holds() {
    for more in [&[][..], &["--store"]] {
        for grows in [true, false] {
            let (folder, export) = workplace();
            let path = export.join("INBOX.mbox");
            fs::write(&path, mbox([letter(1), letter(2)])).unwrap();
            fs::write(export.join("quiet.eml"), letter(3)).unwrap();
            let file = OpenOptions::new().append(true).open(&path).unwrap();
            file.set_len(24 << 20).unwrap();
            let sealed = seal_while(folder.path(), more, || match grows {
                true => (&file).write_all(b"one more line\n").unwrap(),
                false => [6 << 20, 24 << 20].iter().for_each(|&length| file.set_len(length).unwrap()),
            });
            verify(folder.path(), "CASE.zip", &sealed);
            let archive = folder.path().join("CASE.zip");
            let defects = table(&archive, "custody/defects.csv");
            let changed: Vec<&str> =
                defects.iter().filter(|row| row["kind"] == "changed-while-read").map(|row| &*row["path"]).collect();
            assert_eq!(changed, ["INBOX.mbox"]);
            let sources = table(&archive, "custody/sources.csv");
            let told = row(&sources, "path", "INBOX.mbox");
            let inside = &entries(&archive)[&format!("CASE/{}", told["file"])];
            assert_eq!(told["sha256"], Sha256::of(inside).to_string());
            assert_eq!(told["size"], inside.len().to_string());
            assert_eq!(told["sha256_after"].len(), 64, "it was read again");
            assert_ne!(told["modified_after"], told["modified"]);
        }
    }
}

/// A file system of a few bytes, unmounted when dropped; None where this may not be made.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path, size: &str) -> Option<SmallDisk> {
        fs::create_dir(at).unwrap();
        let options = format!("size={size}");
        let mut mount = std::process::Command::new("mount");
        let done = mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(at).output();
        done.is_ok_and(|done| done.status.success()).then(|| SmallDisk(at.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_nothing_behind() {
    let (folder, export) = workplace();
    fs::write(export.join("photos.bin"), noise(5, 6 << 20)).unwrap();
    fs::write(export.join("INBOX.mbox"), mbox((0..500).map(letter))).unwrap();
    let at = folder.path().join("disk");
    let Some(disk) = SmallDisk::mount(&at, "2m") else {
        eprintln!("not tested: no right to mount a small disk");
        return;
    };
    let args = ["seal", "export", "-o", "disk/CASE.zip"];
    refused(folder.path(), &args, &["disk/CASE.zip", "The disk is full"]);
    assert_eq!(names(&at), [""; 0], "neither archive, nor part, nor journal");
    let mut filler = File::create(at.join("filler")).unwrap();
    while filler.write_all(&[0; 4096]).is_ok() {}
    refused(folder.path(), &args, &["disk/CASE", "The disk is full"]);
    assert_eq!(names(&at), ["filler"], "not even an empty journal");
    drop((filler, disk));
}

#[test]
fn a_killed_run_leaves_no_archive_and_the_next_one_succeeds() {
    const ROUNDS: usize = 8;
    let (folder, export) = workplace();
    let block = mbox((0..12_000).map(letter));
    let mut file = File::create(export.join("INBOX.mbox")).unwrap();
    let blocks = (300 << 20) / block.len();
    (0..blocks).for_each(|_| file.write_all(&block).unwrap());
    let archive = folder.path().join("CASE.zip");
    let mut killed = 0;
    for wait in noise(6, ROUNDS).into_iter().map(|byte| Duration::from_millis(u64::from(byte) * 3)) {
        let mut child = scelle(folder.path()).args(SEAL).arg("--no-input").spawn().unwrap();
        std::thread::sleep(wait);
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        if archive.exists() {
            break;
        }
        let left: Vec<String> = names(folder.path()).into_iter().filter(|name| name.ends_with(".part")).collect();
        assert!(left.len() <= 1, "{left:?}");
        left.iter().for_each(|name| fs::remove_file(folder.path().join(name)).unwrap());
        let allowed = |name: &String| ["export", "CASE.custody.jsonl"].contains(&name.as_str());
        assert!(names(folder.path()).iter().all(allowed), "{:?}", names(folder.path()));
    }
    assert!(killed > 3 && !archive.exists(), "{killed} of {ROUNDS} were killed in time");
    let sealed = seal(folder.path(), &[Path::new("export")], "CASE.zip", &[], 0);
    assert_eq!(sealed["counts"]["messages"], 12_000 * blocks);
    let journal_entries = verify(folder.path(), "CASE.zip", &sealed)["journal_entries"].as_u64().unwrap();
    assert!(journal_entries >= 2 && journal_entries <= killed as u64 + 2, "{journal_entries}");
}
