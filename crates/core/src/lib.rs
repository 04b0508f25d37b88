//! gouji (勾稽, the cross-checking of figures): a linter for annual reports on open government information.
//!
//! The core is pure: [`lint::lint`] takes a source, a rulebook and what is known beforehand, and returns a report. It
//! touches no file, clock, environment or terminal; that is for the program. Folders follow the flow of a report
//! through the program, and each uses only what stands above it here.

mod markup;
pub mod terms;
pub mod search;
pub mod language;
pub mod source;
pub mod document;
pub mod read;
pub mod lexicon;
pub mod facts;
pub mod checks;
pub mod rulebook;
pub mod report;
pub mod lint;
pub mod output;
pub mod allow;
pub mod annotate;
pub mod selftest;
pub mod authoring;

pub use annotate::{annotate_docx, annotate_html};
pub use lint::{Linted, Request, lint, lint_collection, lint_one};
pub use output::{Event, Printer, Writing};
pub use report::{Closing, Document as Report, Finding, Problem};
pub use rulebook::{Packed, Rulebook, load};
pub use source::{Format, Source};
pub use terms::{Language, Severity};
