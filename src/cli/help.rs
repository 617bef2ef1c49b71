//! The help in the user's language. What commands and options do stands in the catalogue only; it is put into the command tree
//! before parsing.
//!
//! | key | what it tells |
//! |---|---|
//! | `help-COMMAND`, `help-log-add` | what the command does; `help-about` for the program |
//! | `help-COMMAND-ARG`, else `help-arg-ARG` | what the argument does; the second where commands share it |
//! | `help-heading-HEADING` | a heading, named in the code by `next_help_heading` |
//! | `help-value-NAME` | a value name that is not the same word in both languages |

use std::ffi::OsString;

use clap::builder::Styles;
use clap::{Arg, Command, CommandFactory};

use super::Cli;
use crate::lang::{Catalogue, Lang};

/// The program's own options stand after those of the command.
const LAST: usize = 900;

/// The language that `--lang` asks for, before the arguments are parsed: the help is needed to parse them.
pub fn lang_asked_for(args: &[OsString]) -> Option<Lang> {
    let words = args.iter().map(|word| word.to_string_lossy()).take_while(|word| word != "--");
    let words: Vec<_> = words.collect();
    let asked = words.iter().enumerate().find_map(|(place, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(place + 1).map(ToString::to_string),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    match asked.as_deref() {
        Some("fr") => Some(Lang::Fr),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

/// The command tree with its texts, and clap's own `help` commands.
pub fn command(catalogue: &Catalogue) -> Command {
    let mut command = tree(catalogue);
    command.build();
    with_help_told(command, &catalogue.text("help-help", &[]))
}

/// The command tree with its texts.
pub fn tree(catalogue: &Catalogue) -> Command {
    localized(Cli::command(), "", catalogue, &mut |key| catalogue.text(key, &[]))
}

fn with_help_told(command: Command, told: &str) -> Command {
    command.mut_subcommands(|sub| {
        if sub.get_name() == "help" { sub.about(told.to_owned()) } else { with_help_told(sub, told) }
    })
}

/// `path` is empty for the program itself, `-log-add` for `scelle log add`. `told` gives the text of a key.
fn localized(command: Command, path: &str, catalogue: &Catalogue, told: &mut dyn FnMut(&str) -> String) -> Command {
    let about = if path.is_empty() { told("help-about") } else { told(&format!("help{path}")) };
    let style = Styles::default();
    let (on, off) = (style.get_usage().render(), style.get_usage().render_reset());
    let usage = told("help-usage");
    let template =
        format!("{{before-help}}{{about-with-newline}}\n{on}{usage}{off} {{usage}}\n\n{{all-args}}{{after-help}}");
    let mut command = command
        .about(about)
        .help_template(template)
        .subcommand_help_heading(told("help-heading-commands"))
        .subcommand_value_name(told("help-value-command"))
        .mut_args(|arg| localized_arg(arg, path, catalogue, told));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let path = format!("{path}-{name}");
        command = command.mut_subcommand(name, |sub| localized(sub, &path, catalogue, told));
    }
    command
}

fn localized_arg(arg: Arg, path: &str, catalogue: &Catalogue, told: &mut dyn FnMut(&str) -> String) -> Arg {
    let id = arg.get_id().as_str().replace('_', "-");
    let own = format!("help{path}-{id}");
    // The program's own arguments have no key of their own: `help-help` tells of the command.
    let key = if !path.is_empty() && catalogue.has(&own) { own } else { format!("help-arg-{id}") };
    let mut help = told(&key);
    let values: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if !values.is_empty() && arg.get_action().takes_values() {
        help = format!("{help} [{} {}]", told("help-values"), values.join(", "));
    }
    if let [default] = arg.get_default_values() {
        help = format!("{help} [{} {}]", told("help-default"), default.to_string_lossy());
    }
    let heading = match arg.get_help_heading() {
        Some(heading) => format!("help-heading-{heading}"),
        None if arg.is_positional() => "help-heading-arguments".to_owned(),
        None => "help-heading-options".to_owned(),
    };
    let names: Vec<String> =
        arg.get_value_names().unwrap_or_default().iter().map(|name| value_name(name, catalogue, told)).collect();
    let arg = if names.is_empty() { arg } else { arg.value_names(names) };
    let mut arg = arg.help(help).help_heading(told(&heading));
    if path.is_empty() {
        arg = arg.display_order(LAST);
    }
    if arg.get_action().takes_values() { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
}

fn value_name(name: &str, catalogue: &Catalogue, told: &mut dyn FnMut(&str) -> String) -> String {
    let key = format!("help-value-{}", name.to_ascii_lowercase().replace('.', "-"));
    if catalogue.has(&key) { told(&key) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{ENGLISH, FRENCH};
    use std::collections::BTreeSet;

    #[test]
    fn every_command_and_argument_is_told_in_both_languages_and_nothing_else_is() {
        for (lang, source) in [(Lang::Fr, FRENCH), (Lang::En, ENGLISH)] {
            let catalogue = Catalogue::new(lang);
            let mut asked = BTreeSet::from(["help-help".to_owned()]);
            let mut told = |key: &str| {
                asked.insert(key.to_owned());
                catalogue.text(key, &[])
            };
            localized(Cli::command(), "", &catalogue, &mut told);
            let keys = source.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key.trim());
            let there: BTreeSet<String> = keys.filter(|key| key.starts_with("help-")).map(str::to_owned).collect();
            let missing: Vec<_> = asked.difference(&there).collect();
            let orphans: Vec<_> = there.difference(&asked).collect();
            assert_eq!((missing, orphans), (vec![], vec![]), "{lang:?}");
        }
    }

    #[test]
    fn the_tree_is_sound_and_speaks_the_language() {
        for (lang, usage, seal) in [(Lang::Fr, "Utilisation\u{a0}:", "Mettre"), (Lang::En, "Usage:", "Seal")] {
            let mut command = command(&Catalogue::new(lang));
            command.clone().debug_assert();
            let help = command.render_help().to_string();
            assert!(help.contains(usage) && help.contains(seal), "{help}");
            let asked = command.try_get_matches_from(["scelle", "log", "add", "-h"]).unwrap_err();
            assert_eq!(asked.kind(), clap::error::ErrorKind::DisplayHelp);
            assert!(asked.to_string().contains(usage), "{asked}");
        }
    }

    #[test]
    fn the_language_is_found_before_parsing() {
        let asked = |line: &str| lang_asked_for(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked("scelle seal --lang fr x"), Some(Lang::Fr));
        assert_eq!(asked("scelle --lang=en seal"), Some(Lang::En));
        assert_eq!(asked("scelle log add x -- --lang en"), None);
        assert_eq!(asked("scelle --lang"), None);
    }
}
