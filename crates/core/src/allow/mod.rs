//! Findings that are allowed, each with its reason: by an entry of a file beside the reports, or by a mark in the
//! report. What is allowed stays a finding, told as such. An entry holds for a fact and the figures observed of it;
//! whatever no longer allows anything is a finding of its own. Knows findings and no rule; the day and the files come
//! from outside.

mod edit;
mod marks;
mod page;

pub use edit::{Why, appended, entry, without};
pub use marks::marks;

use crate::report::Finding;
use crate::rulebook::allowed::{AllowedEntry, AllowedFile};
use crate::terms::{Category, Date, Language, Severity};

/// The file's name.
pub const NAME: &str = "gouji-allow.yaml";

/// A file of allowed findings.
#[derive(Clone, Debug)]
pub struct Allowances {
    /// As it is told of.
    pub path: String,
    pub text: String,
    pub entries: Vec<AllowedEntry>,
}

/// What became of an entry in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Met {
    /// It allows a finding.
    Used,
    /// The finding is there with other figures, which are these.
    Lapsed(String),
}

/// What is to be said of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Fine,
    /// No finding answers to it any more.
    Unused,
    Lapsed(String),
    /// Its last day is over, or is no day.
    Expired,
    NoReason,
    UnknownRule,
}

/// What is asked of whoever knows the rulebook and the run.
pub struct Known<'a> {
    pub today: Date,
    pub rule: &'a dyn Fn(&str) -> bool,
    /// Whether all that an entry is about was judged, by its rule, so that its finding would have been met.
    pub judged: &'a dyn Fn(&AllowedEntry) -> bool,
}

impl std::fmt::Debug for Known<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known").field("today", &self.today).finish_non_exhaustive()
    }
}

fn value(scalar: Option<&crate::checks::parameter::Scalar<String>>) -> &str {
    scalar.map_or("", |s| s.value.trim())
}

/// What stands in the place of a reason until there is one.
const PLACEHOLDERS: [&str; 5] = ["TODO", "…", "...", "？", "?"];

fn has_reason(reason: &str) -> bool {
    !reason.is_empty() && !PLACEHOLDERS.contains(&reason)
}

fn expired(entry: &AllowedEntry, today: Date) -> bool {
    let until = value(entry.until.as_ref());
    !until.is_empty() && until.parse::<Date>().map_or(true, |last| today > last)
}

/// The reason, with who allowed it and until when.
fn reason(entry: &AllowedEntry, language: Language) -> String {
    let mut more = Vec::new();
    for (scalar, word) in [(&entry.by, ""), (&entry.on, ""), (&entry.until, language.pick("至 ", "until "))] {
        let text = value(scalar.as_ref());
        if !text.is_empty() {
            more.push(format!("{word}{text}"));
        }
    }
    let own = value(entry.reason.as_ref());
    if more.is_empty() {
        return own.to_owned();
    }
    match language {
        Language::Zh => format!("{own}（{}）", more.join("，")),
        Language::En => format!("{own} ({})", more.join(", ")),
    }
}

/// The part of observed figures that people are shown.
fn head(figures: &str) -> &str {
    figures.split(" (").next().unwrap_or_default()
}

impl Allowances {
    /// Reads a file.
    ///
    /// # Errors
    /// The byte at which it is not of the shape it ought to have.
    pub fn read(path: impl Into<String>, text: String) -> Result<Self, usize> {
        let entries = AllowedFile::read(&text)?.allowed;
        Ok(Self { path: path.into(), text, entries })
    }

