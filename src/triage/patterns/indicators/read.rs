//! Reads lists of indicators as people keep them: one a line, or in any column of a CSV; comments, defanged forms, blanks in IBANs.

use super::{Indicator, IndicatorKind};

/// Names of the column that says what an indicator is, and of the one that holds it.
const TYPE_COLUMNS: [&str; 4] = ["type", "indicator_type", "ioc_type", "kind"];
const VALUE_COLUMNS: [&str; 5] = ["value", "indicator", "ioc", "indicator_value", "ioc_value"];

/// What a list holds.
#[derive(Default)]
pub(super) struct List {
    pub(super) found: Vec<Indicator>,
    /// lines with something in them, but no indicator
    pub(super) unread: Vec<usize>,
}

pub(super) fn read(name: &str, bytes: &[u8]) -> List {
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !is_comment(line)).unwrap_or("");
    let delimiter =
        [',', ';', '\t'].into_iter().max_by_key(|delimiter| first.matches(*delimiter).count()).unwrap_or(',');
    let columns = Columns::of_header(first, delimiter);
    if columns.is_some() || name.to_ascii_lowercase().ends_with(".csv") && first.contains(delimiter) {
        return read_csv(name, &text, delimiter as u8, columns);
    }
    let mut list = List::default();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || is_comment(line) {
            continue;
        }
        // A comment may follow; a `#` inside a URL has no blank before it.
        let value = line.split_once(" #").map_or(line, |(value, _)| value);
        let found = classify(value).into_iter().chain(value.split([',', ';', '\t', '|']).filter_map(classify)).next();
        list.add(name, at + 1, found);
    }
    list
}

fn is_comment(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("//") && !line[2..].contains('.')
}

impl List {
    fn add(&mut self, name: &str, line: usize, found: Option<(IndicatorKind, String)>) {
        match found {
            Some((kind, value)) => self.found.push(Indicator { kind, value, list: name.to_owned(), line }),
            None => self.unread.push(line),
        }
    }
}

/// Where a CSV with a header has its indicators.
struct Columns {
    kind: Option<usize>,
    value: usize,
}

impl Columns {
    fn of_header(line: &str, delimiter: char) -> Option<Columns> {
        let names: Vec<String> =
            line.split(delimiter).map(|name| name.trim().trim_matches('"').to_ascii_lowercase()).collect();
        let place = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
        Some(Columns { kind: place(&TYPE_COLUMNS), value: place(&VALUE_COLUMNS)? })
    }
}

fn read_csv(name: &str, text: &str, delimiter: u8, columns: Option<Columns>) -> List {
    let mut list = List::default();
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(delimiter).has_headers(columns.is_some()).flexible(true).comment(Some(b'#'));
    for record in reader.from_reader(text.as_bytes()).records().filter_map(Result::ok) {
        let line = record.position().map_or(0, |position| position.line() as usize);
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let Some(columns) = &columns else {
            let before = list.found.len();
            let found: Vec<_> = record.iter().filter_map(classify).collect();
            found.into_iter().for_each(|found| list.add(name, line, Some(found)));
            if list.found.len() == before && line > 1 {
                list.unread.push(line);
            }
            continue;
        };
        let value = record.get(columns.value).unwrap_or("");
        let said = columns.kind.and_then(|kind| record.get(kind)).and_then(kind_named);
        let found = match said {
            Some(kind) => classify(value)
                .filter(|(own, _)| *own == kind || (*own, kind) == (IndicatorKind::Network, IndicatorKind::Ip)),
            None => classify(value),
        };
        list.add(name, line, found);
    }
    list
}

/// The words of MISP, STIX and OpenCTI; none for one that is not known, and then the value tells.
fn kind_named(word: &str) -> Option<IndicatorKind> {
    let word = word.trim().to_ascii_lowercase();
    Some(match word.as_str() {
        "domain" | "hostname" | "fqdn" | "domain-name" => IndicatorKind::Domain,
        "email" | "email-src" | "email-dst" | "email-addr" | "mail" => IndicatorKind::Email,
        "ip" | "ipv4" | "ipv6" | "ip-src" | "ip-dst" | "ipv4-addr" | "ipv6-addr" => IndicatorKind::Ip,
        "cidr" | "network" => IndicatorKind::Network,
        "url" | "uri" | "link" => IndicatorKind::Url,
        "md5" | "sha1" | "sha256" | "sha-1" | "sha-256" | "hash" | "filehash-md5" | "filehash-sha1"
        | "filehash-sha256" => IndicatorKind::Hash,
        "iban" => IndicatorKind::Iban,
        _ => return None,
    })
}

