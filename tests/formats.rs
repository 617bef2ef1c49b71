//! Real exports, and trees made to harm: every file is claimed by the right format, every message counted a second way, what
//! cannot be stored is named, nothing hangs.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod corpus;
#[allow(dead_code, reason = "each test takes what it needs of the harness")]
mod cut;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use scelle::evidence::defect::{Defect, DefectKind};
use scelle::evidence::original::OpenOriginal;
use scelle::evidence::reader::Message;
use scelle::evidence::role::Role;
use scelle::evidence::source::{Survey, survey};
use scelle::evidence::splitter::{Framing, SplitRule};
use scelle::evidence::tally::Tally;

/// A file of an export and what was read in it.
struct Read {
    relative: PathBuf,
    format: &'static str,
    folder: String,
    bytes: Vec<u8>,
    messages: Vec<Message>,
    defects: Vec<Defect>,
    tally: Tally,
}

fn survey_of(root: &Path) -> Survey {
    survey(&[root.to_owned()]).unwrap()
}

/// Surveys an export and reads it as the acquisition does; digests are held against slices of the file read another way.
fn read_all(root: &Path) -> Vec<Read> {
    let survey = survey_of(root);
    assert!(survey.skipped.is_empty(), "{:?}", survey.skipped);
    let listed = walkdir::WalkDir::new(root).into_iter().filter(|entry| entry.as_ref().unwrap().file_type().is_file());
    assert_eq!(survey.files.len(), listed.count(), "every file below {}", root.display());
    let read = survey.files.iter().map(|original| {
        let path = survey.path(original);
        let bytes = fs::read(&path).unwrap();
        assert_eq!(original.size, bytes.len() as u64, "{}", path.display());
        let open = OpenOriginal::open(&path).unwrap();
        let mut probe = |offset: u64, into: &mut [u8]| open.probe(offset, into);
        let (messages, defects, tally) = match original.claim.framing {
            Framing::Opaque => Default::default(),
            _ => cut::read_from(&original.claim, &bytes, open.reader(), &mut probe),
        };
        assert!(tally.balances() && tally.messages == messages.len() as u64, "{tally:?} of {}", path.display());
        let (relative, folder) = (original.relative.clone(), original.claim.folder.to_string());
        Read { relative, format: original.claim.format, folder, bytes, messages, defects, tally }
    });
    read.collect()
}

/// Files and messages of each format.
fn counts(read: &[Read]) -> BTreeMap<&'static str, (usize, usize)> {
    let mut counts = BTreeMap::new();
    for file in read {
        let (files, messages): &mut (usize, usize) = counts.entry(file.format).or_default();
        *files += 1;
        *messages += file.messages.len();
    }
    counts
}

fn files_called(root: &Path, extension: &str) -> usize {
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|there| there == extension)).count()
}

#[test]
fn folders_of_single_messages_hold_one_a_file() {
    for name in ["ham-2002", "ham-list", "spam-2002", "phish"] {
        let Some(root) = corpus::corpus(name) else { continue };
        let read = read_all(&root);
        let files = files_called(&root, "eml");
        assert_eq!(counts(&read), [("eml", (files, files))].into(), "{name}");
        for file in &read {
            let message = &file.messages[0];
            let end = (message.offset + message.length) as usize;
            assert_eq!((end, file.tally.rejected), (file.bytes.len(), 0), "{name}: {}", file.relative.display());
            let first = file.bytes.strip_prefix(b">").unwrap_or(&file.bytes);
            // `From : a@b` is a field in the syntax of old, and a fraudster's program writes it.
            let is_after_postmark = first.starts_with(b"From ") && !first.starts_with(b"From :");
            assert_eq!(message.offset != 0, is_after_postmark, "{name}: {}", file.relative.display());
            assert_eq!((&*file.folder, message.headers.from.is_empty()), (name, false), "{}", file.relative.display());
        }
    }
}

#[test]
fn the_edge_cases_of_other_parsers_are_one_message_each() {
    let Some(root) = corpus::corpus("formats/eml") else { return };
    let (eml, msg) = (files_called(&root, "eml"), files_called(&root, "msg"));
    assert!(eml > 100 && msg > 30, "{eml} and {msg} files");
    let read = read_all(&root);
    let others: Vec<_> = read.iter().filter(|file| file.format != "eml").map(|file| &file.relative).collect();
    assert_eq!(others, [] as [&PathBuf; 0]);
    assert_eq!(counts(&read), [("eml", (eml + msg, eml + msg))].into());
    for file in &read {
        let message = &file.messages[0];
        assert_eq!((message.offset + message.length) as usize, file.bytes.len(), "{}", file.relative.display());
    }
}

