//! Checks of a found value that need no network: a checksum, a structure. One that fails lowers the confidence; where it shows that the value
//! cannot be what the rule looks for, there is no hit.

use std::ops::Range;

mod aws;
mod base62;
mod digits;
mod jwt;
mod keys;
mod values;

pub use digits::luhn;

/// What a check said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// there is no check for this format
    Not,
    /// the value has the structure or checksum of its format
    Passed,
    /// it has not
    Failed,
}

/// A check, by the name that stands in a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    None,
    /// GitHub and npm tokens end with the CRC-32 of what stands before, in base 62
    Crc32Base62,
    /// JSON Web Token (RFC 7519): the first part names an algorithm; in a link the second must grant something, or it only tracks
    Jwt,
    /// the first part of a token is Base64 of a JSON object
    JsonHead,
    /// the body of a PEM block is an ASN.1 sequence, an OpenSSH key or encrypted
    PrivateKey,
    /// ISO/IEC 7812 check digit
    Luhn,
    /// RFC 4648 Base32 of at least ten bytes
    Base32,
    /// RFC 4648 Base64 of 16 bytes or more
    Base64,
    /// the account in an AWS access key id
    AwsKey,
    /// `user:password` in Base64 (RFC 7617)
    BasicAuth,
    /// the right-hand side of an assignment is a value, not code or a word about passwords
    Assigned,
    /// the same for an address or a command, where it can only be a password: but for the words that documentation puts there
    UrlPassword,
    /// the same for an option of a command, which may also be spoken of in a sentence: not all small letters
    Option,
    /// the same for a key or a token: it has digits and letters and is no path or name
    Random,
}

impl Check {
    /// The check of that name; the empty name is none.
    pub(super) fn named(name: &str) -> Option<Check> {
        Some(match name {
            "" => Check::None,
            "github-crc32" | "npm-crc32" | "crc32-base62" => Check::Crc32Base62,
            "jwt" => Check::Jwt,
            "json-head" => Check::JsonHead,
            "private-key" => Check::PrivateKey,
            "luhn" => Check::Luhn,
            "base32" => Check::Base32,
            "base64" => Check::Base64,
            "aws-key" => Check::AwsKey,
            "basic-auth" => Check::BasicAuth,
            "assigned" => Check::Assigned,
            "url-password" => Check::UrlPassword,
            "option" => Check::Option,
            "random" => Check::Random,
            _ => return None,
        })
    }

    /// What the check says of the value that stands at `secret`.
    pub(super) fn judge(self, text: &str, secret: Range<usize>) -> Checked {
        let value = &text[secret.clone()];
        let passed = match self {
            Check::None => return Checked::Not,
            Check::Crc32Base62 => base62::has_crc32(value),
            Check::Jwt => jwt::is_token(value) && (jwt::grants(value) || !jwt::is_in_link(text, secret.start)),
            Check::JsonHead => jwt::has_json_head(value),
            Check::PrivateKey => match keys::parses(value) {
                Some(parses) => parses,
                None => return Checked::Not,
            },
            Check::Luhn => digits::luhn(value),
            Check::Base32 => values::is_base32(value),
            Check::Base64 => values::is_base64(value),
            Check::AwsKey if aws::is_of_old_form(value) => return Checked::Not,
            Check::AwsKey => aws::account(value).is_some(),
            Check::BasicAuth => values::is_basic_auth(value),
            Check::Assigned => return unless(values::is_password(value)),
            Check::UrlPassword => return unless(values::is_url_password(value)),
            Check::Option => return unless(values::is_option(value)),
            Check::Random => return unless(values::is_random(value)),
        };
        if passed { Checked::Passed } else { Checked::Failed }
    }

    /// Whether a value that fails is certainly no secret of the rule.
    pub(super) fn is_certain(self) -> bool {
        !matches!(self, Check::None | Check::Crc32Base62 | Check::PrivateKey | Check::Base64 | Check::AwsKey)
    }

    /// Whether what is found is the password of a login.
    pub(super) fn is_of_passwords(self) -> bool {
        matches!(self, Check::Assigned | Check::UrlPassword | Check::Option)
    }

    /// What the value tells beside being a secret.
    pub(super) fn facts(self, value: &str) -> Option<(&'static str, String)> {
        match self {
            Check::AwsKey => aws::account(value).map(|account| ("account", account)),
            _ => None,
        }
    }
}

/// To look like a password proves nothing; not to look like one does.
fn unless(looks: bool) -> Checked {
    if looks { Checked::Not } else { Checked::Failed }
}
