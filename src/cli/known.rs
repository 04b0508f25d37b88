//! What the caller knows of the reports, as the rulebook in use understands it: kinds of body, tiers and places are its
//! names.

use super::args::Known;
use super::usage::Usage;
use gouji_core::facts::model::Overrides;
use gouji_core::rulebook::{Places, Rulebook};
use gouji_core::search::nearest;
use gouji_core::terms::Language;

/// What the caller knows better than the reports.
///
/// # Errors
/// A name that the rulebook does not have.
pub fn overrides(known: &Known, book: &Rulebook, language: Language) -> Result<Overrides, Usage> {
    let body = |name: &String| {
        let known = book.lexicon().kinds_of_body().iter().map(|kind| kind.name);
        named("--body", name, known, |body| body.0.as_str(), language)
    };
    let tier = |name: &String| {
        let known = book.lexicon().tiers().iter().map(|level| level.name);
        named("--tier", name, known, |tier| tier.0.as_str(), language)
    };
    Ok(Overrides {
        year: known.year,
        agency: known.agency.clone(),
        body: known.body.as_ref().map(body).transpose()?,
        tier: known.tier.as_ref().map(tier).transpose()?,
        place: place(known.place.as_deref(), &book.places, language)?,
        published: known.published,
    })
}

/// The code of a place.
///
/// # Errors
/// There is no such place.
pub fn place(code: Option<&str>, places: &Places, language: Language) -> Result<Option<String>, Usage> {
    match code {
        Some(code) if !places.has(code) => {
            let advice = places.advice(code);
            Err(invalid("--place", code, language.pick(advice.zh, advice.en), language))
        }
        code => Ok(code.map(str::to_owned)),
    }
}

/// The one of these that is called so.
fn named<T>(
    option: &str,
    written: &str,
    known: impl Iterator<Item = T>,
    name: impl Fn(&T) -> &str,
    language: Language,
) -> Result<T, Usage> {
    let mut known: Vec<T> = known.collect();
    if let Some(at) = known.iter().position(|one| name(one) == written) {
        return Ok(known.swap_remove(at));
    }
    let names: Vec<&str> = known.iter().map(&name).collect();
    let near = nearest(written, names.iter().copied());
    let help = match language {
        Language::Zh => {
            let near = near.map_or_else(String::new, |near| format!("是否想写“{near}”？\n"));
            format!("{near}可用的取值：{}", names.join("、"))
        }
        Language::En => {
            let near = near.map_or_else(String::new, |near| format!("did you mean \"{near}\"?\n"));
            format!("{near}possible values: {}", names.join(", "))
        }
    };
    Err(invalid(option, written, help, language))
}

fn invalid(option: &str, written: &str, help: String, language: Language) -> Usage {
    let message = match language {
        Language::Zh => format!("选项 {option} 的取值“{written}”无效"),
        Language::En => format!("invalid value \"{written}\" for {option}"),
    };
    Usage::new(message, Some(help))
}
