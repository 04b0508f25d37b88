//! `facts --explain` and `explain --prose`: each figure of the prose with its slots and the words that filled them.

use super::Screen;
use super::prose_slots::told;
use super::style::Tone;
use super::wrap::clean;
use crate::document::Document;
use crate::facts::model::Facts;
use crate::facts::model::slots::Origin;
use crate::lexicon::Lexicon;

/// The figures, one after the other; nothing where there are none.
pub fn prose_terminal(document: &Document, facts: &Facts, lexicon: &Lexicon, screen: &Screen) -> String {
    let mut out = String::new();
    let figures = facts.counts.iter().zip(&facts.slots).filter(|(count, _)| !count.in_words);
    for (count, slots) in figures {
        let unit = count.unit.as_deref().unwrap_or_default();
        let figure = format!("{}{unit}", clean(&document.shown(count.number)));
        let role = match &count.role {
            Some(role) if lexicon.counts.whole_scope == count.scope => role.clone(),
            Some(role) => format!("{role} / {}", count.scope),
            None => screen.say("没有对应的表格数字", "no figure of the tables").to_owned(),
        };
        let line = document.positions(count.number).0.line;
        out.push_str(&format!("{line}  {}  {role}\n", screen.paint.tone(Tone::Strong, &figure)));
        for told in told(slots, lexicon) {
            let pick = |pair: &[String; 2]| screen.language.pick(pair[0].clone(), pair[1].clone());
            let origin = match told.origin {
                Origin::Said => screen.say("本句写明", "said"),
                Origin::Inherited => screen.say("沿用前文", "taken over"),
                Origin::Default => screen.say("未作限定", "by default"),
            };
            let words = clean(&document.shown(told.words));
            let words = if words.is_empty() { words } else { screen.say("：", ": ").to_owned() + &words };
            let slot = screen.language.pick(told.slot[0], told.slot[1]);
            out.push_str(&format!("      {slot}  {}  ({origin}{words})\n", pick(&told.value)));
        }
    }
    out
}
