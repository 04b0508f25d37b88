//! Colours: a few tones, written as ANSI sequences or not at all. Whether to colour is the caller's decision.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{LabelStyle, Severity as Level};
use codespan_reporting::term::WriteStyle;

/// Whether to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paint {
    #[default]
    Plain,
    Colour,
}

/// What a text is, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Error,
    Warning,
    Info,
    Good,
    Strong,
    Faint,
    Frame,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Tone::Error => "\x1b[1;31m",
            Tone::Warning => "\x1b[1;33m",
            Tone::Info => "\x1b[1;36m",
            Tone::Good => "\x1b[1;32m",
            Tone::Strong => "\x1b[1m",
            Tone::Faint => "\x1b[2m",
            Tone::Frame => "\x1b[34m",
        }
    }
}

const RESET: &str = "\x1b[0m";

impl Paint {
    /// The text in a tone.
    pub fn tone(self, tone: Tone, text: &str) -> String {
        match self {
            Paint::Plain => text.to_owned(),
            Paint::Colour => format!("{}{text}{RESET}", tone.code()),
        }
    }
}

/// What codespan-reporting writes to: colours as asked for, and its own English word for the severity replaced.
pub(super) struct Canvas {
    out: Vec<u8>,
    paint: Paint,
    /// The word to write in place of the next piece, which is codespan's.
    word: Option<String>,
    tone: Tone,
}

impl Canvas {
    pub fn new(paint: Paint, tone: Tone, word: &str) -> Self {
        Self { out: Vec::with_capacity(1024), paint, word: Some(word.to_owned()), tone }
    }

    pub fn finish(self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    fn set(&mut self, tone: Tone) -> io::Result<()> {
        match self.paint {
            Paint::Plain => Ok(()),
            Paint::Colour => self.out.write_all(tone.code().as_bytes()),
        }
    }
}

impl Write for Canvas {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.word.take() {
            // The header's first piece is the name of the severity.
            Some(word) => self.out.extend_from_slice(word.as_bytes()),
            None => self.out.extend_from_slice(bytes),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Canvas {
    fn set_header(&mut self, _: Level) -> io::Result<()> {
        self.set(self.tone)
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.reset()?;
        self.set(Tone::Strong)
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.set(Tone::Frame)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.set(Tone::Frame)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.set(Tone::Frame)
    }

    fn set_label(&mut self, _: Level, style: LabelStyle) -> io::Result<()> {
        match style {
            LabelStyle::Primary => self.set(self.tone),
            LabelStyle::Secondary => self.set(Tone::Frame),
        }
    }

    fn reset(&mut self) -> io::Result<()> {
        match self.paint {
            Paint::Plain => Ok(()),
            Paint::Colour => self.out.write_all(RESET.as_bytes()),
        }
    }
}
