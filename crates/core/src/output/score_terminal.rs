//! `score` for a person: a card for one report, a ranking for several.

use std::io::{self, Write};

use super::Screen;
use super::printer::{Event, Printer, Writing};
use super::style::Tone;
use super::terminal::{read, said, tail};
use super::wrap::{clean, clip, pad, pad_left, width, wrap};
use crate::report::{Closing, Document, Tally};
use crate::terms::Language;

/// The printer for a terminal.
#[derive(Clone, Debug)]
pub struct ScoreTerminal(pub Screen);

impl Printer for ScoreTerminal {
    fn render(&self, _: &Document) -> Vec<u8> {
        Vec::new()
    }

    fn writing(&self) -> Box<dyn Writing + '_> {
        Box::new(self)
    }
}

impl Writing for &ScoreTerminal {
    fn take(&mut self, event: Event<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Event::End(closing) = event else { return Ok(()) };
        out.write_all(self.whole(closing).as_bytes())
    }
}

impl ScoreTerminal {
    fn whole(&self, closing: &Closing) -> String {
        let mut out = match closing.tallies.as_slice() {
            [tally] => self.card(tally),
            _ => self.ranking(closing),
        };
        if closing.summary.skipped > 0 {
            let text = self.0.say("份不是年度报告，已跳过", "skipped: no annual report");
            out.push_str(&format!("{} {text}\n", closing.summary.skipped));
        }
        out
    }

    fn card(&self, tally: &Tally) -> String {
        let screen = &self.0;
        let path = clean(&tally.path);
        if let Some(problem) = &tally.problem {
            let (tone, word) = match tally.unreadable {
                true => (Tone::Error, screen.say("无法检查", "not checked")),
                false => (Tone::Info, screen.say("未作判断", "not judged")),
            };
            return said(screen, tone, word, &path, &problem.message);
        }
        let mut out = format!("{}\n", screen.paint.tone(Tone::Strong, &self.who(tally, &path)));
        let head = screen.say("合规得分", "Score");
        out.push_str(&match (tally.score.value, &tally.score.not_assessable) {
            (Some(value), _) => format!("{head}  {}\n\n", screen.paint.tone(tone(value), &format!("{value:.1} / 100"))),
            (None, why) => {
                let why = why.as_deref().map_or_else(String::new, |w| format!("{}{w}", screen.say("：", ": ")));
                let text = format!("{head}  {}{why}", screen.say("不予评定", "not assessable"));
                format!("{}\n\n", wrap(&text, screen.width).join("\n  "))
            }
        });
        let names = tally.score.dimensions.iter().map(|d| width(screen.dimension(d.id))).max().unwrap_or(0);
        // Room for the name, two figures and the spaces between.
        let bar = screen.width.saturating_sub(names + 22).min(30);
        for d in &tally.score.dimensions {
            let share = if d.possible > 0.0 { d.earned / d.possible } else { 1.0 };
            let filled = (share * bar as f64).round() as usize;
            let (full, rest) = ("█".repeat(filled), "░".repeat(bar - filled.min(bar)));
            out.push_str(&format!(
                "  {}  {}{}  {} / {}\n",
                pad(screen.dimension(d.id), names),
                screen.paint.tone(tone(share * 100.0), &full),
                screen.paint.tone(Tone::Faint, &rest),
                pad_left(&number(d.earned), 5),
                number(d.possible),
            ));
        }
        out.push('\n');
        let mut add = |text: String| out.push_str(&format!("{}\n", wrap(&text, screen.width).join("\n  ")));
        add(match screen.language {
            Language::Zh => format!("错误 {}，警告 {}，提示 {}", tally.error, tally.warning, tally.info),
            Language::En => format!("errors {}, warnings {}, notes {}", tally.error, tally.warning, tally.info),
        });
        add(read(tally.coverage, screen.language));
        let percent = (tally.score.coverage * 100.0).round();
        add(match screen.language {
            Language::Zh => format!("按权重计，适用规则的 {percent}% 得到判定"),
            Language::En => format!("By weight, {percent}% of the rules that apply were determined"),
        });
        if !tally.not_determined.is_empty() {
            let all: Vec<String> = tally.not_determined.iter().map(|(why, n)| format!("{why} {n}")).collect();
            add(match screen.language {
                Language::Zh => format!("未能判定：{}", all.join("；")),
                Language::En => format!("Not determined: {}", all.join("; ")),
            });
        }
        out
    }

