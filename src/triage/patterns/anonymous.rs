//! The guest of a public server: whoever signs in as `anonymous` gives an address or anything at all as password, by courtesy
//! (RFC 1635). It opens what is open to everybody, and is no secret.

use std::sync::LazyLock;

use regex::Regex;

/// Bytes before a password in which its login is looked for: the line above, or the one before it.
const BEFORE: usize = 160;
/// A login, given as `anonymous`, in an assignment or as an option.
static ASSIGNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:user|username|user[_-]?name|user[_-]?id|login|uid)["'\])]{0,3}(?:[ \t]{0,12}(?:=>|:=|=|:)[ \t]{0,12}|[ \t]{1,4})["']?anonymous(?:["'\s;,&]|$)"#)
        .expect("because a test reads a login with it")
});

/// Whether the password that begins at `start` is that of the guest; `login` is what the match told of its login.
pub(super) fn is_of_the_guest(text: &str, start: usize, login: Option<&str>) -> bool {
    match login {
        Some(login) => login.eq_ignore_ascii_case("anonymous"),
        None => {
            let from = text.floor_char_boundary(start.saturating_sub(BEFORE));
            let before = text.get(from..start).unwrap_or_default();
            // Of several logins the nearest is the one.
            let paragraph = before.rfind("\n\n").map_or(before, |blank| &before[blank..]);
            ASSIGNED.is_match(paragraph)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest(text: &str) -> bool {
        is_of_the_guest(text, text.find("me@here").unwrap(), None)
    }

    #[test]
    fn a_guest_is_known_by_its_login() {
        assert!(is_of_the_guest("", 0, Some("Anonymous")));
        assert!(!is_of_the_guest("", 0, Some("bob")));
        assert!(guest("server->user = \"anonymous\";\nserver->password = \"me@here\";"));
        assert!(guest("'username' => 'anonymous', 'password' => 'me@here'"));
        assert!(guest("ftp -u x --login anonymous --password me@here"));
        assert!(!guest("user = \"anonymous_reader\"\npassword = \"me@here\""));
        assert!(!guest("user = bob\npassword = me@here"));
        assert!(!guest("user = anonymous\n\nThe other one: password = me@here"));
    }
}
