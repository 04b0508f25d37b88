//! Labels of tables compared by what they say: without spaces, quotation marks, punctuation, leading numbers and
//! closing notes. Knows the grammar of numbering, and no label itself.

use crate::language::numbers::is_numeral;
use crate::lexicon::forms::without_note;
use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::forms::{Form, TableSet, What, table_bit};
use super::str::Str;
use crate::language::fold::folded;

/// One meaning of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// Index of the form.
    pub form: u16,
    pub what: What,
}

/// The tables in which a label may mean something of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tables {
    pub caption: TableSet,
    pub header: TableSet,
    pub row: TableSet,
    pub row_group: TableSet,
    pub column: TableSet,
    pub column_group: TableSet,
}

impl Tables {
    fn add(&mut self, what: What, table: TableSet) {
        *match what {
            What::Caption => &mut self.caption,
            What::Header => &mut self.header,
            What::Row(_) => &mut self.row,
            What::RowGroup(_) => &mut self.row_group,
            What::Column(_) => &mut self.column,
            What::ColumnGroup(_) => &mut self.column_group,
        } |= table;
    }

    pub fn join(&mut self, other: &Self) {
        self.caption |= other.caption;
        self.header |= other.header;
        self.row |= other.row;
        self.row_group |= other.row_group;
        self.column |= other.column;
        self.column_group |= other.column_group;
    }
}

/// Everything a label may mean.
#[derive(Debug, Default)]
pub(crate) struct Meaning {
    pub hits: Vec<Hit>,
    pub tables: Tables,
}

/// All labels of all forms, by their keys.
#[derive(Debug, Default)]
pub(crate) struct LabelIndex {
    meanings: Vec<Meaning>,
    keys: FxHashMap<Box<str>, u32>,
    /// The same by labels as the forms print them, which is how most stand in reports: these need no key.
    printed: FxHashMap<Str, u32>,
    /// First and last characters of keys: most text that is no label shows there.
    ends: FxHashSet<(char, char)>,
    /// Longest key in bytes; longer text is no label.
    longest: usize,
}

/// Marks that stand between a label and the next.
const PARTING: [char; 9] = [' ', '/', '·', '-', '—', '>', ':', '\n', '|'];

/// A label's notes and numbers may make it this much longer than its key.
const SLACK: usize = 240;

impl LabelIndex {
    /// `table_of`: the number of each form's table.
    pub fn new(forms: &[Form], table_of: &[u8]) -> Self {
        let labels: usize = forms.iter().map(|form| form.labels.len()).sum();
        let mut index = Self::default();
        // 其中:1.当面申请数 of one form is 1.当面申请数 of another.
        let mut after_colon: Vec<(u32, u32)> = Vec::new();
        index.keys.reserve(labels);
        index.printed.reserve(labels);
        let mut key = String::new();
        for (number, form) in forms.iter().enumerate() {
            for label in &form.labels {
                let hit = Hit { form: number as u16, what: label.what };
                let text = match folded(&label.text) {
                    Cow::Borrowed(_) => label.text.clone(),
                    Cow::Owned(folded) => folded.into(),
                };
                let rest = without_note(&text).rsplit_once(':').and_then(|(_, rest)| index.add(rest, hit, &mut key));
                // Most labels are those of other forms as well.
                let whole = match index.printed.get(&text) {
                    Some(&meaning) => {
                        index.meanings[meaning as usize].hits.push(hit);
                        Some(meaning)
                    }
                    None => {
                        let meaning = index.add(&text, hit, &mut key);
                        if let Some(meaning) = meaning {
                            index.printed.insert(text, meaning);
                        }
                        meaning
                    }
                };
                after_colon.extend(whole.zip(rest).filter(|(whole, rest)| whole != rest));
            }
        }
        for (whole, rest) in after_colon {
            let own = &index.meanings[whole as usize].hits;
            let others = index.meanings[rest as usize].hits.iter();
            let more: Vec<Hit> = others.filter(|h| own.iter().all(|o| o.form != h.form)).copied().collect();
            index.meanings[whole as usize].hits.extend(more);
        }
        for meaning in &mut index.meanings {
            meaning.hits.sort_unstable();
            meaning.hits.dedup();
            for hit in &meaning.hits {
                meaning.tables.add(hit.what, table_bit(table_of[usize::from(hit.form)]));
            }
        }
        index
    }

