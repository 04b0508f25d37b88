//! Names of public bodies: whether a text is one, what kind of body it names, and the tier it stands at.

use serde::Deserialize;

use super::str::Str;
use crate::language::fold::is_han;
use crate::search::Words;
use crate::search::ends_with;
use crate::terms::{Body, Tier};

/// `vocabulary/bodies.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBodies {
    kinds: Vec<RawKind>,
    unsure: Vec<Str>,
    sure: Vec<Str>,
    places: Vec<RawPlace>,
    named: Vec<RawNamed>,
    /// One list for each province.
    county_cities: Vec<Vec<Str>>,
    no_place: Vec<Str>,
    unsure_place: Vec<Str>,
    central: Vec<Str>,
    central_office: Str,
    state: Str,
    ranks: Vec<RawRank>,
    branch: Str,
    pub(super) ends: Vec<Str>,
    pub(super) one_field: Vec<Vec<Str>>,
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

/// The vocabulary of names of bodies.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    pub(super) raw: RawBodies,
    unsure_places: Words,
    /// Words of places, and what each says.
    places: Words,
    meanings: Vec<Place>,
}

/// What words of places say.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// It looks like a mark and is none: 社区.
    No,
    Named(Tier),
    /// A city that its mark alone would make one of a province's.
    CountyCity,
    Marked(Tier),
}

/// Names are shorter than this, in characters.
const LONGEST_NAME: usize = 36;

impl Bodies {
    pub fn new(raw: RawBodies) -> Self {
        let none = raw.no_place.iter().map(|word| (word, Place::No));
        let named = raw.named.iter().map(|n| (&n.name, Place::Named(n.tier)));
        let marked = raw.places.iter().map(|p| (&p.mark, Place::Marked(p.tier)));
        let cities = raw.county_cities.iter().flatten().map(|name| (name, Place::CountyCity));
        let (words, meanings): (Vec<&Str>, Vec<Place>) = none.chain(named).chain(cities).chain(marked).unzip();
        Self { unsure_places: Words::new(&raw.unsure_place), places: Words::new(words), meanings, raw }
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

    /// Names a place above a township, so that the name is hardly another body's too.
    pub fn names_place(&self, name: &str) -> bool {
        let above = |p: &&RawPlace| p.tier != Tier::Township;
        self.raw.places.iter().filter(above).any(|p| name.match_indices(p.mark.as_str()).any(|(at, _)| at > 0))
            || self.raw.named.iter().any(|n| name.starts_with(n.name.as_str()))
            || self.tier(name) == Some(Tier::Central)
    }

    /// The tier, where the words of the name leave no doubt.
    pub fn tier(&self, name: &str) -> Option<Tier> {
        if self.township(name) {
            return Some(Tier::Township);
        }
        if let Some(rank) = self.raw.ranks.iter().find(|r| r.tier.is_some() && ends_with(name, &r.ends)) {
            return rank.tier;
        }
        let bare = name.strip_prefix(self.raw.state.as_str()).filter(|bare| !bare.is_empty()).unwrap_or(name);
        if self.raw.central.iter().any(|c| {
            c == bare || bare.strip_prefix(c.as_str()).is_some_and(|rest| ends_with(rest, &self.raw.central_office))
        }) {
            return Some(Tier::Central);
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
        let &(end, tier) = marks.last()?;
        // A city below another city is of county rank, and so is what a city's office has in a district.
        let cities = marks.iter().filter(|m| m.1 == Tier::City).count();
        let branch = || name[end..].strip_suffix(self.raw.branch.as_str()).is_some_and(|of| !of.is_empty());
        if tier == Tier::City && (cities > 1 || self.body(name) == Some(Body::Department) && branch()) {
            return Some(Tier::County);
        }
        // 重庆市渝中区 is a district under a province: of city rank in law, of county level in every list of reports.
        Some(tier)
    }

    /// Where each mark of a place ends in a name, and the tier it stands for.
    pub(super) fn marks(&self, name: &str) -> Vec<(usize, Tier)> {
        let mut marks: Vec<(usize, Tier)> = Vec::new();
        let mut at = 0;
        while at < name.len() {
            let Some(c) = name[at..].chars().next() else { break };
            let found = self.places.at(name.as_bytes(), at);
            let end = at + found.map_or(c.len_utf8(), |(_, len)| len);
            match found.and_then(|(word, _)| self.meanings.get(word)) {
                Some(&Place::Named(tier)) => marks.push((end, tier)),
                // 珠海城市管理局 is of no 海城市: the name begins where one can.
                Some(Place::CountyCity) if marks.last().map_or(0, |m| m.0) == at => marks.push((end, Tier::County)),
                Some(Place::CountyCity) => {
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

    fn township(&self, name: &str) -> bool {
        matches!(self.body(name), Some(Body::Township | Body::Subdistrict))
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
    use crate::terms::{Body, Tier};

    #[test]
    fn kinds_of_bodies() {
        let bodies = &embedded_lexicon().bodies;
        for (name, body) in [
            ("青岭市国有资产监督管理委员会", Some(Body::Department)),
            ("青岭市城市管理委员会", Some(Body::Department)),
            ("青岭市住房和城乡建设管理委员会", Some(Body::Department)),
            ("国务院国资委", Some(Body::Department)),
            ("青岭经济技术开发区管理委员会", None),
            ("青岭高新区管委会", None),
            ("青岭高新区", None),
            ("青岭经济技术开发区", None),
            ("青岭新区", None),
            ("上海市浦东新区", Some(Body::Government)),
            ("青岭市云河区", Some(Body::Government)),
            ("中国人民银行", Some(Body::Department)),
            ("中国人民银行青岭市分行", Some(Body::Vertical)),
            ("国家金融监督管理总局青岭监管分局", Some(Body::Vertical)),
            ("国家外汇管理局青岭市分局", Some(Body::Vertical)),
            ("国家统计局青岭调查总队", Some(Body::Vertical)),
            ("青岭市市场监管局", Some(Body::Department)),
            ("青岭市消防救援支队", Some(Body::Vertical)),
            ("青岭市公安局交通警察支队", None),
            ("青岭市综合行政执法支队", None),
        ] {
            assert_eq!(bodies.body(name), body, "{name}");
            assert!(bodies.is_name(name), "{name}");
        }
        assert!(!bodies.is_name("中国人民银行青岭市分行编制"));
    }

    #[test]
    fn tiers_of_bodies() {
        let bodies = &embedded_lexicon().bodies;
        for (name, tier) in [
            ("国家能源局", Some(Tier::Central)),
            ("国家药监局", Some(Tier::Central)),
            ("中华人民共和国财政部", Some(Tier::Central)),
            ("国家统计局青岭调查队", None),
            ("上海市浦东新区", Some(Tier::County)),
            ("青岭新区", None),
            ("青岭市云河新区管委会", None),
            ("青岭市消防救援支队", Some(Tier::City)),
            ("义乌市水务局", Some(Tier::County)),
            ("青岛市胶州市人民政府", Some(Tier::County)),
            ("珠海城市管理局", None),
            ("津市市财政局", Some(Tier::County)),
            ("云河县市监局", Some(Tier::County)),
            ("青岭市公安局松泉分局", Some(Tier::County)),
            ("青岭市公安局", Some(Tier::City)),
        ] {
            assert_eq!(bodies.tier(name), tier, "{name}");
        }
    }
}
