//! Words of how to reach a body: what each label announces, and the shapes of addresses and numbers without one.

use serde::Deserialize;

use super::str::Str;
use crate::search::Words;

/// `vocabulary/contact.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawContact {
    pub(crate) address: Vec<Str>,
    pub(crate) postcode: Vec<Str>,
    pub(crate) phone: Vec<Str>,
    pub(crate) fax: Vec<Str>,
    pub(crate) email: Vec<Str>,
    pub(crate) triggers: Vec<Str>,
    pub(crate) others: Vec<Str>,
    pub(crate) streets: Vec<Str>,
    pub(crate) buildings: Vec<Str>,
    pub(crate) leads: Vec<Str>,
    pub(crate) rings: Vec<Str>,
    pub(crate) house: Str,
    pub(crate) extension: Str,
    pub(crate) elsewhere: Vec<Str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Address,
    Postcode,
    Phone,
    Fax,
    Email,
    Other,
    Trigger,
}

#[derive(Debug, Default)]
pub(crate) struct ContactWords {
    pub(crate) labels: Words,
    pub(crate) kinds: Vec<Label>,
    pub(crate) plain: PlainWords,
}

impl ContactWords {
    pub fn new(raw: RawContact) -> Self {
        let plain = PlainWords {
            labels: raw.address.clone(),
            streets: raw.streets,
            buildings: raw.buildings,
            leads: raw.leads,
            rings: raw.rings,
            house: raw.house,
            extension: raw.extension,
            elsewhere: raw.elsewhere,
        };
        let lists = [
            (Label::Address, raw.address),
            (Label::Postcode, raw.postcode),
            (Label::Phone, raw.phone),
            (Label::Fax, raw.fax),
            (Label::Email, raw.email),
            (Label::Other, raw.others),
            (Label::Trigger, raw.triggers),
        ];
        let (mut words, mut kinds): (Vec<Str>, _) = (Vec::new(), Vec::new());
        for (kind, list) in lists {
            for word in list {
                // 电  话: words of two characters are set apart to fill a line.
                let mut letters = word.chars();
                if let (Some(a), Some(b), None) = (letters.next(), letters.next(), letters.next()) {
                    for gap in 1..=4 {
                        words.push(format!("{a}{}{b}", " ".repeat(gap)).into());
                        kinds.push(kind);
                    }
                }
                words.push(word);
                kinds.push(kind);
            }
        }
        Self { labels: Words::new(words), kinds, plain }
    }
}

/// Words by whose shape they are known.
#[derive(Debug, Default)]
pub(crate) struct PlainWords {
    /// What announces an address.
    pub labels: Vec<Str>,
    /// What the number of a house stands behind.
    pub streets: Vec<Str>,
    /// How an address may end other than with the number of a house.
    pub buildings: Vec<Str>,
    /// What an address stands behind.
    pub leads: Vec<Str>,
    /// What a number without area code stands behind.
    pub rings: Vec<Str>,
    /// Behind the number of a house.
    pub house: Str,
    /// Before the extension of a telephone number.
    pub extension: Str,
    /// An address that begins with one of these is none: it sends the reader elsewhere, or is still to be filled in.
    pub(crate) elsewhere: Vec<Str>,
}
