//! Rankings that can be defended: within one form of the tables, one kind of body and one year; a report that is there
//! twice once; ties told; no rank without a score.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::tally::Tally;
use crate::terms::Body;

/// Reports that may be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The year of the form of the tables.
    pub form: Option<String>,
    pub body: Option<Body>,
    pub year: Option<i16>,
    /// Best first, what has no rank last.
    pub places: Vec<Place>,
}

/// A report in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its number among the files.
    pub index: usize,
    pub rank: Option<usize>,
    /// Others have the same rank.
    pub tied: bool,
    /// The file that holds the same report and is ranked for it.
    pub duplicate_of: Option<usize>,
}

/// Year, kind of body and form: the newest year comes first.
type Key = (Reverse<Option<i16>>, String, Option<String>);

/// The groups of these files, newest year first.
pub fn groups(tallies: &[Tally]) -> Vec<Group> {
    let mut of: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (index, tally) in tallies.iter().enumerate() {
        let body = tally.body.map(|b| b.0.as_str().to_owned()).unwrap_or_default();
        of.entry((Reverse(tally.report_year), body, tally.form.clone())).or_default().push(index);
    }
    of.into_values().map(|indices| group(tallies, indices)).collect()
}

fn group(tallies: &[Tally], mut indices: Vec<usize>) -> Group {
    let first = &tallies[indices[0]];
    let (form, body, year) = (first.form.clone(), first.body, first.report_year);
    let value = |index: usize| tallies[index].score.value;
    let same =
        |a: usize, b: usize| tallies[a].agency.is_some() && tallies[a].agency == tallies[b].agency && year.is_some();
    let ranked: Vec<usize> = indices.iter().copied().filter(|&i| value(i).is_some()).collect();
    let original = |index: usize| ranked.iter().copied().find(|&other| other < index && same(other, index));
    indices.sort_by(|&a, &b| {
        let key = |i: usize| value(i).filter(|_| original(i).is_none()).unwrap_or(-1.0);
        key(b).total_cmp(&key(a)).then(a.cmp(&b))
    });
    let mut places: Vec<Place> = Vec::with_capacity(indices.len());
    for index in indices {
        let duplicate_of = value(index).and_then(|_| original(index));
        let rank = value(index).filter(|_| duplicate_of.is_none()).map(|own| {
            let equal = places.last().filter(|p| p.rank.is_some() && value(p.index) == Some(own));
            equal.and_then(|p| p.rank).unwrap_or(places.len() + 1)
        });
        places.push(Place { index, rank, tied: false, duplicate_of });
    }
    let ranks: Vec<Option<usize>> = places.iter().map(|p| p.rank).collect();
    for place in &mut places {
        place.tied = place.rank.is_some() && ranks.iter().filter(|r| **r == place.rank).count() > 1;
    }
    Group { form, body, year, places }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Score;

    fn tally(agency: &str, year: i16, value: Option<f64>) -> Tally {
        let score = Score { value, ..Score::default() };
        Tally { agency: Some(agency.to_owned()), report_year: Some(year), score, ..Tally::default() }
    }

    #[test]
    fn years_are_not_compared_and_ties_share_a_rank() {
        let all = [
            tally("a", 2023, Some(90.0)),
            tally("b", 2023, Some(95.0)),
            tally("c", 2023, Some(90.0)),
            tally("d", 2022, Some(10.0)),
            tally("e", 2023, None),
            tally("f", 2023, Some(80.0)),
        ];
        let groups = groups(&all);
        assert_eq!(groups.iter().map(|g| g.year).collect::<Vec<_>>(), [Some(2023), Some(2022)]);
        let told: Vec<_> = groups[0].places.iter().map(|p| (p.index, p.rank, p.tied)).collect();
        let ranked =
            [(1, Some(1), false), (0, Some(2), true), (2, Some(2), true), (5, Some(4), false), (4, None, false)];
        assert_eq!(told, ranked);
        assert_eq!(groups[1].places[0].rank, Some(1));
    }

    #[test]
    fn a_report_that_is_there_twice_is_ranked_once() {
        let all = [tally("a", 2023, Some(90.0)), tally("a", 2023, Some(90.0)), tally("b", 2023, Some(85.0))];
        let told: Vec<_> = groups(&all)[0].places.iter().map(|p| (p.index, p.rank, p.duplicate_of)).collect();
        assert_eq!(told, [(0, Some(1), None), (2, Some(2), None), (1, None, Some(0))]);
    }
}
