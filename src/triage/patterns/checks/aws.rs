//! The account in an AWS access key id: the forty bits after the first of the ten bytes that the sixteen Base32 characters hold.

use data_encoding::BASE32;

/// The twelve digits of the account; none where the key is of the older kind, which does not hold it, or no key.
pub(super) fn account(key: &str) -> Option<String> {
    let body = key.get(4..20)?;
    // Keys made before 2019 begin otherwise; their bits say nothing.
    if body.as_bytes()[0] < b'Q' {
        return None;
    }
    let bytes = BASE32.decode(body.as_bytes()).ok()?;
    let head = bytes[..6].iter().fold(0u64, |head, byte| head << 8 | u64::from(*byte));
    Some(format!("{:012}", (head & 0x7fff_ffff_ff80) >> 7)).filter(|account| account.len() == 12)
}

#[cfg(test)]
mod tests {
    use super::account;

    #[test]
    fn the_account_is_read_from_the_key() {
        assert_eq!(account("ASIAQNZGKIQY56JQ7WML").as_deref(), Some("029608264753"));
        assert_eq!(account("AKIAIDQJ6PTGDFFWYX7A"), None);
        assert_eq!(account("AKIA"), None);
    }
}
