//! What is said of a report: one model that every output prints, with places, score and exit code worked out here,
//! once. Knows no rulebook and no format of output; texts come in the language the caller asked for.

mod exit;
pub mod facts;
mod model;
mod observed;
mod place;
mod ranking;
mod score;
mod tally;
mod words;

pub use exit::{Exit, FailOn, Verdict};
pub use model::{
    Anchor, Basis, Category, Coverage, Deduction, Dimension, Document, Finding, Label, NotAssessed, NotDetermined,
    PartScore, Problem, ProblemKind, Profile, Review, ReviewState, RuleAbout, Rulebook, SCHEMA, SELECTION, SchemeName,
    Score, Severity, Suggestion, Summary, Text, Tool, UnreadRow,
};
pub use observed::observed;
pub use place::{Placer, counted, document_profile, form_of};
pub use ranking::{Group, Place};
pub use score::{Takes, Worth, float};
pub use tally::{Closing, Tally};
pub use words::{binary, fault, notes, pictured, unread, why};
