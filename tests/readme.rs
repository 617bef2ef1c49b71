//! The README does not rot: its console blocks are run, one after the other, and must print what is shown there; its tables and
//! its case file are compared with the program. docs/LIMITS.md repeats what every archive says it does not prove.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::Path;

use regex::Regex;
use scelle::cli::exit::Exit;
use scelle::custody::acquisition::{DOES_NOT_PROVE_EN, DOES_NOT_PROVE_FR};
use scelle::custody::facts::CaseFacts;
use scelle::evidence::format::{FORMATS, OTHER};

/// What a newcomer types first.
const MAIN_COMMAND: &str = "cargo run --release -- run samples/mbox --case case-demo";
const TEST_COMMAND: &str = "cargo test";

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The contents of the blocks fenced with this language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let (mut found, mut open): (Vec<String>, Option<(bool, String)>) = (Vec::new(), None);
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(fence)) => open = Some((fence == language, String::new())),
            (Some(_), Some(_)) => found.extend(open.take().filter(|(wanted, _)| *wanted).map(|(_, block)| block)),
            (Some((_, block)), None) => *block += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    found
}

/// First cells of the rows of the table that follows a heading.
fn first_cells(text: &str, heading: &str) -> Vec<String> {
    let section = text.split(&format!("\n{heading}\n")).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    section.lines().filter_map(|line| Some(line.strip_prefix('|')?.split('|').next()?.to_owned())).collect()
}

#[test]
fn the_first_two_commands_are_there() {
    let shell = blocks(&read("README.md"), "sh").concat();
    let typed = |command: &str| shell.lines().filter(|line| line.split('#').next().unwrap().trim() == command).count();
    assert_eq!((typed(MAIN_COMMAND), typed(TEST_COMMAND)), (2, 2), "once in English, once in French");
}

#[test]
fn every_exit_code_and_format_is_told() {
    let readme = read("README.md");
    let commands = first_cells(&readme, "## Commands");
    for exit in Exit::ALL {
        assert!(commands.iter().any(|cell| cell.trim() == exit.code().to_string()), "{exit:?}");
    }
    let formats = first_cells(&readme, "## What is read").concat();
    for format in FORMATS.iter().map(|(format, _)| *format).chain([OTHER]) {
        assert!(formats.contains(&format!("`{format}`")), "{format}");
    }
}

#[test]
fn every_command_is_told() {
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_scelle")).arg("--help").output().unwrap().stdout;
    let help = String::from_utf8(help).unwrap();
    let listed = help.split("Commands:\n").nth(1).unwrap().lines().take_while(|line| line.starts_with("  "));
    let names = listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    let table = first_cells(&read("README.md"), "## Commands").concat();
    for name in names.filter(|name| *name != "help") {
        assert!(table.contains(&format!("`{name} ")), "{name}");
    }
}

#[test]
fn the_case_file_gives_every_fact() {
    let [text] = blocks(&read("README.md"), "toml").try_into().unwrap();
    let facts = serde_json::to_value(CaseFacts::from_toml(&text).unwrap()).unwrap();
    for (key, value) in facts.as_object().unwrap() {
        assert!(value.as_str().is_some_and(|text| !text.is_empty()) || value.is_array(), "{key} is missing");
    }
}

#[test]
fn the_limits_repeat_what_an_archive_says() {
    let plain = |text: &str| text.replace('\u{a0}', " ").replace('’', "'");
    let limits = plain(&read("docs/LIMITS.md"));
    for line in DOES_NOT_PROVE_EN.iter().chain(&DOES_NOT_PROVE_FR) {
        assert!(limits.contains(&plain(line)), "{line}");
    }
}

/// One command of a console block and what is shown below it.
#[cfg(unix)]
struct Step {
    command: String,
    shown: String,
}

#[cfg(unix)]
fn steps(readme: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in blocks(readme, "console").concat().lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_owned(), shown: String::new() }),
            (None, Some(step)) => step.shown += &format!("{line}\n"),
            (None, None) => panic!("output before the first command: {line}"),
        }
    }
    steps
}

/// Runs the commands in one shell, below a folder that holds `samples/mbox`; gives what each printed and its exit status.
#[cfg(unix)]
fn run(steps: &[Step], folder: &Path) -> Vec<(String, String)> {
    let mut script = String::new();
    for Step { command, .. } in steps {
        let command = command.replace("cargo run --release -- ", "scelle ");
        script += &format!("{{ {command}\n}} 2>&1; printf '\\002%s\\003' $?\n");
    }
    let program = Path::new(env!("CARGO_BIN_EXE_scelle")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder)
        .env("PATH", path)
        .env("LC_ALL", "C")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let ended = output.split_terminator('\u{3}').map(|step| step.split_once('\u{2}').unwrap());
    ended.map(|(printed, status)| (printed.to_owned(), status.to_owned())).collect()
}

/// Without what differs from machine to machine: the seal, the hash and the size of the archive.
#[cfg(unix)]
fn settled(text: &str) -> String {
    let groups = Regex::new("(?m)^ +[0-9a-f]{4}( [0-9a-f]{4})+$").unwrap();
    let hash = Regex::new("(SHA-256 of the zip file): [0-9a-f]{64}").unwrap();
    let size = Regex::new(r"(?m)(\.zip) \([^)]+\)$").unwrap();
    let text = text.replace('\u{a0}', " ");
    let text = groups.replace_all(&text, "SEAL");
    let text = hash.replace_all(&text, "$1: HASH");
    size.replace_all(&text, "$1 (SIZE)").into_owned()
}

/// Whether `printed` is what is `shown`, where `…` stands for anything.
#[cfg(unix)]
fn is_shown(printed: &str, shown: &str) -> bool {
    let pieces: Vec<&str> = shown.split('…').collect();
    let (first, last) = (pieces[0], pieces[pieces.len() - 1]);
    if pieces.len() == 1 {
        return printed == shown;
    }
    let Some(mut rest) = printed.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else { return false };
    pieces[1..pieces.len() - 1].iter().all(|piece| match rest.split_once(piece) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

#[cfg(unix)]
#[test]
fn the_console_blocks_print_what_is_shown() {
    const NOT_INSTALLED: &str = "127";
    let folder = tempfile::tempdir().unwrap();
    let samples = folder.path().join("samples/mbox");
    fs::create_dir_all(&samples).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/mbox")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), samples.join(entry.file_name())).unwrap();
    }
    let steps = steps(&read("README.md"));
    assert_eq!(steps[0].command, MAIN_COMMAND);
    let ran = run(&steps, folder.path());
    assert_eq!(ran.len(), steps.len());
    for (Step { command, shown }, (printed, status)) in steps.iter().zip(&ran) {
        if status == NOT_INSTALLED {
            continue;
        }
        assert_eq!(status, "0", "{command}\n{printed}");
        assert!(is_shown(&settled(printed), &settled(shown)), "{command}\nprints\n{printed}\nREADME shows\n{shown}");
    }
    let printed = |words: &str| {
        let step = steps.iter().position(|step| step.command.contains(words)).unwrap();
        ran[step].0.replace(char::is_whitespace, "")
    };
    let (seal, summary) = (printed("ASiCManifest001.xml"), printed("samples/mbox"));
    assert!(summary.contains(&seal[..64]), "the seal that scelle prints is the one that sha256sum computes");
}
