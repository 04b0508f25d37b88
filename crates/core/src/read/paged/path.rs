//! Paths of a drawing, and the matrices that put them in their places.

/// Thinner than this a filled rectangle is a line.
const THIN: f32 = 3.0;

/// `[a b c d e f]` as in the file.
pub type Matrix = [f32; 6];
pub const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
pub fn then(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// Where a point comes to stand.
pub fn apply(m: &Matrix, x: f32, y: f32) -> (f32, f32) {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

/// The path being made, as runs of points in the page's space.
#[derive(Default)]
pub struct Path {
    pub runs: Vec<Vec<(f32, f32)>>,
    pub curved: bool,
}

impl Path {
    pub fn start(&mut self, at: (f32, f32)) {
        self.runs.push(vec![at]);
    }

    pub fn go(&mut self, to: (f32, f32)) {
        match self.runs.last_mut() {
            Some(run) if run.len() < 4096 => run.push(to),
            _ => self.runs.push(vec![to]),
        }
    }

    pub fn close(&mut self) {
        if let Some(run) = self.runs.last_mut()
            && let Some(&first) = run.first()
        {
            run.push(first);
        }
    }
}

/// A rectangle too thin to be anything but a line, as its middle line.
pub fn thin(run: &[(f32, f32)]) -> Option<((f32, f32), (f32, f32))> {
    if !(4..=6).contains(&run.len()) {
        return None;
    }
    let x = run.iter().map(|p| p.0);
    let y = run.iter().map(|p| p.1);
    let (left, right) = (x.clone().fold(f32::MAX, f32::min), x.fold(f32::MIN, f32::max));
    let (top, bottom) = (y.clone().fold(f32::MAX, f32::min), y.fold(f32::MIN, f32::max));
    let (w, h) = (right - left, bottom - top);
    let edges = run.windows(2).all(|p| (p[0].0 - p[1].0).abs() < 0.5 || (p[0].1 - p[1].1).abs() < 0.5);
    if !edges || w.min(h) > THIN {
        return None;
    }
    Some(if w >= h {
        ((left, (top + bottom) / 2.0), (right, (top + bottom) / 2.0))
    } else {
        (((left + right) / 2.0, top), ((left + right) / 2.0, bottom))
    })
}
