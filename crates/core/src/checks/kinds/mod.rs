//! The kinds of check, in rooms by what they look at: one report's tables, prose, structure, imprint or text, the
//! reports of two years, or those of a folder. A kind is one file and one line here. It knows the frame and the facts;
//! it knows no other kind, no rule, article, heading or year.

use std::ops::Deref;

use serde::Deserialize;

use crate::checks::kind::Kind;

macro_rules! kinds {
    ($($room:ident { $($file:ident :: $kind:ident $(= $former:literal)?),+ $(,)? })+) => {
        $(mod $room { $(pub(super) mod $file;)+ })+

        /// The kinds of check, as a rule names them: `check: {kind: parameters}`.
        #[derive(Clone, Debug, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Check {
            $($($(#[serde(alias = $former)])? $kind($room::$file::$kind),)+)+
        }

        impl Deref for Check {
            type Target = dyn Kind;
            fn deref(&self) -> &Self::Target {
                match self {
                    $($(Self::$kind(kind) => kind,)+)+
                }
            }
        }
    };
}

// One line a kind: the variant in snake case is its name in rules; behind `=` stands the name it had in older ones.
kinds! {
    folder {
        roll_up::RollUp,
        same_report::SameReport,
        shared_text::SharedText = "copied_text",
    }
    imprint {
        agency::Agency,
        contact::Contact,
        dates::Dates,
        deadline::Deadline,
        named_year::NamedYear,
        period::Period,
        required::Required,
        signer::Signer,
        year::Year,
    }
    prose {
        approximate::Approximate,
        breakdown::Breakdown,
        change::Change,
        flow::Flow,
        percentage::Percentage,
        prose_table::ProseTable,
        restated::Restated,
        zero_words::ZeroWords,
    }
    structure {
        length::Length,
        met::Met,
        numbering::Numbering,
        part_count::PartCount,
        part_list::PartList,
        part_reference::PartReference,
        sections::Sections,
        title::Title,
    }
    tables {
        answered_cell::AnsweredCell,
        cells::Cells,
        equation::Equation,
        table_form::TableForm,
        table_present::TablePresent,
    }
    text {
        balanced::Balanced,
        cited_year::CitedYear,
        dated_words::DatedWords,
        mentions::Mentions,
        pattern::Pattern,
        private_number::PrivateNumber,
        repeated_paragraph::RepeatedParagraph = "duplicate",
        repetition::Repetition,
        sentence_end::SentenceEnd,
        terms::Terms,
    }
    years {
        carried_over::CarriedOver,
        growth::Growth,
        jump::Jump,
        repeated_section::RepeatedSection = "copied",
        repeated_sentence::RepeatedSentence = "left_over",
        same_figures::SameFigures,
        stock_flow::StockFlow,
    }
}
