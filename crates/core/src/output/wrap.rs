//! Widths on a terminal, and breaking Chinese and English text into lines. Knows no report.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Columns that a character takes.
pub fn char_width(c: char) -> usize {
    match c {
        // Of what a report is made of no table need be asked.
        '\u{4e00}'..='\u{9fff}' => 2,
        ' '..='~' => 1,
        _ => c.width().unwrap_or(0),
    }
}

/// A character fit for a terminal: control and direction marks, which could rewrite the screen, become a visible sign.
pub fn printable(c: char) -> Option<char> {
    match c {
        ' '..='~' | '\u{4e00}'..='\u{9fff}' => Some(c),
        '\t' | '\n' | '\u{3000}' | '\u{a0}' => Some(if c == '\u{3000}' { c } else { ' ' }),
        '\r' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{ad}' => None,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some('\u{fffd}'),
        c if c.is_control() => Some('\u{fffd}'),
        c => Some(c),
    }
}

/// A text fit for a terminal, on one line.
pub fn clean(text: &str) -> String {
    text.chars().filter_map(printable).collect()
}

/// The end of a sentence, after which a line may well break.
pub fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '；' | '！' | '？' | ';')
}

/// A pause, after which a line may break.
pub fn pauses(c: char) -> bool {
    matches!(c, '，' | '、' | '：' | ',' | ' ' | '│' | '|' | '）' | '》' | '”' | '\u{3000}')
}

/// Marks that no line begins with.
fn never_first(c: char) -> bool {
    matches!(
        c,
        '，' | '、'
            | '。'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '》'
            | '〉'
            | '〕'
            | '】'
            | '”'
            | '」'
            | '’'
            | ','
            | '.'
            | ';'
            | ':'
            | ')'
            | '%'
            | '％'
    )
}

/// Marks that no line ends with.
fn never_last(c: char) -> bool {
    matches!(c, '（' | '《' | '〈' | '“' | '「' | '‘' | '〔' | '【' | '(' | '[')
}

/// Breaks a text into lines of at most `max` columns: between words of Latin script, anywhere between Chinese
/// characters save before closing punctuation. Line breaks of the text are kept.
pub fn wrap(text: &str, max: usize) -> Vec<String> {
    let max = max.max(4);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let (mut line, mut used) = (String::with_capacity(paragraph.len().min(4 * max)), 0);
        let mut last: Option<(char, usize)> = None;
        // Where the line may be cut: its length in bytes there.
        let mut cut = 0;
        for c in paragraph.chars().filter_map(printable) {
            let columns = char_width(c);
            if !never_first(c)
                && last.is_none_or(|(c, _)| !never_last(c))
                && (columns > 1 || last.is_some_and(|(c, columns)| c == ' ' || columns > 1))
            {
                cut = line.len();
            }
            if used + columns > max && !line.is_empty() {
                let at = if cut == 0 { line.len() } else { cut };
                let rest = line.split_off(at);
                lines.push(line.trim_end().to_owned());
                line = rest.trim_start().to_owned();
                used = width(&line);
                cut = 0;
                if line.is_empty() && c == ' ' {
                    last = None;
                    continue;
                }
            }
            line.push(c);
            last = Some((c, columns));
            used += columns;
        }
        lines.push(line);
    }
    lines
}

/// A text cut to `max` columns, with an ellipsis where something is left out.
pub fn clip(text: &str, max: usize) -> String {
    if width(text) <= max {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += char_width(c);
        if used > max {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// A text filled with spaces to `columns`; as it is where it is wider.
pub fn pad(text: &str, columns: usize) -> String {
    let mut out = text.to_owned();
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(text))));
    out
}

/// The same with the spaces before the text.
pub fn pad_left(text: &str, columns: usize) -> String {
    let mut out = " ".repeat(columns.saturating_sub(width(text)));
    out.push_str(text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_or_begins_with_a_comma() {
        let text =
            "本年新收政府信息公开申请数量与上年结转数量之和，应当等于本年度办理结果总计与结转下年度继续办理数量之和。";
        for max in [10, 21, 38] {
            for line in wrap(text, max) {
                assert!(width(&line) <= max, "{line} {max}");
                assert!(!line.starts_with(['，', '。']), "{line}");
            }
        }
        assert_eq!(wrap(text, 38).concat(), text);
    }

    #[test]
    fn words_stay_whole() {
        assert_eq!(wrap("the total of the row does", 11), ["the total", "of the row", "does"]);
    }

    #[test]
    fn clips_by_columns() {
        assert_eq!(clip("政府信息公开", 7), "政府信…");
        assert_eq!(width(&pad("表三", 8)), 8);
    }

    #[test]
    fn nothing_rewrites_the_screen() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202e}c"), "a\u{fffd}[2Jb\u{fffd}c");
    }
}
