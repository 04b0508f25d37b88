//! The parts of a scheme, each with what takes points off it: what is absent, asked of the facts; what findings say;
//! and what could not be assessed.

use rust_decimal::Decimal;

use super::ledger::{Ledger, Told};
use super::{Asked, Subject, damage, decimal, tables};
use crate::checks::outcome::Why;
use crate::facts::model::Section;
use crate::lexicon::Lexicon;
use crate::report;
use crate::report::{Takes, Worth};
use crate::rulebook::scheme::{Charge, FactName, Layout, Part, Want};
use crate::terms::{Category, Language, Severity};

/// A part with what takes points off it.
pub(super) struct Account<'s> {
    pub part: &'s Part,
    pub worth: Worth,
    /// What takes points, and which finding of the ledger it is; the first names what is absent.
    pub entries: Vec<(Takes, Option<usize>)>,
    /// The rule that speaks where no finding does.
    pub rule: String,
    pub lost: bool,
    /// Why it was not assessed, or not whole.
    pub open: Option<String>,
    /// That is the reader's doing.
    pub unread: bool,
    /// Nobody could have told from the report.
    pub beyond: bool,
}

pub(super) fn accounts<'s>(
    layout: &'s Layout,
    subject: &Subject<'_>,
    ledger: &Ledger,
    asked: &Asked<'_>,
) -> Vec<Account<'s>> {
    let mut taken = vec![false; ledger.told.len()];
    let mut accounts: Vec<Account<'s>> = Vec::with_capacity(layout.parts.len());
    for part in &layout.parts {
        let mut account = Account {
            part,
            worth: Worth {
                points: decimal(part.points),
                figure: decimal(part.figure),
                line: decimal(part.row),
                blank: decimal(part.blank),
            },
            entries: Vec::new(),
            rule: String::new(),
            lost: false,
            open: None,
            unread: false,
            beyond: false,
        };
        let beyond = part.unknown.as_ref().or(part.compared.as_ref().filter(|_| !asked.compared));
        if let Some(why) = beyond {
            account.open = Some(why.get(asked.language).to_owned());
            account.beyond = true;
        }
        for want in &part.wants {
            absence(want, &mut account, subject, ledger, &mut taken, asked.language);
        }
        accounts.push(account);
    }
    // A part that is lost with another names the same finding.
    for at in 0..accounts.len() {
        let with = accounts[at].part.unless.iter().find_map(|id| accounts.iter().find(|a| a.part.id == *id));
        let Some(with) = with else { continue };
        let (lost, open) = (with.lost.then(|| (with.entries[0].1, with.rule.clone())), with.open.clone());
        if let (Some((finding, rule)), false) = (lost, accounts[at].lost) {
            accounts[at].lost = true;
            accounts[at].rule = rule;
            accounts[at].entries.insert(0, (Takes::All, finding));
        } else if let (Some(why), true) = (open, accounts[at].open.is_none()) {
            accounts[at].open = Some(why);
            accounts[at].unread = true;
        }
    }
    for number in (0..ledger.told.len()).filter(|number| !taken[*number]) {
        place(number, &ledger.told, &mut accounts, subject);
    }
    for account in &mut accounts {
        tables::complete(account.part, &mut account.entries, subject.facts, subject.lexicon(), &ledger.told);
        unsure(account, ledger, subject, asked.language);
    }
    accounts
}

