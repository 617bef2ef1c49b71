//! Tries rules out on the examples they carry.

use super::engine::PatternSet;
use crate::triage::rule::Rule;

/// What is wrong with `rules`: an id twice or not in lower case, no reason, an expression that does not compile, an example in which the
/// rule finds nothing, a counter-example in which it does. Empty where all is well.
pub fn check_rules(rules: &[Rule]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for rule in rules {
        if !seen.insert(&rule.id) {
            wrong.push(format!("{}: the id stands twice", rule.id));
        }
        let lawful = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
        if !rule.id.chars().all(lawful) || !rule.id.contains('.') {
            wrong.push(format!("{}: an id is lower case: letters, digits, dots, hyphens", rule.id));
        }
        if rule.reason.fr.trim().is_empty() || rule.reason.en.trim().is_empty() {
            wrong.push(format!("{}: it gives no reason", rule.id));
        }
        if rule.detector.is_empty() {
            wrong.extend(try_out(rule));
        }
    }
    wrong
}

fn try_out(rule: &Rule) -> Vec<String> {
    let set = match PatternSet::compile([rule.clone()]).and_then(|set| set.prove().map(|()| set)) {
        Ok(set) => set,
        Err(error) => return vec![error.to_string()],
    };
    let finds = |text: &String| {
        let mut hits = Vec::new();
        set.scan(text, &mut hits);
        !hits.is_empty()
    };
    let mut wrong: Vec<String> = Vec::new();
    if rule.examples.is_empty() {
        wrong.push(format!("{}: it has no example", rule.id));
    }
    let missed = rule.examples.iter().filter(|example| !finds(example));
    wrong.extend(missed.map(|example| format!("{}: finds nothing in its example {example:?}", rule.id)));
    let mistaken = rule.counter_examples.iter().filter(|example| finds(example));
    wrong.extend(mistaken.map(|example| format!("{}: finds something in its counter-example {example:?}", rule.id)));
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::patterns::{parse_rules, secret_rules};

    #[test]
    fn every_rule_of_ours_is_what_it_says() {
        let rules = secret_rules().unwrap();
        let wrong = check_rules(&rules);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn none_of_ours_needs_the_whole_text() {
        let set = PatternSet::compile(secret_rules().unwrap()).unwrap();
        assert_eq!(set.unbounded(), [""; 0]);
    }

    #[test]
    fn a_wrong_rule_is_told() {
        let rules = parse_rules(
            "x.toml",
            r#"
            [[rule]]
            id = "secret.Acme"
            kind = "secret"
            action = "6.a"
            severity = "high"
            reason = { fr = "", en = "x" }
            keywords = ["acme"]
            regex = "acme[0-9]{4}"
            examples = ["acme12"]
            counter_examples = ["acme1234"]
            "#,
        );
        let wrong = check_rules(&rules.unwrap());
        assert_eq!(wrong.len(), 4, "{wrong:?}");
    }
}
