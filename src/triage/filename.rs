//! The name of a file as a person sees it: without the archives that hold it, its ending, its words in plain letters.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longer names are cut: no file system has them.
const LONGEST: usize = 400;

/// The parts of a name such as `archive.zip!dossier/Bulletin de paie.pdf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileName<'a> {
    /// the file attached to the message; the whole name where nothing holds it
    pub outer: &'a str,
    /// it stands in an archive or a document
    pub inside: bool,
    /// the last part, with its ending
    pub base: &'a str,
}

impl<'a> FileName<'a> {
    /// Takes a name apart.
    pub fn of(name: &'a str) -> FileName<'a> {
        let outer = holder(name, name.find('!'), |rest| rest.find('!')).unwrap_or(name);
        let inner = holder(name, name.rfind('!'), |_| None).map_or(name, |holder| &name[holder.len() + 1..]);
        let base = inner.rsplit(['/', '\\']).next().unwrap_or(inner);
        let cut = base.len() - base.len().min(LONGEST);
        FileName { outer, inside: outer.len() < name.len(), base: &base[base.ceil_char_boundary(cut)..] }
    }

    /// What follows the last dot, lower case; empty where there is none. Windows ignores blanks and dots at the end.
    pub fn ending(&self) -> String {
        ending(self.base).to_lowercase()
    }

    /// The ending before the last one, where it has the length of one: `pdf` of `facture.pdf.exe`.
    pub fn ending_before(&self) -> String {
        let base = self.base.trim_end_matches([' ', '.']);
        let stem = base.strip_suffix(ending(base)).map_or("", |stem| stem.trim_end_matches([' ', '.', '_']));
        Some(ending(stem)).filter(|ending| ending.len() <= 5).unwrap_or_default().to_lowercase()
    }

    /// Its words without accents, lower case, each with a blank before and after: ` bulletin de paie 2026 01 pdf `.
    pub fn words(&self) -> String {
        let mut words = String::with_capacity(self.base.len() + 8);
        words.push(' ');
        let mut before = ' ';
        for c in self.base.nfkd().filter(|c| !is_combining_mark(*c)) {
            let parts = before.is_lowercase() && c.is_uppercase()
                || before.is_ascii_digit() && c.is_alphabetic()
                || before.is_alphabetic() && c.is_ascii_digit();
            if (parts || !c.is_alphanumeric()) && !words.ends_with(' ') {
                words.push(' ');
            }
            if c.is_alphanumeric() {
                words.extend(c.to_lowercase());
            }
            before = c;
        }
        if !words.ends_with(' ') {
            words.push(' ');
        }
        words
    }
}

fn ending(name: &str) -> &str {
    name.trim_end_matches([' ', '.']).rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// What stands before a `!`, where it is a file that can hold others: a name may have a `!` of its own.
fn holder<'a>(name: &'a str, first: Option<usize>, next: impl Fn(&'a str) -> Option<usize>) -> Option<&'a str> {
    let mut at = first?;
    loop {
        let before = &name[..at];
        let is_file = (1..=5).contains(&ending(before).len()) && !before.ends_with(['.', ' ']);
        if is_file {
            return Some(before);
        }
        at += 1 + next(&name[at + 1..])?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_apart() {
        let name = FileName::of("paie.zip!2026/BulletinPaie-janvier2026.PDF");
        assert_eq!((name.outer, name.inside, name.base), ("paie.zip", true, "BulletinPaie-janvier2026.PDF"));
        assert_eq!((name.ending().as_str(), name.words().as_str()), ("pdf", " bulletin paie janvier 2026 pdf "));
        let name = FileName::of("a.zip!b.tar!c.exe");
        assert_eq!((name.outer, name.base), ("a.zip", "c.exe"));
        let name = FileName::of("Urgent! À lire.pdf");
        assert_eq!((name.inside, name.words().as_str()), (false, " urgent a lire pdf "));
        assert_eq!(FileName::of("").words(), " ");
    }

    #[test]
    fn endings_are_those_that_windows_sees() {
        let endings = |name| (FileName::of(name).ending(), FileName::of(name).ending_before());
        assert_eq!(endings("facture.pdf.exe. "), ("exe".to_owned(), "pdf".to_owned()));
        assert_eq!(endings("facture.pdf      .exe"), ("exe".to_owned(), "pdf".to_owned()));
        assert_eq!(endings("facture"), (String::new(), String::new()));
        assert_eq!(endings("v1.2 compte rendu final.docx"), ("docx".to_owned(), String::new()));
    }
}
