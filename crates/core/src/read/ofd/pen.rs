//! One page: its layers followed, so that each character and each ruling line has its place on the sheet.
//! Points from the top left of the page. Knows nothing of lines of text or of tables.

use std::borrow::Cow;

use roxmltree::Node;

use super::code::{codes, deltas, named, width};
use super::ink::{BLACK, Ink, ink};
use super::parts::{attribute, children, is, number, numbers};
use super::shelf::{Paint, Shelves};
use crate::language::fold::is_wide;
use crate::read::paged::{Budget, Glyph, IDENTITY, Matrix, Path, Sheet, apply, then};

/// Blocks within blocks, and drawings within drawings.
const MAX_DEPTH: usize = 24;
/// Points of a millimetre.
const POINTS: f32 = 72.0 / 25.4;
/// Text less dense than this lies behind the text: a watermark.
const FAINT: f32 = 128.0;
/// Outlines on a page beside which a heading in them is few.
const OUTLINES: usize = 30;

/// Fewer characters than this on a page of outlines are its number.
const LEAST: usize = 20;

/// Characters that are set wider than this are words of their own.
const MOST_SPREAD: f32 = 1.2;

/// The page being drawn.
pub(super) struct Pen<'p> {
    pub sheet: Sheet,
    pub budget: &'p mut Budget,
    /// Objects of text that lie across the page or are too faint for text.
    pub watermarks: usize,
    base: Matrix,
    /// Filled shapes that are no lines.
    outlines: usize,
    /// Pieces of lines that have the place of the line alone.
    pub piled: usize,
}

/// What holds of all that is drawn in a group.
#[derive(Clone, Copy)]
struct Around {
    matrix: Matrix,
    paint: Paint,
    /// How dense what is drawn can be, 0 to 255.
    alpha: f32,
}

impl<'p> Pen<'p> {
    /// A page of this place and size in millimetres.
    pub fn new([x, y, width, height]: [f32; 4], budget: &'p mut Budget) -> Self {
        let sheet = Sheet { width: width * POINTS, height: height * POINTS, ..Sheet::default() };
        let base = [POINTS, 0.0, 0.0, POINTS, -x * POINTS, -y * POINTS];
        Self { sheet, budget, watermarks: 0, base, outlines: 0, piled: 0 }
    }