/// Notes whether what a part wants is there, and who says so.
fn absence(
    want: &Want,
    account: &mut Account<'_>,
    subject: &Subject<'_>,
    ledger: &Ledger,
    taken: &mut [bool],
    language: Language,
) {
    let there = is_there(want, subject);
    let cut = want.table.as_ref().is_some_and(|t| tables::is_unread(t, subject.facts, subject.lexicon()));
    if cut {
        account.open = Some(report::why(Why::TableUnread, language).to_owned());
        account.unread = true;
    }
    let given =
        want.given && want.table.as_ref().is_some_and(|t| tables::is_there(t, subject.facts, subject.lexicon()));
    // A picture where words should be may say it.
    if there && want.section.as_ref().is_some_and(|topic| damage::is_drawn(topic, subject)) {
        account.open = Some(report::why(Why::Picture, language).to_owned());
        account.unread = true;
    }
    if there || cut || account.lost || want.given && !given {
        return;
    }
    // What the reader could not see is not held against the report.
    let standing: Vec<Option<Why>> = want.named_by.iter().filter_map(|rule| ledger.why(rule)).collect();
    if let Some(why) = standing.iter().flatten().find(|why| is_readers(**why)) {
        account.open = Some(report::why(*why, language).to_owned());
        account.unread = true;
        return;
    }
    // Where no rule asks for it, it is not due.
    if standing.is_empty() && !given {
        return;
    }
    let about = keys(want, subject.lexicon());
    let is_of =
        |told: &Told| about.is_empty() || told.identity.split('/').any(|part| about.iter().any(|key| key == part));
    let named = want
        .named_by
        .iter()
        .find_map(|rule| ledger.told.iter().position(|t| t.rule == rule.as_str() && (is_of(t) || t.identity == DRAFT)));
    if let Some(number) = named {
        taken[number] = true;
    }
    account.lost = true;
    account.rule = want.named_by.first().map(|rule| rule.value.clone()).unwrap_or_default();
    account.entries.insert(0, (Takes::All, named));
}

/// The identity of what is not filled in yet in a draft, whatever the table.
const DRAFT: &str = "draft";

/// The words by which findings name what is wanted.
fn keys(want: &Want, lexicon: &Lexicon) -> Vec<String> {
    let table = want.table.as_ref().map(|t| t.value.clone());
    let topic = table.as_ref().and_then(|t| lexicon.forms.iter().find(|f| f.table == t.as_str()));
    let topic = topic.and_then(|f| f.topic.as_ref()).map(|topic| topic.as_str().to_owned());
    let section = want.section.as_ref().map(|s| s.value.clone());
    table.into_iter().chain(topic).chain(section).collect()
}

fn is_there(want: &Want, subject: &Subject<'_>) -> bool {
    let facts = subject.facts;
    let of_fact = |fact: FactName| match fact {
        FactName::Title => facts.outline.title.is_some(),
        FactName::Agency => facts.profile.agency.is_some(),
        FactName::Period => facts.period.is_some(),
        FactName::Contact => {
            let c = &facts.contact;
            c.address.is_some() || c.phone.is_some() || c.email.is_some() || c.fax.is_some() || c.postcode.is_some()
        }
        FactName::Date => facts.profile.signed.is_some() || facts.profile.published.is_some(),
        FactName::Figures => {
            !facts.counts.is_empty() || facts.tables.iter().flat_map(|t| &t.cells).any(|c| c.value.is_some())
        }
    };
    want.fact.is_none_or(of_fact)
        && want.table.as_ref().is_none_or(|table| tables::has_figure(table, facts, subject.lexicon()))
        && want.section.as_ref().is_none_or(|topic| {
            let sections = || facts.outline.sections.iter();
            sections().any(|s| s.is_about(topic) && said(s, subject) >= want.at_least.max(1))
        })
}

/// Characters under a heading, those of the headings below it left out.
fn said(section: &Section, subject: &Subject<'_>) -> usize {
    let count = |span| subject.document.measure(span);
    let below = subject.facts.outline.sections.iter().filter(|s| section.body.contains(s.heading));
    count(section.body).saturating_sub(below.map(|s| count(s.heading)).sum())
}

/// Not to be known because of the copy or its reader.
fn is_readers(why: Why) -> bool {
    matches!(why, Why::PartOfReport | Why::TableUnread | Why::GlyphsLost | Why::Picture)
}

