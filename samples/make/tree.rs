//! The files to write, and where in them each message went.

use std::collections::BTreeMap;

use scelle::digest::Sha256;

use super::letter::Folder;

/// One copy of one message in one format.
#[derive(Clone, Debug)]
pub struct Place {
    /// Format, which is also the folder under `samples/`.
    pub format: &'static str,
    /// Short name of the letter.
    pub letter: String,
    /// Logical folder.
    pub folder: Folder,
    /// What that copy is for its format: most often the role of the folder.
    pub role: &'static str,
    /// File (for pffexport, folder) that holds it.
    pub path: String,
    /// Where it starts in a file of many messages.
    pub offset: Option<usize>,
    /// Its length in bytes, where it is a run of bytes.
    pub length: Option<usize>,
    /// The digest of those bytes.
    pub sha256: Option<String>,
    /// A word on copies that are not like the others.
    pub note: Option<&'static str>,
}

/// Everything under `samples/` that the generator makes.
#[derive(Default)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
    places: Vec<Place>,
}

impl Tree {
    /// Path and bytes of each file, in the order of the paths.
    pub fn files(&self) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        self.files.iter()
    }

    /// The bytes of one file, if it exists.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Where the messages are.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Adds a file that holds no message.
    pub fn add(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        let earlier = self.files.insert(path.to_owned(), bytes.into());
        assert!(earlier.is_none(), "two files are called {path}");
    }

    /// Adds one message as a whole file.
    pub fn add_message(&mut self, place: Place, bytes: Vec<u8>) {
        let path = place.path.clone();
        self.places.push(Place { length: Some(bytes.len()), sha256: Some(Sha256::of(&bytes).to_string()), ..place });
        self.add(&path, bytes);
    }

    /// Appends one message to a file of many: postmark line, message, separator line.
    pub fn append_message(&mut self, place: Place, postmark: &str, message: &[u8], line_end: &str) {
        let file = self.files.entry(place.path.clone()).or_default();
        file.extend_from_slice(postmark.as_bytes());
        file.extend_from_slice(line_end.as_bytes());
        let (length, sha256) = (Some(message.len()), Some(Sha256::of(message).to_string()));
        self.places.push(Place { offset: Some(file.len()), length, sha256, ..place });
        file.extend_from_slice(message);
        file.extend_from_slice(line_end.as_bytes());
    }

    /// Notes a message that is spread over several files of one folder.
    pub fn note_message(&mut self, place: Place) {
        self.places.push(place);
    }
}

impl Place {
    /// A place whose bytes are not known yet.
    pub fn new(format: &'static str, letter: &str, folder: Folder, path: String) -> Place {
        let role = folder.role();
        Place {
            format,
            letter: letter.to_owned(),
            folder,
            role,
            path,
            offset: None,
            length: None,
            sha256: None,
            note: None,
        }
    }
}
