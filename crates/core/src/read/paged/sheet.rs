//! What a page holds once its instructions are followed: characters and ruling lines at their places, in points from
//! the top left of the page as it is shown.

use super::path::{Path, thin};

const MAX_RULES: usize = 40_000;

/// A character at its place.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    pub c: char,
    pub left: f32,
    pub right: f32,
    /// The base line.
    pub y: f32,
    /// The height of the type.
    pub size: f32,
}

impl Glyph {
    pub fn centre(&self) -> (f32, f32) {
        ((self.left + self.right) / 2.0, self.y - self.size * 0.35)
    }
}

/// A straight line along an axis, or a rectangle too thin to be anything else.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub upright: bool,
    /// Where it stands across its direction.
    pub at: f32,
    pub from: f32,
    pub to: f32,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// The share of the page that pictures cover, roughly.
    pub pictures: f32,
    /// Characters drawn whose fonts do not say what they are.
    pub nameless: usize,
    /// Characters that are there but not shown: what a machine read off a scan.
    pub hidden: usize,
    /// Characters that do not stand upright, which are left out.
    pub turned: usize,
    /// The page has more than is read of any.
    pub too_long: bool,
}

impl Sheet {
    /// A picture between two corners.
    pub fn picture(&mut self, a: (f32, f32), b: (f32, f32)) {
        let side = |from: f32, to: f32, most: f32| (from.max(to).min(most) - from.min(to).max(0.0)).max(0.0);
        let area = side(a.0, b.0, self.width) * side(a.1, b.1, self.height);
        self.pictures += area / (self.width * self.height).max(1.0);
    }

    fn rule(&mut self, a: (f32, f32), b: (f32, f32)) {
        let (w, h) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        if self.rules.len() >= MAX_RULES || w.max(h) < 1.0 {
            return;
        }
        // A degree or so off is how a line is drawn that was scaled.
        if h <= 0.02 * w {
            let at = (a.1 + b.1) / 2.0;
            self.rules.push(Rule { upright: false, at, from: a.0.min(b.0), to: a.0.max(b.0) });
        } else if w <= 0.02 * h {
            let at = (a.0 + b.0) / 2.0;
            self.rules.push(Rule { upright: true, at, from: a.1.min(b.1), to: a.1.max(b.1) });
        }
    }

    /// The lines along a path, in a colour that shows.
    pub fn stroke(&mut self, path: &Path) {
        for run in &path.runs {
            // A thin frame is one line.
            if let Some((a, b)) = thin(run) {
                self.rule(a, b);
                continue;
            }
            for pair in run.windows(2) {
                self.rule(pair[0], pair[1]);
            }
        }
    }

    /// The lines that a filled path is thin enough to be.
    pub fn fill(&mut self, path: &Path) {
        if path.curved {
            return;
        }
        for run in &path.runs {
            if let Some((a, b)) = thin(run) {
                self.rule(a, b);
            }
        }
    }
}
