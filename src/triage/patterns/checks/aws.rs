//! The account in an AWS access key id: the forty bits after the first of the ten bytes that the sixteen Base32 characters hold.

use data_encoding::BASE32;

/// The twelve digits of the account; none where the key is of the older kind, which does not hold it, or no key.
pub(super) fn account(key: &str) -> Option<String> {
    if is_of_old_form(key) {
        return None;
    }
    let body = key.get(4..20)?;
    let bytes = BASE32.decode(body.as_bytes()).ok()?;
    let head = bytes[..6].iter().fold(0u64, |head, byte| head << 8 | u64::from(*byte));
    Some(format!("{:012}", (head & 0x7fff_ffff_ff80) >> 7)).filter(|account| account.len() == 12)
}

/// Whether the key was made before the account was in it: those begin with a lower letter.
pub(super) fn is_of_old_form(key: &str) -> bool {
    key.as_bytes().get(4).is_some_and(|first| (b'A'..b'Q').contains(first))
}

#[cfg(test)]
mod tests {
    use super::account;

    #[test]
    fn the_account_is_read_from_the_key() {
        assert_eq!(account("AKIARZPUZDIKAA32CXEZ").as_deref(), Some("123456789012"));
        assert_eq!(account("AKIAI2B7C4D5E6F3G2H7"), None);
        assert_eq!(account("AKIA"), None);
    }
}
