//! What can be changed in the parameters of a rule, one thing at a time: its check, its periods, whom it applies to and
//! what it needs. Works on the nodes of the rule's file; knows no kind of check, only what a parameter looks like.
//! Severity, weight and wording are left alone: no test of a rule asks for them.

use serde::Serialize;

use gouji_tree::node::{Kind, after, node, parts};
use gouji_tree::{Builder, Place, written};

use crate::rulebook::RawRule;
use crate::terms::Language;

/// What a mutation does, by what it is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// An end of a period, a year earlier or later.
    Period,
    /// A number, one more or one less.
    Number,
    /// True for false.
    Switch,
    /// The sign of a term, or of the comparison.
    Sign,
    /// An expression that matches nothing, or is left out.
    Pattern,
    /// A name taken from a list: of a cell, a kind of body, a section.
    Name,
    /// A parameter or an item of several left out.
    Part,
    /// A word of the reports' language taken from a list.
    Word,
}

impl Class {
    pub const ALL: [Self; 8] =
        [Self::Period, Self::Number, Self::Switch, Self::Sign, Self::Pattern, Self::Name, Self::Part, Self::Word];

    pub fn title(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Period => ("期间", "periods"),
            Self::Number => ("数值", "numbers"),
            Self::Switch => ("开关", "switches"),
            Self::Sign => ("算式符号", "signs"),
            Self::Pattern => ("表达式", "patterns"),
            Self::Name => ("名目", "names"),
            Self::Part => ("参数", "parts"),
            Self::Word => ("词语", "words"),
        };
        language.pick(zh, en)
    }
}

/// One change, not yet made.
#[derive(Debug)]
pub(super) struct Mutant {
    pub class: Class,
    /// Where it is written.
    pub place: Place,
    /// `check.equation.holds`.
    pub path: String,
    pub before: String,
    /// None where it is left out.
    pub after: Option<String>,
    edit: Edit,
}

#[derive(Debug)]
enum Edit {
    /// Nodes `from` up to `to`, out of the list or map `of`.
    Drop { of: usize, from: usize, to: usize },
    /// Other texts for scalars.
    Set(Vec<(usize, String)>),
}

/// A text that no report holds.
const NOWHERE: &str = "\u{e000}";

/// The rule with one change; none where that is no rule any more.
pub(super) fn changed(built: &Builder, mutant: &Mutant) -> Option<RawRule> {
    let mut nodes = built.nodes.clone();
    let mut places = built.places.clone();
    let mut text = built.text.clone();
    match &mutant.edit {
        Edit::Drop { of, from, to } => {
            let (kind, len, start) = parts(*nodes.get(*of)?);
            *nodes.get_mut(*of)? = node(kind, len - 1, start);
            nodes.drain(*from..*to);
            places.drain(*from..*to);
        }
        Edit::Set(texts) => {
            for (at, new) in texts {
                let kind = parts(*nodes.get(*at)?).0;
                *nodes.get_mut(*at)? = node(kind, new.len(), text.len());
                text.push_str(new);
            }
        }
    }
    written(&Builder { nodes, text, places, ..Builder::default() }).ok()
}

/// All the changes of one rule. `sample`: how many words of each list are tried, spread evenly; none: all.
pub(super) fn mutants(built: &Builder, first_year: i16, sample: Option<usize>) -> Vec<Mutant> {
    let mut walk = Walk { built, sample, out: Vec::new() };
    for (key, at) in walk.entries(0) {
        match walk.text(key) {
            Some("check") => walk.check(at, "check"),
            Some(name @ ("applies" | "needs")) => walk.inside(at, name),
            Some("variants") => {
                let variants = walk.items(at);
                for &variant in &variants {
                    let own = walk.entries(variant).into_iter().find(|e| walk.text(e.0) == Some("check"));
                    if let Some((_, check)) = own {
                        walk.check(check, "variants.check");
                    }
                }
                walk.periods(&variants, first_year);
            }
            _ => {}
        }
    }
    walk.out
}

struct Walk<'b> {
    built: &'b Builder,
    sample: Option<usize>,
    out: Vec<Mutant>,
}

impl<'b> Walk<'b> {
    fn kind(&self, at: usize) -> Kind {
        self.built.nodes.get(at).map_or(Kind::Null, |n| parts(*n).0)
    }

