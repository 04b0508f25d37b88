//! What a rulebook must be beyond its shape: names that exist, periods without gap or overlap, errors with a basis that
//! was seen. Finds every mistake; repairs none.

use std::collections::BTreeMap;

use super::law::Law;
use super::mistakes::{RuleFile, Session, position};
use super::schema::{Axis, Basis, Bound, Evidence, Ground, RawAmendment, RawRule, RawVariant};
use super::{Rulebook, messages};
use crate::checks::kinds::Check;
use crate::checks::parameter::{Mark, Problems, Scalar};
use crate::lexicon::Lexicon;
use crate::source::Format;
use crate::terms::Severity;

type Filed = (RawRule, Option<RuleFile>);

pub(super) fn validate(
    rulebook: &Rulebook,
    rules: &[Filed],
    amendments: &[(RawAmendment, RuleFile)],
    session: &mut Session,
) {
    duplicates(rules, session);
    let known = |id: &str| rules.iter().any(|(rule, _)| rule.id.as_str() == id);
    for (rule, file) in rules {
        // Rules of the base were checked when they were packed.
        let Some(file) = file else { continue };
        let mut problems = Problems::default();
        let mut warnings = Problems::default();
        check_rule(rule, file, &rulebook.law, rulebook.lexicon(), &mut problems, &mut warnings);
        for other in rule.yields_to.iter().filter(|id| !known(id)) {
            problems.unknown("unknown-rule", "规则", other, rules.iter().map(|(r, _)| r.id.as_str()));
        }
        session.take(file, problems);
        session.warn(file, warnings);
    }
    for (amendment, file) in amendments {
        let mut problems = Problems::default();
        check_amendment(amendment, rules, &rulebook.law, &mut problems);
        session.take(file, problems);
    }
}

/// Ids, and the old ids that lead to rules, must be one rule's each.
fn duplicates(rules: &[Filed], session: &mut Session) {
    let mut seen: BTreeMap<&str, (Mark, Option<&RuleFile>)> = BTreeMap::new();
    for (rule, file) in rules {
        for id in std::iter::once(&rule.id).chain(&rule.redirects) {
            let Some((first, first_file)) = seen.insert(&id.value, (id.mark, file.as_ref())) else { continue };
            let (at, mark, other, other_mark) = match (file, first_file) {
                (Some(file), other) => (file, id.mark, other, first),
                (None, Some(file)) => (file, first, None, Mark::default()),
                (None, None) => continue,
            };
            let mut problems = Problems::default();
            let problem = problems.add("duplicate-id", mark, format!("规则编号“{}”重复", id.value), "已经有这个编号");
            problem.help = Some(match other {
                Some(other) => {
                    let (line, column) = position(&other.text, other_mark.start as usize);
                    format!("另一处在 {}:{line}:{column}", other.path)
                }
                None => "内置规则集已有这个编号；要改变内置规则，请写 amendments/".to_owned(),
            });
            session.take(at, problems);
        }
    }
}

fn check_rule(
    rule: &RawRule,
    file: &RuleFile,
    law: &Law,
    lexicon: &Lexicon,
    problems: &mut Problems,
    warnings: &mut Problems,
) {
    if !is_kebab(&rule.id) {
        let problem = problems.add("bad-id", rule.id.mark, format!("规则编号“{}”不合格式", rule.id.value), "编号");
        problem.help = Some("编号用小写字母、数字和连字符，例如 period-stated".to_owned());
    }
    check_applies(rule, problems);
    check_periods(rule, problems);
    let checks = rule.checks();
    for check in checks.clone() {
        check.validate(lexicon, problems);
    }
    if rule.check.is_none() && rule.variants.iter().any(|v| v.check.is_none()) {
        problems.add("no-check", rule.id.mark, format!("规则“{}”缺少 check", rule.id.value), "这条规则什么也不检查");
    }
    let checks: Vec<&Check> = checks.collect();
    messages::check(rule, &checks, file, problems);
    for variant in &rule.variants {
        check_basis(variant, law, problems, warnings);
        check_severity(rule, variant, law, problems);
    }
    for test in &rule.tests {
        if let Some(format) = &test.format {
            known_format(format, problems);
        }
        for date in [&test.published, &test.today].into_iter().flatten() {
            if date.parse::<crate::terms::Date>().is_err() {
                problems.add(
                    "bad-date",
                    date.mark,
                    format!("“{}”不是日期", date.value),
                    "应写作“年-月-日”，月日各两位",
                );
            }
        }
    }
}

