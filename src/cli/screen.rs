//! What the terminal is like: its width, and whether to colour. The environment is read here and nowhere else.

use std::env;
use std::io::{self, IsTerminal, Write as _};

use super::args::Print;
use super::values::Color;
use gouji_core::output::{Paint, Screen, Tone, Verbosity};
use gouji_core::report::{Exit, Problem};

/// Wider lines are hard to read.
const WIDEST: usize = 120;
const UNKNOWN: usize = 80;

/// The screen that output goes to.
pub fn of(print: &Print) -> Screen {
    beside(print, print.output().is_none())
}

/// The same where there may be several outputs, and this one is standard output or not.
pub fn beside(print: &Print, stdout: bool) -> Screen {
    Screen {
        language: print.lang,
        paint: if coloured(print.color, stdout && io::stdout().is_terminal()) { Paint::Colour } else { Paint::Plain },
        width: width(print),
        verbosity: Verbosity::Normal,
        files: 1,
        rulebook: gouji_core::report::Rulebook::default(),
        dimensions: Vec::new(),
    }
}

/// Whether to colour something that goes to a terminal or not.
pub fn coloured(color: Color, terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let set = |name: &str| env::var_os(name).is_some_and(|v| !v.is_empty());
            terminal && !set("NO_COLOR") && env::var_os("TERM").is_none_or(|t| t != "dumb")
        }
    }
}

/// Tells on standard error that a file was not dealt with, in these words (Chinese and English), and why.
pub fn refuse(print: &Print, (zh, en): (&str, &str), name: &str, problem: &Problem) -> Exit {
    let mut screen = of(print);
    if !coloured(print.color, io::stderr().is_terminal()) {
        screen.paint = Paint::Plain;
    }
    let word = screen.paint.tone(Tone::Error, screen.say(zh, en));
    tell(&format!("{word}{}{name}\n  {}\n", screen.say("：", ": "), problem.message));
    Exit::Unreadable
}

/// Says something beside the output: on standard error, with its own line ends. Where nobody reads that, nothing is
/// lost that could be kept, and the exit code says the rest.
pub fn tell(words: &str) {
    let _ = io::stderr().lock().write_all(words.as_bytes());
}

/// Columns: as asked for, else what the environment or the terminal says.
pub fn width(print: &Print) -> usize {
    let asked = print.width.map(usize::from);
    let columns = || env::var("COLUMNS").ok()?.trim().parse::<usize>().ok().filter(|&c| c > 0);
    let terminal = || {
        let stdout = io::stdout();
        let size = terminal_size::terminal_size_of(&stdout).filter(|_| print.output().is_none())?;
        Some(usize::from(size.0.0)).filter(|&c| c > 0)
    };
    asked.or_else(|| columns().or_else(terminal).map(|c| c.clamp(20, WIDEST))).unwrap_or(UNKNOWN)
}

/// Columns where the arguments are not known.
pub fn unknown_width() -> usize {
    UNKNOWN
}
