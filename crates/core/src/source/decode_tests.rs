use encoding_rs::GBK;

use super::*;

const TEXT: &str = "云河县财政局2023年政府信息公开工作年度报告\n一、总体情况\n全年收到申请118件，答复118件。\n";

/// Every character of the text is found where its own bytes are.
fn leads_back(bytes: &[u8], format: Format, expected: &str) {
    let (text, origin) = decode(bytes, format).expect("text");
    assert_eq!(text, expected);
    let encoding = Encoding::for_label(origin.encoding().as_bytes()).expect("known");
    for (at, c) in text.char_indices() {
        let slice =
            &bytes[origin.byte(&text, at).expect("a byte")..origin.byte(&text, at + c.len_utf8()).expect("a byte")];
        let (own, _) = encoding.decode_without_bom_handling(slice);
        assert_eq!(own.trim_matches('\0'), c.to_string(), "at {at} of {}", encoding.name());
    }
    assert_eq!(origin.byte(&text, text.len()), Some(bytes.len()));
}

#[test]
fn reads_every_encoding_and_leads_back() {
    leads_back(TEXT.as_bytes(), Format::Txt, TEXT);
    leads_back(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), Format::Txt, TEXT);
    leads_back(&GBK.encode(TEXT).0, Format::Txt, TEXT);
    let rare = format!("{TEXT}\u{3a73}\u{20087}镇\n");
    leads_back(&GB18030.encode(&rare).0, Format::Txt, &rare);
    let traditional = "雲河縣財政局政府信息公開工作年度報告，全年收到申請壹佰件，均已按時答覆，請予監督。\n".repeat(3);
    leads_back(&BIG5.encode(&traditional).0, Format::Txt, &traditional);
    let wide: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    leads_back(&[b"\xff\xfe", &wide[..]].concat(), Format::Txt, TEXT);
    let wide: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
    leads_back(&[b"\xfe\xff", &wide[..]].concat(), Format::Txt, TEXT);
}

#[test]
fn a_page_that_lies_is_read_right() {
    let page = format!("<meta charset=gbk><p>{TEXT}");
    leads_back(page.as_bytes(), Format::Html, &page);
    let page = format!("<meta charset=\"gb2312\"><p>{TEXT}");
    leads_back(&GBK.encode(&page).0, Format::Html, &page);
    let page = format!("<meta charset=\"utf-8\"><p>{TEXT}");
    leads_back(&GBK.encode(&page).0, Format::Html, &page);
}

#[test]
fn stray_and_broken_bytes_do_not_kill_a_page() {
    let mut bytes = TEXT.as_bytes().to_vec();
    bytes.insert(3, 0);
    leads_back(&bytes, Format::Txt, TEXT);
    let cut = &TEXT.as_bytes()[..TEXT.len() - 3];
    let (text, origin) = decode(cut, Format::Txt).expect("text");
    assert!(text.ends_with("118件\u{fffd}"));
    assert_eq!(origin.byte(&text, text.len() - 3), Some(cut.len() - 1));
    let mut bytes = GBK.encode(TEXT).0.into_owned();
    bytes.splice(8..8, [0x81, b'\n']);
    let (text, origin) = decode(&bytes, Format::Txt).expect("text");
    let at = text.find("118").expect("there");
    assert_eq!(&bytes[origin.byte(&text, at).expect("a byte")..origin.byte(&text, at + 3).expect("a byte")], b"118");
}

#[test]
fn what_is_no_text_is_named() {
    let looks = |bytes: &[u8]| decode(bytes, Format::Html).expect_err("binary");
    assert_eq!(looks(b"%PDF-1.7\n..."), DecodeError::Binary(Looks::Pdf));
    assert_eq!(looks(b"PK\x03\x04......[Content_Types].xml"), DecodeError::Binary(Looks::Word));
    assert_eq!(looks(b"PK\x03\x04......OFD.xml"), DecodeError::Binary(Looks::Ofd));
    assert_eq!(looks(b"PK\x03\x04......"), DecodeError::Binary(Looks::Zip));
    assert_eq!(looks(b"\x89PNG\r\n"), DecodeError::Binary(Looks::Picture));
    assert_eq!(looks(&[0, 1, 2, 3, 0x41].repeat(99)), DecodeError::Binary(Looks::Unknown));
    assert!(looks(b"%PDF-").to_string().contains("PDF"));
}

#[test]
fn a_byte_that_ends_a_broken_character_may_begin_another() {
    let text = TEXT.repeat(2);
    let at = text.find("财政").expect("there");
    for broken in [&[0xe4u8, 0xb8][..], &[0xe4], &[0xf0, 0x9f, 0x98]] {
        let mut bytes = text.as_bytes().to_vec();
        bytes.splice(at..at, broken.iter().copied());
        let (read, origin) = decode(&bytes, Format::Txt).expect("text");
        let found = read.find("财政").expect("there");
        assert_eq!(origin.byte(&read, found), Some(at + broken.len()), "{broken:x?}");
        assert_eq!(origin.byte(&read, found - 3), Some(at), "{broken:x?}");
    }
    // GB18030, whose characters of four bytes break off behind bytes that are characters.
    let mut bytes = GBK.encode(TEXT).0.into_owned();
    bytes.splice(8..8, [0x81, 0x30, 0x81, b'x']);
    let (read, origin) = decode(&bytes, Format::Txt).expect("text");
    let found = read.find("118").expect("there");
    assert_eq!(&bytes[origin.byte(&read, found).expect("a byte")..][..3], b"118");
}