#[test]
fn messages_without_extension_are_known_by_their_header() {
    let Some(root) = corpus::corpus("formats/cpython-test_email") else { return };
    let read = read_all(&root);
    let files = files_called(&root, "txt");
    // One begins with a dated postmark: an mbox of one message.
    assert_eq!(counts(&read), [("eml", (files - 1, files - 1)), ("mbox", (1, 1))].into());
    let mbox = read.iter().find(|file| file.format == "mbox").unwrap();
    assert!(mbox.bytes.starts_with(b"From ") && mbox.messages[0].split == SplitRule::Dated);
}

#[test]
fn emlx_messages_are_as_long_as_they_say() {
    let Some(root) = corpus::corpus("formats/emlx") else { return };
    let read = read_all(&root);
    let files = files_called(&root, "emlx");
    assert_eq!(counts(&read), [("emlx", (files, files))].into());
    let mut beyond = 0;
    for file in &read {
        let message = &file.messages[0];
        let line = file.bytes.iter().position(|&b| b == b'\n').unwrap();
        let announced: u64 = std::str::from_utf8(&file.bytes[..line]).unwrap().trim().parse().unwrap();
        assert_eq!((message.offset, message.split), (line as u64 + 1, SplitRule::Emlx));
        let rest = file.bytes.len() as u64 - message.offset;
        assert_eq!(message.length, announced.min(rest), "{}", file.relative.display());
        // One announces more than it has: its property list is then taken into the message, and that is said.
        let too_long = announced > rest;
        assert_eq!(message.defects.contains(&DefectKind::LengthBeyondFile), too_long, "{}", file.relative.display());
        let after = &file.bytes[(message.offset + message.length) as usize..];
        assert!(too_long || after.starts_with(b"<?xml"), "{}", file.relative.display());
        beyond += usize::from(too_long);
    }
    assert_eq!(beyond, 1);
}

#[test]
fn real_mailboxes_are_mboxes() {
    let Some(root) = corpus::corpus("formats/mbox") else { return };
    let read = read_all(&root);
    assert_eq!(counts(&read), [("mbox", (3, 29 + 4 + 3)), ("other", (2, 0))].into());
    for file in read.iter().filter(|file| file.format == "mbox") {
        let lines = file.bytes.split(|&b| b == b'\n').filter(|line| line.starts_with(b"From ")).count() as u64;
        assert_eq!(file.tally.candidates, lines);
        let defects = file.defects.iter().filter(|defect| defect.kind == DefectKind::RejectedBoundary);
        assert_eq!(defects.count() as u64, file.tally.rejected);
    }
}

#[test]
fn outlook_files_are_preserved_and_said_not_to_be_read() {
    for (name, format, extension) in [("formats/pst", "pst", "pst"), ("formats/msg", "msg", "msg")] {
        let Some(root) = corpus::corpus(name) else { continue };
        let files = files_called(&root, extension);
        let survey = survey_of(&root);
        assert_eq!(survey.files.len(), files);
        for file in &survey.files {
            assert_eq!((file.claim.format, file.claim.framing), (format, Framing::Opaque));
            assert_eq!(file.claim.notice.unwrap().0, DefectKind::NotRead);
        }
    }
}

/// The two messages of the one folder, whatever the converter made of it.
#[test]
fn converted_outlook_files_give_the_same_messages() {
    let Some(root) = corpus::corpus("formats/pst-converted") else { return };
    const FOLDER: &str = "Inbox/Today at UAlbany";
    for (mode, format, top) in [
        ("mb-readpst-r", "readpst-mbox", "Outlook Data File/"),
        ("mb-readpst-k", "readpst-mbox", "Outlook Data File/"),
        ("mb-readpst-S", "readpst-eml", "Outlook Data File/"),
        ("mb-readpst-M", "readpst-eml", "Outlook Data File/"),
        ("mb-readpst-e", "readpst-eml", "Outlook Data File/"),
        ("mb-readpst-m", "readpst-eml", "Outlook Data File/"),
        ("mb-pffexport", "pffexport", "Top of Outlook data file/"),
    ] {
        let read = read_all(&root.join(mode));
        assert_two_messages(&read, mode, format, &format!("{top}{FOLDER}"));
    }
    // This mode writes a flat tree: the folders above are not in the export.
    assert_two_messages(&read_all(&root.join("mb-readpst-default")), "default", "readpst-mbox", "Today at UAlbany");
    let both = read_all(&root.join("mb-readpst-m"));
    assert_eq!(counts(&both), [("msg", (2, 0)), ("readpst-eml", (2, 2))].into());
}

