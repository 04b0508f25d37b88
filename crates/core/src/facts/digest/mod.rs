//! What is kept of a report so that it can be compared with others once its text is gone: who reports on what year, the
//! figures of its tables, and hashes of sentences that ought to be new every year. A few hundred bytes; no places:
//! whoever finds something reads the file again. Knows no rule.

mod figures;
mod growth;
mod sketch;

pub use figures::{Figures, Unpacked};
pub use growth::{Change, Growth, growths};
pub use sketch::{Piece, pieces, sentences_of};

use super::model::Facts;
use crate::document::Document;
use crate::language::fold::{fold_char, is_han};
use crate::lexicon::Lexicon;
use crate::source::Span;
use crate::terms::{Body, Tier};

/// One report, small enough to keep for every file of a large folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// As the user named the file.
    pub path: Box<str>,
    /// As written in the report.
    pub agency: Option<Box<str>>,
    pub year: Option<i16>,
    pub body: Option<Body>,
    pub tier: Option<Tier>,
    /// The first four digits of the postcode: tells apart bodies of one name in different places.
    pub post: Option<u16>,
    pub figures: Figures,
    pub growths: Box<[Growth]>,
    /// Characters of the sentences of the section that ought to be new every year, together.
    pub length: u16,
    /// Hashes of sentences, of three kinds one after another, and how many there are of the first two.
    hashes: Box<[u32]>,
    counts: [u8; 2],
}

impl Digest {
    /// The digest of a report. Sentences with a `flagged` place have been told of already.
    pub fn of(document: &Document, facts: &Facts, lexicon: &Lexicon, flagged: &[Span]) -> Self {
        let profile = &facts.profile;
        let mut sentences: Vec<u32> = Vec::new();
        let mut length = 0_usize;
        for piece in pieces(document, facts, lexicon) {
            sentences.push(piece.hash);
            length += piece.chars;
        }
        let year = profile.report_year.map(|y| y.value);
        let of = |year: Option<i16>| year.map(|y| sentences_of(document, facts, y)).unwrap_or_default();
        let untold = |p: &Piece| {
            let text = document.slice(p.span);
            !flagged.iter().any(|f| f.overlaps(p.span))
                && !lexicon.digest.innocent.iter().any(|w| text.contains(w.as_str()))
        };
        let before: Vec<u32> = of(year.map(|y| y - 1)).iter().filter(|p| untold(p)).map(|p| p.hash).collect();
        let own: Vec<u32> = of(year).iter().map(|p| p.hash).collect();
        let (sentences, own, before) = (sketch::bottom(sentences), sketch::bottom(own), sketch::bottom(before));
        Self {
            path: document.source.name.as_str().into(),
            agency: profile.agency.as_ref().map(|a| a.value.as_str().into()),
            year,
            body: profile.body,
            tier: profile.tier,
            post: facts.contact.postcode.as_ref().and_then(|p| p.value.get(..4)?.parse().ok()),
            figures: Figures::of(facts, lexicon),
            growths: growths(document, facts, lexicon).map(|(growth, _)| growth).collect(),
            length: u16::try_from(length).unwrap_or(u16::MAX),
            counts: [sentences.len() as u8, own.len() as u8],
            hashes: [sentences, own, before].concat().into(),
        }
    }

    /// Hashes of the sentences of the section that ought to be new every year, figures and years masked; sorted, each
    /// once.
    pub fn sentences(&self) -> &[u32] {
        &self.hashes[..usize::from(self.counts[0])]
    }

    /// Hashes of sentences that name the report year.
    pub fn of_year(&self) -> &[u32] {
        let [first, second] = self.counts.map(usize::from);
        &self.hashes[first..first + second]
    }

    /// Hashes of sentences that name the year before as if it were the report's.
    pub fn of_year_before(&self) -> &[u32] {
        let [first, second] = self.counts.map(usize::from);
        &self.hashes[first + second..]
    }

    /// Bytes taken.
    pub fn size(&self) -> usize {
        let texts = self.path.len() + self.agency.as_ref().map_or(0, |a| a.len());
        let growths: usize = self.growths.iter().map(|g| size_of_val(g) + g.role.len() + g.scope.len()).sum();
        size_of::<Self>() + texts + self.figures.size() + growths + size_of_val(&*self.hashes)
    }

    /// The body's name tells where it is: 云河县民政局, and not 民政局 or 城关镇人民政府.
    pub fn names_its_place(&self, lexicon: &Lexicon) -> bool {
        self.agency.as_deref().is_some_and(|name| lexicon.bodies.names_place(name))
    }

    /// The same figures and the same sentences, as far as both were read: one report, saved twice.
    pub fn says_the_same_as(&self, other: &Digest, lexicon: &Lexicon) -> bool {
        let unread = self.sentences().is_empty() || other.sentences().is_empty();
        let sentences = self.sentences() == other.sentences();
        self.figures.agree_with(&other.figures, lexicon) && (sentences || unread) && !self.is_bare() && !other.is_bare()
    }

    /// Of two files of one report, whether this one's figures were read more fully.
    pub fn reads_better_than(&self, other: &Digest) -> bool {
        let read = |d: &Digest| (d.figures.size(), d.sentences().len());
        read(self) > read(other)
    }

    /// Nothing was read that could be compared.
    pub fn is_bare(&self) -> bool {
        self.figures.is_empty() && self.sentences().is_empty()
    }
}

/// A body's name with the ends that are written in several ways made one.
pub fn known_as(name: &str, lexicon: &Lexicon) -> String {
    let mut name: String = name.chars().filter_map(fold_char).filter(|c| is_han(*c)).collect();
    let longest =
        lexicon.digest.ends.iter().filter(|e| name.ends_with(e.written.as_str())).max_by_key(|e| e.written.len());
    if let Some(end) = longest {
        name.truncate(name.len() - end.written.len());
        name.push_str(&end.short);
    }
    name
}

/// The place that a government of that name is of: 云河县 of 云河县政府.
pub fn place_of(name: &str, lexicon: &Lexicon) -> String {
    let ends = lexicon.digest.government.iter().filter_map(|end| name.strip_suffix(end.as_str()));
    ends.min_by_key(|place| place.len()).unwrap_or(name).to_owned()
}
