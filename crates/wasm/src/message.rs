//! What goes between the page and the session: JSON with the bytes of a file behind it.

use serde::Deserialize;

use gouji_core::terms::{Date, Language};

/// What the page asks for.
#[derive(Debug, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub enum Question {
    /// Version, rulebook, and what kinds of body there are.
    About { lang: Language },
    /// The empty form of a year: sections, tables and what is proved of their cells.
    Form { year: i16 },
    /// Checks the file behind the question, and keeps it under its name.
    Check {
        name: String,
        lang: Language,
        /// The day in the reader's calendar: `2024-01-31`.
        today: Option<Date>,
        #[serde(default)]
        draft: bool,
    },
    /// What reports say of each other, and the sums of all.
    Together { lang: Language },
    /// A file to look at or to take along, of one report or of all.
    Make {
        what: Product,
        lang: Language,
        today: Option<Date>,
        #[serde(default)]
        draft: bool,
        /// The report; all where it is left out.
        name: Option<String>,
    },
    /// Gives up one report, or all.
    Forget { name: Option<String> },
}

/// What can be made of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    /// The review page.
    Page,
    /// As `check --format json`.
    Json,
    /// As `facts --format json`.
    Facts,
    /// The report itself with comments.
    Annotated,
    /// What is to be mended, as a table for office programs.
    List,
    /// Scores of all reports, as a table for office programs.
    Scores,
    /// As `score --format html`.
    ScorePage,
}

/// Parts a message; nothing where it is none.
pub fn part(message: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = message.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

/// Joins JSON and the bytes behind it.
pub fn join(json: &str, bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(json.len()).unwrap_or(u32::MAX).to_le_bytes();
    [&length, json.as_bytes(), bytes].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_apart_as_they_were_joined() {
        assert_eq!(part(&join("{}", b"bytes")), Some((&b"{}"[..], &b"bytes"[..])));
        assert_eq!(part(&join("", b"")), Some((&b""[..], &b""[..])));
        for broken in [&b""[..], b"\x05\0\0", b"\x05\0\0\0{}"] {
            assert_eq!(part(broken), None);
        }
    }
}
