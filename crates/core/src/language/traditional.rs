//! Traditional characters: whether a text is written in them, and their simplified forms, one to one and equally long
//! in UTF-8. The pairs are data; they are unpacked only for a text that needs them.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Characters of nearly every report in their traditional form, and in their simplified form.
const TRADITIONAL: &str = "來個備傳價動務區員問單國執報學實專對導幹後從復應據數時書會條業樂標機檔權決準濟為現產發範級組結統經網編縣總織習聯與處號製見規覽計訊評話請證議財責辦這進過還鄉鎮長門開間關電領題類體點";
const SIMPLIFIED: &str = "与专业个为乐习乡书产从价会传体关决办务动区单县发号员国处备学实对导应开总执报数时机权条来标档济点现电类级组织经结统编网联见规览计议讯证评话请财责过还这进镇长门问间领题";

/// Pairs of traditional and simplified, in order (after the table of the fast2s project, MIT).
const PAIRS: &str = include_str!("traditional.txt");

/// How many ideographs are looked at before deciding.
const SAMPLE: usize = 240;

/// True where most telltale characters of a sample are traditional.
pub(crate) fn is_traditional(text: &str) -> bool {
    // The head of a page is often furniture in another hand than the report.
    let start = text.floor_char_boundary(text.len() / 4);
    let telltales = telltales();
    let (mut traditional, mut simplified, mut seen) = (0, 0, 0);
    for c in text[start..].chars() {
        let Some(hand) = telltales.get((c as usize).wrapping_sub(0x4e00)) else { continue };
        match hand {
            Hand::Traditional => traditional += 1,
            Hand::Simplified => simplified += 1,
            Hand::Either => {}
        }
        seen += 1;
        if seen == SAMPLE {
            break;
        }
    }
    traditional >= 3 && traditional > 3 * simplified
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hand {
    Either,
    Traditional,
    Simplified,
}

/// What each ideograph from U+4E00 to U+9FFF tells.
fn telltales() -> &'static [Hand] {
    static TELLTALES: OnceLock<Vec<Hand>> = OnceLock::new();
    TELLTALES.get_or_init(|| {
        let mut hands = vec![Hand::Either; 0x5200];
        for (list, hand) in [(TRADITIONAL, Hand::Traditional), (SIMPLIFIED, Hand::Simplified)] {
            for c in list.chars() {
                hands[c as usize - 0x4e00] = hand;
            }
        }
        hands
    })
}

/// The text with every traditional character made simplified; of the same length in bytes.
pub(crate) fn simplify(text: &str) -> String {
    let table: HashMap<char, char> = PAIRS
        .lines()
        .flat_map(|line| {
            let mut chars = line.chars();
            std::iter::from_fn(move || Some((chars.next()?, chars.next()?)))
        })
        .collect();
    text.chars().map(|c| if c < '\u{2e80}' { c } else { table.get(&c).copied().unwrap_or(c) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_only_what_is_traditional() {
        let report = "根據《條例》的規定，雲河縣財務局編製本年度報告，總體情況如下，請予監督。";
        assert!(is_traditional(report));
        let folded = simplify(report);
        assert_eq!(folded, "根据《条例》的规定，云河县财务局编制本年度报告，总体情况如下，请予监督。");
        assert_eq!(folded.len(), report.len());
        assert!(!is_traditional(&folded));
        assert!(!is_traditional(""));
    }

    #[test]
    fn pairs_are_equally_long() {
        for line in PAIRS.lines() {
            let chars: Vec<char> = line.chars().collect();
            assert!(chars.len().is_multiple_of(2) && chars.iter().all(|c| c.len_utf8() == 3), "{line}");
        }
    }
}
