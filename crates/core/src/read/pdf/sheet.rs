//! What a page holds once its instructions are followed: characters and ruling lines at their places, in points from
//! the top left of the page as it is shown.

/// A character at its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
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
pub(super) struct Rule {
    pub upright: bool,
    /// Where it stands across its direction.
    pub at: f32,
    pub from: f32,
    pub to: f32,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
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
