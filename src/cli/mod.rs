//! The command line: arguments, files, folders, the screen, the exit code. The only part of the program that touches
//! them.

pub mod overwrite;
pub mod temporary;
mod allow;
mod allowed;
mod annotate;
mod args;
mod book;
mod compare;
mod config;
mod convert;
mod facts;
mod fix;
mod inputs;
mod known;
mod ordered;
mod outputs;
mod panics;
mod parsing;
mod regime;
mod rules;
mod rules_test;
mod reviews;
mod run;
mod screen;
mod selftest;
mod setup;
mod sink;
mod usage;
mod values;

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, Print, Rules};
use outputs::Asked;
use run::By;
use usage::{Stop, Usage};

use gouji_core::report::Exit;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    panics::keep();
    let mut cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(parsing::tell(&error) as u8),
    };
    let completed = config::complete(&mut cli.command);
    let print = cli.command.print();
    let several = print.output.len() > 1 && !matches!(cli.command, Command::Check(_) | Command::Score(_));
    let run = || match completed {
        Err(stop) => Err(stop),
        Ok(()) if several => Err(one_output(print)),
        Ok(()) => dispatch(&cli.command),
    };
    let exit = match panics::caught_at_last(print.lang, run) {
        Ok(Ok(exit)) => exit,
        Ok(Err(stop)) => {
            screen::tell(&stop.render(print.lang, stderr_coloured(print), screen::width(print)));
            Exit::Usage
        }
        Err(problem) => {
            screen::tell(&format!("{}\n", problem.message));
            Exit::Unreadable
        }
    };
    ExitCode::from(exit as u8)
}

/// Of several outputs for a command that has one.
fn one_output(print: &Print) -> Stop {
    let message = print.lang.pick("这个命令只有一个输出（-o 只能写一次）", "this command has one output (one -o)");
    Usage::new(message, None).into()
}

fn dispatch(command: &Command) -> Result<Exit, Stop> {
    match command {
        Command::Check(args) => {
            if (args.fix || args.diff)
                && let Some(exit) = fix::run(args)?
            {
                return Ok(exit);
            }
            run::run(&args.run, Asked::Check(args.format), &By { sarif_allowed: args.sarif_allowed, ..By::default() })
        }
        Command::Score(args) => {
            let by = By { scheme: args.scheme.as_deref(), review: args.review.as_deref(), ..By::default() };
            run::run(&args.run, Asked::Score(args.format), &by)
        }
        Command::Allow(args) => allow::run(args),
        Command::Baseline(args) => allow::baseline(args),
        Command::Config(args) => setup::config(args),
        Command::Init(args) => setup::init(args),
        Command::Facts(args) => facts::run(args),
        Command::Annotate(args) => annotate::run(args),
        Command::Selftest(args) => selftest::run(args),
        Command::Explain(args) => rules::explain(args),
        Command::Rules { command: Rules::List(args), .. } => rules::list(args),
        Command::Rules { command: Rules::Test(args), .. } => rules_test::test(args),
        Command::Rules { command: Rules::Mutate(args), .. } => rules_test::mutate(args),
        Command::Rules { command: Rules::Coverage(args), .. } => rules::coverage(args),
        Command::Rules { command: Rules::Diff(args), .. } => rules::diff(args),
        Command::Rules { command: Rules::Doc(args), .. } => rules::doc(args),
    }
}

fn stderr_coloured(print: &Print) -> bool {
    screen::coloured(print.color, io::stderr().is_terminal())
}