fn assert_two_messages(read: &[Read], mode: &str, format: &str, folder: &str) {
    let with: Vec<&Read> = read.iter().filter(|file| !file.messages.is_empty()).collect();
    let messages: Vec<&Message> = with.iter().flat_map(|file| &file.messages).collect();
    let mut ids: Vec<&str> = messages.iter().map(|message| message.headers.message_id.as_str()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((messages.len(), ids.len()), (2, 2), "{mode}: {ids:?}");
    for file in with {
        assert_eq!((file.format, &*file.folder), (format, folder), "{mode}");
        let derived = file.defects.iter().filter(|defect| defect.kind == DefectKind::Derived).count();
        assert_eq!((derived, file.tally.rejected), (1, 0), "{mode}");
    }
    for message in messages {
        assert_eq!((&*message.folder, message.role), (folder, Role::Other), "{mode}");
        assert!(message.headers.from.contains("tau@albany.edu"), "{mode}: {}", message.headers.from);
    }
}

#[test]
fn pffexport_messages_name_their_parts() {
    let Some(root) = corpus::corpus("formats/pst-converted/mb-pffexport") else { return };
    let survey = survey_of(&root);
    let anchors = (0..survey.files.len()).filter(|&position| survey.files[position].claim.framing == Framing::Anchor);
    let mut seen = 0;
    for anchor in anchors {
        seen += 1;
        let folder = survey.files[anchor].relative.parent().unwrap();
        let mut parts: Vec<PathBuf> =
            survey.parts_of(anchor).iter().map(|&part| survey.files[part].relative.clone()).collect();
        parts.sort();
        let names = ["ConversationIndex.txt", "Message.html", "Message.txt", "OutlookHeaders.txt", "Recipients.txt"];
        assert_eq!(parts, names.map(|name| folder.join(name)));
    }
    assert_eq!(seen, 2);
}

/// `truth.json` counts the invented mailbox of `samples/` in each format, with the role of each folder.
#[test]
fn the_samples_hold_what_their_truth_says() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let Ok(truth) = fs::read(samples.join("truth.json")) else { return };
    let truth: serde_json::Value = serde_json::from_slice(&truth).unwrap();
    let mut formats = 0;
    for (format, expected) in truth["formats"].as_object().unwrap() {
        let read = read_all(&samples.join(format));
        let messages: Vec<&Message> = read.iter().flat_map(|file| &file.messages).collect();
        assert_eq!(messages.len() as u64, expected["messages"].as_u64().unwrap(), "{format}");
        let mut roles: BTreeMap<String, u64> = BTreeMap::new();
        for message in &messages {
            *roles.entry(message.role.as_str().to_owned()).or_default() += 1;
        }
        let mut told: BTreeMap<String, u64> = BTreeMap::new();
        for folder in expected["folders"].as_array().unwrap() {
            let role = folder["role"].as_str().unwrap().to_owned();
            *told.entry(role).or_default() += folder["messages"].as_u64().unwrap();
        }
        assert_eq!(roles, told, "{format}");
        formats += 1;
    }
    assert!(formats >= 8, "{formats} formats");
}

#[cfg(unix)]
mod hostile {
    //! Trees that an attacker, or a careless export, may leave.

    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    const MAIL: &str = "From: a@b\nSubject: x\n\nbody\n";

