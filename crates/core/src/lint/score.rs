//! The score of one report by a scheme: which finding takes what off which part, what is not there, and what could not
//! be assessed. Absence is asked of the facts, and findings only name it: what no rule speaks of costs all the same.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::evaluate::{Answer, Verdict};
use super::score_tables::{self, At};
use crate::checks::outcome::{Failure, Why};
use crate::document::Document;
use crate::facts::model::{Facts, Section};
use crate::lexicon::Lexicon;
use crate::report;
use crate::report::{Deduction, Dimension, Finding, NotAssessed, PartScore, SchemeName, Score, Takes, Worth, float};
use crate::rulebook::Rulebook;
use crate::rulebook::scheme::{Charge, FactName, Layout, Part, Scheme, Want};
use crate::terms::{Category, Language, Severity};

/// What is kept of the answers until the findings are written.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Of each rule that applies, why it was not determined.
    standing: Vec<(String, Option<Why>)>,
    /// In the order in which the findings are written.
    told: Vec<Told>,
}

/// What of a finding bears on the score.
#[derive(Debug)]
pub(super) struct Told {
    pub rule: String,
    pub category: Category,
    pub severity: Severity,
    pub weight: u8,
    pub case: Option<&'static str>,
    /// What it is about, without values: `requests/new_received/total`, `overview`.
    pub identity: String,
    /// The cells that it finds fault with.
    pub cells: Vec<At>,
    /// It is about cells left empty, and only worth a look.
    pub blank: bool,
    /// Relations that it stands for beyond its cells.
    pub more: usize,
    /// The text at its place.
    pub text: String,
    pub fingerprint: String,
    /// It compares with another report.
    pub across: bool,
}

impl Ledger {
    pub(super) fn of(answers: &[Answer<'_>], document: &Document, facts: &Facts) -> Self {
        let mut ledger = Self::default();
        for Answer { rule, verdict, .. } in answers {
            let why = match verdict {
                Verdict::NotDetermined(why) => Some(*why),
                _ => None,
            };
            ledger.standing.push((rule.id().to_owned(), why));
            let Verdict::Fail { failures, .. } = verdict else { continue };
            let of_cells = rule.check().is_some_and(|c| c.is_of_cells());
            let of_blanks = rule.check().is_some_and(|c| c.is_of_blanks());
            ledger.told.extend(failures.iter().map(|failure| {
                let severity = rule.severity(failure.case);
                let (cells, more) = score_tables::accused(failure, of_cells, facts);
                Told {
                    rule: rule.id().to_owned(),
                    category: rule.category(),
                    severity,
                    weight: rule.weight(),
                    case: failure.case,
                    identity: failure.identity.clone(),
                    cells,
                    blank: of_blanks && severity == Severity::Info,
                    more,
                    text: text_of(failure, document),
                    fingerprint: String::new(),
                    across: false,
                }
            }));
        }
        ledger
    }

    /// Gives each finding its name; `written` are those of the report, in the order in which they were written, and
    /// behind them those that compare it with another.
    pub(super) fn name(&mut self, written: &[Finding]) {
        for (told, finding) in self.told.iter_mut().zip(written) {
            told.fingerprint.clone_from(&finding.fingerprint);
        }
        let across = written.iter().skip(self.told.len()).map(|finding| Told {
            rule: finding.rule.clone(),
            category: finding.category,
            severity: finding.severity,
            weight: 0,
            case: finding.case,
            identity: String::new(),
            cells: Vec::new(),
            blank: false,
            more: 0,
            text: String::new(),
            fingerprint: finding.fingerprint.clone(),
            across: true,
        });
        let across: Vec<Told> = across.collect();
        self.told.extend(across);
    }

    fn why(&self, rule: &str) -> Option<Option<Why>> {
        self.standing.iter().find(|s| s.0 == rule).map(|s| s.1)
    }
}

fn text_of(failure: &Failure, document: &Document) -> String {
    match failure.primary.place {
        crate::checks::outcome::Place::At(span) => {
            document.slice(span).chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
        }
        crate::checks::outcome::Place::Absent { .. } => String::new(),
    }
}

/// What a run knows that is not the report's.
pub(super) struct Asked<'a> {
    pub scheme: Option<&'a str>,
    /// Last year's report is there to compare.
    pub compared: bool,
    /// Not all rules were asked.
    pub chosen: bool,
    pub language: Language,
}

/// A report with what is known of it.
pub(super) struct Subject<'a> {
    pub document: &'a Document,
    pub facts: &'a Facts,
    pub rulebook: &'a Rulebook,
    pub findings: &'a [Finding],
}

impl Subject<'_> {
    fn lexicon(&self) -> &Lexicon {
        self.rulebook.lexicon()
    }
}

