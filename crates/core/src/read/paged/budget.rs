//! How much of a file is read at all.

/// What may still be spent on a file.
#[derive(Debug)]
pub struct Budget {
    bytes: usize,
    operations: usize,
    glyphs: usize,
    forms: usize,
    spent: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: 96 << 20, operations: 6_000_000, glyphs: 1_500_000, forms: 20_000, spent: false }
    }
}

impl Budget {
    fn take(slot: &mut usize, spent: &mut bool, n: usize) -> bool {
        match slot.checked_sub(n) {
            Some(rest) => *slot = rest,
            None => *spent = true,
        }
        !*spent
    }

    /// Takes so many bytes unpacked.
    pub fn bytes(&mut self, n: usize) -> bool {
        Self::take(&mut self.bytes, &mut self.spent, n)
    }

    /// Bytes that may still be unpacked.
    pub fn left(&self) -> usize {
        self.bytes
    }

    pub fn operation(&mut self) -> bool {
        Self::take(&mut self.operations, &mut self.spent, 1)
    }

    pub fn operations(&mut self, n: usize) -> bool {
        Self::take(&mut self.operations, &mut self.spent, n)
    }

    pub fn glyph(&mut self) -> bool {
        Self::take(&mut self.glyphs, &mut self.spent, 1)
    }

    pub fn form(&mut self) -> bool {
        Self::take(&mut self.forms, &mut self.spent, 1)
    }

    /// There is more of something than is read of any report.
    pub fn exceed(&mut self) {
        self.spent = true;
    }

    /// Something was more than is read of any report.
    pub fn spent(&self) -> bool {
        self.spent
    }
}
