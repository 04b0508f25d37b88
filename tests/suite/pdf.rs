//! Reports as PDF: what LibreOffice and Chromium print reads as the report it was printed from, and files that are
//! broken, locked, scanned or hostile are told as what they are, soon.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::common::{check, facts, findings, fixtures, plain, text, told};

/// Printed reports and what they were printed from.
const PRINTED: [(&str, &str); 9] = [
    ("pdf/baishi-zhen-2022-chromium.pdf", "clean/baishi-zhen-2022.md"),
    ("pdf/songquan-shuiwu-2021-chromium.pdf", "clean/songquan-shuiwu-2021.md"),
    ("pdf/yunhe-nongye-2015-chromium.pdf", "clean/yunhe-nongye-2015.md"),
    ("pdf/yunhe-jiaoyu-2024-libreoffice.pdf", "clean/yunhe-jiaoyu-2024.md"),
    ("pdf/songquan-shichang-2020-libreoffice.pdf", "clean/songquan-shichang-2020.md"),
    ("pdf/yunhe-jiaoyu-2023-libreoffice.pdf", "flawed/yunhe-jiaoyu-2023.md"),
    ("pdf/songquan-shichang-2019-libreoffice.pdf", "flawed/songquan-shichang-2019.md"),
    // Rows, merged cells and the merged head of a table cut by the ends of pages; a row cut below a head printed once
    // more.
    ("pdf/baishi-zhen-2023-cut-rows.pdf", "flawed/baishi-zhen-2023.md"),
    ("pdf/yunhe-jiaoyu-2023-repeated-head.pdf", "flawed/yunhe-jiaoyu-2023.md"),
];

/// Tables cell by cell, and what the report says of itself.
pub fn understood(path: &Path) -> Vec<String> {
    let facts = facts(path);
    let list = |key: &str| facts[key].as_array().cloned().unwrap_or_default();
    let mut all = vec![
        format!("agency {}", facts["profile"]["agency"]["value"]),
        format!("year {}", facts["profile"]["report_year"]["value"]),
        format!("signed {}", facts["profile"]["signed"]["value"]),
        format!("period {} {}", facts["period"]["start"], facts["period"]["end"]),
        format!("address {}", plain(text(&facts["contact"]["address"]["value"]))),
        format!("phone {}", facts["contact"]["phone"]["value"]),
        format!("email {}", facts["contact"]["email"]["value"]),
    ];
    all.extend(list("sections").iter().map(|s| plain(text(&s["heading"]))));
    for table in list("tables") {
        for cell in table["cells"].as_array().into_iter().flatten() {
            all.push(format!("{}/{} {} {} {}", table["id"], table["form"], cell["row"], cell["column"], cell["value"]));
        }
    }
    all.extend(list("counts").iter().map(|c| format!("count {} {} {}", c["role"], c["scope"], c["value"])));
    all.sort();
    all
}

#[test]
fn a_printed_report_reads_as_its_source() {
    for (printed, source) in PRINTED {
        let (printed, source) = (fixtures().join(printed), fixtures().join(source));
        assert_eq!(understood(&printed), understood(&source), "{}", printed.display());
        assert_eq!(told(&printed), told(&source), "{}", printed.display());
    }
}

#[test]
fn the_place_is_a_page() {
    let (_, document) = check(&fixtures().join("pdf/yunhe-jiaoyu-2023-libreoffice.pdf"));
    let all = findings(&document);
    assert!(!all.is_empty());
    for finding in all {
        let primary = &finding["primary"];
        assert!(text(&primary["place"]).starts_with('第'), "{primary}");
        for absent in ["line", "column", "end_line", "end_column", "byte_start", "byte_end"] {
            assert!(primary[absent].is_null(), "{absent}: {primary}");
        }
    }
}

/// Without ruling lines nothing proves which figure belongs to which label: no cell is read, no table is called
/// missing.
#[test]
fn a_table_without_lines_is_not_judged() {
    let (_, document) = check(&fixtures().join("pdf/yunhe-jiaoyu-2024-unruled.pdf"));
    assert_eq!(document["coverage"]["cells_read"], 0);
    assert!(document["score"]["value"].is_null());
    let told: Vec<String> = findings(&document).iter().map(|f| text(&f["category"]).to_owned()).collect();
    assert!(!told.iter().any(|c| c == "structure"), "{told:?}");
    assert!(!document["not_determined"].as_array().expect("a list").is_empty());
}