/// A part with what takes points off it.
struct Account<'s> {
    part: &'s Part,
    worth: Worth,
    /// What takes points, and which finding of the ledger it is; the first names what is absent.
    entries: Vec<(Takes, Option<usize>)>,
    /// The rule that speaks where no finding does.
    rule: String,
    lost: bool,
    /// Why it was not assessed, or not whole.
    open: Option<String>,
    /// That is the reader's doing.
    unread: bool,
    /// Nobody could have told from the report.
    beyond: bool,
}

/// The score by the scheme that is asked for.
pub(super) fn score(subject: &Subject<'_>, ledger: &Ledger, asked: &Asked<'_>) -> Score {
    let year = subject.facts.profile.report_year.as_ref().map(|y| y.value);
    let schemes = &subject.rulebook.law.schemes;
    let own = match asked.scheme {
        Some(id) => schemes.iter().find(|s| s.id.as_str() == id),
        None => schemes.first(),
    };
    let made;
    let scheme = match own {
        Some(scheme) => scheme,
        None => {
            made = without_scheme(subject.rulebook);
            &made
        }
    };
    let Some(layout) = scheme.layout(year) else { return Score::default() };
    let accounts = accounts(layout, subject, ledger, asked);
    summed(scheme, &accounts, subject, ledger, asked, year.is_none())
}

/// Where a rulebook has no scheme: each dimension is worth as much.
fn without_scheme(rulebook: &Rulebook) -> Scheme {
    let dimensions = &rulebook.law.dimensions;
    let points = 100.0 / dimensions.len().max(1) as f64;
    let part = |d: &crate::rulebook::Dimension| Part {
        id: d.id.name().to_owned().into(),
        dimension: d.id,
        title: d.title.clone(),
        points,
        wants: Vec::new(),
        unless: Vec::new(),
        rules: std::collections::BTreeMap::new(),
        rest: vec![d.id],
        figure: 0.0,
        row: 0.0,
        blank: 0.0,
        unknown: None,
        compared: None,
    };
    let parts = dimensions.iter().map(part).collect();
    let layout = Layout { from: i16::MIN, until: None, parts };
    let title = rulebook.title.clone();
    Scheme { id: String::from("weights").into(), title, base: 100, layouts: vec![layout] }
}

fn decimal(value: f64) -> Decimal {
    Decimal::from_f64(value).unwrap_or_default()
}

fn accounts<'s>(layout: &'s Layout, subject: &Subject<'_>, ledger: &Ledger, asked: &Asked<'_>) -> Vec<Account<'s>> {
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
        score_tables::complete(account.part, &mut account.entries, subject.facts, subject.lexicon(), &ledger.told);
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
    let cut = want.table.as_ref().is_some_and(|t| score_tables::is_unread(t, subject.facts, subject.lexicon()));
    if cut {
        account.open = Some(report::why(Why::TableUnread, language).to_owned());
        account.unread = true;
    }
    let given =
        want.given && want.table.as_ref().is_some_and(|t| score_tables::is_there(t, subject.facts, subject.lexicon()));
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
        && want.table.as_ref().is_none_or(|table| score_tables::has_figure(table, facts, subject.lexicon()))
        && want.section.as_ref().is_none_or(|topic| {
            let sections = || facts.outline.sections.iter();
            sections().any(|s| s.is_about(topic) && said(s, subject) >= want.at_least.max(1))
        })
}

/// Characters under a heading, those of the headings below it left out.
fn said(section: &Section, subject: &Subject<'_>) -> usize {
    let count = |span| subject.document.slice(span).chars().filter(|c| c.is_alphanumeric()).count();
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
            let figures = told.cells.iter().map(|c| (score_tables::line(form, *c), c.place())).collect();
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
    if let Some(why) = rules().find(|why| is_readers(*why)) {
        account.open = Some(report::why(why, language).to_owned());
        account.unread = true;
    } else if let Some(why) = rules().find(|why| *why == Why::BodyUnknown) {
        account.open = Some(report::why(why, language).to_owned());
    } else if subject.document.signs.limited.is_some() && account.part.table().is_some() {
        account.open = Some(report::why(Why::TableUnread, language).to_owned());
        account.unread = true;
    }
}

