//! A government's figures against the sum of those of its departments and townships, where their reports lie together.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::checks::across::{
    Across, Collective, Discrepancy, Folder, Pointer, Said, Side, What, row_name, validate_figures,
};
use crate::checks::bodies::{known_bodies, known_tiers};
use crate::checks::kind::Kind;
use crate::checks::parameter::{Problems, Scalar};
use crate::facts::digest::{known_as, place_of};
use crate::lexicon::Lexicon;
use crate::terms::{Body, Tier};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollUp {
    /// `table.row.column`, of which the government's must be the sum.
    figures: Vec<Scalar<String>>,
    /// Kinds of body whose figures are sums of others'.
    of: Vec<Scalar<Body>>,
    /// Which bodies they are the sums of.
    below: Vec<Below>,
    /// Words by which a government says that its figures are those of all its bodies.
    claimed_by: Vec<String>,
    /// From so many bodies on, and this share of the government's figure in per cent, they may be all of them.
    bodies: usize,
    share: u32,
}

/// Bodies of which another is the sum.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Below {
    body: Vec<Scalar<Body>>,
    /// The tiers of those that they are below; none named: their own.
    #[serde(default)]
    tier: Vec<Scalar<Tier>>,
}

/// Names of places with their mark have so many characters at least.
const SHORTEST_PLACE: usize = 2;
/// Bodies shown, and bodies named as missing.
const SHOWN: usize = 6;
const NAMED: usize = 8;

impl Kind for RollUp {
    fn across(&self) -> Option<Across<'_>> {
        Some(Across::Folder(self))
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["agency", "year", "name", "whole", "sum", "difference", "bodies", "missing"]
    }

    fn cases(&self) -> &'static [&'static str] {
        &["exceeds", "exceeds_own", "short", "short_claimed", "missing", "missing_claimed"]
    }

    fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
        validate_figures(&self.figures, lexicon, problems);
        known_bodies(self.of.iter().chain(self.below.iter().flat_map(|b| &b.body)), lexicon, problems);
        known_tiers(self.below.iter().flat_map(|b| &b.tier), lexicon, problems);
    }
}

/// Reports in the order of their years and of the names of their bodies, as written.
struct Named<'a> {
    folder: &'a Folder<'a>,
    reports: Vec<u32>,
}

impl<'a> Named<'a> {
    fn new(folder: &'a Folder<'a>) -> Self {
        let mut named = Self { folder, reports: folder.bodies.iter().map(|k| k.report as u32).collect() };
        named.reports.sort_unstable_by(|&a, &b| named_key(folder, a).cmp(&named_key(folder, b)));
        named
    }

    /// The reports of a year whose bodies' names begin so.
    fn within(&self, year: i16, beginning: &str) -> impl Iterator<Item = usize> {
        let from = self.reports.partition_point(|&r| named_key(self.folder, r) < (Some(year), beginning));
        let folder = self.folder;
        let begins = move |r: &&u32| {
            let (of, name) = named_key(folder, **r);
            of == Some(year) && name.starts_with(beginning)
        };
        self.reports[from..].iter().take_while(begins).map(|&r| r as usize)
    }
}

fn named_key<'a>(folder: &Folder<'a>, report: u32) -> (Option<i16>, &'a str) {
    (folder.digests[report as usize].year, folder.agency(report as usize))
}

impl Collective for RollUp {
    fn compare(&self, folder: &Folder<'_>) -> Vec<Discrepancy> {
        let is_government =
            |report: usize| folder.digests[report].body.is_some_and(|body| self.of.iter().any(|of| of.value == body));
        let mut governments: Vec<usize> =
            folder.bodies.iter().map(|k| k.report).filter(|&r| is_government(r)).collect();
        if governments.is_empty() {
            return Vec::new();
        }
        governments.sort_by(|&a, &b| folder.digests[a].path.cmp(&folder.digests[b].path));
        let names = Named::new(folder);
        governments.iter().filter_map(|&g| self.judge(folder, &names, g)).collect()
    }
}

