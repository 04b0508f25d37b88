//! Words by which reports of different years and bodies are compared.

use serde::Deserialize;

use super::str::Str;

/// `vocabulary/digest.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawDigest {
    pub(crate) ends: Vec<RawEnd>,
    pub(crate) government: Vec<Str>,
    pub(crate) section: Str,
    pub(crate) innocent: Vec<Str>,
    pub(crate) other_growth: Vec<Str>,
    pub(crate) growth_falls: Vec<Str>,
    pub(crate) growth_rises: Vec<Str>,
    pub(crate) growth_than: Vec<Str>,
    pub(crate) growth_filler: Vec<Str>,
    pub(crate) growth_level: Vec<Str>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawEnd {
    pub(crate) written: Str,
    #[serde(rename = "as")]
    pub(crate) short: Str,
}
