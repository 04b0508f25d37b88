//! What the parts of a scheme come to, as the report tells it.

use rust_decimal::Decimal;

use super::accounts::Account;
use super::ledger::{Ledger, Told};
use super::{Asked, Subject, decimal};
use crate::checks::outcome::Why;
use crate::report;
use crate::report::{Deduction, Dimension, NotAssessed, PartScore, SchemeName, Score, Takes, float};
use crate::rulebook::scheme::Scheme;
use crate::terms::Language;

pub(super) fn summed(
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
            part: report::SELECTION.to_owned(),
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
    } else if open > beyond {
        // Never the top of a range: what nobody could tell would be worth the same as what is right.
        accounts.iter().filter(|a| !a.beyond).find_map(|a| a.open.clone())
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
