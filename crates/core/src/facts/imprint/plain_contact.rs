//! Address, telephone and mail that stand without a label in the sentence that tells whom to ask: known by their shape
//! alone, a street with a number, an area code with a number. Takes the sentence; finds nothing elsewhere.

use crate::document::Document;
use crate::facts::model::{Contact, Fact};
use crate::language::fold::is_han;
use crate::language::small_words::{OR, ORDINAL};
use crate::lexicon::contact::PlainWords;
use crate::source::Span;

/// Fills in what the labels of the sentence did not give.
pub(crate) fn read(document: &Document, words: &PlainWords, contact: &mut Contact) {
    let Some(sentence) = contact.span else { return };
    let text = document.slice(sentence);
    let fact = |from: usize, to: usize| {
        let span = sentence.part(from..to);
        Fact { value: document.shown(span), span }
    };
    if contact.address.is_none() {
        contact.address = address(text, words).map(|(from, to)| fact(from, to));
    }
    if contact.phone.is_none() {
        let rung = phone(text, words).map(|(from, to)| fact(from, to));
        contact.phone = rung.filter(|p| contact.fax.as_ref().is_none_or(|f| !f.span.overlaps(p.span)));
    }
    if contact.email.is_none() {
        contact.email = email(text).map(|(from, to)| fact(from, to));
    }
    if contact.postcode.is_none() {
        let behind =
            contact.address.as_ref().map(|a| a.span.end).filter(|&end| (sentence.start..sentence.end).contains(&end));
        contact.postcode =
            behind.and_then(|end| postcode(text, (end - sentence.start) as usize)).map(|(from, to)| fact(from, to));
    }
    let ends = [&contact.address, &contact.phone].into_iter().flatten().map(|f| f.span);
    contact.span = ends.fold(contact.span, |all, span| all.map(|a: Span| a.join(span)));
}

/// The first run of letters that is an address of electronic mail.
fn email(text: &str) -> Option<(usize, usize)> {
    let of_run = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    memchr::memchr_iter(b'@', text.as_bytes()).find_map(|at| {
        let from =
            text[..at].rfind(|c| !of_run(c)).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
        let host = &text[at + 1..];
        let host = host[..host.find(|c| !of_run(c)).unwrap_or(host.len())].trim_end_matches(['.', '-']);
        (from < at && host.rsplit_once('.').is_some_and(|(_, top)| top.len() > 1))
            .then_some((from, at + 1 + host.len()))
    })
}

/// Six figures right behind an address.
fn postcode(text: &str, address_end: usize) -> Option<(usize, usize)> {
    let rest = text.get(address_end..)?.trim_start_matches([',', '(', ' ', ';']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let free = !rest[digits..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '—'));
    let from = text.len() - rest.len();
    (digits == 6 && free).then_some((from, from + digits))
}

/// The first piece of the sentence that is an address.
fn address(text: &str, words: &PlainWords) -> Option<(usize, usize)> {
    for piece in text.split([',', ';', '(', ')', ':', '。', ' ', '\n']) {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        // 地址云河县人民路1号: its label is none of it.
        let label = words.labels.iter().filter_map(|l| piece.find(l.as_str()).map(|i| i + l.len())).max().unwrap_or(0);
        let led = words
            .leads
            .iter()
            .filter_map(|l| piece.rfind(l.as_str()).map(|i| i + l.len()))
            .max()
            .unwrap_or(0)
            .max(label);
        let named = label > 0 && ends_in_street(&piece[led..], words);
        let len = address_len(&piece[led..], words).or_else(|| named.then_some(piece.len() - led));
        let Some(len) = len else { continue };
        if (4..=40).contains(&piece[led..led + len].chars().count()) {
            return Some((start + led, start + led + len));
        }
    }
    None
}

/// 地址云河县青石乡团结路: behind its label an address may lack the number.
fn ends_in_street(text: &str, words: &PlainWords) -> bool {
    text.chars().count() > 5 && words.streets.iter().any(|s| text.ends_with(s.as_str()))
}

/// How much of the text is an address, if it begins as one.
fn address_len(text: &str, words: &PlainWords) -> Option<usize> {
    let mut numbered = text.rmatch_indices(words.house.as_str()).filter(|&(at, _)| {
        let before = text[..at].trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
        // 二七路特1号, 人民路中段12号: hardly more stands between the street and its number.
        let near = before.char_indices().rev().nth(4).map_or(0, |(i, _)| i);
        before.len() < at
            && !before.ends_with(ORDINAL)
            && words.streets.iter().any(|s| before[near..].contains(s.as_str()))
    });
    let house = numbered.next().map(|(at, mark)| at + mark.len());
    let building = words.buildings.iter().any(|b| {
        text.strip_suffix(b.as_str())
            .is_some_and(|rest| b.chars().count() > 1 || rest.ends_with(|c: char| c.is_ascii_digit()))
    });
    if building { Some(text.len()) } else { house }
}

