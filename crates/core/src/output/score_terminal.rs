//! `score` for a person: a card for one report, a ranking for several.

use std::io;

use super::printer::Summing;
use super::score_sheet::{self, judged_by, number, position, repairs, review, score_line};
use super::style::Tone;
use super::terminal::{read, said, tail};
use super::wrap::{clean, clip, pad, pad_left, width, wrap};
use super::{Screen, Verbosity};
use crate::report::{Closing, Tally};
use crate::terms::Language;

/// The printer for a terminal.
#[derive(Clone, Debug)]
pub struct ScoreTerminal(pub Screen);

impl Summing for ScoreTerminal {
    fn whole(&self, closing: &Closing) -> io::Result<Vec<u8>> {
        Ok(self.text(closing).into_bytes())
    }
}

impl ScoreTerminal {
    fn text(&self, closing: &Closing) -> String {
        if self.0.verbosity == Verbosity::Quiet {
            let line = |t: &Tally| format!("{}  {}\n", clean(&t.path), score_line(t, self.0.language));
            return closing.tallies.iter().map(line).collect();
        }
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
        let line = score_line(tally, screen.language);
        let shown = tally
            .score
            .value
            .map_or_else(|| wrap(&line, screen.width).join("\n  "), |v| screen.paint.tone(tone(v), &line));
        out.push_str(&format!("{shown}\n\n"));
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
        self.items(tally, &mut out);
        let mut add = |text: String| out.push_str(&format!("{}\n", wrap(&text, screen.width).join("\n  ")));
        add(match screen.language {
            Language::Zh => format!("错误 {}，警告 {}，提示 {}", tally.error, tally.warning, tally.info),
            Language::En => format!("errors {}, warnings {}, notes {}", tally.error, tally.warning, tally.info),
        });
        add(read(tally.coverage, screen.language));
        add(judged_by(Some(tally), &screen.rulebook, screen.language));
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

    /// Each deduction, what mending wins back where that is not its points, and what was not assessed.
    fn items(&self, tally: &Tally, out: &mut String) {
        let screen = &self.0;
        let mut add = |text: String| out.push_str(&format!("{}\n", wrap(&text, screen.width).join("\n        ")));
        for d in &tally.score.deductions {
            let points = pad_left(&format!("−{}", number(d.points)), 6);
            let at = position(d, screen.language);
            let details = [d.rule.as_str(), d.article.as_str(), at.as_str()].map(clean);
            let mut text = format!("{points}  {}", clean(&d.message));
            let details: Vec<String> = details.into_iter().filter(|t| !t.is_empty()).collect();
            text.push_str(&format!(" [{}]", details.join(screen.say("；", "; "))));
            let state = review(d, screen.language);
            if !state.is_empty() {
                text.push_str(&format!(" ({})", clean(&state)));
            }
            if let (Verbosity::Verbose, Some(fingerprint)) = (screen.verbosity, &d.finding) {
                text.push_str(&format!(" {fingerprint}"));
            }
            add(text);
        }
        if !tally.score.deductions.is_empty() {
            let sum = score_sheet::sum_line(tally, screen.language);
            add(format!("  {sum}"));
            let won = repairs(tally).into_iter().take(5);
            let won: Vec<String> = won.map(|d| format!("{} +{}", d.rule, number(d.wins))).collect();
            if !won.is_empty() {
                let word = screen.say("改正可得：", "Mending wins back: ");
                add(format!("  {word}{}", won.join(screen.say("，", ", "))));
            }
        }
        for n in &tally.score.not_assessed {
            let word = screen.say("未评定", "not assessed");
            add(format!(
                "{}  {word}{}{} ({})",
                pad_left(&format!("?{}", number(n.points)), 6),
                screen.say("：", ": "),
                n.title,
                n.why
            ));
        }
        out.push('\n');
    }

    fn ranking(&self, closing: &Closing) -> String {
        let screen = &self.0;
        let name = |t: &Tally| t.agency.as_deref().map_or_else(String::new, clean);
        let agencies = closing.tallies.iter().map(|t| width(&name(t))).max().unwrap_or(0).min(screen.width / 3);
        // The figures and the gaps before the path, and the word behind it.
        let rest = screen.width.saturating_sub(agencies + 43).max(12);
        let paths = closing.tallies.iter().map(|t| width(&t.path)).max().unwrap_or(0).min(rest);
        let mut head = pad_left(screen.say("名次", "rank"), 4);
        head.push_str(&pad_left(screen.say("得分", "score"), 7));
        head.push_str(&pad_left(screen.say("范围", "range"), 12));
        head.push_str(&pad_left(screen.say("覆盖", "cover"), 7));
        head.push_str(&format!("  {}", pad(screen.say("单位", "agency"), agencies)));
        head.push_str(&format!("  {}", screen.say("文件", "file")));
        let mut out = String::new();
        for group in closing.groups() {
            let title = score_sheet::group_title(&group, screen.language);
            out.push_str(&format!("{}\n", screen.paint.tone(Tone::Strong, &title)));
            out.push_str(&format!("{}\n", screen.paint.tone(Tone::Faint, head.trim_end())));
            for place in &group.places {
                let tally = &closing.tallies[place.index];
                let rank = place.rank.map_or_else(|| String::from("—"), |r| r.to_string());
                let value = tally.score.value;
                let shown = pad_left(&value.map_or_else(|| String::from("—"), number), 7);
                let range = match (tally.score.low, tally.score.high) {
                    (Some(low), Some(high)) if low < high => format!("{}–{}", number(low), number(high)),
                    _ => String::new(),
                };
                let line = format!(
                    "{}{}{}{}  {}  {}",
                    pad_left(&rank, 4),
                    value.map_or_else(|| shown.clone(), |v| screen.paint.tone(tone(v), &shown)),
                    pad_left(&range, 12),
                    pad_left(&format!("{:.0}%", tally.score.coverage * 100.0), 7),
                    pad(&clip(&name(tally), agencies), agencies),
                    tail(&clean(&tally.path), paths),
                );
                out.push_str(line.trim_end());
                if let Some(word) = self.state(tally) {
                    out.push_str(&format!("  {word}"));
                } else if place.tied || place.duplicate_of.is_some() {
                    let note = score_sheet::place_note(place, &closing.tallies, screen.language);
                    out.push_str(&format!("  {}", screen.paint.tone(Tone::Faint, &clean(&note))));
                }
                out.push('\n');
            }
            out.push('\n');
        }
        let judged = judged_by(closing.tallies.first(), &screen.rulebook, screen.language);
        out.push_str(&format!("{}\n", wrap(&judged, screen.width).join("\n  ")));
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
