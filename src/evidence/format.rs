//! The formats of exports: each is one file in `formats/` and one line in [`FORMATS`]; the first that claims a file has it.

use std::cell::OnceCell;
use std::ffi::OsStr;
use std::path::{Component, Path};
use std::sync::Arc;

use super::defect::DefectKind;
use super::formats;
use super::role::Role;
use super::source::Tree;
use super::splitter::Framing;

/// Judges whether a file is of a format, and what that says of it.
pub type Judge = fn(&Candidate<'_>) -> Option<Claim>;

/// Every format, the most telling first: what has a signature, then what its neighbours betray, then what its name or its first
/// bytes say.
pub const FORMATS: &[(&str, Judge)] = &[
    ("pst", formats::pst::judge),
    ("msg", formats::msg::judge),
    ("pffexport", formats::pffexport::judge),
    ("maildir", formats::maildir::judge),
    ("emlx", formats::emlx::judge),
    ("readpst-eml", formats::readpst::judge_single),
    ("eml", formats::eml::judge),
    ("readpst-mbox", formats::readpst::judge_mbox),
    ("takeout", formats::takeout::judge),
    ("thunderbird", formats::thunderbird::judge),
    ("mh", formats::mh::judge),
    ("mbox", formats::mbox::judge),
    ("other", formats::container::judge),
    ("eml", formats::eml::judge_by_content),
];

/// The name of what no format claims: preserved, not a mailbox.
pub const OTHER: &str = "other";

/// The folder of the bag that an original goes to (Mailbag section 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// mbox files
    Mbox,
    /// single messages
    Eml,
    /// Outlook data files
    Pst,
    /// Outlook messages
    Msg,
    /// no mailbox: goes beside the others as a companion file
    Companion,
}

/// What a file is.
#[derive(Debug, Clone)]
pub struct Claim {
    /// name of the format in FORMAT.md; set by [`claim`]
    pub format: &'static str,
    /// where it goes
    pub kind: Kind,
    /// how it is cut into messages
    pub framing: Framing,
    /// the folder its messages are in, decoded, components joined by `/`
    pub folder: Arc<str>,
    /// that folder's role
    pub role: Role,
    /// Maildir flags of the file's name
    pub flags: Arc<str>,
    /// whether `X-Gmail-Labels` tells the folder of each message
    pub labelled: bool,
    /// what is to be said of the whole file
    pub notice: Option<(DefectKind, &'static str)>,
}

impl Claim {
    /// A mailbox file of many messages in `folder`.
    pub fn mbox(folder: &str) -> Claim {
        Claim::new(Kind::Mbox, Framing::Mbox, folder)
    }

    /// A file that is one message in `folder`.
    pub fn single(folder: &str) -> Claim {
        Claim::new(Kind::Eml, Framing::Single, folder)
    }

    /// A file that is no mailbox, or none that is read.
    pub fn opaque(kind: Kind, notice: Option<(DefectKind, &'static str)>) -> Claim {
        Claim { notice, ..Claim::new(kind, Framing::Opaque, "") }
    }

    fn new(kind: Kind, framing: Framing, folder: &str) -> Claim {
        let role = if framing == Framing::Opaque { Role::Other } else { Role::of_folder(folder) };
        let (folder, flags) = (Arc::from(folder), Arc::from(""));
        Claim { format: OTHER, kind, framing, folder, role, flags, labelled: false, notice: None }
    }

    /// The same, made by a converter.
    pub fn derived(self, how: &'static str) -> Claim {
        Claim { notice: Some((DefectKind::Derived, how)), ..self }
    }
}

/// Asks the formats in turn.
pub fn claim(candidate: &Candidate<'_>) -> Claim {
    for (format, judge) in FORMATS {
        if let Some(claim) = judge(candidate) {
            return Claim { format, ..claim };
        }
    }
    Claim::opaque(Kind::Companion, None)
}

/// A file to be judged: its name, its neighbours, its first bytes.
pub struct Candidate<'a> {
    /// path below the root
    pub relative: &'a Path,
    /// bytes
    pub size: u64,
    /// the files below the same root
    pub tree: &'a Tree<'a>,
    root_name: &'a Path,
    read_head: &'a dyn Fn() -> Vec<u8>,
    head: OnceCell<Vec<u8>>,
}

impl<'a> Candidate<'a> {
    /// `read_head` gives the first bytes of the file; it is called once at most.
    pub fn new(
        root_name: &'a Path,
        relative: &'a Path,
        size: u64,
        tree: &'a Tree<'a>,
        read_head: &'a dyn Fn() -> Vec<u8>,
    ) -> Candidate<'a> {
        Candidate { relative, size, tree, root_name, read_head, head: OnceCell::new() }
    }

