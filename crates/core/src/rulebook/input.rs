//! A YAML file on its way into a rulebook: its text, and what its path says of it. Knows no folder and no file system.

/// A YAML file to be loaded.
#[derive(Clone, Debug)]
pub struct Input {
    /// Path below the rulebook's folder, with `/`: `statutory/period-stated.yaml`. It tells what the file is.
    pub inside: String,
    /// Path as the user knows it, for messages.
    pub shown: String,
    pub text: String,
}