    /// Marks the findings that are allowed, and says what became of which entry. Of a fact whose figures are others it
    /// says so.
    pub fn allow<'f>(
        &self,
        findings: impl IntoIterator<Item = &'f mut Finding>,
        today: Date,
        language: Language,
    ) -> Vec<(usize, Met)> {
        let mut met = Vec::new();
        for finding in findings {
            let mut was = None;
            for (index, entry) in self.entries.iter().enumerate() {
                if entry.fingerprint.value != finding.fingerprint {
                    continue;
                }
                let figures = value(entry.figures.as_ref());
                if figures != finding.figures {
                    was = Some(figures);
                    met.push((index, Met::Lapsed(finding.figures.clone())));
                } else {
                    met.push((index, Met::Used));
                    if !expired(entry, today) && has_reason(value(entry.reason.as_ref())) {
                        finding.suppressed = Some(reason(entry, language));
                    }
                }
            }
            if let Some(was) = was.filter(|_| finding.suppressed.is_none()) {
                let (was, now) = (head(was), head(&finding.figures));
                finding.message.push_str(&match language {
                    Language::Zh => format!("（曾允许，当时为“{was}”，现为“{now}”）"),
                    Language::En => format!(" (was allowed as \"{was}\", is \"{now}\" now)"),
                });
            }
        }
        met
    }

    /// What is to be said of each entry.
    pub fn standings(&self, met: &[Option<Met>], known: &Known<'_>) -> Vec<Standing> {
        let of = |(index, entry): (usize, &AllowedEntry)| {
            let met = met.get(index).and_then(Option::as_ref);
            if !(known.rule)(&entry.rule) {
                Standing::UnknownRule
            } else if !has_reason(value(entry.reason.as_ref())) {
                Standing::NoReason
            } else if expired(entry, known.today) {
                Standing::Expired
            } else {
                match met {
                    Some(Met::Used) => Standing::Fine,
                    Some(Met::Lapsed(now)) => Standing::Lapsed(now.clone()),
                    None if (known.judged)(entry) => Standing::Unused,
                    None => Standing::Fine,
                }
            }
        };
        self.entries.iter().enumerate().map(of).collect()
    }

    /// The findings about the entries themselves.
    pub fn complaints(&self, standings: &[Standing], language: Language) -> Vec<Finding> {
        let said: Vec<(&AllowedEntry, Said)> = self
            .entries
            .iter()
            .zip(standings)
            .filter_map(|(entry, standing)| Some((entry, said(entry, standing, language)?)))
            .collect();
        let places: Vec<_> = said.iter().map(|(_, said)| said.mark.0..said.mark.1).collect();
        let labels = page::labels(&self.path, &self.text, &places);
        let tell = |((entry, said), label): ((&AllowedEntry, Said), crate::report::Label)| {
            complaint(said.rule, said.message, said.remedy, &[&self.path, &entry.fingerprint.value], label)
        };
        said.into_iter().zip(labels).map(tell).collect()
    }
}

/// A finding about what allows findings.
struct Said {
    rule: &'static str,
    message: String,
    remedy: &'static str,
    mark: (usize, usize),
}

fn said(entry: &AllowedEntry, standing: &Standing, language: Language) -> Option<Said> {
    let rule = &entry.rule.value;
    let (name, at, message, remedy) = match standing {
        Standing::Fine => return None,
        Standing::Unused => (
            "allow-unused",
            &entry.fingerprint,
            match language {
                Language::Zh => format!("允许的问题（{rule}）已经不存在"),
                Language::En => format!("the finding that is allowed here ({rule}) is no longer there"),
            },
            language.pick("用 gouji allow prune 删去这一条。", "Take it out with gouji allow prune."),
        ),
        Standing::Lapsed(now) => {
            let (was, now) = (head(value(entry.figures.as_ref())), head(now));
            (
                "allow-lapsed",
                entry.figures.as_ref().unwrap_or(&entry.fingerprint),
                match language {
                    Language::Zh => format!("允许时的数是“{was}”，现在是“{now}”，这一条不再有效"),
                    Language::En => format!("it was allowed as \"{was}\" and is \"{now}\" now: it allows nothing"),
                },
                language.pick(
                    "核对现在的数；确属例外的，用 gouji allow 重新写明。",
                    "Check the figures as they are now; allow them anew with gouji allow where that is right.",
                ),
            )
        }
        Standing::Expired => {
            let until = entry.until.as_ref().unwrap_or(&entry.fingerprint);
            (
                "allow-expired",
                until,
                match language {
                    Language::Zh => format!("允许的期限（{}）已过，或者不是日期", until.value),
                    Language::En => format!("its last day ({}) is over, or is no day", until.value),
                },
                language.pick("改正问题，或者写明新的期限。", "Mend the finding, or give a new last day."),
            )
        }
        Standing::NoReason => (
            "allow-without-reason",
            entry.reason.as_ref().unwrap_or(&entry.fingerprint),
            language
                .pick("没有写明允许的理由，这一条不生效", "there is no reason, and so it allows nothing")
                .to_owned(),
            language.pick("写明理由（reason）。", "Give the reason."),
        ),
        Standing::UnknownRule => (
            "allow-unknown-rule",
            &entry.rule,
            match language {
                Language::Zh => format!("没有叫“{rule}”的规则"),
                Language::En => format!("no rule is called \"{rule}\""),
            },
            language.pick("改正规则名，或者删去这一条。", "Correct the name, or take the entry out."),
        ),
    };
    Some(Said { rule: name, message, remedy, mark: (at.mark.start as usize, at.mark.end as usize) })
}

/// The finding that something which allows does not do so. What allows in vain is an error: else nobody would look.
fn complaint(rule: &str, message: String, remedy: &str, identity: &[&str], primary: crate::report::Label) -> Finding {
    Finding {
        rule: rule.to_owned(),
        category: Category::Consistency,
        severity: Severity::Error,
        message,
        remedy: Some(remedy.to_owned()),
        basis: Vec::new(),
        fingerprint: page::sum(rule, identity),
        primary,
        related: Vec::new(),
        suggestion: None,
        suppressed: None,
        figures: String::new(),
        case: None,
    }
}

#[cfg(test)]
mod tests;
