//! Kinds of check: one file each, holding the parameters a rule may give, the evaluation, and unit tests.
//! A kind of check knows facts and documents; it knows no rule, article, heading or year.

pub mod across;
pub mod context;
pub mod diagnosis;
mod expression;
pub mod kind;
pub mod outcome;
pub mod parameter;
mod phrase;
pub mod prefilter;
pub mod relation;
mod prose;
pub mod scope;
pub mod survey;

use serde::Deserialize;

use context::Context;
use kind::Kind;
use outcome::Outcome;
use parameter::Problems;
use relation::Relation;
use scope::Scope;

use crate::lexicon::Lexicon;

impl Check {
    /// What the check compares, where it is about several reports: such a check says nothing of one alone.
    pub fn across(&self) -> Option<across::Across<'_>> {
        use across::Across::{Folder, Years};
        Some(match self {
            Self::CarriedOver(check) => Years(check),
            Self::Copied(check) => Years(check),
            Self::CopiedText(check) => Folder(check),
            Self::Growth(check) => Years(check),
            Self::Jump(check) => Years(check),
            Self::LeftOver(check) => Years(check),
            Self::RollUp(check) => Folder(check),
            Self::SameFigures(check) => Years(check),
            Self::SameReport(check) => Folder(check),
            Self::StockFlow(check) => Years(check),
            _ => return None,
        })
    }

    /// Whether the check asks for this section of the format.
    pub fn requires_section(&self, lexicon: &Lexicon, topic: &str) -> bool {
        matches!(self, Self::Sections(check) if check.requires(lexicon, topic))
    }

    /// Whether the check asks for something under every heading of the format.
    pub fn wants_content(&self) -> bool {
        matches!(self, Self::Sections(check) if check.wants_content())
    }

    /// Whether the check is about what stands in cells: one finding tells all of them.
    pub fn is_of_cells(&self) -> bool {
        matches!(self, Self::Cells(_))
    }

    /// Whether the check is about cells in which nothing stands.
    pub fn is_of_blanks(&self) -> bool {
        matches!(self, Self::Cells(check) if check.is_of_blanks())
    }

    /// The equations that hold in this report, where the check is about such: what a wrong figure alone cannot be in.
    pub fn intact(&self, context: &Context<'_>, out: &mut Vec<Relation>) {
        match self {
            Self::Equation(check) => check.intact(context, out),
            Self::ProseTable(check) => check.intact(context, out),
            Self::Restated(check) => check.intact(context, out),
            Self::Breakdown(check) => check.intact(context, out),
            _ => {}
        }
    }
}

macro_rules! kinds {
    ($($file:ident :: $kind:ident),+ $(,)?) => {
        $(mod $file;)+

        /// The kinds of check, as a rule names them: `check: {kind: parameters}`.
        #[derive(Clone, Debug, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Check {
            $($kind($file::$kind),)+
        }

        impl Kind for Check {
            fn evaluate(&self, context: &Context<'_>) -> Outcome {
                match self {
                    $(Self::$kind(kind) => kind.evaluate(context),)+
                }
            }

            fn words(&self) -> Vec<(&str, Scope)> {
                match self {
                    $(Self::$kind(kind) => kind.words(),)+
                }
            }

            fn placeholders(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$kind(kind) => kind.placeholders(),)+
                }
            }

            fn cases(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$kind(kind) => kind.cases(),)+
                }
            }

            fn validate(&self, lexicon: &Lexicon, problems: &mut Problems) {
                match self {
                    $(Self::$kind(kind) => kind.validate(lexicon, problems),)+
                }
            }
        }
    };
}

// One line a kind, in alphabetical order: the variant in snake case is its name in rules.
kinds! {
    agency::Agency,
    answered_cell::AnsweredCell,
    approximate::Approximate,
    balanced::Balanced,
    breakdown::Breakdown,
    carried_over::CarriedOver,
    cells::Cells,
    contact::Contact,
    copied::Copied,
    copied_text::CopiedText,
    dates::Dates,
    deadline::Deadline,
    duplicate::Duplicate,
    equation::Equation,
    growth::Growth,
    jump::Jump,
    left_over::LeftOver,
    mentions::Mentions,
    named_year::NamedYear,
    numbering::Numbering,
    part_count::PartCount,
    pattern::Pattern,
    percentage::Percentage,
    period::Period,
    private_number::PrivateNumber,
    prose_table::ProseTable,
    required::Required,
    restated::Restated,
    roll_up::RollUp,
    same_figures::SameFigures,
    same_report::SameReport,
    sections::Sections,
    sentence_end::SentenceEnd,
    signer::Signer,
    stock_flow::StockFlow,
    table_form::TableForm,
    table_present::TablePresent,
    title::Title,
    year::Year,
    zero_words::ZeroWords,
}
