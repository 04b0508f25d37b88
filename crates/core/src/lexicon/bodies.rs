//! Names of public bodies: whether a text is one, what kind of body it names, and the tier it stands at.

use serde::Deserialize;

use super::str::Str;
use crate::language::fold::is_han;
use crate::search::Words;
use crate::search::ends_with;
use crate::terms::{Body, Language, Tier};

/// `vocabulary/bodies.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBodies {
    bodies: Vec<BodyKind>,
    tiers: Vec<Level>,
    kinds: Vec<RawKind>,
    unsure: Vec<Str>,
    sure: Vec<Str>,
    places: Vec<RawPlace>,
    named: Vec<RawNamed>,
    below: Vec<RawBelow>,
    no_place: Vec<Str>,
    unsure_place: Vec<Str>,
    national: Vec<Str>,
    national_office: Str,
    state: Str,
    ranks: Vec<RawRank>,
    branch: Option<RawBranch>,
    pub(super) ends: Vec<Str>,
    pub(super) one_field: Vec<Vec<Str>>,
}

/// A kind of body, with what people call it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyKind {
    pub name: Body,
    zh: Str,
    en: Str,
    /// Where all bodies of this kind stand.
    #[serde(default)]
    tier: Option<Tier>,
    /// All of its area is its own to report.
    #[serde(default)]
    area: bool,
    /// It heads a system, all of which is its own to report.
    #[serde(default)]
    system: bool,
}

impl BodyKind {
    /// The word for people.
    pub fn word(&self, language: Language) -> &str {
        language.pick(&self.zh, &self.en)
    }
}

/// A level of administration, with what people call it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub name: Tier,
    zh: Str,
    en: Str,
    /// The tier of a place whose name tells this one and stands behind that of another such place.
    #[serde(default)]
    within_own: Option<Tier>,
}

impl Level {
    /// The word for people.
    pub fn word(&self, language: Language) -> &str {
        language.pick(&self.zh, &self.en)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    body: Body,
    #[serde(default)]
    has: Vec<Str>,
    #[serde(default)]
    ends: Vec<Str>,
    #[serde(default)]
    of: Vec<Str>,
    #[serde(default)]
    offices: Vec<Str>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlace {
    mark: Str,
    tier: Tier,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNamed {
    name: Str,
    tier: Tier,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRank {
    ends: Str,
    tier: Option<Tier>,
}

/// Places whose mark alone would make them of a higher tier than this.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBelow {
    tier: Tier,
    /// One list for each place above them.
    names: Vec<Vec<Str>>,
}

/// How a name ends that makes a body of this kind one of a place within its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBranch {
    ends: Str,
    of: Body,
}

/// The vocabulary of names of bodies.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    pub(super) raw: RawBodies,
    unsure_places: Words,
    /// Words of places, and what each says.
    places: Words,
    meanings: Vec<Place>,
}

/// What words of places say; tiers by their places in the list, the highest first.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// It looks like a mark and is none: 社区.
    No,
    Named(usize),
    /// A city that its mark alone would make one of a higher tier.
    Below(usize),
    Marked(usize),
}

/// Names are shorter than this, in characters.
const LONGEST_NAME: usize = 36;

impl Bodies {
    pub fn new(raw: RawBodies) -> Self {
        let none = raw.no_place.iter().map(|word| (word, Place::No));
        let rank = |tier: Tier| raw.tiers.iter().position(|level| level.name == tier);
        let named = raw.named.iter().filter_map(|n| Some((&n.name, Place::Named(rank(n.tier)?))));
        let marked = raw.places.iter().filter_map(|p| Some((&p.mark, Place::Marked(rank(p.tier)?))));
        let below = raw.below.iter().filter_map(|below| Some((below, Place::Below(rank(below.tier)?))));
        let below = below.flat_map(|(below, place)| below.names.iter().flatten().map(move |name| (name, place)));
        let (words, meanings): (Vec<&Str>, Vec<Place>) = none.chain(named).chain(below).chain(marked).unzip();
        Self { unsure_places: Words::new(&raw.unsure_place), places: Words::new(words), meanings, raw }
    }

    /// The kinds of body there are.
    pub fn kinds(&self) -> &[BodyKind] {
        &self.raw.bodies
    }

    /// The kinds to which all of an area is their own, and those that head a system.
    pub fn wide(&self) -> [Vec<Body>; 2] {
        let names =
            |is: fn(&BodyKind) -> bool| self.raw.bodies.iter().filter(|kind| is(kind)).map(|k| k.name).collect();
        [names(|kind| kind.area), names(|kind| kind.system)]
    }

    /// The levels of administration, the highest first.
    pub fn tiers(&self) -> &[Level] {
        &self.raw.tiers
    }