    /// Gives a label one more meaning. `key` is room to work in.
    fn add(&mut self, text: &str, hit: Hit, key: &mut String) -> Option<u32> {
        key.clear();
        key_of(text, key);
        if key.is_empty() {
            return None;
        }
        let meaning = match self.keys.get(key.as_str()) {
            Some(&known) => known,
            None => {
                let next = self.meanings.len() as u32;
                self.ends.extend(ends_of(key));
                self.longest = self.longest.max(key.len());
                self.keys.insert(key.as_str().into(), next);
                self.meanings.push(Meaning::default());
                next
            }
        };
        self.meanings[meaning as usize].hits.push(hit);
        Some(meaning)
    }

    /// What a text means that is a label just as a form prints it.
    pub fn printed(&self, text: &str) -> Option<&Meaning> {
        self.meanings.get(*self.printed.get(text)? as usize)
    }

    /// What a text means as a whole. `key` is room to work in.
    pub fn whole(&self, text: &str, key: &mut String) -> Option<&Meaning> {
        // The mark that parts a label from the next is none of it; a note in brackets may be.
        let bare = text.trim_end_matches(PARTING);
        let bare = if bare.ends_with(')') { text } else { bare };
        self.printed(bare).or_else(|| self.by_key(text, key))
    }

    /// What a text means as a whole, by its key. `key` is room to work in.
    pub fn by_key(&self, text: &str, key: &mut String) -> Option<&Meaning> {
        if text.len() > self.longest + SLACK {
            return None;
        }
        let body = body_of(text);
        if !self.ends.contains(&ends_of(body)?) {
            return None;
        }
        key.clear();
        push_key(body, key);
        self.meanings.get(*self.keys.get(key.as_str())? as usize)
    }
}

/// The text after its number (一、 (一) 1. 1、 ① ㈠ ⒈ 一)), or all of it.
fn without_number(text: &str) -> &str {
    let text = text.trim_ascii_start();
    let rest = text.strip_prefix('(').unwrap_or(text).trim_ascii_start();
    let Some(first) = rest.chars().next() else { return text };
    if matches!(first, '①'..='⒛' | '㈠'..='㈩' | '❶'..='❿') {
        return rest[first.len_utf8()..].trim_start_matches([')', '.', '、', ' ']);
    }
    if !is_numeral(first) {
        return text;
    }
    let after = rest.trim_start_matches(is_numeral);
    let tail = after.trim_ascii_start();
    if let Some(tail) = tail.strip_prefix([')', '.', '、', ',', ':']) {
        return tail;
    }
    // Digits need no mark after them; 三 of 三安全 is a word.
    if first.is_ascii_digit() { rest.trim_start_matches(|c: char| c.is_ascii_digit()) } else { text }
}

/// Appends the key of a label's text.
pub(crate) fn key_of(text: &str, key: &mut String) {
    push_key(body_of(text), key);
}

/// A label's text without number and note. Text that is nothing but a number or a note keeps it.
fn body_of(text: &str) -> &str {
    let body = without_number(without_note(text));
    // A second number (`其中:1、` leaves one), and a number whose note was all there was.
    if body.trim_ascii().is_empty() { text } else { body }
}

/// Whether a character counts when labels are compared.
fn counts(c: char) -> bool {
    matches!(c, '\u{4000}'..='\u{9fff}') || !PARTING.contains(&c) && c.is_alphanumeric()
}

/// The first and the last character that counts.
fn ends_of(body: &str) -> Option<(char, char)> {
    let mut counting = body.chars().filter(|&c| counts(c));
    let first = counting.next()?;
    Some((first, counting.next_back().unwrap_or(first)))
}

fn push_key(body: &str, key: &mut String) {
    let mut rest = body;
    while !rest.is_empty() {
        let (ideographs, after) = rest.split_at(ideographs(rest.as_bytes()));
        key.push_str(ideographs);
        let mut chars = after.chars();
        if let Some(c) = chars.next()
            && counts(c)
        {
            key.push(c);
        }
        rest = chars.as_str();
    }
}

