//! How random a value looks, and whether it only stands in for one: `YOUR_API_KEY`, `xxxxxxxx`, `${TOKEN}`.

/// Shannon entropy of the bytes, in bits a byte; 0 for an empty text.
pub fn shannon(value: &str) -> f64 {
    let mut counts = [0u32; 256];
    value.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let total = value.len() as f64;
    let share = |count: &u32| f64::from(*count) / total;
    counts.iter().filter(|count| **count > 0).map(|count| -share(count) * share(count).log2()).sum()
}

/// Words that a value only holds when it stands in for another.
const STAND_INS: [&str; 26] = [
    "your_",
    "your-",
    "yourapi",
    "yourkey",
    "yourtoken",
    "yoursecret",
    "yourpass",
    "example",
    "changeme",
    "change_me",
    "change-me",
    "placeholder",
    "replace_",
    "replace-",
    "replaceme",
    "insert_",
    "insert-",
    "_here",
    "-here",
    "dummy",
    "redacted",
    "_goes_",
    "exemple",
    "votre_",
    "votre-",
    "mon_mot_de_passe",
];

/// A longer value is not judged by the words in it.
const LONGEST_STAND_IN: usize = 60;

/// Whether `value` stands in for a secret: a placeholder word, a variable of a shell or a template, or one character again and again.
pub fn is_placeholder(value: &str) -> bool {
    let value = value.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    is_variable(value) || is_monotonous(value) || {
        let lower = value.to_ascii_lowercase();
        // In a long random value such a word may stand by chance, or because its last characters were blotted out.
        value.len() <= LONGEST_STAND_IN && STAND_INS.iter().any(|word| lower.contains(word))
    }
}

/// `${X}`, `$X`, `$(x)`, `%X%`, `{{ x }}`, `{x}`, `<x>`, `[x]`, `#{x}`, `@x@`.
fn is_variable(value: &str) -> bool {
    let wrapped = |open: &str, close: &str| value.starts_with(open) && value.ends_with(close) && value.len() > 2;
    let dollar = value.strip_prefix('$').is_some_and(|name| {
        name.starts_with(['(', '{'])
            || !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || b"_$.->".contains(&byte))
    });
    dollar
        || wrapped("%", "%") && !value.contains(' ')
        || wrapped("{", "}")
        || wrapped("#{", "}")
        || wrapped("<", ">")
        || wrapped("&lt;", "&gt;")
        || wrapped("[", "]")
        || wrapped("@", "@")
        || value.contains("${")
        || value.contains("{{")
}

/// The same character over a third of the value (and eight times or more), or (for a value of eight characters and more) three different
/// characters at most, or the digits and letters counted up (`0123456789abcdef`).
fn is_monotonous(value: &str) -> bool {
    let bytes = value.as_bytes();
    let longest_run = bytes.chunk_by(|a, b| a == b).map(<[u8]>::len).max().unwrap_or(0);
    let mut seen: Vec<u8> = bytes.to_vec();
    seen.sort_unstable();
    seen.dedup();
    let counted = |alphabet: &str| bytes.len() >= 8 && alphabet.contains(value);
    longest_run >= 8 && longest_run * 3 >= bytes.len()
        || bytes.len() >= 4 && seen.len() == 1
        || bytes.len() >= 8 && seen.len() <= 3
        || counted("01234567890123456789")
        || counted("0123456789abcdefghijklmnopqrstuvwxyz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_counted_in_bits_a_byte() {
        assert_eq!(shannon(""), 0.0);
        assert_eq!(shannon("aaaa"), 0.0);
        assert_eq!(shannon("abcd"), 2.0);
        assert!(shannon("9bAq5XwPz2LrTn8K") > 3.9);
    }

    #[test]
    fn what_stands_in_for_a_secret_is_none() {
        for value in [
            "YOUR_API_KEY",
            "xxxxxxxxxxxx",
            "<token>",
            "changeme",
            "${VAR}",
            "$env",
            "%PASSWORD%",
            "{{ secret }}",
            "my-example-key",
            "********",
            "0123456789abcdef",
            "$(cat secret)",
            "#{password}",
            "pre${X}post",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["hunter2", "super$ecret", "$ecret1!", "a1b2c3d4e5", "Tr0ub4dor&3", "%41bc", "aabb1122c"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
