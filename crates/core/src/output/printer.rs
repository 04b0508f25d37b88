//! What a format of output is asked for: to render one file, on whatever thread read it, and to write what a run is
//! told to say, event by event. What stands before, between and after is the format's own.

use std::io::{self, Write};

use crate::report::{Closing, Document, Finding};

/// What a run says, in this order.
#[derive(Debug)]
pub enum Event<'a> {
    Begin,
    /// A file, as [`Printer::render`] gave it. Files of which a format has nothing to say are left out.
    File(Vec<u8>),
    /// A finding between files.
    Across(Box<Finding>),
    End(&'a Closing),
}

/// A format of output.
pub trait Printer: Sync {
    /// Whether the end speaks of single files: then something of each is kept.
    fn lists_files(&self) -> bool {
        true
    }

    /// One file by itself; nothing where the format has nothing to say of it.
    fn render(&self, document: &Document) -> Vec<u8>;

    /// Begins one output.
    fn writing(&self) -> Box<dyn Writing + '_>;
}

/// One output in the making.
pub trait Writing {
    /// Writes what the event calls for.
    ///
    /// # Errors
    /// What `out` gives.
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// What is kept where sums stand before the files that they are of.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// All files, as they were rendered.
    pub files: Vec<u8>,
    pub across: Vec<Finding>,
}

impl Gathered {
    /// Keeps what comes; at the end of the run, gives its sums.
    pub(super) fn keep<'e>(&mut self, event: Event<'e>) -> Option<&'e Closing> {
        match event {
            Event::Begin => {}
            Event::File(file) => self.files.extend(file),
            Event::Across(mut finding) => {
                finding.forget_text();
                self.across.push(*finding);
            }
            Event::End(closing) => return Some(closing),
        }
        None
    }
}

/// A format that says all at the end of a run, of what is kept of its files.
pub trait Summing: Sync {
    /// The whole output.
    ///
    /// # Errors
    /// What the format's writer gives.
    fn whole(&self, closing: &Closing) -> io::Result<Vec<u8>>;
}

impl<T: Summing> Printer for T {
    fn render(&self, _: &Document) -> Vec<u8> {
        Vec::new()
    }

    fn writing(&self) -> Box<dyn Writing + '_> {
        Box::new(AtEnd(self))
    }
}

struct AtEnd<'t, T>(&'t T);

impl<T: Summing> Writing for AtEnd<'_, T> {
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Event::End(closing) = event else { return Ok(()) };
        out.write_all(&self.0.whole(closing)?)
    }
}
