//! In what an own message differs from the owner's habits, and in what it keeps to them.

use super::Looked;
use crate::triage::baseline::{Counted, Habits, Seen, network};
use crate::triage::domain::registrable;
use crate::triage::traits::{Sign, Traits, clock};

/// Own messages from which on there are habits to speak of.
const SETTLED: u32 = 10;
/// Days on which, and seconds over which, something is seen that is a habit whatever its share. Intruders rarely stay so long.
const LASTING_DAYS: u32 = 15;
const LASTING: i64 = 60 * 86_400;
/// Seconds in which a link that the owner first sends stays new.
const NEW: i64 = 7 * 86_400;

/// The signs of a message, none where there are too few messages to speak of habits.
pub fn signs(looked: Looked<'_>) -> Vec<Sign> {
    let (traits, habits) = (looked.traits, &looked.baseline.habits);
    if habits.messages.count < SETTLED {
        return Vec::new();
    }
    let mut signs = program(traits, habits);
    signs.extend(place(traits, habits));
    signs.extend(time(traits, habits));
    signs.extend(style(traits, habits));
    signs.extend(link(looked));
    signs
}

/// Whether the owner hardly has this habit: on few of the days on which the owner writes, or in few messages. What comes back on many
/// days of several months is a habit, however much else there is: a computer at home, a system that writes in the owner's name.
pub fn is_rare(seen: Seen, habits: &Habits) -> bool {
    let days = habits.messages.days.max(1);
    let span = seen.last.zip(seen.first).map_or(0, |(last, first)| last - first);
    if seen.days >= LASTING_DAYS && span >= LASTING {
        return false;
    }
    seen.days * 100 <= days * 12 || seen.count * 100 <= habits.messages.count * 5
}

/// By what it was written.
fn program(traits: &Traits, habits: &Habits) -> Vec<Sign> {
    let mut signs = Vec::new();
    let software = traits.software.as_str();
    // Where most messages name no program, one more that names none tells nothing.
    let tells = !software.is_empty() || is_mostly_told(&habits.software);
    if tells && is_rare(habits.software.seen(software), habits) {
        signs.push(Sign::of_message("intruder.software", software));
    }
    let shape = traits.id_shape.as_str();
    if !shape.is_empty() && is_rare(habits.id_shapes.seen(shape), habits) {
        signs.push(Sign::of_message("intruder.id-shape", shape));
    }
    signs
}

/// From where it was sent.
fn place(traits: &Traits, habits: &Habits) -> Option<Sign> {
    let ip = traits.ip?;
    let rare = is_rare(habits.networks.seen(network(ip).as_str()), habits);
    Some(Sign::of_message(if rare { "intruder.network" } else { "intruder.usual-network" }, ip.to_string()))
}

/// When it was written, by its own clock.
fn time(traits: &Traits, habits: &Habits) -> Vec<Sign> {
    let mut signs = Vec::new();
    if let Some(zone) = traits.zone.filter(|zone| is_rare(habits.zones.seen(zone), habits)) {
        let abroad = !is_rare(habits.software.seen(traits.software.as_str()), habits);
        let id = if abroad { "intruder.zone-abroad" } else { "intruder.zone" };
        signs.push(Sign::of_message(id, clock(zone)));
    }
    if let Some(hour) = traits.local_hour().filter(|&hour| is_quiet(hour, habits)) {
        signs.push(Sign::of_message("intruder.hour", format!("{hour:02} h")));
    }
    signs
}

/// How it is written.
fn style(traits: &Traits, habits: &Habits) -> Vec<Sign> {
    let mut signs = Vec::new();
    let language = traits.language.as_str();
    if !language.is_empty() && is_rare(habits.languages.seen(language), habits) {
        signs.push(Sign::of_message("intruder.language", language));
    }
    let mostly_signed = habits.signatures.seen(&0).count * 5 < habits.messages.count;
    match traits.signature {
        0 if mostly_signed => signs.push(Sign::of_message("intruder.no-signature", "")),
        0 => {}
        signature if is_rare(habits.signatures.seen(&signature), habits) => {
            signs.push(Sign::of_message("intruder.signature", ""));
        }
        _ => {}
    }
    signs
}

/// A link to a host that neither the owner nor any correspondent is known for.
fn link(looked: Looked<'_>) -> Option<Sign> {
    let (traits, baseline) = (looked.traits, looked.baseline);
    let is_strange = |host: &&String| {
        !baseline.owner.is_internal_domain(host)
            && !baseline.habits.hosts.seen(registrable(host)).before(traits.at.map(|at| at - NEW))
            && baseline.people.party_at(host).is_none()
    };
    traits.hosts.iter().find(is_strange).map(|host| Sign::of_message("intruder.link", host.as_str()))
}

/// Whether most messages tell this habit.
fn is_mostly_told<const MOST: usize>(counted: &Counted<String, MOST>) -> bool {
    counted.seen("").count * 2 < counted.total()
}

/// Whether the owner hardly ever writes at this hour, the ones beside it included.
fn is_quiet(hour: usize, habits: &Habits) -> bool {
    let around: u32 = [hour + 23, hour, hour + 1].iter().map(|hour| habits.hours[hour % 24]).sum();
    around * 100 <= habits.messages.count * 4 && !(7..20).contains(&hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_hour_is_at_night_and_hardly_used() {
        let mut habits = Habits::default();
        habits.hours[9] = 90;
        habits.hours[2] = 4;
        habits.hours[22] = 30;
        (0..124).for_each(|number| habits.messages.note(Some(number * 86_400)));
        assert!(is_quiet(2, &habits) && !is_quiet(9, &habits) && !is_quiet(22, &habits) && !is_quiet(13, &habits));
    }

    #[test]
    fn what_comes_back_for_months_is_a_habit_and_what_came_for_a_week_is_none() {
        let mut habits = Habits::default();
        (0..4000).for_each(|number| habits.messages.note(Some(number * 8_640)));
        let seen = |days: i64, apart: i64| {
            let mut seen = Seen::default();
            (0..days).for_each(|day| seen.note(Some(day * apart * 86_400)));
            seen
        };
        assert!(!is_rare(seen(20, 5), &habits));
        assert!(is_rare(seen(7, 1), &habits) && is_rare(seen(3, 60), &habits) && is_rare(Seen::default(), &habits));
    }
}
