//! One page: its drawing instructions followed, so that each character and each ruling line has its place.
//! Points from the top left of the page as it is shown. Knows nothing of lines of text or of tables.

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::font::{Font, Fonts};
use crate::read::paged::{Budget, Glyph, IDENTITY, Matrix, Path, Sheet, apply, then};

/// Forms within forms.
const MAX_DEPTH: usize = 10;
/// States of graphics that are remembered for a page.
const MOST_STATES: usize = 64;

#[derive(Clone, Copy)]
struct State {
    ctm: Matrix,
    font: Option<usize>,
    size: f32,
    char_space: f32,
    word_space: f32,
    scale: f32,
    leading: f32,
    rise: f32,
    mode: i64,
    white_fill: bool,
    white_stroke: bool,
}

/// Follows the instructions of a page.
pub(super) fn sheet<'a>(page: &Page<'a>, fonts: &mut Fonts, budget: &mut Budget) -> Sheet {
    let (width, height) = page.render_dimensions();
    let turn = page.initial_transform(true).as_coeffs().map(|c| c as f32);
    let mut sheet = Sheet { width, height, ..Sheet::default() };
    let Some(content) = super::bytes::content(page, budget) else {
        sheet.too_long = budget.spent();
        return sheet;
    };
    let state = State {
        ctm: turn,
        font: None,
        size: 1.0,
        char_space: 0.0,
        word_space: 0.0,
        scale: 1.0,
        leading: 0.0,
        rise: 0.0,
        mode: 0,
        white_fill: false,
        white_stroke: false,
    };
    let mut pen = Pen { sheet, fonts, budget, seen: Vec::new() };
    pen.follow(&content, page.resources(), state, 0);
    let mut sheet = pen.sheet;
    sheet.too_long = budget.spent();
    sheet
}

struct Pen<'p> {
    sheet: Sheet,
    fonts: &'p mut Fonts,
    budget: &'p mut Budget,
    /// Forms being drawn, so that none draws itself.
    seen: Vec<u32>,
}

fn f(n: &Number) -> f32 {
    let value = n.as_f32();
    if value.is_finite() { value.clamp(-1e6, 1e6) } else { 0.0 }
}