    fn who(&self, tally: &Tally, path: &str) -> String {
        let year = tally.report_year.map(|y| match self.0.language {
            Language::Zh => format!("{y} 年度"),
            Language::En => y.to_string(),
        });
        let parts: Vec<String> = tally.agency.iter().map(|a| clean(a)).chain(year).collect();
        match parts.is_empty() {
            true => path.to_owned(),
            false => format!("{}  {path}", parts.join(" ")),
        }
    }

    fn ranking(&self, closing: &Closing) -> String {
        let screen = &self.0;
        let name = |t: &Tally| t.agency.as_deref().map_or_else(String::new, clean);
        let ranks = closing.ranks();
        let agencies = closing.tallies.iter().map(|t| width(&name(t))).max().unwrap_or(0).min(screen.width / 3);
        // The figures and the gaps before the path, and the word behind it where a file has no score.
        let word = if ranks.contains(&None) { 10 } else { 0 };
        let rest = screen.width.saturating_sub(agencies + 28 + word).max(12);
        let paths = closing.tallies.iter().map(|t| width(&t.path)).max().unwrap_or(0).min(rest);
        let mut head = pad_left(screen.say("名次", "rank"), 4);
        head.push_str(&pad_left(screen.say("得分", "score"), 7));
        head.push_str(&pad_left(screen.say("覆盖", "cover"), 7));
        head.push_str(&format!("  {}", pad(screen.say("年度", "year"), 4)));
        head.push_str(&format!("  {}", pad(screen.say("单位", "agency"), agencies)));
        head.push_str(&format!("  {}", screen.say("文件", "file")));
        let mut out = format!("{}\n", screen.paint.tone(Tone::Faint, head.trim_end()));
        let ranking = closing.ranking();
        let unranked = (0..closing.tallies.len()).filter(|&i| ranks[i].is_none());
        for index in ranking.iter().copied().chain(unranked) {
            let tally = &closing.tallies[index];
            let rank = ranks[index].map_or_else(|| String::from("—"), |r| r.to_string());
            let year = tally.report_year.map_or_else(String::new, |y| y.to_string());
            let value = tally.score.value;
            let shown = pad_left(&value.map_or_else(|| String::from("—"), |v| format!("{v:.1}")), 7);
            let line = format!(
                "{}{}{}  {}  {}  {}",
                pad_left(&rank, 4),
                value.map_or_else(|| shown.clone(), |v| screen.paint.tone(tone(v), &shown)),
                pad_left(&format!("{:.0}%", tally.score.coverage * 100.0), 7),
                pad(&year, 4),
                pad(&clip(&name(tally), agencies), agencies),
                tail(&clean(&tally.path), paths),
            );
            out.push_str(line.trim_end());
            if let Some(word) = self.state(tally) {
                out.push_str(&format!("  {word}"));
            }
            out.push('\n');
        }
        out
    }

    fn state(&self, tally: &Tally) -> Option<String> {
        let screen = &self.0;
        match (&tally.problem, tally.unreadable, tally.score.value) {
            (Some(_), true, _) => Some(screen.paint.tone(Tone::Error, screen.say("无法检查", "not checked"))),
            (Some(_), false, _) => Some(screen.paint.tone(Tone::Info, screen.say("未作判断", "not judged"))),
            (None, _, None) => Some(screen.paint.tone(Tone::Faint, screen.say("不予评定", "not assessable"))),
            _ => None,
        }
    }
}

fn tone(value: f64) -> Tone {
    match value {
        v if v >= 90.0 => Tone::Good,
        v if v >= 60.0 => Tone::Warning,
        _ => Tone::Error,
    }
}

fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}
