//! Words by which running text tells the rows of older forms (`vocabulary/told.yaml`). Knows no sentence.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::str::Str;

/// What the sentence of such a figure must count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Of {
    Request,
    Information,
}

/// A row and the words it is told by.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToldRow {
    pub row: Str,
    pub words: Vec<Str>,
    pub units: Vec<Str>,
    #[serde(default)]
    pub of: Option<Of>,
    /// The words may stand behind the figure too: 14篇解读稿件.
    #[serde(default)]
    pub behind: bool,
    /// They may mean more than the row does.
    #[serde(default)]
    pub loose: bool,
}

/// `vocabulary/told.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawTold {
    /// Words of no weight around those of a row.
    light: Vec<Str>,
    /// The rows of each table.
    rows: BTreeMap<Str, Vec<ToldRow>>,
}

impl RawTold {
    pub(crate) fn rows(&self, table: &str) -> &[ToldRow] {
        self.rows.iter().find(|(name, _)| *name == table).map_or(&[], |(_, rows)| rows)
    }

    /// What stands before the last words of weight, and those words: text without light words at its end.
    pub(crate) fn trim_end<'t>(&self, mut text: &'t str) -> &'t str {
        loop {
            let before = text.len();
            text = text.trim_end();
            for word in &self.light {
                text = text.strip_suffix(word.as_str()).unwrap_or(text);
            }
            if text.len() == before {
                return text;
            }
        }
    }
}

impl ToldRow {
    /// The longest of the row's words that the text ends with.
    pub(crate) fn ends(&self, text: &str) -> Option<&str> {
        self.words.iter().map(Str::as_str).filter(|word| text.ends_with(word)).max_by_key(|word| word.len())
    }

    /// The longest that it begins with.
    pub(crate) fn begins(&self, text: &str) -> Option<&str> {
        self.words.iter().map(Str::as_str).filter(|word| text.starts_with(word)).max_by_key(|word| word.len())
    }
}