fn is_kebab(id: &str) -> bool {
    let part = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    id.split('-').all(part)
}

fn known_format(format: &Scalar<String>, problems: &mut Problems) {
    let known = [Format::Txt, Format::Md, Format::Html, Format::Pdf, Format::Docx].map(Format::name);
    if !known.contains(&format.as_str()) {
        problems.unknown("unknown-format", "文件格式", format, known);
    }
}

fn check_applies(rule: &RawRule, problems: &mut Problems) {
    if let Some(place) = &rule.applies.place {
        check_place(place, problems);
    }
    for format in &rule.applies.format {
        known_format(format, problems);
    }
}

fn check_place(place: &Scalar<String>, problems: &mut Problems) {
    let digits = place.strip_prefix("cn-").unwrap_or("00");
    let whole = place.as_str() == "cn" || place.starts_with("cn-");
    if !whole || !matches!(digits.len(), 2 | 4 | 6) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        let problem = problems.add("bad-place", place.mark, format!("“{}”不是地区代码", place.value), "地区");
        problem.help = Some("写 cn，或 cn- 加两位、四位、六位行政区划代码，例如 cn-43、cn-4304".to_owned());
    }
}

/// Periods stand in order on one axis, without overlap or gap.
fn check_periods(rule: &RawRule, problems: &mut Problems) {
    let Some(first) = rule.variants.first() else {
        problems.add("no-period", rule.id.mark, format!("规则“{}”没有适用期间", rule.id.value), "variants 是空的");
        return;
    };
    for variant in &rule.variants {
        if let Some(until) = &variant.until
            && until.value <= variant.from.value
        {
            let problem = problems.add("empty-period", until.mark, "期间在开始之前已经结束", "结束");
            problem.related.push((variant.from.mark, "开始".to_owned()));
        }
        if variant.axis != first.axis {
            problems.add(
                "mixed-axes",
                variant.from.mark,
                "同一条规则的各个期间必须用同一种时间",
                "axis 与第一个期间不同",
            );
        }
    }
    for pair in rule.variants.windows(2) {
        let [earlier, later] = pair else { continue };
        let end = earlier.until.as_ref();
        match end {
            Some(end) if end.value == later.from.value => {}
            Some(end) if end.value < later.from.value => {
                let problem = problems.add("gap", later.from.mark, "两个期间之间有空档", "后一个期间从这里开始");
                problem.related.push((end.mark, "前一个期间到这里结束".to_owned()));
                problem.help = Some("后一个期间的 from 应当等于前一个期间的 until".to_owned());
            }
            _ => {
                let problem = problems.add("overlap", later.from.mark, "两个期间重叠", "后一个期间从这里开始");
                let mark = end.map_or(earlier.from.mark, |e| e.mark);
                let label =
                    if end.is_some() { "前一个期间到这里才结束" } else { "前一个期间没有 until" };
                problem.related.push((mark, label.to_owned()));
                problem.help = Some("后一个期间的 from 应当等于前一个期间的 until".to_owned());
            }
        }
    }
}