    /// Draws a layer.
    pub fn layer<'x>(&mut self, layer: Node<'x, 'x>, shelves: Shelves<'_, 'x>) {
        let paint = attribute(layer, "DrawParam").map(|id| shelves.paint(id)).unwrap_or_default();
        self.group(layer, shelves, Around { matrix: self.base, paint, alpha: 255.0 }, 0);
    }

    /// The sheet: what is drawn on it as outlines alone may be text, and may be a table.
    pub fn done(mut self) -> (Sheet, usize) {
        let shown = self.sheet.glyphs.iter().filter(|g| !g.c.is_whitespace()).count();
        let blank = shown == 0 || shown < LEAST && self.outlines > OUTLINES;
        if self.outlines > OUTLINES || blank && self.outlines > 0 {
            self.sheet.pictures = self.sheet.pictures.max(if blank { 1.0 } else { 0.2 });
        }
        (self.sheet, self.watermarks)
    }

    fn group<'x>(&mut self, group: Node<'x, 'x>, shelves: Shelves<'_, 'x>, around: Around, depth: usize) {
        if depth > MAX_DEPTH {
            self.budget.exceed();
            return;
        }
        let objects: Vec<Node<'x, 'x>> = group.children().filter(Node::is_element).collect();
        let mut at = 0;
        while let Some(&object) = objects.get(at) {
            let piled = piled(&objects[at..]);
            at += piled;
            if !self.budget.operations(piled) {
                return;
            }
            if piled > 1 {
                self.piled += piled;
                self.spread(&objects[at - piled..at], shelves, &around);
                continue;
            }
            match object.tag_name().name() {
                "PageBlock" => self.group(object, shelves, around, depth + 1),
                "TextObject" => self.text(object, shelves, &around, None),
                "PathObject" => self.path(object, shelves, &around),
                "ImageObject" => self.picture(object, shelves, &around),
                "CompositeObject" => {
                    let unit = attribute(object, "ResourceID").and_then(|id| shelves.composite(id));
                    if let (Some(unit), Some(around)) = (unit, inside(object, shelves, &around))
                        && self.budget.form()
                    {
                        self.group(unit, shelves, around, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn picture(&mut self, object: Node<'_, '_>, shelves: Shelves<'_, '_>, around: &Around) {
        let Some([x, y, w, h]) = attribute(object, "Boundary").and_then(numbers) else { return };
        if inside(object, shelves, around).is_none_or(|a| a.alpha < FAINT) {
            return;
        }
        let (a, b) = (apply(&around.matrix, x, y), apply(&around.matrix, x + w, y + h));
        let before = self.sheet.pictures;
        self.sheet.picture(a, b);
        // Text below the picture of a page was read off it by a machine.
        let photo = attribute(object, "ResourceID").is_some_and(|id| shelves.is_opaque(id));
        if photo && self.sheet.pictures - before > 0.5 {
            let within = |at: f32, a: f32, b: f32| a.min(b) <= at && at <= a.max(b);
            let all = self.sheet.glyphs.len();
            self.sheet.glyphs.retain(|g| !(within(g.left, a.0, b.0) && within(g.y, a.1, b.1)));
            self.sheet.hidden += all - self.sheet.glyphs.len();
        }
    }

    fn path(&mut self, object: Node<'_, '_>, shelves: Shelves<'_, '_>, around: &Around) {
        let Some(around) = inside(object, shelves, around) else { return };
        let shows = |ink: Option<Ink>| {
            let ink = ink.unwrap_or(BLACK);
            !ink.white && ink.alpha.min(around.alpha) > 10.0
        };
        let said = |name: &str, left_out: bool| attribute(object, name).map_or(left_out, is_true);
        let stroked = said("Stroke", true) && shows(around.paint.stroke);
        let filled = said("Fill", false) && shows(around.paint.fill);
        if !stroked && !filled {
            return;
        }
        let Some(data) = children(object, "AbbreviatedData").next().and_then(|n| n.text()) else { return };
        let Some(path) = self.drawn(data, &around.matrix) else { return };
        if stroked {
            self.sheet.stroke(&path);
        } else {
            self.sheet.fill(&path);
        }
        let shaped = path.curved || path.runs.iter().any(|r| r.len() > 6);
        self.outlines += usize::from(filled && shaped);
    }

    /// `M 0 0 L 10 0 C`: letters, each with its numbers.
    fn drawn(&mut self, data: &str, matrix: &Matrix) -> Option<Path> {
        let mut path = Path::default();
        let parted = if data.contains(',') { Cow::Owned(data.replace(',', " ")) } else { Cow::Borrowed(data) };
        let mut words = parted.split_ascii_whitespace();
        while let Some(word) = words.next() {
            if !self.budget.operation() {
                return None;
            }
            let count = match word {
                "S" | "M" | "L" => 2,
                "Q" => 4,
                "B" => 6,
                "A" => 7,
                "C" => {
                    path.close();
                    continue;
                }
                _ => continue,
            };
            let mut last = (0.0, 0.0);
            for _ in 0..count {
                last = (last.1, words.next().and_then(number)?);
            }
            let to = apply(matrix, last.0, last.1);
            match word {
                "S" | "M" => path.start(to),
                _ => {
                    path.curved |= word != "L";
                    path.go(to);
                }
            }
        }
        Some(path)
    }

    /// Pieces of a line that all have the place of the line: they follow each other in it.
    fn spread(&mut self, pieces: &[Node<'_, '_>], shelves: Shelves<'_, '_>, around: &Around) {
        let natural = |piece: &Node<'_, '_>| {
            let size = size(*piece).unwrap_or_default();
            children(*piece, "TextCode")
                .filter_map(|n| n.text())
                .flat_map(str::chars)
                .map(|c| width(c) * size)
                .sum::<f32>()
        };
        let all: f32 = pieces.iter().map(natural).sum();
        let boundary: Option<[f32; 4]> = pieces.first().and_then(|p| attribute(*p, "Boundary")).and_then(numbers);
        let Some([_, _, wide, _]) = boundary.filter(|_| all > 0.0) else { return };
        let mut from = 0.0;
        for piece in pieces {
            // In a box much wider than its words these stand apart, and not their characters.
            self.text(*piece, shelves, around, Some((from, (wide / all).min(MOST_SPREAD))));
            from += natural(piece) * wide / all;
        }
    }

    /// With where it begins and how much wider than usual its characters are, if the object itself does not know.
    fn text(&mut self, object: Node<'_, '_>, shelves: Shelves<'_, '_>, around: &Around, spread: Option<(f32, f32)>) {
        let Some(size) = size(object) else { return };
        let shown = inside(object, shelves, around).map(|around| {
            let alpha = around.paint.fill.unwrap_or(BLACK).alpha.min(around.alpha);
            let filled = attribute(object, "Fill").is_none_or(is_true);
            let drawn = filled || attribute(object, "Stroke").is_some_and(is_true);
            (around.matrix, if drawn { alpha } else { 0.0 })
        });
        let (matrix, alpha) = shown.unwrap_or((IDENTITY, 0.0));
        let stretch = attribute(object, "HScale").and_then(number).filter(|s| *s > 0.0).unwrap_or(1.0);
        let turned = ["ReadDirection", "CharDirection"]
            .iter()
            .any(|d| attribute(object, d).and_then(number).is_some_and(|angle| angle % 360.0 != 0.0));
        let (mut x, mut y) = (0.0, 0.0);
        for code in children(object, "TextCode") {
            let text: String = code.children().filter_map(|n| n.text()).collect();
            let text = codes(&text);
            x = attribute(code, "X").and_then(number).unwrap_or(x);
            y = attribute(code, "Y").and_then(number).unwrap_or(y);
            let count = text.chars().count();
            let visible = || text.chars().filter(|c| !c.is_whitespace()).count();
            if alpha < 1.0 {
                self.sheet.hidden += visible();
            } else if alpha < FAINT || lies_across(&matrix) {
                self.watermarks += usize::from(visible() > 0);
            } else if turned {
                self.sheet.turned += visible();
            } else {
                let steps = |name: &str| {
                    let all = attribute(code, name).map(|list| deltas(list, count.saturating_sub(1)));
                    all.filter(|all| all.iter().any(|step| *step != 0.0))
                };
                let (x, right, down) = match spread {
                    Some((from, more)) => {
                        (x + from, Some(text.chars().map(|c| width(c) * size * more).collect()), None)
                    }
                    None => (x, steps("DeltaX"), steps("DeltaY")),
                };
                self.run(&Run { text, x, y, size, stretch, right, down }, &matrix);
            }
        }
    }

    fn run(&mut self, run: &Run<'_>, matrix: &Matrix) {
        let (mut x, mut y) = (run.x, run.y);
        // Where wide and narrow characters have one and the same step, it is the width that each was given.
        let even = run.right.as_ref().is_some_and(|all| all.windows(2).all(|p| (p[0] - p[1]).abs() < 0.001))
            && run.text.chars().any(is_wide)
            && run.text.chars().any(|c| !is_wide(c) && !c.is_whitespace());
        let step = |steps: Option<&Vec<f32>>, at: usize| steps.and_then(|s| s.get(at)).copied();
        for (at, code) in run.text.chars().enumerate() {
            if !self.budget.glyph() {
                return;
            }
            let natural = width(code) * run.size * run.stretch;
            let (right, down) = (step(run.right.as_ref(), at), step(run.down.as_ref(), at));
            let free = run.right.is_none() && run.down.is_none();
            // A step hardly wider than the character is its width.
            let wide = match right {
                Some(step) if step > 0.0 && even => step.min(1.3 * run.size),
                Some(step) if step > 0.0 && is_wide(code) => step.min(natural),
                // A point in a font of even widths is as wide as a digit.
                Some(step) if step > 0.0 && step < natural.max(0.5 * run.size) + 0.24 * run.size => step,
                _ => natural,
            };
            self.place(named(code), matrix, (x, y), wide, run.size);
            x += if free { natural } else { right.unwrap_or(0.0) };
            y += down.unwrap_or(0.0);
        }
    }

    fn place(&mut self, c: char, matrix: &Matrix, (x, y): (f32, f32), wide: f32, size: f32) {
        let (base, end, top) = (apply(matrix, x, y), apply(matrix, x + wide, y), apply(matrix, x, y - size));
        let height = ((top.0 - base.0).powi(2) + (top.1 - base.1).powi(2)).sqrt();
        let near = |at: f32, most: f32| (-20.0..most + 20.0).contains(&at);
        if !near(base.0, self.sheet.width) || !near(base.1, self.sheet.height) || !(0.5..=400.0).contains(&height) {
            return;
        }
        // Up is up, and the line runs level.
        if top.1 >= base.1 || (top.0 - base.0).abs() > 0.6 * height || (end.1 - base.1).abs() > 0.1 * height {
            self.sheet.turned += usize::from(!c.is_whitespace());
            return;
        }
        self.sheet.nameless += usize::from(c == char::REPLACEMENT_CHARACTER);
        let (left, right) = (base.0.min(end.0), base.0.max(end.0));
        self.sheet.glyphs.push(Glyph { c, left, right, y: base.1, size: height });
    }
}

/// How many objects, from the first on, are text that has one and the same place, though its words differ.
fn piled<'x>(objects: &[Node<'x, 'x>]) -> usize {
    let start = |object: &Node<'x, 'x>| {
        let code = is(object, "TextObject").then(|| children(*object, "TextCode").next()).flatten()?;
        let place = (attribute(*object, "Boundary")?, attribute(code, "X"), attribute(code, "Y"));
        attribute(*object, "CTM").is_none().then_some((place, code.text()))
    };
    let Some((place, words)) = objects.first().and_then(start) else { return 1 };
    let others = objects[1..].iter().map_while(|o| start(o).filter(|(at, _)| *at == place));
    let (mut count, mut differ) = (1, false);
    for (_, other) in others {
        count += 1;
        differ |= other != words;
    }
    if differ { count } else { 1 }
}

/// Characters in a row: where the first stands, and the steps between them.
struct Run<'t> {
    text: &'t str,
    x: f32,
    y: f32,
    size: f32,
    /// How much wider than usual they are.
    stretch: f32,
    right: Option<Vec<f32>>,
    down: Option<Vec<f32>>,
}

/// What holds inside a graphic unit; none where it is not shown.
fn inside(object: Node<'_, '_>, shelves: Shelves<'_, '_>, around: &Around) -> Option<Around> {
    if attribute(object, "Visible").is_some_and(|v| !is_true(v)) {
        return None;
    }
    let [x, y, ..]: [f32; 4] = attribute(object, "Boundary").and_then(numbers).unwrap_or_default();
    let own = attribute(object, "CTM").and_then(numbers::<6>).unwrap_or(IDENTITY);
    let matrix = then(&then(&own, &[1.0, 0.0, 0.0, 1.0, x, y]), &around.matrix);
    let alpha = attribute(object, "Alpha").and_then(number).unwrap_or(255.0).min(around.alpha);
    let set = attribute(object, "DrawParam").map(|id| shelves.paint(id)).unwrap_or_default();
    let own = Paint { fill: ink(object, "FillColor"), stroke: ink(object, "StrokeColor") };
    Some(Around { matrix, paint: own.over(set).over(around.paint), alpha })
}

/// The height of the type; some programs write it in lower case.
fn size(object: Node<'_, '_>) -> Option<f32> {
    let size = attribute(object, "Size").or_else(|| attribute(object, "size"));
    size.and_then(number).filter(|s| *s > 0.0)
}

fn is_true(value: &str) -> bool {
    matches!(value.trim(), "true" | "1" | "True" | "TRUE")
}

/// Neither level nor upright, as no text is set.
fn lies_across(m: &Matrix) -> bool {
    let (along, aside) = (m[0].abs(), m[1].abs());
    along.min(aside) > 0.17 * along.max(aside)
}

/// The layers of a page or a template, the lower first.
pub(super) fn layers<'x>(page: Node<'x, 'x>) -> Vec<Node<'x, 'x>> {
    let mut all: Vec<Node<'x, 'x>> =
        children(page, "Content").flat_map(|c| c.children().filter(|n| is(n, "Layer"))).collect();
    all.sort_by_key(|layer| match attribute(*layer, "Type") {
        Some("Background") => 0,
        Some("Foreground") => 2,
        _ => 1,
    });
    all
}
