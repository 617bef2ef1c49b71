//! The message catalogue: every sentence a person reads, in French and English (Project Fluent syntax).
//!
//! `fr.ftl` and `en.ftl` hold the same keys with the same variables; `tests/catalogue.rs` proves it, and that the code
//! asks for no key that is missing and leaves none unused.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// The French catalogue as written.
pub const FRENCH: &str = include_str!("fr.ftl");
/// The English catalogue as written.
pub const ENGLISH: &str = include_str!("en.ftl");

/// A language that scelle speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Français
    Fr,
    /// English
    En,
}

impl Lang {
    /// The language of a locale name (`fr_FR.UTF-8`, `fr-CA`, `C`): French where it starts with `fr`, else English.
    pub fn of_locale(locale: &str) -> Lang {
        if locale.to_ascii_lowercase().starts_with("fr") { Lang::Fr } else { Lang::En }
    }

    /// The language this user has chosen for the machine.
    pub fn of_user() -> Lang {
        let chosen = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
        Lang::of_locale(&chosen.or_else(sys_locale::get_locale).unwrap_or_default())
    }
}

/// One language's texts.
pub struct Catalogue {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").field("lang", &self.lang).finish()
    }
}

impl Catalogue {
    /// The catalogue of `lang`.
    pub fn new(lang: Lang) -> Catalogue {
        let (source, tag) = match lang {
            Lang::Fr => (FRENCH, "fr"),
            Lang::En => (ENGLISH, "en"),
        };
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let mut bundle = FluentBundle::new_concurrent(tag.parse().into_iter().collect());
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Catalogue { lang, bundle }
    }

    /// The language spoken.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether the catalogue has `key`.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The text of `key` with its variables filled in; the key itself where the catalogue lacks it.
    pub fn text(&self, key: &str, variables: &[(&str, Value)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::with_capacity(variables.len());
        for (name, value) in variables {
            args.set((*name).to_owned(), self.fluent(value));
        }
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    fn fluent(&self, value: &Value) -> FluentValue<'static> {
        match value {
            Value::Text(text) => FluentValue::from(text.clone()),
            Value::Count(count) => FluentValue::from(*count),
            Value::Shown(count) => FluentValue::from(self.count(*count)),
            Value::Bytes(bytes) => FluentValue::from(self.bytes(*bytes)),
        }
    }

    /// A whole number with its thousands set apart as the language does.
    pub fn count(&self, count: u64) -> String {
        let gap = if self.lang == Lang::Fr { '\u{202f}' } else { ',' };
        let digits = count.to_string();
        let mut out = String::with_capacity(digits.len() + 8);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push(gap);
            }
            out.push(digit);
        }
        out
    }

    /// A number of bytes in binary units (Kio, Mio, Gio in French; KiB, MiB, GiB in English), one decimal.
    pub fn bytes(&self, bytes: u64) -> String {
        let units =
            if self.lang == Lang::Fr { ["o", "Kio", "Mio", "Gio", "Tio"] } else { ["B", "KiB", "MiB", "GiB", "TiB"] };
        let (mut size, mut unit) = (bytes as f64, 0);
        while size >= 1024.0 && unit < 4 {
            size /= 1024.0;
            unit += 1;
        }
        match (unit, self.lang) {
            (0, _) => format!("{bytes}\u{a0}{}", units[0]),
            (_, Lang::Fr) => format!("{size:.1}\u{a0}{}", units[unit]).replace('.', ","),
            (_, Lang::En) => format!("{size:.1}\u{a0}{}", units[unit]),
        }
    }
}

/// A value put into a text.
#[derive(Debug, Clone)]
pub enum Value {
    /// Words, already made harmless.
    Text(String),
    /// A number that chooses the plural form; shown without grouping.
    Count(u64),
    /// A number shown with its thousands set apart.
    Shown(u64),
    /// A size shown in units.
    Bytes(u64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Value {
        Value::Count(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let (fr, en) = (Catalogue::new(Lang::Fr), Catalogue::new(Lang::En));
        assert_eq!(fr.count(1234567), "1\u{202f}234\u{202f}567");
        assert_eq!(en.count(999), "999");
        assert_eq!(fr.bytes(1536), "1,5\u{a0}Kio");
        assert_eq!(en.bytes(12), "12\u{a0}B");
    }

    #[test]
    fn the_locale_chooses_the_language() {
        assert_eq!(Lang::of_locale("fr_FR.UTF-8"), Lang::Fr);
        assert_eq!(Lang::of_locale("C"), Lang::En);
    }
}