impl Pen<'_> {
    fn follow(&mut self, content: &[u8], resources: &Resources<'_>, first: State, depth: usize) {
        let mut state = first;
        let mut stack: Vec<State> = Vec::new();
        let mut path = Path::default();
        let mut line = IDENTITY;
        let mut text = IDENTITY;
        // Fonts by their names here: looking one up in the file is slow.
        let mut named: Vec<(Vec<u8>, usize)> = Vec::new();
        // States of graphics without a font.
        let mut fontless: Vec<Vec<u8>> = Vec::new();
        let mut ops = TypedIter::new(content);
        while let Some(op) = ops.next() {
            if !self.budget.operation() {
                return;
            }
            let at = |x: &Number, y: &Number| apply(&state.ctm, f(x), f(y));
            match op {
                Op::SaveState(_) if stack.len() < 256 => stack.push(state),
                Op::RestoreState(_) => state = stack.pop().unwrap_or(state),
                Op::Transform(t) => {
                    state.ctm = then(&[f(&t.0), f(&t.1), f(&t.2), f(&t.3), f(&t.4), f(&t.5)], &state.ctm);
                }
                Op::MoveTo(p) => path.start(at(&p.0, &p.1)),
                Op::LineTo(p) => path.go(at(&p.0, &p.1)),
                Op::CubicTo(p) => {
                    path.curved = true;
                    path.go(at(&p.4, &p.5));
                }
                Op::CubicStartTo(p) => {
                    path.curved = true;
                    path.go(at(&p.2, &p.3));
                }
                Op::CubicEndTo(p) => {
                    path.curved = true;
                    path.go(at(&p.2, &p.3));
                }
                Op::ClosePath(_) => path.close(),
                Op::RectPath(r) => {
                    let (x, y, w, h) = (f(&r.0), f(&r.1), f(&r.2), f(&r.3));
                    path.start(apply(&state.ctm, x, y));
                    for (x, y) in [(x + w, y), (x + w, y + h), (x, y + h), (x, y)] {
                        path.go(apply(&state.ctm, x, y));
                    }
                }
                Op::StrokePath(_) => self.stroke(&std::mem::take(&mut path), &state),
                Op::CloseAndStrokePath(_) => {
                    path.close();
                    self.stroke(&std::mem::take(&mut path), &state);
                }
                Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) | Op::FillPathEvenOdd(_) => {
                    self.fill(&std::mem::take(&mut path), &state);
                }
                Op::FillAndStrokeNonZero(_)
                | Op::FillAndStrokeEvenOdd(_)
                | Op::CloseFillAndStrokeNonZero(_)
                | Op::CloseFillAndStrokeEvenOdd(_) => {
                    path.close();
                    self.stroke(&std::mem::take(&mut path), &state);
                }
                Op::EndPath(_) => path = Path::default(),
                Op::NonStrokeColorDeviceGray(c) => state.white_fill = f(&c.0) > 0.98,
                Op::StrokeColorDeviceGray(c) => state.white_stroke = f(&c.0) > 0.98,
                Op::NonStrokeColorDeviceRgb(c) => state.white_fill = f(&c.0).min(f(&c.1)).min(f(&c.2)) > 0.98,
                Op::StrokeColorDeviceRgb(c) => state.white_stroke = f(&c.0).min(f(&c.1)).min(f(&c.2)) > 0.98,
                Op::NonStrokeColorCmyk(c) => {
                    state.white_fill = f(&c.0).max(f(&c.1)).max(f(&c.2)).max(f(&c.3)) < 0.02;
                }
                Op::StrokeColorCmyk(c) => {
                    state.white_stroke = f(&c.0).max(f(&c.1)).max(f(&c.2)).max(f(&c.3)) < 0.02;
                }
                Op::NonStrokeColor(_) | Op::NonStrokeColorNamed(_) | Op::ColorSpaceNonStroke(_) => {
                    state.white_fill = false;
                }
                Op::StrokeColor(_) | Op::StrokeColorNamed(_) | Op::ColorSpaceStroke(_) => state.white_stroke = false,
                Op::CharacterSpacing(n) => state.char_space = f(&n.0),
                Op::WordSpacing(n) => state.word_space = f(&n.0),
                Op::HorizontalScaling(n) => state.scale = f(&n.0) / 100.0,
                Op::TextLeading(n) => state.leading = f(&n.0),
                Op::TextRise(n) => state.rise = f(&n.0),
                Op::TextRenderingMode(n) => state.mode = n.0.as_i64(),
                Op::TextFont(t) => {
                    let known = named.iter().find(|(name, _)| name == t.0.as_ref());
                    state.font = match known {
                        Some((_, index)) => Some(*index),
                        None => resources.get_font(t.0).map(|dict| self.fonts.index(&dict, self.budget)),
                    };
                    if let (None, Some(index)) = (known, state.font) {
                        named.push((t.0.as_ref().to_vec(), index));
                    }
                    state.size = f(&t.1);
                }
                // The same few states are set again and again, and next to none sets a font.
                Op::SetGraphicsState(g) if fontless.iter().any(|n| n == g.0.as_ref()) => {}
                Op::SetGraphicsState(g) => {
                    if let Some(font) = resources.get_ext_g_state(g.0).and_then(|d| d.get::<Array<'_>>("Font")) {
                        let mut items = font.iter::<Object<'_>>();
                        if let (Some(Object::Dict(dict)), Some(Object::Number(size))) = (items.next(), items.next()) {
                            state.font = Some(self.fonts.index(&dict, self.budget));
                            state.size = f(&size);
                            continue;
                        }
                    }
                    if fontless.len() < MOST_STATES {
                        fontless.push(g.0.as_ref().to_vec());
                    }
                }
                Op::BeginText(_) => {
                    line = IDENTITY;
                    text = IDENTITY;
                }
                Op::NextLine(n) => {
                    line = then(&[1.0, 0.0, 0.0, 1.0, f(&n.0), f(&n.1)], &line);
                    text = line;
                }
                Op::NextLineAndSetLeading(n) => {
                    state.leading = -f(&n.1);
                    line = then(&[1.0, 0.0, 0.0, 1.0, f(&n.0), f(&n.1)], &line);
                    text = line;
                }
                Op::SetTextMatrix(t) => {
                    line = [f(&t.0), f(&t.1), f(&t.2), f(&t.3), f(&t.4), f(&t.5)];
                    text = line;
                }
                Op::NextLineUsingLeading(_) => {
                    line = then(&[1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], &line);
                    text = line;
                }
                Op::ShowText(s) => self.show(s.0, &state, &mut text),
                Op::NextLineAndShowText(s) => {
                    line = then(&[1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], &line);
                    text = line;
                    self.show(s.0, &state, &mut text);
                }
                Op::ShowTextWithParameters(s) => {
                    state.word_space = f(&s.0);
                    state.char_space = f(&s.1);
                    line = then(&[1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], &line);
                    text = line;
                    self.show(s.2, &state, &mut text);
                }
                Op::ShowTexts(s) => {
                    let upright = state.font.is_some_and(|i| self.fonts.get(i).vertical);
                    for item in s.0.iter::<Object<'_>>() {
                        match item {
                            Object::String(s) => self.show(&s, &state, &mut text),
                            Object::Number(n) => {
                                let by = -f(&n) / 1000.0 * state.size;
                                let by = if upright { (0.0, by) } else { (by * state.scale, 0.0) };
                                text = then(&[1.0, 0.0, 0.0, 1.0, by.0, by.1], &text);
                            }
                            _ => {}
                        }
                    }
                }
                Op::XObject(x) => {
                    if let Some(stream) = resources.get_x_object(x.0) {
                        self.object(&stream, resources, &state, depth);
                    }
                }
                Op::InlineImage(_) => self.picture(&state),
                _ => {}
            }
        }
    }

    fn object(&mut self, stream: &Stream<'_>, resources: &Resources<'_>, state: &State, depth: usize) {
        let dict = stream.dict();
        match dict.get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => self.picture(state),
            Some(b"Form") if depth < MAX_DEPTH && self.budget.form() => {
                let number = stream.obj_id().obj_number;
                if number != 0 && self.seen.contains(&number) {
                    return;
                }
                let Some(content) = super::bytes::decoded(stream, self.budget) else { return };
                let mut inner = *state;
                if let Some(matrix) = dict.get::<Array<'_>>("Matrix") {
                    let mut m = IDENTITY;
                    for (slot, n) in m.iter_mut().zip(matrix.iter::<Number>()) {
                        *slot = f(&n);
                    }
                    inner.ctm = then(&m, &inner.ctm);
                }
                self.seen.push(number);
                match dict.get::<Dict<'_>>("Resources") {
                    Some(own) => self.follow(&content, &Resources::new(own), inner, depth + 1),
                    None => self.follow(&content, resources, inner, depth + 1),
                }
                self.seen.pop();
            }
            _ => {}
        }
    }

    /// The unit square filled with a picture.
    fn picture(&mut self, state: &State) {
        self.sheet.picture(apply(&state.ctm, 0.0, 0.0), apply(&state.ctm, 1.0, 1.0));
    }

    fn stroke(&mut self, path: &Path, state: &State) {
        if !state.white_stroke {
            self.sheet.stroke(path);
        }
    }

    fn fill(&mut self, path: &Path, state: &State) {
        if !state.white_fill {
            self.sheet.fill(path);
        }
    }

    fn show(&mut self, bytes: &[u8], state: &State, text: &mut Matrix) {
        let Some(index) = state.font else { return };
        let mut rest = bytes;
        while !rest.is_empty() {
            if !self.budget.glyph() {
                return;
            }
            let font: &Font = self.fonts.get(index);
            let (code, length) = font.code(rest);
            let single_space = length == 1 && rest[0] == b' ';
            rest = &rest[length..];
            let wide = font.width(code, length);
            let named = font.chars(code, length);
            let vertical = font.vertical;
            let trm = then(&[state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise], &then(text, &state.ctm));
            let mut by = state.char_space + if single_space { state.word_space } else { 0.0 };
            if vertical {
                by -= state.size;
            } else {
                by = (by + wide * state.size) * state.scale;
            }
            self.place(named, &trm, wide, vertical, state);
            let by = if vertical { (0.0, by) } else { (by, 0.0) };
            *text = then(&[1.0, 0.0, 0.0, 1.0, by.0, by.1], text);
        }
    }

    fn place(&mut self, named: super::font::Chars, trm: &Matrix, wide: f32, vertical: bool, state: &State) {
        let origin = if vertical { apply(trm, -0.5, -0.88) } else { apply(trm, 0.0, 0.0) };
        let end = if vertical { apply(trm, 0.5, -0.88) } else { apply(trm, wide, 0.0) };
        let top = apply(trm, 0.0, 1.0);
        let base = apply(trm, 0.0, 0.0);
        let size = ((top.0 - base.0).powi(2) + (top.1 - base.1).powi(2)).sqrt();
        let on_page = origin.0 > -20.0
            && origin.0 < self.sheet.width + 20.0
            && origin.1 > -20.0
            && origin.1 < self.sheet.height + 20.0;
        if !on_page || !(0.5..=400.0).contains(&size) {
            return;
        }
        // Up is up, and the line runs level.
        if top.1 >= base.1 || (top.0 - base.0).abs() > 0.6 * size || (end.1 - origin.1).abs() > 0.1 * size {
            self.sheet.turned += 1;
            return;
        }
        if state.mode == 3 || state.mode == 7 {
            self.sheet.hidden += 1;
            return;
        }
        let count = named.len().max(1);
        let step = (end.0 - origin.0) / count as f32;
        for i in 0..count {
            let c = named.get(i).unwrap_or(char::REPLACEMENT_CHARACTER);
            if c == char::REPLACEMENT_CHARACTER {
                self.sheet.nameless += 1;
            }
            let (a, b) = (origin.0 + step * i as f32, origin.0 + step * (i + 1) as f32);
            self.sheet.glyphs.push(Glyph { c, left: a.min(b), right: a.max(b), y: origin.1, size });
        }
    }
}