    /// The kind of body that a name ends as.
    pub fn body(&self, name: &str) -> Option<Body> {
        let ends = |list: &[Str]| list.iter().any(|e| ends_with(name, e));
        if ends(&self.raw.unsure) && !ends(&self.raw.sure) {
            return None;
        }
        let office = |k: &RawKind| {
            k.of.iter().any(|o| name.strip_prefix(o.as_str()).is_some_and(|rest| !rest.is_empty())) && ends(&k.offices)
        };
        let fits = |k: &&RawKind| ends(&k.ends) || k.has.iter().any(|h| name.contains(h.as_str())) || office(k);
        self.raw.kinds.iter().find(fits).map(|k| k.body)
    }

    /// True for a text that is the name of a body and nothing else: it ends as one, stands for itself (not 区司法局), and
    /// has no punctuation inside.
    pub fn is_name(&self, text: &str) -> bool {
        let count = text.chars().count();
        if !(2..=LONGEST_NAME).contains(&count)
            || !text.chars().all(|c| is_han(c) || matches!(c, '(' | ')' | '、' | '·' | ' '))
        {
            return false;
        }
        self.ends_as_body(text) && !self.relative(text)
    }

    /// A name that begins with the mark of its place: 市水务局.
    pub fn is_relative_name(&self, text: &str) -> bool {
        let mark = self.leading_mark(text);
        mark > 0 && self.ends_as_body(text) && self.is_name(&text[mark..])
    }

    fn ends_as_body(&self, text: &str) -> bool {
        self.body(text).is_some() || self.raw.unsure.iter().any(|u| ends_with(text, u))
    }

    /// How long the mark of a place is that a name begins with: 市 in 市水务局.
    pub(super) fn leading_mark(&self, name: &str) -> usize {
        self.raw.places.iter().find(|p| name.starts_with(p.mark.as_str())).map_or(0, |p| p.mark.len())
    }

    /// A name that only counts from inside its own place: 区司法局, 县政府.
    pub fn relative(&self, name: &str) -> bool {
        self.raw.places.iter().any(|p| name.starts_with(p.mark.as_str()))
            || self.raw.kinds.iter().any(|k| k.ends.iter().any(|e| e == name && e.chars().count() < 3))
    }

    /// Names a place above the lowest tier, so that the name is hardly another body's too.
    pub fn names_place(&self, name: &str) -> bool {
        let (highest, lowest) = (self.raw.tiers.first(), self.raw.tiers.last());
        let above = |p: &&RawPlace| lowest.is_some_and(|lowest| p.tier != lowest.name);
        self.raw.places.iter().filter(above).any(|p| name.match_indices(p.mark.as_str()).any(|(at, _)| at > 0))
            || self.raw.named.iter().any(|n| name.starts_with(n.name.as_str()))
            || self.tier(name).is_some_and(|tier| highest.is_some_and(|highest| tier == highest.name))
    }

    /// The tier, where the words of the name leave no doubt.
    pub fn tier(&self, name: &str) -> Option<Tier> {
        let kind = self.body(name).and_then(|body| self.raw.bodies.iter().find(|kind| kind.name == body));
        if let Some(tier) = kind.and_then(|kind| kind.tier) {
            return Some(tier);
        }
        if let Some(rank) = self.raw.ranks.iter().find(|r| r.tier.is_some() && ends_with(name, &r.ends)) {
            return rank.tier;
        }
        let bare = name.strip_prefix(self.raw.state.as_str()).filter(|bare| !bare.is_empty()).unwrap_or(name);
        if self.raw.national.iter().any(|c| {
            c == bare || bare.strip_prefix(c.as_str()).is_some_and(|rest| ends_with(rest, &self.raw.national_office))
        }) {
            return self.raw.tiers.first().map(|highest| highest.name);
        }
        // 新区 tells no tier, and 浦东新区 does.
        let named = |at: usize, end: usize| {
            let names = self.raw.named.iter().map(|n| n.name.as_str());
            names.filter_map(|n| name.find(n).map(|i| i..i + n.len())).any(|n| n.start <= at && end <= n.end)
        };
        if self.unsure_places.find_iter(name).any(|m| !named(m.start, m.end)) {
            return None;
        }
        let marks = self.marks(name);
        let &(end, rank) = marks.last()?;
        let level = self.raw.tiers.get(rank)?;
        // A city below another city is of county rank, and so is what a city's office has in a district.
        let is_branch = |branch: &RawBranch| {
            let of = name[end..].strip_suffix(branch.ends.as_str());
            of.is_some_and(|of| !of.is_empty()) && self.body(name) == Some(branch.of)
        };
        let branch = || self.raw.branch.as_ref().is_some_and(is_branch);
        let within_own = level.within_own.filter(|_| marks.iter().filter(|m| m.1 == rank).count() > 1 || branch());
        // 重庆市渝中区 is a district under a province: of city rank in law, of county level in every list of reports.
        Some(within_own.unwrap_or(level.name))
    }

