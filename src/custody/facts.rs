//! What people know of a case and machines do not: who, for whom, on what authority. Given by flags, a `case.toml` or answers;
//! what nobody gave is said to be not given, never invented.

use serde::{Deserialize, Serialize};

/// Stands for everything that nobody gave.
pub const NOT_GIVEN: &str = "not given";

/// The facts of a case. The names are those of the `--case-file` keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseFacts {
    /// identifier of the case
    pub case_id: Option<String>,
    /// number of the exhibit (numéro de scellé)
    pub exhibit: Option<String>,
    /// name of the person at the keyboard
    pub operator: Option<String>,
    /// that person's role
    pub operator_role: Option<String>,
    /// that person's organisation
    pub organisation: Option<String>,
    /// authority or legal basis
    pub authority: Option<String>,
    /// who asked for it
    pub requester: Option<String>,
    /// owner of the mailbox
    pub mailbox_owner: Option<String>,
    /// what the source is
    pub source_description: Option<String>,
    /// the software that made the export
    pub export_tool: Option<String>,
    /// what was to be preserved
    pub scope: Option<String>,
    /// what was left out
    pub exclusions: Vec<String>,
    /// the incident's zone, an IANA name
    pub zone: Option<String>,
}

impl CaseFacts {
    /// These facts, completed by `other` where they are silent.
    pub fn or(self, other: CaseFacts) -> CaseFacts {
        CaseFacts {
            case_id: self.case_id.or(other.case_id),
            exhibit: self.exhibit.or(other.exhibit),
            operator: self.operator.or(other.operator),
            operator_role: self.operator_role.or(other.operator_role),
            organisation: self.organisation.or(other.organisation),
            authority: self.authority.or(other.authority),
            requester: self.requester.or(other.requester),
            mailbox_owner: self.mailbox_owner.or(other.mailbox_owner),
            source_description: self.source_description.or(other.source_description),
            export_tool: self.export_tool.or(other.export_tool),
            scope: self.scope.or(other.scope),
            exclusions: if self.exclusions.is_empty() { other.exclusions } else { self.exclusions },
            zone: self.zone.or(other.zone),
        }
    }

    /// Reads a `case.toml`; an unknown key is an error, so that a typing mistake loses no fact.
    pub fn from_toml(text: &str) -> Result<CaseFacts, toml::de::Error> {
        toml::from_str(text)
    }
}

/// What is said of a fact.
pub fn said(fact: &Option<String>) -> &str {
    fact.as_deref().filter(|fact| !fact.trim().is_empty()).unwrap_or(NOT_GIVEN)
}

/// What the machine knows of itself and of this run.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// its name
    pub host: String,
    /// its system
    pub os: String,
    /// who runs scelle
    pub user: String,
    /// the command as typed, escaped
    pub command_line: Vec<String>,
    /// digest of the running program, or why there is none
    pub executable_sha256: String,
    /// commit it was built from, or `not given`
    pub commit: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_file_and_typing_mistakes_are_told() {
        let file = CaseFacts::from_toml("case_id = 'A'\noperator = 'B'\nexclusions = ['x']").unwrap();
        let flags = CaseFacts { case_id: Some("C".into()), ..CaseFacts::default() };
        let facts = flags.or(file);
        assert_eq!((said(&facts.case_id), said(&facts.operator), said(&facts.authority)), ("C", "B", NOT_GIVEN));
        assert!(CaseFacts::from_toml("case-id = 'A'").unwrap_err().to_string().contains("case-id"));
    }
}
