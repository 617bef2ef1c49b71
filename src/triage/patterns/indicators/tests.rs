//! Lists as responders have them, and what must and must not be seen.

use super::*;

fn load(list: &str) -> Indicators {
    Indicators::load("list.txt", list.as_bytes()).unwrap()
}

fn seen(list: &str, text: &str) -> Vec<String> {
    let indicators = load(list);
    let mut sightings = Vec::new();
    assert_eq!(indicators.scan(text, &mut sightings), Scanned::default());
    sightings.iter().map(|sighting| text[sighting.span.clone()].to_owned()).collect()
}

#[test]
fn a_plain_list_is_read_with_its_comments_and_defanged_forms() {
    let list = "# from the report\nevil[.]example\n\nhxxps://bad.example/login # phishing\nfraude(at)voleur.example\n203.0.113.7\n\
                198.51.100.0/24\n2001:db8::7\nD41D8CD98F00B204E9800998ECF8427E\nFR76 3000 6000 0112 3456 7890 189\nno indicator here\n";
    let indicators = load(list);
    let read: Vec<(IndicatorKind, &str, usize)> =
        indicators.all().iter().map(|one| (one.kind, one.value.as_str(), one.line)).collect();
    assert_eq!(
        read,
        [
            (IndicatorKind::Domain, "evil.example", 2),
            (IndicatorKind::Url, "https://bad.example/login", 4),
            (IndicatorKind::Email, "fraude@voleur.example", 5),
            (IndicatorKind::Ip, "203.0.113.7", 6),
            (IndicatorKind::Network, "198.51.100.0/24", 7),
            (IndicatorKind::Ip, "2001:db8::7", 8),
            (IndicatorKind::Hash, "d41d8cd98f00b204e9800998ecf8427e", 9),
            (IndicatorKind::Iban, "FR7630006000011234567890189", 10),
        ]
    );
    assert_eq!(indicators.unread(), [("list.txt".to_owned(), 11)]);
}

#[test]
fn a_csv_is_read_by_its_header_or_by_any_column() {
    let misp =
        "uuid,type,value,comment\n1,domain,evil.example,see other.example\n2,sha256,zz,bad\n3,ip-dst,203.0.113.7,\n";
    let indicators = Indicators::load("misp.csv", misp.as_bytes()).unwrap();
    assert_eq!(
        indicators.all().iter().map(|one| one.value.as_str()).collect::<Vec<_>>(),
        ["evil.example", "203.0.113.7"]
    );
    assert_eq!(indicators.unread(), [("misp.csv".to_owned(), 3)]);
    let loose = "2026-04-01;evil.example;high\n2026-04-02;bob@bad.example;low\n";
    let indicators = Indicators::load("loose.csv", loose.as_bytes()).unwrap();
    assert_eq!(
        indicators.all().iter().map(|one| one.value.as_str()).collect::<Vec<_>>(),
        ["evil.example", "bob@bad.example"]
    );
}

#[test]
fn a_list_without_an_indicator_is_refused() {
    assert!(Indicators::load("x.txt", b"# nothing\nhello world\n").is_err());
}

#[test]
fn a_domain_is_seen_with_its_subdomains_and_addresses_and_not_inside_others() {
    for text in [
        "see evil.example.",
        "http://www.EVIL.example/x",
        "bob@evil.example",
        "url=http%3A%2F%2Fevil.example%2F",
        "(evil.example)",
    ] {
        assert_eq!(seen("evil.example", text).len(), 1, "{text}");
    }
    for text in ["notevil.example", "evil.example.com", "evil.examples", "not-evil.example", "éevil.example"] {
        assert_eq!(seen("evil.example", text), [""; 0], "{text}");
    }
}

#[test]
fn addresses_urls_and_hashes_have_boundaries() {
    assert_eq!(seen("bob@bad.example", "From: Bob <BOB@bad.example>"), ["BOB@bad.example"]);
    assert_eq!(seen("bob@bad.example", "jim.bob@bad.example bob@bad.example.com"), [""; 0]);
    let url = "https://bad.example/Login";
    assert_eq!(seen(url, "go to http://bad.example/Login?x=1"), ["bad.example/Login"]);
    assert_eq!(seen(url, "http://bad.example/login http://bad.example/Login2 http://xbad.example/Login"), [""; 0]);
    let hash = "d41d8cd98f00b204e9800998ecf8427e";
    assert_eq!(seen(hash, "MD5: D41D8CD98F00B204E9800998ECF8427E").len(), 1);
    assert_eq!(seen(hash, "0d41d8cd98f00b204e9800998ecf8427e"), [""; 0]);
    assert_eq!(load(hash).matches_hash(&hash.to_uppercase()), Some(0));
}

#[test]
fn ips_are_seen_by_value_and_by_network() {
    let list = "203.0.113.7\n198.51.100.0/24\n2001:db8::7\n2001:db8:1::/48\n";
    let text = "from [203.0.113.7] to 198.51.100.200:8080, 2001:DB8:0::7, 2001:db8:1:2::3. Not 203.0.113.77, 1203.0.113.7 or v203.0.113.7";
    assert_eq!(seen(list, text), ["203.0.113.7", "198.51.100.200", "2001:DB8:0::7", "2001:db8:1:2::3"]);
    assert_eq!(load(list).matches_ip("198.51.100.1".parse().unwrap()), Some(1));
    assert_eq!(seen(list, "IP 203.0.113.7."), ["203.0.113.7"]);
}

#[test]
fn an_iban_is_seen_in_any_groups() {
    let list = "FR7630006000011234567890189";
    for text in [
        "IBAN: FR76 3000 6000 0112 3456 7890 189 BIC",
        "FR7630006000011234567890189",
        "fr76-3000-6000-0112-3456-7890-189",
        "FR76\u{a0}3000\u{a0}6000\u{a0}0112\u{a0}3456\u{a0}7890\u{a0}189.",
    ] {
        assert_eq!(seen(list, text).len(), 1, "{text}");
    }
    assert_eq!(seen(list, "XFR7630006000011234567890189 FR76300060000112345678901890"), [""; 0]);
}

#[test]
fn many_indicators_and_many_sightings_are_bounded() {
    let list: String = (0..20_000).map(|number| format!("host{number}.example\n")).collect();
    let indicators = load(&list);
    let mut sightings = Vec::new();
    indicators.scan("mail from host19999.example", &mut sightings);
    assert_eq!(sightings.len(), 1);
    sightings.clear();
    assert_eq!(indicators.scan(&"host7.example ".repeat(20_000), &mut sightings).limit, Some(LimitKind::Candidates));
    assert_eq!(sightings.len(), MOST_SIGHTINGS);
}
