//! The figures that a finding is about, as they are observed: by them it is known whether what was allowed once is
//! still what is there. Free of writing and order, so that another format of the report has the same.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::model::Label;
use crate::language::fold::folded;

/// Characters of figures that are written out; of more a sum stands for the rest.
const WRITTEN: usize = 60;

/// What two sides of an equation are, or else the figures of the finding's own words; behind them, in brackets, all
/// of it and what it is held against. Nothing of what has no figures.
pub fn observed(values: &BTreeMap<&'static str, String>, primary: &Label, related: &[Label]) -> String {
    let own = figures(&primary.text);
    let mut all: Vec<String> = own.iter().cloned().chain(related.iter().flat_map(|l| figures(&l.text))).collect();
    // A zero that turns into something else is a figure then, and one that was none is a zero less.
    all.retain(|figure| figure != "0");
    all.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    let head = match (values.get("left"), values.get("right")) {
        (Some(left), Some(right)) => format!("{left}≠{right}"),
        _ => shortened(&own),
    };
    let rest = shortened(&all);
    if rest.is_empty() || rest == head { head } else { format!("{head} ({rest})").trim_start().to_owned() }
}

fn shortened(all: &[String]) -> String {
    let whole = all.join(" ");
    if whole.len() <= WRITTEN {
        return whole;
    }
    let sum: String = Sha256::digest(whole.as_bytes())[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    let end = whole[..WRITTEN].rfind(' ').unwrap_or(WRITTEN);
    format!("{} …{sum}", &whole[..end])
}

/// The figures of a text in their order: full-width ones as others, marks of thousands and zeros in front gone.
fn figures(text: &str) -> Vec<String> {
    let text = folded(text);
    let mut found = Vec::new();
    let mut figure = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let within = !figure.is_empty() && chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            c if c.is_ascii_digit() => figure.push(c),
            '.' if within && !figure.contains('.') => figure.push('.'),
            ',' if within => {}
            _ => finish(&mut figure, &mut found),
        }
    }
    finish(&mut figure, &mut found);
    found
}

fn finish(figure: &mut String, found: &mut Vec<String>) {
    if figure.is_empty() {
        return;
    }
    let whole = std::mem::take(figure);
    let short = whole.trim_start_matches('0');
    found.push(if short.is_empty() || short.starts_with('.') { format!("0{short}") } else { short.to_owned() });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> Label {
        Label { text: text.to_owned(), ..Label::of_file("a.md", "") }
    }

    #[test]
    fn writing_and_order_are_no_part_of_it() {
        let none = BTreeMap::new();
        let a = observed(&none, &label("共１，２３４件"), &[label("61"), label("007")]);
        let b = observed(&none, &label("共1234件"), &[label("7"), label("61")]);
        assert_eq!(a, b);
        assert_eq!(a, "1234 (7 61 1234)");
        assert_eq!(observed(&none, &label("无"), &[]), "");
    }

    #[test]
    fn the_sides_of_an_equation_come_first() {
        let sides = BTreeMap::from([("left", "61".to_owned()), ("right", "60".to_owned())]);
        assert_eq!(observed(&sides, &label("61"), &[label("20"), label("40")]), "61≠60 (20 40 61)");
    }

    #[test]
    fn of_many_figures_none_is_forgotten() {
        let many: Vec<Label> = (100..160).map(|n| label(&n.to_string())).collect();
        let mut other = many.clone();
        other[59] = label("999");
        let none = BTreeMap::new();
        assert_ne!(observed(&none, &label("1"), &many), observed(&none, &label("1"), &other));
        assert!(observed(&none, &label("1"), &many).len() < 100);
    }
}