    fn text(&self, at: usize) -> Option<&'b str> {
        match parts(*self.built.nodes.get(at)?) {
            (Kind::Plain | Kind::Quoted | Kind::Text, len, start) => self.built.text.get(start..start + len),
            _ => None,
        }
    }

    /// What stands directly in a list, or keys and values in turn.
    fn items(&self, of: usize) -> Vec<usize> {
        let mut at = of + 1;
        let count = self.built.nodes.get(of).map_or(0, |n| gouji_tree::node::below(*n));
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(at);
            at = after(&self.built.nodes, at);
        }
        items
    }

    fn entries(&self, of: usize) -> Vec<(usize, usize)> {
        if self.kind(of) != Kind::Map {
            return Vec::new();
        }
        self.items(of).chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    }

    fn check(&mut self, at: usize, path: &str) {
        for (key, value) in self.entries(at) {
            let path = format!("{path}.{}", self.text(key).unwrap_or_default());
            self.inside(value, &path);
        }
    }

    fn inside(&mut self, at: usize, path: &str) {
        match self.kind(at) {
            Kind::Map => {
                for (key, value) in self.entries(at) {
                    let name = self.text(key).unwrap_or_default();
                    // The word in another language, which is for readers.
                    if name == "en" {
                        continue;
                    }
                    let path = format!("{path}.{name}");
                    let class = match name {
                        "pattern" => Class::Pattern,
                        _ if !name.is_ascii() => Class::Word,
                        _ => Class::Part,
                    };
                    self.drop(class, (at, key, after(&self.built.nodes, value)), &path, name);
                    if class == Class::Pattern {
                        self.set(class, value, NOWHERE.to_owned(), &path);
                    } else {
                        self.inside(value, &path);
                    }
                }
            }
            Kind::List => self.list(at, path),
            _ => self.scalar(at, path),
        }
    }

    fn list(&mut self, at: usize, path: &str) {
        let items = self.items(at);
        let words: Vec<usize> =
            items.iter().copied().filter(|&i| self.text(i).is_some_and(|t| !t.is_ascii())).collect();
        let tried = self.sample.unwrap_or(usize::MAX).min(words.len()).max(1);
        let chosen: Vec<usize> = (0..tried).filter_map(|n| words.get(n * words.len() / tried).copied()).collect();
        for (number, item) in items.into_iter().enumerate() {
            let path = format!("{path}[{number}]");
            let text = self.text(item);
            let class = match text {
                Some(text) if !text.is_ascii() => Class::Word,
                Some(_) => Class::Name,
                None => Class::Part,
            };
            if class != Class::Word || chosen.contains(&item) {
                self.drop(class, (at, item, after(&self.built.nodes, item)), &path, text.unwrap_or_default());
            }
            if class == Class::Part || text.is_some_and(|t| t.contains(" + ")) {
                self.inside(item, &path);
            }
        }
    }

    fn scalar(&mut self, at: usize, path: &str) {
        let Some(text) = self.text(at) else { return };
        if let Ok(number) = text.parse::<i64>() {
            self.set(Class::Number, at, (number + 1).to_string(), path);
            self.set(Class::Number, at, (number - 1).to_string(), path);
        } else if let Ok(switch) = text.parse::<bool>() {
            self.set(Class::Switch, at, (!switch).to_string(), path);
        } else {
            for (sign, other) in [(" + ", " - "), (" - ", " + "), (" = ", " <= "), (" <= ", " >= "), (" >= ", " <= ")] {
                for (place, _) in text.match_indices(sign) {
                    let new = format!("{}{other}{}", &text[..place], &text[place + sign.len()..]);
                    self.set(Class::Sign, at, new, path);
                }
            }
        }
    }

    /// Where two periods of the same check meet, only what is said changes, which no test asks for.
    fn periods(&mut self, variants: &[usize], first_year: i16) {
        let of = |walk: &Self, variant: usize, name: &str| {
            let found = walk.entries(variant).into_iter().find(|(key, _)| walk.text(*key) == Some(name));
            found.map(|(_, value)| value)
        };
        let froms: Vec<usize> = variants.iter().filter_map(|&v| of(self, v, "from")).collect();
        let untils: Vec<usize> = variants.iter().filter_map(|&v| of(self, v, "until")).collect();
        let own_checks = variants.iter().any(|&v| of(self, v, "check").is_some());
        for &end in froms.iter().chain(&untils) {
            let Some(text) = self.text(end) else { continue };
            let joint = |other: &[usize]| other.iter().copied().find(|&o| self.text(o) == Some(text));
            let is_from = froms.contains(&end);
            let met = if is_from { joint(&untils) } else { joint(&froms) };
            // Told once, where the later of the two begins; nothing changes where both ask the same.
            if met.is_some() && (!is_from || !own_checks) {
                continue;
            }
            let Some(year) = text.get(..4).and_then(|y| y.parse::<i16>().ok()) else { continue };
            for new in [year - 1, year + 1] {
                // Before that nothing is judged at all.
                if new < first_year {
                    continue;
                }
                let new = format!("{new}{}", text.get(4..).unwrap_or_default());
                let texts = std::iter::once(end).chain(met).map(|at| (at, new.clone())).collect();
                self.add(Class::Period, end, "variants", text, Some(new), Edit::Set(texts));
            }
        }
    }

    fn set(&mut self, class: Class, at: usize, new: String, path: &str) {
        let before = self.text(at).unwrap_or_default();
        self.add(class, at, path, before, Some(new.clone()), Edit::Set(vec![(at, new)]));
    }

    fn drop(&mut self, class: Class, (of, from, to): (usize, usize, usize), path: &str, before: &str) {
        self.add(class, from, path, before, None, Edit::Drop { of, from, to });
    }

    fn add(&mut self, class: Class, at: usize, path: &str, before: &str, after: Option<String>, edit: Edit) {
        let place = self.built.places.get(at).copied().unwrap_or_default();
        self.out.push(Mutant { class, place, path: path.to_owned(), before: before.to_owned(), after, edit });
    }
}
