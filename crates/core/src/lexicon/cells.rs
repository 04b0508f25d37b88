//! Which cells of the statutory tables figures in prose are of: what the grammar of a sentence makes out, as names of
//! roles. The names come from `vocabulary/counts.yaml`; none is known here, only that a table stands before its rows.

use serde::Deserialize;

use super::str::Str;

/// `wholes` of `vocabulary/counts.yaml`: the roles of what is counted as a whole.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wholes {
    /// Applications received in the year.
    pub received: Str,
    /// Applications answered.
    pub answered: Str,
    /// Information published in all.
    pub published: Str,
    /// Applications received, and those carried over into the year.
    pub due: Str,
    /// Applications granted, in full or in part.
    pub released: Str,
}

/// `released` of `vocabulary/counts.yaml`: the outcomes by which information is given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawReleased {
    pub in_full: Str,
    pub in_part: Str,
}

impl Wholes {
    /// True for applications received, and for those answered.
    pub(crate) fn is_of_applications(&self, role: &str) -> bool {
        self.received == role || self.answered == role
    }

    /// True for a role of the table of applications, whatever is counted.
    pub(crate) fn is_about_applications(&self, role: &str) -> bool {
        table_of(role) == table_of(&self.received)
    }
}

/// `reviews` of `vocabulary/counts.yaml`: the beginnings of roles by kind of review, and the end that stands for all
/// results.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawReviews {
    review: Str,
    direct: Str,
    after_review: Str,
    litigation: Str,
    total: Str,
}

/// How decisions were challenged, of which a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Challenge {
    /// 行政复议.
    Review,
    /// 未经复议直接起诉.
    Direct,
    /// 复议后起诉.
    AfterReview,
    /// 行政诉讼: both kinds together.
    Litigation,
}

impl Challenge {
    /// By its number, in the order above.
    pub(crate) fn of(number: u8) -> Option<Self> {
        [Self::Review, Self::Direct, Self::AfterReview, Self::Litigation].get(usize::from(number)).copied()
    }
}

/// The roles of reviews, ready made.
#[derive(Debug, Default)]
pub(crate) struct Reviews {
    /// By kind: the beginning of its roles, that of all results, and those of the results in their order.
    kinds: [Kind; 4],
}

#[derive(Debug, Default)]
struct Kind {
    begins: Str,
    total: Str,
    results: Vec<Str>,
}

impl Reviews {
    pub(crate) fn new(raw: RawReviews, results: &[Str]) -> Self {
        let RawReviews { review, direct, after_review, litigation, total } = raw;
        let kind = |begins: Str| {
            let role = |end: &Str| Str::from(format!("{begins}.{end}"));
            if begins.is_empty() {
                return Kind::default();
            }
            Kind { total: role(&total), results: results.iter().map(role).collect(), begins }
        };
        Self { kinds: [review, direct, after_review, litigation].map(kind) }
    }

    /// The role of a result, or of all of them.
    pub(crate) fn role(&self, kind: Challenge, result: Option<u16>) -> &Str {
        let kind = &self.kinds[kind as usize];
        result.and_then(|result| kind.results.get(usize::from(result))).unwrap_or(&kind.total)
    }

    /// True where a figure is one part of several of what was reviewed: a result, or one of the two kinds of lawsuit.
    pub(crate) fn is_part(&self, role: &str) -> bool {
        self.is_total(role) || self.kinds.iter().any(|kind| kind.results.iter().any(|result| result == role))
    }

    /// True where it is all of one of the two kinds of lawsuit.
    pub(crate) fn is_total(&self, role: &str) -> bool {
        [Challenge::Direct, Challenge::AfterReview].iter().any(|&kind| self.kinds[kind as usize].total == role)
    }

    /// The roles whose cells make up one that has none of its own.
    pub(crate) fn parts(&self, role: &str) -> Option<[String; 2]> {
        let begins = &self.kinds[Challenge::Litigation as usize].begins;
        let end = role.strip_prefix(begins.as_str()).filter(|_| !begins.is_empty())?.strip_prefix('.')?;
        Some(
            [Challenge::Direct, Challenge::AfterReview]
                .map(|kind| format!("{}.{end}", self.kinds[kind as usize].begins)),
        )
    }
}

/// The table that a role is of.
fn table_of(role: &str) -> &str {
    role.split_once('.').map_or(role, |(table, _)| table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::embedded_lexicon;

    /// Whether some form has the cells that a role names.
    fn is_there(role: &str) -> bool {
        let lexicon = embedded_lexicon();
        let Some((table, name)) = role.split_once('.') else { return false };
        let scope = &lexicon.counts.whole_scope;
        lexicon.forms.iter().any(|f| f.table == table && f.locate(name, scope).is_some())
    }

    #[test]
    fn what_sentences_count_has_cells() {
        let words = &embedded_lexicon().counts;
        assert!(is_there(&words.wholes.received) && is_there(&words.wholes.answered));
        for kind in [Challenge::Review, Challenge::Direct, Challenge::AfterReview] {
            for result in [None, Some(0), Some(1), Some(2), Some(3)] {
                let role = words.reviews.role(kind, result);
                assert!(is_there(role), "{role}");
                let part = result.is_some() || kind != Challenge::Review;
                assert_eq!((words.reviews.is_part(role), words.reviews.parts(role)), (part, None), "{role}");
            }
        }
    }

    #[test]
    fn lawsuits_are_those_of_both_kinds_together() {
        let reviews = &embedded_lexicon().counts.reviews;
        let both = reviews.role(Challenge::Litigation, None);
        assert!(!is_there(both) && !reviews.is_part(both));
        let parts = reviews.parts(both).expect("cells");
        assert!(parts.iter().all(|part| is_there(part) && reviews.is_part(part)), "{parts:?}");
    }

    #[test]
    fn without_names_there_are_no_roles() {
        let reviews = Reviews::new(RawReviews::default(), &["upheld".to_owned().into()]);
        assert_eq!((reviews.role(Challenge::Direct, None).as_str(), reviews.parts("review.total")), ("", None));
        assert!(!Wholes::default().is_of_applications("requests.new_received"));
    }
}