/// Bytes of the ideographs that a text begins with: the characters from U+4000 to U+9FFF.
fn ideographs(text: &[u8]) -> usize {
    let characters = text.as_chunks::<3>().0;
    3 * characters.iter().position(|c| !matches!(c[0], 0xe4..=0xe9)).unwrap_or(characters.len())
}

/// Where a text may be cut into labels: at spaces, slashes, dots, brackets and colons, and before numbers.
pub(crate) fn cuts(text: &str, out: &mut Vec<usize>) {
    out.clear();
    out.push(0);
    let mut previous = ' ';
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let before = matches!(c, '(' | '㈠'..='㈩' | '①'..='⒛')
            || (c.is_ascii_digit() && !previous.is_ascii_digit() && numbered(&text[at..]));
        let after = previous == ')' || PARTING.contains(&previous);
        if (before || after) && at > 0 {
            out.push(at);
        }
        previous = c;
        // Between ideographs there are no cuts.
        at += ideographs(&text.as_bytes()[at..]).max(c.len_utf8());
    }
}

fn numbered(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', '、'])
}

/// How alike two keys are, from 0 to 1: shared pairs of neighbouring characters (Dice).
pub(crate) fn likeness(a: &str, b: &str) -> f32 {
    let pairs = |s: &str| {
        let chars: Vec<char> = s.chars().collect();
        let mut pairs: Vec<(char, char)> = chars.windows(2).map(|w| (w[0], w[1])).collect();
        pairs.sort_unstable();
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0u16);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * f32::from(shared) / (a.len() + b.len()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        let mut key = String::new();
        key_of(text, &mut key);
        key
    }

    #[test]
    fn numbers_notes_and_marks_do_not_count() {
        for (text, expected) in [
            ("一、本年新收", "本年新收"),
            ("(三) 不予公开", "不予公开"),
            ("一)予以公开", "予以公开"),
            ("㈠予以公开", "予以公开"),
            ("1.属于国家秘密", "属于国家秘密"),
            ("1属于国家秘密", "属于国家秘密"),
            ("⒈属于国家秘密", "属于国家秘密"),
            ("3.危及“三安全一稳定”", "危及三安全一稳定"),
            ("三安全一稳定", "三安全一稳定"),
            ("(二)部分公开(区分处理的,只计这一情形)", "部分公开"),
            ("商业 企业", "商业企业"),
            ("第二十条第(一)项", "第二十条第一项"),
            ("本年收费金额(单位:万元)", "本年收费金额"),
            ("本年增/减", "本年增减"),
            ("(一)", "一"),
        ] {
            assert_eq!(key(text), expected, "{text}");
        }
    }

    #[test]
    fn labels_are_known_by_print_and_by_key() {
        let lexicon = crate::rulebook::embedded_lexicon();
        let labels = lexicon.forms.iter().flat_map(|f| &f.labels);
        let mut key = String::new();
        for label in labels {
            let text: String = label.text.chars().filter_map(crate::language::fold::fold_char).collect();
            let hits = |meaning: Option<&Meaning>| meaning.map(|m| m.hits.clone());
            let printed = hits(lexicon.labels.printed(&text));
            assert!(printed.as_ref().is_some_and(|hits| hits.iter().any(|h| h.what == label.what)), "{text}");
            assert_eq!(hits(lexicon.labels.by_key(&text, &mut key)), printed, "{text}");
            if !text.ends_with(')') {
                assert_eq!(hits(lexicon.labels.whole(&format!("{text} /"), &mut key)), printed, "{text}");
            }
        }
        assert!(lexicon.labels.whole("云河县水利局", &mut key).is_none());
    }

    #[test]
    fn cuts_stand_where_labels_may_part() {
        let mut out = Vec::new();
        let text = "三、本年度办理结果 (三)不予公开 1.属于国家秘密";
        cuts(text, &mut out);
        assert!(out.iter().any(|&at| &text[at..] == "1.属于国家秘密"));
        let text = "三、本年度办理结果(三)不予公开1.属于国家秘密";
        cuts(text, &mut out);
        assert!(out.iter().any(|&at| &text[at..] == "1.属于国家秘密"));
    }

    #[test]
    fn likeness_of_a_typo_is_high() {
        assert!(likeness("属于三类内部事务信息", "属于三类内部事物信息") > 0.7);
        assert!(likeness("结果维持", "结果纠正") < 0.5);
    }
}
