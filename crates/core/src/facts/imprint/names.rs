//! What in a text is the name of a body, and where it begins and ends. Knows nothing of which name is whose.

use crate::lexicon::Lexicon;

/// A name as it reads: set apart to fill a line it is the same.
pub(super) fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The name of a body, and not how one speaks of itself.
pub(super) fn is_agency(lexicon: &Lexicon, name: &str) -> bool {
    lexicon.bodies.is_name(name) && !lexicon.titles.is_of_itself(name)
}

/// The name that a clause ends with, behind verbs and years: 现公布2012年凤山镇.
pub(super) fn name_at_end<'t>(lexicon: &Lexicon, clause: &'t str) -> Option<&'t str> {
    bare_name(lexicon, unled(lexicon, clause))
}

/// What a clause ends with, behind verbs and years.
pub(super) fn unled<'t>(lexicon: &Lexicon, clause: &'t str) -> &'t str {
    let titles = &lexicon.titles;
    let cut =
        titles.before_agency.iter().filter_map(|w| clause.rfind(w.as_str()).map(|i| i + w.len())).max().unwrap_or(0);
    let part = titles.agency_part(&clause[cut..]);
    let part = titles.led_by.iter().find_map(|p| part.strip_prefix(p.as_str())).unwrap_or(part);
    titles.agency_part(part)
}

/// A name, without the office that only tells whom to reach.
pub(super) fn bare_name<'t>(lexicon: &Lexicon, text: &'t str) -> Option<&'t str> {
    let bodies = &lexicon.bodies;
    for office in &lexicon.titles.offices {
        if let Some(name) = text.strip_suffix(office.as_str())
            && is_agency(lexicon, name)
            && !lexicon.titles.with_offices.iter().any(|body| name.ends_with(body.as_str()))
        {
            return Some(name);
        }
    }
    if is_agency(lexicon, text) {
        return Some(text);
    }
    let name = bodies.longest_name(text)?;
    // The rest is an office the vocabulary does not know.
    (is_agency(lexicon, name)
        && name.chars().count() >= 4
        && lexicon.titles.offices.iter().any(|o| text.ends_with(o.as_str())))
    .then_some(name)
}

/// True where all characters of the shorter name stand in the longer one in their order.
pub(super) fn is_cut_short(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.by_ref().any(|r| r == c))
}
