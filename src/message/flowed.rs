//! format=flowed (RFC 3676): lines that were only wrapped are joined again, so that a sentence is one line.

use std::borrow::Cow;

use mail_parser::ContentType;

/// The text with its paragraphs whole, where the part is declared so.
pub fn unfold<'a>(kind: Option<&ContentType<'_>>, text: Cow<'a, str>) -> Cow<'a, str> {
    let said = |name: &str, word: &str| {
        kind.and_then(|kind| kind.attribute(name)).is_some_and(|value| value.eq_ignore_ascii_case(word))
    };
    if said("format", "flowed") { Cow::Owned(joined(&text, said("delsp", "yes"))) } else { text }
}

fn joined(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let depth = line.bytes().take_while(|&b| b == b'>').count();
        let content = &line[depth..];
        let content = content.strip_prefix(' ').unwrap_or(content);
        match open {
            Some(before) if before == depth && content != "-- " => out.push_str(content),
            Some(_) => {
                out.push('\n');
                push_line(&mut out, depth, content);
            }
            None => push_line(&mut out, depth, content),
        }
        // A signature separator ends with a blank and is no wrapped line (section 4.3).
        open = (content.ends_with(' ') && content != "-- ").then_some(depth);
        match open {
            Some(_) if delete_space => {
                out.pop();
            }
            Some(_) => {}
            None => out.push('\n'),
        }
    }
    out.pop();
    out
}

fn push_line(out: &mut String, depth: usize, content: &str) {
    (0..depth).for_each(|_| out.push('>'));
    if depth > 0 {
        out.push(' ');
    }
    out.push_str(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_are_joined_at_their_depth() {
        assert_eq!(joined("a \r\nb\r\nc\r\n", false), "a b\nc\n");
        assert_eq!(joined("a \nb", true), "ab");
        assert_eq!(joined("> a \n> b\n> \nx", false), "> a b\n> \nx");
        assert_eq!(joined("> a \nb", false), "> a \nb");
        assert_eq!(joined("text \n-- \nname", false), "text \n-- \nname");
        assert_eq!(joined(" >From", false), ">From");
    }
}
