//! Payment cards (ISO/IEC 7812): the prefix of a network, the length it has, the check digit, and words that say what it is. Numbers that
//! sandboxes and manuals use are none.

use super::super::Number;
use super::super::context::{after, says};
use super::reading::{Read, Token};
use crate::triage::finding::Severity;
use crate::triage::patterns::luhn;

const FOURS: u32 = 1 << 4 | 1 << 8 | 1 << 12;
const FOUR_SIX_FIVE: u32 = 1 << 4 | 1 << 10;

/// What says that it is a card, before it or after it.
const CARDS: [&str; 25] = [
    "carte bancaire",
    "carte bleue",
    "carte de credit",
    "carte de paiement",
    "carte visa",
    "carte master",
    "numero de carte",
    "num carte",
    "n de carte",
    "n carte",
    "no carte",
    " carte ",
    " cb ",
    " visa ",
    "mastercard",
    "master card",
    " amex ",
    "american express",
    "credit card",
    "debit card",
    "card number",
    "card no",
    " card ",
    "kreditkarte",
    " pan ",
];
/// What stands beside a card.
const BESIDE: [&str; 10] =
    [" cvv", " cvc", "cryptogramme", " exp ", " expire", " expir", "valable", "valid thru", " validite", "cardholder"];
/// What else is numbered so.
const OTHERS: [&str; 34] = [
    "commande",
    " order",
    "suivi",
    "tracking",
    "colis",
    "facture",
    "invoice",
    "dossier",
    "fidelite",
    "loyalty",
    " imei",
    "iccid",
    " sim ",
    "serie",
    "serial",
    " ean ",
    " isbn",
    "siret",
    "compteur",
    " pdl ",
    "contrat",
    "ticket",
    "parcel",
    "shipment",
    "expedition",
    "reference",
    " ref ",
    "adherent",
    "member",
    "avantage",
    "reduction",
    "licence",
    "license",
    "barcode",
];

/// The card number that begins here.
pub fn at(token: &Token<'_>) -> Option<Number> {
    if !matches!(token.first(), b'2'..=b'6') || token.goes_before() {
        return None;
    }
    let (read, issuer) = [16, 15, 14].into_iter().find_map(|length| {
        let read = token.read(length, false)?;
        let issuer = issuer(read.characters())?;
        Some((read, issuer)).filter(|(read, _)| is_grouped_so(read) && !token.goes_on(read.end))
    })?;
    let digits = std::str::from_utf8(read.characters()).ok().filter(|digits| luhn(digits) && !is_for_tests(digits))?;
    debug_assert!(digits.len() < 20);
    let (before, behind) = (token.before(90), after(token.text, read.end, 48));
    let said = says(&before, &CARDS) || says(&before, &BESIDE) || says(&behind, &BESIDE);
    let other = says(&token.before(40), &OTHERS);
    let (severity, confidence) = match (said, other) {
        (true, false) => (None, 90),
        // In the groups that a card has, but nothing says that it is one.
        (false, false) if read.gaps != 0 => (Some(Severity::Low), 40),
        _ => return None,
    };
    Some(Number { rule: "sensitive.card", span: token.at..read.end, severity, confidence, issuer })
}

fn is_grouped_so(read: &Read) -> bool {
    let known = match read.characters().len() {
        16 => FOURS,
        _ => FOUR_SIX_FIVE,
    };
    read.gaps == 0 || read.gaps == known && read.even
}

/// The network that gives out numbers of this prefix and length.
fn issuer(digits: &[u8]) -> Option<&'static str> {
    let prefix = |length: usize| super::reading::number(&digits[..length]).unwrap_or_default();
    match (digits.len(), prefix(4)) {
        (16, 4000..=4999) => Some("Visa"),
        (16, 5100..=5599 | 2221..=2720) => Some("Mastercard"),
        (15, 3400..=3499 | 3700..=3799) => Some("American Express"),
        (16, 6011 | 6440..=6599) => Some("Discover"),
        (16, 3528..=3589) => Some("JCB"),
        (14, 3000..=3059 | 3600..=3699 | 3800..=3999) => Some("Diners Club"),
        _ => None,
    }
}

/// Numbers of sandboxes and manuals; those with few different digits or many noughts are made up too.
fn is_for_tests(digits: &str) -> bool {
    const KNOWN: [&str; 16] = [
        "4012888888881881",
        "4000056655665556",
        "4917610000000000",
        "4484070000000000",
        "4462030000000000",
        "4539578763621486",
        "5105105105105100",
        "5200828282828210",
        "5399999999999999",
        "2223003122003222",
        "378282246310005",
        "371449635398431",
        "30569309025904",
        "38520000023237",
        "36227206271667",
        "6011000990139424",
    ];
    let different: std::collections::BTreeSet<u8> = digits.bytes().collect();
    KNOWN.contains(&digits) || different.len() <= 3 || digits.contains("000000") || digits.contains("123456789")
}