    /// Names a body of the lowest tier.
    pub fn is_lowest(&self, name: &str) -> bool {
        self.raw.tiers.last().is_some_and(|lowest| self.tier(name) == Some(lowest.name))
    }

    /// Where each mark of a place ends in a name, and the place of its tier in the list.
    pub(super) fn marks(&self, name: &str) -> Vec<(usize, usize)> {
        let mut marks: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while at < name.len() {
            let Some(c) = name[at..].chars().next() else { break };
            let found = self.places.at(name.as_bytes(), at);
            let end = at + found.map_or(c.len_utf8(), |(_, len)| len);
            match found.and_then(|(word, _)| self.meanings.get(word)) {
                Some(&Place::Named(tier)) => marks.push((end, tier)),
                // 珠海城市管理局 is of no 海城市: the name begins where one can.
                Some(&Place::Below(tier)) if marks.last().map_or(0, |m| m.0) == at => marks.push((end, tier)),
                Some(Place::Below(_)) => {
                    at += c.len_utf8();
                    continue;
                }
                // A place has a name of its own before its mark.
                Some(&Place::Marked(tier)) if at > 0 => match marks.last_mut() {
                    // 金乡县: the first of two marks is part of the name; 江苏省镇江市: the second begins one.
                    Some(last) if last.0 == at && tier <= last.1 => *last = (end, tier),
                    Some(last) if last.0 == at => {}
                    _ => marks.push((end, tier)),
                },
                Some(Place::Marked(_)) => {
                    at += c.len_utf8();
                    continue;
                }
                Some(Place::No) | None => {}
            }
            at = end;
        }
        marks
    }

    /// The longest beginning of a text that is a name.
    pub fn longest_name<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut ends: Vec<usize> = text.char_indices().take(LONGEST_NAME).map(|(i, c)| i + c.len_utf8()).collect();
        ends.reverse();
        ends.into_iter().map(|e| &text[..e]).find(|t| self.is_name(t))
    }
}

#[cfg(test)]
mod tests {
    use crate::rulebook::embedded_lexicon;

    #[test]
    fn kinds_of_bodies() {
        let bodies = &embedded_lexicon().bodies;
        for (name, body) in [
            ("青岭市国有资产监督管理委员会", Some("department")),
            ("青岭市城市管理委员会", Some("department")),
            ("青岭市住房和城乡建设管理委员会", Some("department")),
            ("国务院国资委", Some("department")),
            ("青岭经济技术开发区管理委员会", None),
            ("青岭高新区管委会", None),
            ("青岭高新区", None),
            ("青岭经济技术开发区", None),
            ("青岭新区", None),
            ("上海市浦东新区", Some("government")),
            ("青岭市云河区", Some("government")),
            ("中国人民银行", Some("department")),
            ("中国人民银行青岭市分行", Some("vertical")),
            ("国家金融监督管理总局青岭监管分局", Some("vertical")),
            ("国家外汇管理局青岭市分局", Some("vertical")),
            ("国家统计局青岭调查总队", Some("vertical")),
            ("青岭市市场监管局", Some("department")),
            ("青岭市消防救援支队", Some("vertical")),
            ("青岭市公安局交通警察支队", None),
            ("青岭市综合行政执法支队", None),
        ] {
            assert_eq!(bodies.body(name).as_ref().map(|b| b.0.as_str()), body, "{name}");
            assert!(bodies.is_name(name), "{name}");
        }
        assert!(!bodies.is_name("中国人民银行青岭市分行编制"));
    }

    #[test]
    fn tiers_of_bodies() {
        let bodies = &embedded_lexicon().bodies;
        for (name, tier) in [
            ("国家能源局", Some("central")),
            ("国家药监局", Some("central")),
            ("中华人民共和国财政部", Some("central")),
            ("国家统计局青岭调查队", None),
            ("上海市浦东新区", Some("county")),
            ("青岭新区", None),
            ("青岭市云河新区管委会", None),
            ("青岭市消防救援支队", Some("city")),
            ("义乌市水务局", Some("county")),
            ("青岛市胶州市人民政府", Some("county")),
            ("珠海城市管理局", None),
            ("津市市财政局", Some("county")),
            ("云河县市监局", Some("county")),
            ("青岭市公安局松泉分局", Some("county")),
            ("青岭市公安局", Some("city")),
        ] {
            assert_eq!(bodies.tier(name).as_ref().map(|t| t.0.as_str()), tier, "{name}");
        }
    }
}