/// The first run of figures that is a telephone number.
fn phone(text: &str, words: &PlainWords) -> Option<(usize, usize)> {
    let of_run = |c: char| c.is_ascii_digit() || matches!(c, '-' | '－' | '—' | '–' | '(' | ')' | ' ');
    let mut at = 0;
    while let Some(from) = text[at..].find(of_run).map(|i| at + i) {
        let to = text[from..].find(|c| !of_run(c)).map_or(text.len(), |i| from + i);
        at = to;
        let rung = words.rings.iter().any(|r| text[..from].ends_with(r.as_str()));
        let run = &text[from..to];
        let mut starts = run.char_indices().filter(|&(i, c)| {
            (c.is_ascii_digit() || c == '(') && !run[..i].ends_with(|b: char| b.is_ascii_digit() || b == '-')
        });
        if let Some((start, len)) = starts.find_map(|(i, _)| number_len(&run[i..], rung).map(|len| (i, len))) {
            let after = &text[from + start + len..];
            let after = if rung { after.trim_start() } else { after }.chars().next();
            if after.is_none_or(|c| {
                !c.is_alphanumeric() || rung && is_han(c) || OR[0].contains(c) || words.extension.contains(c)
            }) {
                let start = from + start;
                let bare = &text[start..start + len];
                // A bracket around all of it is none of it.
                let open = bare.starts_with('(') && !bare.contains(')');
                return Some((start + usize::from(open), start + len));
            }
        }
    }
    None
}

/// How much of the run is a telephone number, if it begins as one.
fn number_len(run: &str, rung: bool) -> Option<usize> {
    let run = &run[..run.rfind(|c: char| c.is_ascii_digit()).map_or(0, |i| i + 1)];
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let fits = match digits.len() {
        10..=12 if digits.starts_with('0') => !digits.starts_with("00"),
        11 => digits.starts_with('1'),
        10 => digits.starts_with("400") || digits.starts_with("800"),
        7..=8 => rung && !digits.starts_with(['0', '1']),
        _ => false,
    };
    fits.then_some(run.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::embedded_lexicon;

    fn address_in(text: &str) -> Option<&str> {
        address(text, &embedded_lexicon().contact.plain).map(|(from, to)| &text[from..to])
    }

    fn phone_in(text: &str) -> Option<&str> {
        phone(text, &embedded_lexicon().contact.plain).map(|(from, to)| &text[from..to])
    }

    #[test]
    fn an_address_is_known_by_its_shape() {
        for (text, expected) in [
            ("请与县水务局办公室联系(云河县文昌东街8号,电话0999-1234567)", "云河县文昌东街8号"),
            ("或来信至青岭市滨江东路217号(邮编100001)", "青岭市滨江东路217号"),
            ("联系方式:县水务局办公室,云河县人民路12号政务中心3楼,0999-1234567", "云河县人民路12号政务中心3楼"),
            ("请到云河县二七路特1号的办公室来", "云河县二七路特1号"),
            ("云河县公安局法制大队,地址云河县平安路110号,邮编899330", "云河县平安路110号"),
        ] {
            assert_eq!(address_in(text), Some(expected), "{text}");
        }
        for text in ["根据云政办发〔2021〕30号文件", "如有疑问,请与局办公室联系", "路面整治第3号公告"]
        {
            assert_eq!(address_in(text), None, "{text}");
        }
    }

    #[test]
    fn mail_is_known_by_its_shape() {
        for (text, expected) in [
            ("云河县青岭路1号,100001,0999-1234567,swj_xx@yunhe.gov.cn。", "swj_xx@yunhe.gov.cn"),
            ("请发邮件至swjxx2008@163.com", "swjxx2008@163.com"),
            ("县水务局@云河,关注公众号", ""),
        ] {
            assert_eq!(email(text).map_or("", |(from, to)| &text[from..to]), expected, "{text}");
        }
    }

    #[test]
    fn a_telephone_number_is_known_by_its_shape() {
        for (text, expected) in [
            ("请致电局办公室(0999-1234567)", "0999-1234567"),
            ("(0999)12345678", "(0999)12345678"),
            ("县水务局办公室,100001 0999-1234 567。", "0999-1234 567"),
            ("可致电1234567", ""),
            ("可致电6234567咨询", "6234567"),
            ("可致电6234567", "6234567"),
            ("或拨打0999-5180063咨询", "0999-5180063"),
        ] {
            assert_eq!(phone_in(text).unwrap_or_default(), expected, "{text}");
        }
        for text in ["统计期限为2023年1月1日至2023年12月31日", "邮编100001", "共收到12345678件"] {
            assert_eq!(phone_in(text), None, "{text}");
        }
    }
}
