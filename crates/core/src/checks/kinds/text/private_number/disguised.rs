//! Numbers of mobile phones written so that a search does not find them: in Chinese figures, with dots, strokes and
//! brackets between the groups, behind a 0 or the number of the country.

use crate::language::numbers::{ONE, chinese_digit};
use crate::source::Span;

/// How such a number is set apart.
const GROUPS: [&[usize]; 4] = [&[3, 4, 4], &[3, 8], &[7, 4], &[11]];
/// What is looked at of a text from where a number may begin, in bytes.
const LONGEST: usize = 60;
/// What stands between groups, one or two of them.
const MARKS: [char; 11] = ['.', '_', '/', '·', '(', ')', '[', ']', '*', '—', '~'];

/// Adds what [`super::whole`] and [`super::grouped`] do not know.
pub(super) fn mobiles(text: &str, found: &mut Vec<Span>) {
    let known = found.len();
    let bytes = text.as_bytes();
    let chinese = memchr::memmem::find_iter(bytes, ONE.as_bytes());
    for start in memchr::memchr_iter(b'1', bytes).chain(chinese) {
        if let Some(end) = mobile(text, start) {
            let span = Span::new(start, end);
            if !found[..known].iter().any(|other| other.overlaps(span)) {
                found.push(span);
            }
        }
    }
}

fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| chinese_digit(c))
}

/// Where a number that begins there ends.
fn mobile(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..text.floor_char_boundary((start + LONGEST).min(text.len())))?;
    let mut ahead = rest.chars();
    // Few ones lead to a three or more.
    if ahead.next().and_then(digit) != Some(1) || ahead.next().and_then(digit).is_none_or(|d| d < 3) {
        return None;
    }
    let before = text[..start].strip_suffix('0').unwrap_or(&text[..start]);
    let before = before.trim_end_matches([' ', '(', ')', '-', '.']);
    let country = before.strip_suffix("86").map(|b| b.trim_end_matches(['+', '0']));
    let touches = |c: char| digit(c).is_some() || c.is_ascii_alphanumeric() || matches!(c, '/' | '=' | '_' | '.' | '@');
    if country.unwrap_or(before).ends_with(touches) {
        return None;
    }
    let mut groups = [0_usize; 4];
    let (mut group, mut marks, mut end, mut told, mut chinese) = (0, 0, 0, 0, false);
    let mut marked = false;
    for (i, c) in rest.char_indices() {
        if digit(c).is_some() {
            if marks > 0 {
                group += 1;
            }
            marks = 0;
            *groups.get_mut(group)? += 1;
            told += 1;
            chinese |= !c.is_ascii();
            end = i + c.len_utf8();
            if told > 11 {
                return None;
            }
        } else if told < 11 && marks < 2 && (MARKS.contains(&c) || matches!(c, ' ' | '-')) {
            marked |= MARKS.contains(&c);
            marks += 1;
        } else {
            break;
        }
    }
    // Figures set apart by nothing but spaces are figures of a row, unless some are Chinese.
    let disguised_by_zero = !chinese && !marked && text[..start].ends_with('0');
    let disguised = chinese || marked || text[..start].ends_with('0') || country.is_some();
    let behind = rest[end..].chars().next();
    let free = behind.is_none_or(|c| !touches(c) || c == '.');
    let fits = GROUPS.contains(&&groups[..=group]) && !(group == 2 && disguised_by_zero);
    (told == 11 && disguised && free && fits).then_some(start + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_known_whatever_they_are_written_with() {
        for text in [
            "电话一三九〇〇〇〇〇〇〇〇。",
            "李某某139.0000.0000",
            "139_0000_0000",
            "(139)0000/0000",
            "手机139·0000·0000,",
            "1390000(0000)",
            "0139-00000000",
            "139*0000*0000",
            "139 零零零零 0000",
            "+86 139.0000.0000",
            "8613900000000",
        ] {
            let mut found = Vec::new();
            mobiles(text, &mut found);
            assert_eq!(found.len(), 1, "{text}");
            let span = found[0];
            assert_eq!(super::super::plain(&text[span.range()]).len(), 11, "{text}");
        }
    }

    #[test]
    fn other_figures_are_none() {
        for text in [
            "分别为139、1203、4532件",
            "139****0000",
            "一三五规划",
            "一三九一二三",
            "统计号151.2345.67",
            "二〇一三年",
            "http://example.gov.cn/1390000/0000",
            "项目编号X139.0000.0000",
            "1390 0000 000",
            "金额为139.0000.00002元",
            "第一三五七九号",
        ] {
            let mut found = Vec::new();
            mobiles(text, &mut found);
            assert!(found.is_empty(), "{text}");
        }
    }
}