/// What a value is, refanged and in one spelling; none for what is no indicator.
pub(super) fn classify(value: &str) -> Option<(IndicatorKind, String)> {
    let value = refang(value.trim().trim_matches('"').trim());
    let lower = value.to_lowercase();
    let compact: String = value.chars().filter(|c| !c.is_whitespace() && *c != '-' && *c != '.').collect();
    if let Some(iban) = iban(&compact) {
        return Some((IndicatorKind::Iban, iban));
    }
    if value.is_empty() || value.chars().any(char::is_whitespace) {
        return None;
    }
    if [32, 40, 64].contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some((IndicatorKind::Hash, lower));
    }
    if let Ok(ip) = value.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
        return Some((IndicatorKind::Ip, ip.to_string()));
    }
    if let Some((ip, bits)) = value.split_once('/') {
        let network = ip.parse::<std::net::IpAddr>().ok().zip(bits.parse::<u8>().ok());
        if let Some((ip, bits)) = network.filter(|(ip, bits)| *bits <= if ip.is_ipv4() { 32 } else { 128 }) {
            return Some((IndicatorKind::Network, format!("{ip}/{bits}")));
        }
    }
    if let Some((scheme, rest)) = value.split_once("://") {
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        let known =
            ["http", "https", "ftp", "ftps", "sftp", "ws", "wss"].contains(&scheme.to_ascii_lowercase().as_str());
        let rest = format!("{}{}", host.to_lowercase(), &rest[host.len()..]);
        return (known && !host.is_empty())
            .then(|| (IndicatorKind::Url, format!("{}://{rest}", scheme.to_ascii_lowercase())));
    }
    if let Some((local, domain)) = lower.rsplit_once('@') {
        let plain = local.chars().all(|c| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c));
        return match (local.is_empty(), is_domain(domain)) {
            (true, true) => Some((IndicatorKind::Domain, domain.to_owned())),
            (false, true) if plain => Some((IndicatorKind::Email, lower)),
            _ => None,
        };
    }
    if value.contains('/') {
        let (host, path) = value.split_once('/')?;
        let host = host.to_lowercase();
        return is_domain(&host).then(|| (IndicatorKind::Url, format!("http://{host}/{path}")));
    }
    let domain = lower.trim_start_matches("*.").trim_start_matches('.').trim_end_matches('.');
    is_domain(domain).then(|| (IndicatorKind::Domain, domain.to_owned()))
}

/// Undoes `hxxp`, `[.]`, `(.)`, `{.}`, `[dot]`, `[@]`, `[at]`, `[:]`.
fn refang(value: &str) -> String {
    let mut value = value.to_owned();
    for (defanged, plain) in [
        ("[.]", "."),
        ("(.)", "."),
        ("{.}", "."),
        ("[dot]", "."),
        ("(dot)", "."),
        ("\\.", "."),
        ("[@]", "@"),
        ("[at]", "@"),
        ("(at)", "@"),
        ("[:]", ":"),
        ("[://]", "://"),
        ("[/]", "/"),
    ] {
        value = value.replace(defanged, plain);
    }
    let scheme = value.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("hxxp"));
    if scheme { format!("http{}", &value[4..]) } else { value }
}

/// Two letters, two digits, and up to thirty more (ISO 13616); in upper case. Its check digits are not judged: those of fraudsters are often wrong.
fn iban(compact: &str) -> Option<String> {
    let bytes = compact.as_bytes();
    let form = (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(u8::is_ascii_alphanumeric)
        && bytes[4..].iter().filter(|byte| byte.is_ascii_digit()).count() >= 6;
    let hash = bytes.len() == 32 && bytes.iter().all(u8::is_ascii_hexdigit);
    (form && !hash).then(|| compact.to_ascii_uppercase())
}

/// Labels of letters, digits and hyphens, of which the last has letters.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or("");
    domain.len() <= 253
        && domain.contains('.')
        && domain.split('.').all(label)
        && last.chars().count() >= 2
        && last.chars().any(char::is_alphabetic)
}
