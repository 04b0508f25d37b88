//! What a sentence, and those before it, have said so far.

use super::reading::Role;
use crate::lexicon::alphabet::{Kind, Token, Word};

/// What the sentences before have spoken of.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Topic {
    pub requests: bool,
    /// Review or lawsuit about open government information.
    pub review: bool,
}

/// What has been said in the sentence so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Said {
    /// The last verb, whatever it is.
    pub act: Option<Word>,
    pub information: bool,
    /// The last kind of review spoken of.
    pub group: Option<u8>,
    /// Another group of cases than the report's own (备案, 代理).
    pub other_scope: bool,
    /// A part of the body, another body, or another stretch of time is what the sentence speaks of.
    pub elsewhere: bool,
    /// A part of the year is what the words speak of, until they speak of all of it.
    pub part_of_year: bool,
    /// 截至: what is added up need not be of this year alone.
    pub as_of: bool,
    pub year: Option<i16>,
    pub quoted: bool,
    /// Role of the last whole that a scope may limit, and whether its verb is a loose one.
    pub whole: Option<(Role, bool)>,
    /// The last whole of applications.
    pub requests: Option<(Role, bool)>,
    /// 其中 has been said, and no clause has ended its list.
    pub parted: bool,
    /// This, and the part of the year, before the bracket that is open.
    pub(crate) outside: Option<(bool, bool)>,
    /// The figure before is of one kind of applicant.
    pub scoped: bool,
    /// Row and column of the cell that the figure before is of.
    pub cell: Option<(u16, u16)>,
    /// What the last noun was.
    pub subject: Subject,
    /// Something that was issued or published has been counted, and no applications since.
    pub things: bool,
    /// 行政处罚, 行政许可: reviews that follow may be of these.
    pub cells: bool,
    /// 直接起诉6件,复议后起诉3件: both have been counted, without results between.
    pub both_groups: bool,
    pub(crate) resulted: bool,
    /// Applications received, among the counts of the report; and whether what was carried over has been given beside
    /// them.
    pub(crate) received: Option<usize>,
    pub(crate) carried: bool,
}

/// What a clause speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Subject {
    #[default]
    Unsaid,
    Requests,
    Review,
    Foreign,
}

impl Said {
    pub(crate) fn in_brackets(&self) -> bool {
        self.outside.is_some()
    }

    pub(crate) fn group(&mut self, group: u8) {
        let other = matches!((self.group, group), (Some(1), 2) | (Some(2), 1));
        self.both_groups = other && !self.resulted;
        self.resulted = false;
        self.group = Some(group);
        self.subject = Subject::Review;
    }
}

impl Topic {
    pub(crate) fn of(tokens: &[Token]) -> Self {
        let mut topic = Self::default();
        let mut information = false;
        for token in tokens {
            match token.kind {
                Kind::Word(Word::Requests) => topic.requests = true,
                Kind::Word(Word::Information) => information = true,
                Kind::Word(Word::Review | Word::Litigation | Word::Both) => topic.review = true,
                _ => {}
            }
        }
        topic.review &= information || topic.requests;
        topic
    }
}