    /// The first bytes.
    pub fn head(&self) -> &[u8] {
        self.head.get_or_init(self.read_head)
    }

    /// The file's name.
    pub fn name(&self) -> String {
        self.relative.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The file's name without its extension.
    pub fn stem(&self) -> String {
        self.relative.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The extension in lower case, empty where there is none.
    pub fn extension(&self) -> String {
        self.relative.extension().unwrap_or_default().to_string_lossy().to_lowercase()
    }

    /// The folders above the file, below the root.
    pub fn folders(&self) -> Vec<String> {
        let parent = self.relative.parent().unwrap_or(Path::new(""));
        parent.components().filter_map(normal).map(|name| name.to_string_lossy().into_owned()).collect()
    }

    /// The folder the file lies in as a person would call it: the folders above it below the root, or the root's own name.
    pub fn folder(&self) -> String {
        let folders = self.folders();
        let is_file_root = self.root_name == self.relative;
        match folders.is_empty() && !is_file_root {
            true => self.root_name.to_string_lossy().into_owned(),
            false => folders.join("/"),
        }
    }

    /// [`Candidate::folder`] for a file that is a folder itself (`Sent.mbox`): its stem below the folders above it.
    pub fn folder_of_file(&self) -> String {
        let mut folders = self.folders();
        folders.push(self.stem());
        folders.join("/")
    }

    /// Whether the folder the file lies in is called `name`; the root's own name counts.
    pub fn is_in(&self, name: &str) -> bool {
        self.parent_name().is_some_and(|parent| parent == OsStr::new(name))
    }

    /// The name of the folder the file lies in, the root's own included.
    pub fn parent_name(&self) -> Option<&OsStr> {
        let parent = self.relative.parent()?;
        parent.file_name().or_else(|| self.root_name.file_name())
    }

    /// Whether the file `name` lies beside this one.
    pub fn has_beside(&self, name: &OsStr) -> bool {
        self.tree.has_file(&self.relative.with_file_name(name))
    }

    /// Whether a file whose name begins with `start` lies in the same folder.
    pub fn has_beside_beginning(&self, start: &str) -> bool {
        self.tree.has_beginning(&self.relative.with_file_name(start))
    }

    /// Whether this file with `suffix` added to its name lies beside it.
    pub fn has_with_suffix(&self, suffix: &str) -> bool {
        let mut name = self.relative.file_name().unwrap_or_default().to_owned();
        name.push(suffix);
        self.has_beside(&name)
    }
}

fn normal(component: Component<'_>) -> Option<&OsStr> {
    match component {
        Component::Normal(name) => Some(name),
        _ => None,
    }
}

/// For the tests of the formats: judges a file of a tree by its path and first bytes.
#[cfg(test)]
pub fn claim_in(tree: &[&str], path: &str, head: &[u8]) -> Claim {
    let mut paths: Vec<(std::path::PathBuf, u64)> = tree.iter().chain([&path]).map(|p| (p.into(), 1)).collect();
    paths.sort();
    let tree = Tree::new(&paths);
    let head = || head.to_vec();
    claim(&Candidate::new(Path::new("export"), Path::new(path), 1, &tree, &head))
}