    fn tree() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("0.eml"), MAIL).unwrap();
        folder
    }

    fn make_fifo(path: &Path) {
        rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    }

    fn skipped(survey: &Survey) -> Vec<(&str, DefectKind)> {
        survey.skipped.iter().map(|skipped| (skipped.relative.to_str().unwrap(), skipped.kind)).collect()
    }

    #[test]
    fn links_are_named_and_not_followed() {
        let folder = tree();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("d")).unwrap();
        symlink("/etc/passwd", at("d/file")).unwrap();
        symlink("nowhere", at("d/dangling")).unwrap();
        symlink("..", at("d/up")).unwrap();
        symlink("self", at("d/self")).unwrap();
        symlink("new\nline\u{1b}[31m", at("d/terminal")).unwrap();
        let survey = survey_of(folder.path());
        let names = ["d/dangling", "d/file", "d/self", "d/terminal", "d/up"];
        assert_eq!(skipped(&survey), names.map(|name| (name, DefectKind::Symlink)));
        assert_eq!(survey.files.len(), 1);
        assert!(survey.skipped[1].detail.contains("/etc/passwd"));
        let terminal = &survey.skipped[3].detail;
        assert!(terminal.contains("new\\x0aline") && !terminal.contains(char::is_control), "{terminal:?}");
        assert!(OpenOriginal::open(&at("d/file")).is_err(), "a file that has become a link is not opened");
    }

    #[test]
    fn pipes_and_sockets_are_named_and_not_opened() {
        let folder = tree();
        make_fifo(&folder.path().join("pipe"));
        make_fifo(&folder.path().join("pipe.eml"));
        let _listening = UnixListener::bind(folder.path().join("socket")).unwrap();
        let survey = survey_of(folder.path());
        assert_eq!(skipped(&survey), ["pipe", "pipe.eml", "socket"].map(|name| (name, DefectKind::Special)));
        assert!(OpenOriginal::open(&folder.path().join("pipe")).is_err(), "and opening one does not wait");
        let alone = survey_of(&folder.path().join("pipe"));
        assert_eq!((alone.files.len(), skipped(&alone)), (0, vec![("pipe", DefectKind::Special)]));
    }

    #[test]
    fn names_are_kept_whatever_their_bytes() {
        let folder = tree();
        let names: [&[u8]; 5] = [b"caf\xe9.eml", b"two\nlines.eml", b"\x1b[2J.eml", b" .eml", b"d\xff/x.eml"];
        fs::create_dir(folder.path().join(OsStr::from_bytes(b"d\xff"))).unwrap();
        for name in names {
            fs::write(folder.path().join(OsStr::from_bytes(name)), MAIL).unwrap();
        }
        let read = read_all(folder.path());
        let mut expected = names.map(|name| Path::new(OsStr::from_bytes(name)).to_owned()).to_vec();
        expected.push("0.eml".into());
        expected.sort();
        let found: Vec<PathBuf> = read.iter().map(|file| file.relative.clone()).collect();
        assert_eq!(found, expected);
        assert!(read.iter().all(|file| file.format == "eml" && file.messages.len() == 1));
    }

    #[test]
    fn what_may_not_be_read_is_said() {
        let folder = tree();
        let (file, closed) = (folder.path().join("secret.eml"), folder.path().join("closed"));
        fs::write(&file, MAIL).unwrap();
        fs::create_dir(&closed).unwrap();
        fs::write(closed.join("x.eml"), MAIL).unwrap();
        let allow = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        allow(&file, 0);
        allow(&closed, 0);
        let (survey, opened) = (survey_of(folder.path()), OpenOriginal::open(&file));
        let may_read_all = fs::read_dir(&closed).is_ok();
        allow(&closed, 0o700);
        if may_read_all {
            // This user reads everything: nothing may be missing then.
            assert_eq!((survey.files.len(), survey.skipped.len(), opened.is_ok()), (3, 0, true));
            return;
        }
        assert_eq!(skipped(&survey), [("closed", DefectKind::Unreadable)]);
        assert_eq!((survey.files.len(), opened.is_err()), (2, true));
    }

    #[test]
    fn a_path_as_long_as_the_system_allows_is_read_and_a_longer_one_said() {
        let folder = tree();
        let name = "n".repeat(200);
        let mut path = folder.path().to_owned();
        while path.as_os_str().len() + 1 + name.len() + "/x.eml".len() < 4090 {
            path.push(&name);
        }
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("x.eml"), MAIL).unwrap();
        let read = read_all(folder.path());
        assert_eq!((read.len(), read.iter().filter(|file| file.messages.len() == 1).count()), (2, 2));

        // Renaming a folder near the top makes everything below it too deep to be named from outside.
        let deeper = folder.path().join("m".repeat(250));
        fs::create_dir(&deeper).unwrap();
        fs::rename(folder.path().join(&name), deeper.join(&name)).unwrap();
        let survey = survey_of(folder.path());
        assert_eq!(survey.files.len(), 1);
        assert_eq!(survey.skipped.iter().map(|skipped| skipped.kind).collect::<Vec<_>>(), [DefectKind::Unreadable]);
        fs::rename(deeper.join(&name), folder.path().join(&name)).unwrap();
    }

    #[test]
    fn a_file_that_has_become_something_else_is_not_read() {
        let folder = tree();
        let survey = survey_of(folder.path());
        let path = survey.path(&survey.files[0]);
        fs::remove_file(&path).unwrap();
        make_fifo(&path);
        assert!(OpenOriginal::open(&path).is_err());
        fs::remove_file(&path).unwrap();
        symlink("/etc/passwd", &path).unwrap();
        assert!(OpenOriginal::open(&path).is_err());
    }

    #[test]
    fn a_source_may_be_a_link_itself() {
        let folder = tree();
        let elsewhere = tempfile::tempdir().unwrap();
        symlink(folder.path(), elsewhere.path().join("export")).unwrap();
        symlink(folder.path().join("0.eml"), elsewhere.path().join("mail")).unwrap();
        for (name, relative) in [("export", "0.eml"), ("mail", "0.eml")] {
            let read = read_all(&fs::canonicalize(elsewhere.path().join(name)).unwrap());
            let survey = survey_of(&elsewhere.path().join(name));
            assert_eq!((survey.files.len(), survey.skipped.len(), read.len()), (1, 0, 1), "{name}");
            assert_eq!(survey.files[0].relative, Path::new(relative), "{name}");
            assert_eq!(fs::read(survey.path(&survey.files[0])).unwrap(), MAIL.as_bytes());
            assert!(OpenOriginal::open(&survey.path(&survey.files[0])).is_ok(), "{name}");
        }
    }
}
