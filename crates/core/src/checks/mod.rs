//! Checks: the frame that kinds of check stand in. Context and outcome, relations between figures and their diagnosis,
//! parameters as rules give them, scopes, phrases, and the words all checks look for in one pass. The frame knows no
//! kind.

pub mod mistake_words;
pub mod cells_of_roles;
pub mod across;
pub(crate) mod bodies;
pub mod context;
pub mod diagnosis;
mod evidence;
mod expression;
pub mod kind;
pub mod kinds;
pub mod outcome;
pub mod parameter;
mod phrase;
pub mod prefilter;
pub mod relation;
pub mod scope;
mod shares;
pub mod survey;
mod years;
