//! Addresses as rules write them: `"Name" [SMTP:x@y.example]`, `smtp:x@y.example`, a guest `x_y.example#EXT#@tenant`, or a name only.

/// Addresses of one value at most.
const MOST: usize = 50;

/// The addresses in a value, lower case.
pub fn addresses(value: &str) -> Vec<String> {
    let value = value.to_lowercase();
    if let Some((guest, _)) = value.split_once("#ext#")
        && let Some((local, domain)) = guest.rsplit_once('_')
    {
        return vec![format!("{}@{domain}", local.rsplit([' ', ':', '"', '<', '[', '\\']).next().unwrap_or(local))];
    }
    let is_part = |c: char| c.is_alphanumeric() || "._-+=~&'@#".contains(c);
    let pieces = value.split(|c: char| !is_part(c)).map(|piece| piece.trim_matches(['.', '\'', '@']));
    let mut found: Vec<String> = Vec::new();
    for piece in pieces.filter(|piece| piece.contains('@')).take(MOST) {
        if !found.iter().any(|known| known == piece) {
            found.push(piece.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_every_writing() {
        assert_eq!(addresses("\"X <x@y.example>\" [SMTP:X@Y.example]"), ["x@y.example"]);
        assert_eq!(addresses("smtp:a.b+c@d.example; e@f.example"), ["a.b+c@d.example", "e@f.example"]);
        assert_eq!(addresses("adm.partner_gmx.example#EXT#@t.onmicrosoft.com"), ["adm.partner@gmx.example"]);
        assert!(addresses("sophie.tanguy").is_empty() && addresses("/o=Ex/cn=Recipients/cn=paul").is_empty());
    }
}
