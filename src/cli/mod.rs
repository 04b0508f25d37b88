//! The command line: arguments, files, folders, the screen, the exit code. The only part of the program that touches them.

mod annotate;
mod args;
mod book;
mod compare;
mod convert;
mod facts;
mod inputs;
mod ordered;
mod parsing;
mod rules;
mod run;
mod screen;
mod selftest;
mod sink;
mod usage;

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, Print, Rules};
use run::Format;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    // A panic is told as a problem of its file, without the trace of a programmer's tool.
    std::panic::set_hook(Box::new(|_| {}));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(parsing::tell(&error) as u8),
    };
    let (print, result) = match &cli.command {
        Command::Check(args) => (&args.run.print, run::run(&args.run, Format::Check(args.format))),
        Command::Score(args) => (&args.run.print, run::run(&args.run, Format::Score(args.format))),
        Command::Facts(args) => (&args.print, facts::run(args)),
        Command::Annotate(args) => (&args.print, annotate::run(args)),
        Command::Selftest(args) => (&args.print, selftest::run(args)),
        Command::Explain(args) => (&args.print, rules::explain(args)),
        Command::Rules { command: Rules::List(args), .. } => (&args.print, rules::list(args)),
        Command::Rules { command: Rules::Test(args), .. } => (&args.print, rules::test(args)),
        Command::Rules { command: Rules::Doc(args), .. } => (&args.print, rules::doc(args)),
    };
    let exit = result.unwrap_or_else(|stop| {
        eprint!("{}", stop.render(print.lang.into(), stderr_coloured(print), screen::width(print)));
        crate::report::Exit::Usage
    });
    ExitCode::from(exit as u8)
}

fn stderr_coloured(print: &Print) -> bool {
    screen::coloured(print.color, io::stderr().is_terminal())
}
