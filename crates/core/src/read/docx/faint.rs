//! Runs that nobody sees: white on white, or drawn so small or so narrow that they are no text.

use roxmltree::Node;

use super::xml::{Name, attribute, child, name, number, value};

/// In half points: smaller than any print.
const TINY: u32 = 4;
/// In hundredths of the width of a letter.
const NARROW: u32 = 5;
/// Where what lies behind is not told by the text: styled tables, text boxes, drawings.
const BACKED: [&str; 3] = ["tblStyle", "txbxContent", "highlight"];

/// Whether a run with these properties is not to be seen.
pub(super) fn is_unseen(run: Node<'_, '_>, properties: Node<'_, '_>) -> bool {
    let small = |what: &str, most: u32| number::<u32>(properties, what).is_some_and(|n| n <= most);
    small("sz", TINY) || small("w", NARROW) || value(properties, "color").is_some_and(is_white) && !is_backed(run)
}

/// Something other than the white page may lie behind it.
fn is_backed(run: Node<'_, '_>) -> bool {
    run.ancestors().any(|around| {
        let is = |what: &str| matches!(name(around), Name::Word(own) if own == what);
        let shaded = ["rPr", "pPr", "tcPr", "tblPr"].into_iter().filter_map(|p| child(around, p)).any(|p| {
            let fill = child(p, "shd").and_then(|s| attribute(s, "fill"));
            fill.is_some_and(|fill| fill != "auto" && !is_white(fill))
                || BACKED.iter().any(|word| child(p, word).is_some())
        });
        shaded || BACKED.iter().any(|word| is(word))
    })
}

/// All three parts of a colour near their highest.
fn is_white(colour: &str) -> bool {
    let part = |at: usize| colour.get(at..at + 2).and_then(|p| u8::from_str_radix(p, 16).ok());
    colour.len() == 6 && [0, 2, 4].into_iter().all(|at| part(at).is_some_and(|p| p >= 0xf8))
}