fn check_basis(variant: &RawVariant, law: &Law, problems: &mut Problems, warnings: &mut Problems) {
    for basis in &variant.basis {
        let id = &basis.instrument;
        let Some(instrument) = law.instruments.get(id.as_str()) else {
            problems.unknown("unknown-instrument", "文件", id, law.instruments.keys().map(String::as_str));
            continue;
        };
        let end = variant.until.as_ref().map_or(Bound(i32::MAX), |u| u.value);
        if instrument.repealed.is_some_and(|repealed| repealed < end) {
            let message = format!("{}在这个期间结束之前已经失效", instrument.number);
            let problem = warnings.add("repealed-basis", id.mark, message, "失效的依据");
            problem.help = instrument.replaced_by.as_ref().map(|by| format!("已由 {} 取代，请另立一个期间", by.value));
        }
        // A report is made in the year after its own: what came into force by then can be its basis.
        let last = match variant.axis {
            Axis::ReportYear => Bound(variant.from.value.0 + 10_000),
            Axis::Published => variant.from.value,
        };
        if instrument.in_force.is_some_and(|start| start > last) {
            let message = format!("{}在这个期间开始时尚未施行", instrument.number);
            warnings.add("basis-not-in-force", id.mark, message, "尚未施行的依据");
        }
    }
}

fn seen(basis: &Basis, law: &Law) -> bool {
    let instrument = law.instruments.get(basis.instrument.as_str()).map(|i| i.source);
    basis.source.or(instrument) == Some(Evidence::Seen)
}

/// How severe a rule may be follows from what it stands on.
fn check_severity(rule: &RawRule, variant: &RawVariant, law: &Law, problems: &mut Problems) {
    let certain = matches!(rule.ground, Some(Ground::Contradiction | Ground::Impossible | Ground::Unfilled));
    let verified = certain || variant.basis.iter().any(|b| seen(b, law));
    let founded = rule.ground.is_some() || !variant.basis.is_empty();
    let own = variant.severity.as_ref().unwrap_or(&rule.severity);
    for severity in std::iter::once(own).chain(rule.cases.values().filter_map(|c| c.severity.as_ref())) {
        if **severity == Severity::Error && !verified {
            let problem =
                problems.add("unverified-error", severity.mark, "没有核实过的依据，不能定为 error", "至多 warning");
            problem.help = Some("补上已见原文的依据，或写明 ground：contradiction、impossible、unfilled".to_owned());
        } else if **severity == Severity::Warning && !founded {
            let problem = problems.add("unfounded-warning", severity.mark, "没有依据的惯例只能定为 info", "至多 info");
            problem.help = Some("补上 basis，或写明 ground".to_owned());
        }
    }
    let weight = variant.weight.as_ref().unwrap_or(&rule.weight);
    if **weight > 0 && !founded {
        problems.add("unfounded-weight", weight.mark, "没有依据的惯例不计分", "应为 0");
    }
}

fn check_amendment(amendment: &RawAmendment, rules: &[Filed], law: &Law, problems: &mut Problems) {
    let rule = rules.iter().map(|(rule, _)| rule).find(|r| r.id == amendment.rule);
    if rule.is_none() {
        problems.unknown("unknown-rule", "规则", &amendment.rule, rules.iter().map(|(r, _)| r.id.as_str()));
    }
    check_place(&amendment.place, problems);
    if amendment.basis.is_empty() {
        problems.add("no-basis", amendment.rule.mark, "地方的变动必须写明依据", "缺少 basis");
    }
    for basis in &amendment.basis {
        if !law.instruments.contains_key(basis.instrument.as_str()) {
            problems.unknown(
                "unknown-instrument",
                "文件",
                &basis.instrument,
                law.instruments.keys().map(String::as_str),
            );
        }
    }
    if let Some(severity) = &amendment.severity
        && **severity == Severity::Error
        && !amendment.basis.iter().any(|b| seen(b, law))
    {
        problems.add("unverified-error", severity.mark, "没有核实过的依据，不能定为 error", "至多 warning");
    }
    let texts = [&amendment.message, &amendment.remedy].map(Option::is_some);
    if !amendment.exempt && amendment.severity.is_none() && amendment.weight.is_none() && texts == [false, false] {
        problems.add(
            "empty-amendment",
            amendment.rule.mark,
            "这份变动什么也没有改变",
            "缺少 severity、weight、message 或 exempt",
        );
    }
    if let (Some(rule), Some(message)) = (rule, &amendment.message) {
        let known = rule.check.as_ref().map(|check| check.placeholders()).unwrap_or_default();
        messages::unknown_placeholders(message, known, None, problems);
    }
}
