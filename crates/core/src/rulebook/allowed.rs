//! The file of allowed findings as it is written, each value with its place.

use serde::Deserialize;

use super::yaml;
use crate::checks::parameter::Scalar;

/// The file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedFile {
    #[serde(default)]
    pub allowed: Vec<AllowedEntry>,
}

/// One finding that is allowed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedEntry {
    pub fingerprint: Scalar<String>,
    pub rule: Scalar<String>,
    /// The report, relative to the folder of the file; others whose reports it concerns.
    pub file: Option<Scalar<String>>,
    #[serde(default)]
    pub with: Vec<Scalar<String>>,
    /// What the finding said, for people.
    pub finding: Option<Scalar<String>>,
    /// The figures that were observed.
    pub figures: Option<Scalar<String>>,
    pub reason: Option<Scalar<String>>,
    pub by: Option<Scalar<String>>,
    pub on: Option<Scalar<String>>,
    /// The last day on which it is allowed.
    pub until: Option<Scalar<String>>,
    /// `baseline` where it was there when checking began.
    pub origin: Option<Scalar<String>>,
}

impl AllowedFile {
    /// Reads the file; none where it is not of this shape, with the byte at which that shows.
    ///
    /// # Errors
    /// The first mistake of shape or syntax.
    pub fn read(text: &str) -> Result<Self, usize> {
        // Nothing but comments is a file that allows nothing.
        if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return Ok(Self::default());
        }
        yaml::read(text).map_err(|problem| problem.mark.start as usize)
    }
}