/// Nor is its head, where the page ends below it: half a bracket that goes on in the next row is not said to be alone.
#[test]
fn a_head_without_lines_at_the_end_of_a_page_is_of_the_table() {
    let path = fixtures().join("pdf/baishi-zhen-2023-level-lines.pdf");
    let (_, document) = check(&path);
    assert_eq!(document["coverage"]["cells_read"], 0);
    let all = findings(&document);
    let rules: Vec<&str> = all.iter().map(|f| text(&f["rule"])).collect();
    assert!(rules.contains(&"slot-unfilled") && !rules.contains(&"brackets"), "{rules:?}");
}

fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("writes");
    (folder, path)
}

/// The kind of error, told within two seconds (of a build that is not optimised; loaded machines get more).
fn error(bytes: &[u8]) -> String {
    let (_folder, path) = written("a.pdf", bytes);
    let start = Instant::now();
    let (code, document) = check(&path);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(code, 3, "{document}");
    text(&document["error"]["kind"]).to_owned()
}

/// A file of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

fn object(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

#[test]
fn what_is_broken_is_told_as_broken() {
    let whole = fs::read(fixtures().join("pdf/yunhe-jiaoyu-2024-libreoffice.pdf")).expect("a fixture");
    assert_eq!(error(b"%PDF-1.4"), "damaged");
    assert_eq!(error(&whole[..2_000]), "damaged");
    let mut noise = b"%PDF-1.7\n".to_vec();
    noise.extend((0..200_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8));
    assert_eq!(error(&noise), "damaged");
    assert_eq!(error("这不是 PDF，只是叫这个名字。".as_bytes()), "binary");
}

/// Wherever it is cut off or bent, a file is read or told as broken, and nothing falls over.
#[test]
fn no_cut_and_no_flipped_byte_is_a_panic() {
    let whole = fs::read(fixtures().join("pdf/songquan-shichang-2020-libreoffice.pdf")).expect("a fixture");
    let read = |bytes: &[u8]| {
        let source = gouji_core::source::Source::new("a.pdf", gouji_core::source::Format::Pdf, bytes);
        source.map(gouji_core::read::read)
    };
    for step in 1..24 {
        assert!(read(&whole[..whole.len() * step / 24]).is_ok());
        let mut bent = whole.clone();
        for i in (step..bent.len()).step_by(997) {
            bent[i] ^= 0x55;
        }
        bent[..8].copy_from_slice(&whole[..8]);
        let document = read(&bent).expect("a PDF by its head");
        assert!(document.text.folded.is_char_boundary(document.text.folded.len()));
    }
}

#[test]
fn pictures_of_pages_are_told_as_a_scan() {
    let picture = stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"\x80",
    );
    let scan = pdf(&[
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        object(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
        ),
        stream("", b"q 595 0 0 842 0 0 cm /I Do Q"),
        picture,
    ]);
    assert_eq!(error(&scan), "scan");
    let (_folder, path) = written("scan.pdf", &scan);
    let message = check(&path).1["error"]["message"].clone();
    assert!(text(&message).contains("Word"), "{message}");
}

/// Lines of text at places, in a font that is not in the file and has no table of characters: its codes are GBK.
fn typed(lines: &[(f32, f32, &str)], page: &str, turn: &str) -> Vec<u8> {
    let mut content = format!("{turn} BT /F 12 Tf ").into_bytes();
    for (x, y, text) in lines {
        let codes: String = encoding_rs::GBK.encode(text).0.iter().map(|b| format!("{b:02x}")).collect();
        content.extend(format!("1 0 0 1 {x} {y} Tm <{codes}> Tj ").bytes());
    }
    content.extend(b"ET");
    pdf(&[
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        object(&format!(
            "<< /Type /Page /Parent 2 0 R {page} /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
        )),
        stream("", &content),
        object("<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /GBK-EUC-H /DescendantFonts [6 0 R] >>"),
        object(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
        ),
    ])
}

fn paragraphs(bytes: &[u8]) -> Vec<String> {
    let source = gouji_core::source::Source::new("a.pdf", gouji_core::source::Format::Pdf, bytes).expect("a PDF");
    let document = gouji_core::read::read(source);
    document.blocks.iter().map(|b| document.shown(b.span)).collect()
}

const LINES: [(f32, f32, &str); 7] = [
    (190.0, 760.0, "云河县水利局2023年政府信息公开工作年度报告"),
    (96.0, 720.0, "一、总体情况"),
    (96.0, 700.0, "2023年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，"),
    (72.0, 680.0, "全年主动公开政府信息123条，收到申请45件，都在法定期限内答复，没有"),
    (72.0, 660.0, "逾期。"),
    (96.0, 640.0, "二、主动公开政府信息情况"),
    (290.0, 30.0, "- 1 -"),
];