/// Puts what a finding costs where it belongs: where its rule is named, else with its table, else with the rest
/// of its category.
fn place(number: usize, all: &[Told], accounts: &mut [Account<'_>], subject: &Subject<'_>) {
    let told = &all[number];
    let named = accounts.iter().position(|a| a.part.rules.contains_key(told.rule.as_str()));
    if let Some(at) = named {
        let account = &mut accounts[at];
        let Some(charge) = account.part.rules.get(told.rule.as_str()) else { return };
        let same = |other: &Told| other.rule == told.rule && other.text == told.text;
        let doubled = charge.once && account.entries.iter().filter_map(|e| e.1).any(|n| same(&all[n]));
        let takes = (!doubled).then(|| charged(charge, told)).flatten();
        account.entries.extend(takes.map(|takes| (takes, Some(number))));
        return;
    }
    if told.across || told.blank {
        return;
    }
    let table = told.cells.first().and_then(|c| subject.facts.tables.get(c.table));
    let table = table.and_then(|t| subject.lexicon().forms.get(t.form)).map(|f| f.table.as_str());
    let of_figures = matches!(told.category, Category::Arithmetic | Category::Form | Category::Consistency);
    if told.severity == Severity::Info || told.weight == 0 {
        return;
    }
    let named = table.or_else(|| told.identity.split('/').next());
    let own = accounts.iter().position(|a| a.part.table().is_some_and(|t| Some(t) == named));
    let rest = || accounts.iter().position(|a| a.part.rest.contains(&told.category));
    match own {
        Some(at) if of_figures && !told.cells.is_empty() => {
            let form = subject.facts.tables.get(told.cells[0].table).map(|t| t.form);
            let form = form.and_then(|f| subject.lexicon().forms.get(f));
            let figures = told.cells.iter().map(|c| (tables::line(form, *c), c.place())).collect();
            accounts[at].entries.push((Takes::Figures(figures), Some(number)));
            if told.more > 0 {
                let more = accounts[at].worth.figure * Decimal::from(told.more);
                accounts[at].entries.push((Takes::Points(more), Some(number)));
            }
        }
        // Of rows that are not there the table itself tells.
        Some(_) if told.category == Category::Structure && told.case == Some("missing") => {}
        Some(at) if told.category == Category::Structure || of_figures => {
            accounts[at].entries.push((Takes::Points(Decimal::from(told.weight)), Some(number)));
        }
        _ => {
            if let Some(at) = rest() {
                accounts[at].entries.push((Takes::Points(Decimal::from(told.weight)), Some(number)));
            }
        }
    }
}

fn charged(charge: &Charge, told: &Told) -> Option<Takes> {
    if !charge.items.is_empty() {
        let missing = told.identity.split('/').filter_map(|name| charge.items.get(name));
        let points: Decimal = missing.map(|points| decimal(*points)).sum();
        return (!points.is_zero()).then_some(Takes::Points(points));
    }
    // What is only worth a look costs nothing, whatever its rule does elsewhere.
    if told.severity == Severity::Info {
        return None;
    }
    if let Some(points) = told.case.and_then(|case| charge.cases.get(case)) {
        return (*points > 0.0).then(|| Takes::Points(decimal(*points)));
    }
    if charge.all {
        return Some(Takes::All);
    }
    let points = charge.points.map_or_else(|| Decimal::from(told.weight), decimal);
    (!points.is_zero()).then_some(Takes::Points(points))
}

/// Notes whether a rule of the part could not be determined because of the copy, or for want of what only it could say.
fn unsure(account: &mut Account<'_>, ledger: &Ledger, subject: &Subject<'_>, language: Language) {
    if account.lost || account.open.is_some() {
        return;
    }
    let rules = || account.part.rules.keys().filter_map(|rule| ledger.why(rule).flatten());
    let damaged = || account.part.rest.contains(&Category::Consistency).then(|| damage::of(subject)).flatten();
    if let Some(why) = rules().find(|why| is_readers(*why)).or_else(damaged) {
        account.open = Some(report::why(why, language).to_owned());
        account.unread = true;
    } else if let Some(why) = rules().find(|why| *why == Why::BodyUnknown) {
        account.open = Some(report::why(why, language).to_owned());
    } else if subject.document.signs.limited.is_some() && account.part.table().is_some() {
        account.open = Some(report::why(Why::TableUnread, language).to_owned());
        account.unread = true;
    }
}
