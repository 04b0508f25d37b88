//! The formats in which Word counts (`w:numFmt`): a number as the characters it is shown with. Knows nothing of lists.

use crate::language::written;

/// A number in a format; a format that is not known counts in decimals, as Word itself does.
pub(super) fn numeral(n: u32, format: &str) -> String {
    let or_decimal = |c: Option<char>| c.map_or_else(|| n.to_string(), String::from);
    let offset =
        |first: u32, most: u32| or_decimal((1..=most).contains(&n).then(|| char::from_u32(first + n - 1)).flatten());
    let one_of = |list: &str| or_decimal((n as usize).checked_sub(1).and_then(|i| list.chars().nth(i)));
    match format {
        "none" | "bullet" => String::new(),
        "chineseCounting" | "chineseCountingThousand" | "taiwaneseCounting" | "taiwaneseCountingThousand" => {
            written::number(n)
        }
        "japaneseCounting" | "koreanCounting" => written::bare_number(n),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => written::legal_number(n),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" | "koreanDigital2" => {
            written::digit_by_digit(n)
        }
        "ideographTraditional" => one_of(written::STEMS),
        "ideographZodiac" => one_of(written::BRANCHES),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match n {
            1..=20 => offset(0x2460, 20),
            21..=35 => or_decimal(char::from_u32(0x3251 + n - 21)),
            _ => n.to_string(),
        },
        "ideographEnclosedCircle" => offset(0x3280, 10),
        "decimalEnclosedParen" => offset(0x2474, 20),
        "decimalEnclosedFullstop" => offset(0x2488, 20),
        "decimalZero" => format!("{n:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            n.to_string().bytes().filter_map(|b| char::from_u32(0xff10 + u32::from(b - b'0'))).collect()
        }
        "upperLetter" => letters(n, b'A'),
        "lowerLetter" => letters(n, b'a'),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).to_ascii_lowercase(),
        _ => n.to_string(),
    }
}

/// A to Z, then AA, BB and so on.
fn letters(n: u32, first: u8) -> String {
    let Some(i) = n.checked_sub(1) else { return String::new() };
    let letter = char::from(first + (i % 26) as u8);
    std::iter::repeat_n(letter, (i / 26 + 1).min(8) as usize).collect()
}

fn roman(n: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n > 3_999 {
        return n.to_string();
    }
    let mut rest = n;
    let mut out = String::new();
    for (value, sign) in PARTS {
        while rest >= value {
            rest -= value;
            out.push_str(sign);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn counts_as_word_does() {
        let all = |format: &str, ns: &[u32]| ns.iter().map(|&n| numeral(n, format)).collect::<Vec<_>>().join(" ");
        assert_eq!(
            all("chineseCounting", &[1, 10, 11, 20, 101, 110, 115]),
            "一 十 十一 二十 一百零一 一百一十 一百一十五"
        );
        assert_eq!(all("japaneseCounting", &[1, 10, 12, 100, 101]), "一 十 十二 百 百一");
        assert_eq!(all("ideographTraditional", &[1, 10, 11]), "甲 癸 11");
        assert_eq!(all("decimalEnclosedCircle", &[1, 20, 21, 36]), "① ⑳ ㉑ 36");
        assert_eq!(all("ideographDigital", &[2, 10, 23]), "二 一〇 二三");
        assert_eq!(all("chineseLegalSimplified", &[1, 10, 21]), "壹 壹拾 贰拾壹");
        assert_eq!(all("upperLetter", &[1, 26, 27]), "A Z AA");
        assert_eq!(all("lowerRoman", &[4, 9, 14]), "iv ix xiv");
        assert_eq!(all("decimalFullWidth", &[12]), "１２");
        assert_eq!(all("whatever", &[3, 0]), "3 0");
    }
}