const READ: [&str; 4] = [
    "云河县水利局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "2023年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，全年主动公开政府信息123条，收到申请45件，都在法定期限内答复，没有逾期。",
    "二、主动公开政府信息情况",
];

#[test]
fn fonts_that_are_not_in_the_file_are_read_by_their_encoding() {
    assert_eq!(paragraphs(&typed(&LINES, "/MediaBox [0 0 500 842]", "")), READ);
}

/// A full stop at the end of a full line tells nothing of what follows; a list number does.
#[test]
fn a_numbered_line_after_a_full_stop_is_a_paragraph() {
    let flush: Vec<String> = paragraphs(&typed(
        &[
            (72.0, 720.0, "一、总体情况"),
            (72.0, 700.0, "（一）主动公开。全年主动公开政府信息123条，都在法定期限内公开了。"),
            (72.0, 680.0, "（二）依申请公开。全年收到政府信息公开申请4件，其中自然人3件，商"),
            (72.0, 660.0, "业企业1件，都在法定期限内依法作出了答复，没有一件超过了答复期限。"),
            (72.0, 640.0, "（三）监督保障。没有追究责任的情形，也没有收到对公开工作的投诉和"),
            (72.0, 620.0, "1.5万元以上的捐赠。"),
            (72.0, 600.0, "二、主动公开政府信息情况"),
        ],
        "/MediaBox [0 0 500 842]",
        "",
    ));
    let begin: Vec<String> = flush.iter().map(|p| p.chars().take(6).collect()).collect();
    assert_eq!(begin, ["一、总体情况", "（一）主动公", "（二）依申请", "（三）监督保", "二、主动公开"], "{flush:?}");
}

/// The same page lying on its side, shown upright.
#[test]
fn a_turned_page_is_read_as_it_is_shown() {
    let page = "/MediaBox [0 0 842 500] /Rotate 90";
    assert_eq!(paragraphs(&typed(&LINES, page, "0 1 -1 0 842 0 cm")), READ);
}

/// A password to open is asked for; one that only limits printing and changing is not.
#[test]
fn a_password_is_told() {
    let (_, document) = check(&fixtures().join("pdf/locked.pdf"));
    assert_eq!(document["error"]["kind"], "locked");
    let read = |name: &str| understood(&fixtures().join("pdf").join(name));
    assert_eq!(read("yunhe-jiaoyu-2024-no-copying.pdf"), read("yunhe-jiaoyu-2024-libreoffice.pdf"));
}

#[test]
fn hostile_files_end_soon() {
    // Page trees and forms that hold themselves.
    let looped = pdf(&[
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 /Parent 2 0 R >>"),
        object("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>"),
        stream("", b"/F Do /F Do"),
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R /G 6 0 R >> >>",
            b"/F Do /G Do /G Do",
        ),
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R /G 6 0 R >> >>",
            b"/F Do /G Do /F Do",
        ),
    ]);
    assert!(["scan", "empty", "too_large", "not_a_report"].contains(&error(&looped).as_str()));
    // Forms that each draw the next many times.
    let mut laughs = vec![
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        object("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>"),
        stream("", b"/F Do"),
    ];
    for next in 6..15 {
        let entries =
            format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {next} 0 R >> >>");
        laughs.push(stream(&entries, &b"/F Do ".repeat(50)));
    }
    laughs.push(stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 m 9 9 l S"));
    assert_eq!(error(&pdf(&laughs)), "too_large");
    // A page that unpacks to more than any report, and one packed twice.
    let packed = |data: &[u8]| {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(data).expect("packs");
        encoder.finish().expect("packs")
    };
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..72 {
        encoder.write_all(&vec![b' '; 1 << 20]).expect("packs");
    }
    let bomb = encoder.finish().expect("packs");
    for (filter, data) in [("/FlateDecode", bomb.clone()), ("[/FlateDecode /FlateDecode]", packed(&bomb))] {
        let file = pdf(&[
            object("<< /Type /Catalog /Pages 2 0 R >>"),
            object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            object("<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"),
            stream(&format!("/Filter {filter}"), &data),
        ]);
        assert_eq!(error(&file), "too_large");
    }
    // Ten thousand pages.
    let mut pages = vec![object("<< /Type /Catalog /Pages 2 0 R >>")];
    let kids: Vec<String> = (0..10_000).map(|i| format!("{} 0 R", i + 3)).collect();
    pages.push(object(&format!("<< /Type /Pages /Count 10000 /Kids [{}] >>", kids.join(" "))));
    pages.extend((0..10_000).map(|_| object("<< /Type /Page /Parent 2 0 R >>")));
    assert_eq!(error(&pdf(&pages)), "too_large");
}
