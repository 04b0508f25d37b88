//! `score --format json`: the scores of all files in path order, with each one's rank in its group.

use std::io;

use serde::Serialize;

use super::json::line;
use super::printer::Summing;
use crate::report::{Closing, Coverage, Place, Problem, Rulebook, Score, Summary, Tool};
use crate::terms::Body;

/// The printer of `gouji.score/1`.
#[derive(Clone, Debug)]
pub struct ScoreJson {
    pub rulebook: Rulebook,
}

#[derive(Serialize)]
struct Card<'a> {
    path: &'a str,
    error: Option<&'a Problem>,
    not_judged: Option<&'a Problem>,
    agency: Option<&'a str>,
    report_year: Option<i16>,
    body: Option<Body>,
    form: Option<&'a str>,
    /// Among reports of one form, kind of body and year.
    rank: Option<usize>,
    tied: bool,
    /// The file that is ranked for the same report.
    duplicate_of: Option<&'a str>,
    score: &'a Score,
    coverage: Coverage,
    findings: Counts,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    info: usize,
}

#[derive(Serialize)]
struct Scores<'a> {
    schema: &'static str,
    tool: Tool,
    rulebook: &'a Rulebook,
    documents: Vec<Card<'a>>,
    summary: Summary,
}

impl Summing for ScoreJson {
    fn whole(&self, closing: &Closing) -> io::Result<Vec<u8>> {
        let mut places: Vec<Place> = closing.groups().into_iter().flat_map(|group| group.places).collect();
        places.sort_by_key(|place| place.index);
        let documents = closing
            .tallies
            .iter()
            .zip(places)
            .map(|(tally, place)| Card {
                path: &tally.path,
                error: tally.problem.as_ref().filter(|_| tally.unreadable),
                not_judged: tally.problem.as_ref().filter(|_| !tally.unreadable),
                agency: tally.agency.as_deref(),
                report_year: tally.report_year,
                body: tally.body,
                form: tally.form.as_deref(),
                rank: place.rank,
                tied: place.tied,
                duplicate_of: place.duplicate_of.map(|other| closing.tallies[other].path.as_str()),
                score: &tally.score,
                coverage: tally.coverage,
                findings: Counts { error: tally.error, warning: tally.warning, info: tally.info },
            })
            .collect();
        let scores = Scores {
            schema: "gouji.score/1",
            tool: Tool::THIS,
            rulebook: &self.rulebook,
            documents,
            summary: closing.summary,
        };
        Ok(format!("{}\n", line(&scores)).into_bytes())
    }
}