fn summed(
    scheme: &Scheme,
    accounts: &[Account<'_>],
    subject: &Subject<'_>,
    ledger: &Ledger,
    asked: &Asked<'_>,
    yearless: bool,
) -> Score {
    let language = asked.language;
    let base = Decimal::from(scheme.base.max(1));
    // Everything is told of a hundred points.
    let scale = Decimal::ONE_HUNDRED / base;
    let mut score = Score::default();
    let (mut lost, mut open, mut beyond) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    let mut unread = false;
    let all: Decimal = accounts.iter().map(|a| a.worth.loss(a.entries.iter().map(|e| &e.0))).sum();
    for account in accounts {
        let takes: Vec<Takes> = account.entries.iter().map(|e| e.0.clone()).collect();
        let shares = account.worth.shares(&takes);
        let loss = account.worth.loss(&takes);
        for ((takes, number), (points, wins)) in account.entries.iter().zip(shares) {
            // What the parts lose beyond what there is to lose is not taken.
            let points = points.min(base - lost);
            let wins = all.min(base) - (all - wins).min(base);
            lost += points;
            if points.is_zero() && wins.is_zero() && account.lost {
                continue;
            }
            let told = number.map(|n| &ledger.told[n]);
            let mut deduction = deduction(account, told, takes, subject, language);
            deduction.points = float(points * scale, 2);
            deduction.wins = float(wins * scale, 2);
            score.deductions.push(deduction);
        }
        let left = account.worth.points - loss;
        if let Some(why) = account.open.as_ref().filter(|_| !left.is_zero()) {
            open += left;
            beyond += if account.beyond { left } else { Decimal::ZERO };
            unread |= account.unread;
            score.not_assessed.push(NotAssessed {
                part: account.part.id.value.clone(),
                title: account.part.title.get(language).to_owned(),
                why: why.clone(),
                points: float(left * scale, 2),
            });
        }
        score.parts.push(PartScore {
            id: account.part.id.value.clone(),
            title: account.part.title.get(language).to_owned(),
            dimension: account.part.dimension,
            earned: float(left * scale, 2),
            possible: float(account.worth.points * scale, 2),
        });
    }
    for part in &score.parts {
        match score.dimensions.iter_mut().find(|d| d.id == part.dimension) {
            Some(own) => {
                own.earned = rounded(own.earned + part.earned);
                own.possible = rounded(own.possible + part.possible);
            }
            None => {
                score.dimensions.push(Dimension { id: part.dimension, earned: part.earned, possible: part.possible })
            }
        }
    }
    if asked.chosen {
        score.not_assessed.push(NotAssessed {
            part: "selection".to_owned(),
            title: language.pick("没有用上的规则", "rules left out").to_owned(),
            why: language.pick("运行时选用了部分规则", "the run was told which rules to ask").to_owned(),
            points: 0.0,
        });
    }
    score.dimensions.sort_by_key(|d| d.id);
    let high = (base - lost).max(Decimal::ZERO);
    let low = (high - open + beyond).max(Decimal::ZERO);
    let worth: Decimal = accounts.iter().filter(|a| !a.beyond).map(|a| a.worth.points).sum();
    let sure = Decimal::ONE - (open - beyond).checked_div(worth).unwrap_or(Decimal::ONE);
    let least = decimal(subject.rulebook.law.coverage_floor);
    score.coverage = if yearless { 0.0 } else { float(sure, 2) };
    score.high = Some(float(high * scale, 1));
    score.low = Some(if yearless { 0.0 } else { float(low * scale, 1) });
    score.not_assessable = if yearless {
        Some(report::why(Why::YearUnknown, language).to_owned())
    } else if unread {
        Some(language.pick("有的部分未能读出", "a part of it could not be read").to_owned())
    } else if sure < least {
        Some(language.pick("能够判断的内容太少", "too little of the report could be judged").to_owned())
    } else {
        None
    };
    let value = score.not_assessable.is_none().then_some(high);
    score.value = value.map(|v| float(v * scale, 1));
    score.scheme = SchemeName {
        id: scheme.id.value.clone(),
        title: scheme.title.get(language).to_owned(),
        base: scheme.base,
        value: value.map(|v| float(v, 1)),
    };
    score
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn deduction(
    account: &Account<'_>,
    told: Option<&Told>,
    takes: &Takes,
    subject: &Subject<'_>,
    language: Language,
) -> Deduction {
    let finding = told.and_then(|t| subject.findings.iter().find(|f| f.fingerprint == t.fingerprint));
    let article = finding.and_then(|f| f.basis.first()).map(|b| format!("{}{}", b.instrument, b.clause));
    let title = account.part.title.get(language);
    let absent = match language {
        Language::Zh => format!("没有提供：{title}"),
        Language::En => format!("not given: {title}"),
    };
    let rule = told.map_or(&account.rule, |t| &t.rule);
    let weight = told.map_or(0, |t| t.weight);
    Deduction {
        finding: finding.map(|f| f.fingerprint.clone()),
        rule: rule.clone(),
        points: 0.0,
        wins: 0.0,
        part: account.part.id.value.clone(),
        dimension: Some(account.part.dimension),
        weight,
        amount: match takes {
            Takes::Figures(figures) => figures.len(),
            Takes::Lines(lines) => lines.len(),
            _ => 1,
        },
        article: article.unwrap_or_default(),
        message: finding.map_or(absent, |f| f.message.clone()),
        line: finding.and_then(|f| f.primary.line),
        place: finding.and_then(|f| f.primary.place.clone()),
        review: None,
    }
}