impl RollUp {
    fn judge(&self, folder: &Folder<'_>, names: &Named<'_>, government: usize) -> Option<Discrepancy> {
        let digest = &folder.digests[government];
        let year = digest.year?;
        let place = place_of(&known_as(folder.agency(government), folder.lexicon), folder.lexicon);
        if place.chars().count() < SHORTEST_PLACE {
            return None;
        }
        let in_year = |y: i16| names.within(y, &place).filter(|&r| self.is_below(folder, r, government));
        let parts = |report: usize| {
            let side = folder.side(report);
            Child { report, parts: self.figures.iter().map(|f| side.figure(f, "").map(|f| f.3)).collect() }
        };
        let children: Vec<Child> = in_year(year).map(parts).collect();
        if children.is_empty() {
            return None;
        }
        let whole = folder.side(government);
        let sums: Vec<Sum<'_>> =
            self.figures.iter().enumerate().filter_map(|(at, cell)| Sum::of(at, cell, &whole, &children)).collect();
        let (sum, exceeds) = match sums.iter().find(|s| s.sum > s.whole) {
            Some(sum) => (sum, true),
            None => (sums.iter().find(|s| self.is_short(s, children.len()))?, false),
        };
        // Who reported for the year before or after, and not for this one.
        let missing: Vec<&str> = [year - 1, year + 1]
            .into_iter()
            .flat_map(in_year)
            .map(|r| folder.agency(r))
            .filter(|name| names.within(year, name).all(|own| folder.agency(own) != *name))
            .collect();
        let missing: Vec<&str> = std::collections::BTreeSet::from_iter(missing).into_iter().collect();
        let (case, claimed) = match (exceeds, missing.is_empty()) {
            (true, _) => ("exceeds_own", "exceeds"),
            (false, true) => ("short", "short_claimed"),
            (false, false) => ("missing", "missing_claimed"),
        };
        let (table, row, column, _) = whole.figure(sum.cell, "")?;
        Some(Discrepancy {
            primary: whole.point(What::Cell { form: table.index, row, column }, folder.agency(government)),
            related: sum.greatest(folder, &children),
            values: BTreeMap::from([
                ("agency", folder.agency(government).to_owned()),
                ("year", year.to_string()),
                ("name", row_name(table.form, row, column)),
                ("whole", sum.whole.to_string()),
                ("sum", sum.sum.to_string()),
                ("difference", (sum.sum - sum.whole).abs().to_string()),
                ("bodies", children.len().to_string()),
                ("missing", missing.iter().take(NAMED).copied().collect::<Vec<_>>().join("、")),
            ]),
            identity: format!("{}/{}", table.form.table, table.form.rows[usize::from(row)].id),
            case: Some(case),
            said: Some(Said { report: government, words: self.claimed_by.clone(), about: Vec::new(), case: claimed }),
        })
    }

    /// Whether a body is one of those of a government, its name beginning with the place's.
    fn is_below(&self, folder: &Folder<'_>, report: usize, government: usize) -> bool {
        let (child, above) = (&folder.digests[report], &folder.digests[government]);
        let (Some(body), Some(tier)) = (child.body, above.tier) else { return false };
        let below = self.below.iter().find(|below| below.body.iter().any(|b| b.value == body));
        report != government
            && below.is_some_and(|below| match below.tier.as_slice() {
                [] => child.tier == Some(tier),
                tiers => tiers.iter().any(|t| t.value == tier),
            })
    }

    /// The bodies are so many, and their sum so near, that they ought to be all.
    fn is_short(&self, sum: &Sum<'_>, bodies: usize) -> bool {
        bodies >= self.bodies
            && sum.read == bodies
            && sum.sum < sum.whole
            && sum.sum * Decimal::ONE_HUNDRED >= sum.whole * Decimal::from(self.share)
    }
}

/// A department or township with its figures, in the order in which the check names them.
struct Child {
    report: usize,
    parts: Vec<Option<Decimal>>,
}

/// One figure of the government and the sum of those of its bodies.
struct Sum<'c> {
    /// Its index among those that the check names.
    at: usize,
    cell: &'c str,
    whole: Decimal,
    sum: Decimal,
    /// Bodies whose figure was read.
    read: usize,
}

impl<'c> Sum<'c> {
    fn of(at: usize, cell: &'c str, government: &Side<'_>, children: &[Child]) -> Option<Self> {
        let whole = government.figure(cell, "")?.3;
        let figures = || children.iter().filter_map(|c| c.parts[at]);
        let sum = figures().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(value))?;
        Some(Self { at, cell, whole, sum, read: figures().count() })
    }

    /// The bodies with the greatest parts.
    fn greatest(&self, folder: &Folder<'_>, children: &[Child]) -> Vec<Pointer> {
        let mut parts: Vec<(Decimal, usize)> =
            children.iter().filter_map(|c| Some((c.parts[self.at].filter(|v| !v.is_zero())?, c.report))).collect();
        let path = |report: usize| &folder.digests[report].path;
        parts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| path(a.1).cmp(path(b.1))));
        let greatest = parts.into_iter().take(SHOWN).filter_map(|(_, report)| {
            let side = folder.side(report);
            let (table, row, column, _) = side.figure(self.cell, "")?;
            Some(side.point(What::Cell { form: table.index, row, column }, folder.agency(report)))
        });
        greatest.collect()
    }
}
