//! What is wrong with a command line that clap refuses, in the words of the other errors. Knows no command: what was
//! given, and what might have been, come from clap.

use gouji_core::terms::Language;
use std::error::Error as _;
use std::io::{self, IsTerminal};

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::Color;
use super::screen;
use super::usage::{Stop, Usage};
use gouji_core::report::Exit;

/// Prints help, version or error, and says with what code to end.
pub fn tell(error: &Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that went away is no error.
            let _ = error.print();
            return Exit::Clean;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            return Exit::Usage;
        }
        _ => {}
    }
    if in_english() {
        let _ = error.print();
        return Exit::Usage;
    }
    let usage = Usage::new(message(error), Some(hint(error)));
    let coloured = screen::coloured(Color::Auto, io::stderr().is_terminal());
    screen::tell(&Stop::from(usage).render(Language::Zh, coloured, screen::unknown_width()));
    Exit::Usage
}

/// Was English asked for? The command line could not be read as a whole.
fn in_english() -> bool {
    let args: Vec<_> = std::env::args_os().collect();
    args.iter().any(|a| a == "--lang=en") || args.windows(2).any(|w| w[0] == "--lang" && w[1] == "en")
}

fn strings(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(all)) => all.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

fn message(error: &Error) -> String {
    let one = |kind| strings(error, kind).join(" ");
    let (arg, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有命令“{}”", one(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument if arg.starts_with('-') => format!("没有选项“{arg}”"),
        ErrorKind::UnknownArgument => format!("多余的参数“{arg}”"),
        ErrorKind::MissingRequiredArgument => {
            format!("缺少参数 {}", strings(error, ContextKind::InvalidArg).join("、"))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("选项 {arg} 缺少取值"),
        ErrorKind::InvalidValue => format!("选项 {arg} 的取值“{value}”无效"),
        ErrorKind::ValueValidation => match error.source() {
            // Parsers of this program say it in Chinese; those of clap in English.
            Some(source) if !source.to_string().is_ascii() => {
                format!("选项 {arg} 的取值“{value}”无效：{source}")
            }
            _ => format!("选项 {arg} 的取值“{value}”无效，超出范围或不是数字"),
        },
        ErrorKind::ArgumentConflict if arg == one(ContextKind::PriorArg) => format!("选项 {arg} 只能用一次"),
        ErrorKind::ArgumentConflict => format!("选项 {arg} 不能与 {} 同时使用", one(ContextKind::PriorArg)),
        ErrorKind::NoEquals | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("选项 {arg} 的取值个数不对")
        }
        ErrorKind::TooManyValues => format!("选项 {arg} 的取值“{value}”多余"),
        ErrorKind::InvalidUtf8 => String::from("参数不是有效的文字编码"),
        _ => String::from("命令有误"),
    }
}

fn hint(error: &Error) -> String {
    let mut parts = Vec::new();
    let meant: Vec<String> = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .flat_map(|kind| strings(error, kind))
        .collect();
    if let Some(meant) = meant.first() {
        parts.push(format!("是否想写“{meant}”？"));
    }
    let valid = strings(error, ContextKind::ValidValue);
    if !valid.is_empty() && error.kind() == ErrorKind::InvalidValue {
        parts.push(format!("可用的取值：{}", valid.join("、")));
    }
    parts.push(String::from("用 gouji --help 或 gouji <命令> --help 查看用法"));
    parts.join("\n")
}
