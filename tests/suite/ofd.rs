//! Reports as OFD: laid out in the habits of several programs they read as the report they were laid out from, and
//! packages that are broken, locked, scanned or hostile are told as what they are, soon.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gouji_core::source::{Format, Source};

use crate::common::ofd::{Habit, Page, Parts, package, parts, zipped};
use crate::common::{check, files, findings, fixtures, gouji, name, text, told};
use crate::pdf::understood;

/// The habits of programs, as files in the wild show them.
const HABITS: [Habit; 4] = [
    // Converters of office files.
    Habit { strokes: false, points: true, runs: true, single: false, odd: false, template: false },
    // Forms.
    Habit { strokes: true, points: false, runs: false, single: false, odd: true, template: false },
    Habit { strokes: true, points: false, runs: true, single: true, odd: false, template: false },
    Habit { strokes: false, points: false, runs: true, single: false, odd: false, template: true },
];

fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("writes");
    (folder, path)
}

fn laid_out(source: &Path, habit: Habit) -> Parts {
    let format = Format::of_name(&name(source)).expect("a format");
    parts(&name(source), format, &fs::read(source).expect("a fixture"), habit)
}

/// What is read of one file and not of the other.
fn differing(read: &[String], source: &[String]) -> Vec<String> {
    let without = |all: &[String], others: &[String], mark: &str| -> Vec<String> {
        all.iter().filter(|x| !others.contains(x)).map(|x| format!("{mark}{x}")).collect()
    };
    let mut all = without(read, source, "+");
    all.extend(without(source, read, "-"));
    all
}

/// Every fixture that has its tables with merged cells, each in one habit, and one in all.
#[test]
fn a_report_laid_out_reads_as_its_source() {
    let all: Vec<PathBuf> = ["clean", "flawed"]
        .into_iter()
        .flat_map(files)
        .filter(|p| name(p).ends_with(".md"))
        // Its fault is one that is not told of pages: what stands under a heading may be drawn there.
        .filter(|p| !name(p).contains("yunhe-minzheng-2022"))
        .collect();
    let one = all.iter().find(|p| name(p).contains("yunhe-jiaoyu-2024")).expect("a fixture").clone();
    let each = all.iter().enumerate().map(|(i, p)| (p, HABITS[i % HABITS.len()]));
    let mut wrong = Vec::new();
    for (source, habit) in each.chain(HABITS.iter().map(|h| (&one, *h))) {
        // Merged cells are told in the page of the same report.
        let page = source.with_extension("html");
        let bytes = zipped(&laid_out(if page.is_file() { &page } else { source }, habit));
        if let Ok(folder) = std::env::var("GOUJI_OFD") {
            fs::write(Path::new(&folder).join(name(source).replace(".md", ".ofd")), &bytes).expect("writes");
        }
        let (_folder, path) = written(&name(source).replace(".md", ".ofd"), &bytes);
        let mut found = differing(&understood(&path), &understood(source));
        found.extend(differing(&told(&path), &told(source)));
        if !found.is_empty() {
            wrong.push(format!("{}: {found:#?}", source.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The sentences about what was left out.
fn notes(document: &serde_json::Value) -> String {
    let all = document["notes"].as_array().cloned().unwrap_or_default();
    all.iter().map(|n| text(n).to_owned()).collect::<Vec<_>>().join("\n")
}

fn replaced(parts: &mut Parts, part: &str, from: &str, to: &str) {
    let (_, bytes) = parts.iter_mut().find(|(name, _)| name == part).expect("a part");
    let xml = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
    assert!(xml.contains(from), "{part} has no {from}");
    *bytes = xml.replacen(from, to, 1).into_bytes();
}

fn report() -> Parts {
    laid_out(&fixtures().join("clean/yunhe-jiaoyu-2024.html"), HABITS[0])
}

const PAGE: &str = "Doc_0/Pages/Page_0/Content.xml";

#[test]
fn the_place_is_a_page() {
    let source = fixtures().join("flawed/yunhe-jiaoyu-2023.html");
    let (_folder, path) = written("a.ofd", &zipped(&laid_out(&source, HABITS[2])));
    let (_, document) = check(&path);
    assert_eq!(document["format"], "ofd");
    assert!(!findings(&document).is_empty());
    for finding in findings(&document) {
        let primary = &finding["primary"];
        assert!(text(&primary["place"]).starts_with('第') && primary["byte_start"].is_null(), "{primary}");
    }
}

/// What lies over or behind the text is none of it, and is counted.
#[test]
fn annotations_seals_and_watermarks_are_left_out_and_said() {
    let mut parts = report();
    let behind = "<ofd:TextObject ID=\"9\" Font=\"3\" Size=\"9\" Boundary=\"40 90 90 20\"";
    let code = "<ofd:TextCode X=\"0\" Y=\"9\" DeltaX=\"g 9 9\">收到申请9999件</ofd:TextCode></ofd:TextObject>";
    let layer = "Type=\"Body\">";
    let objects = [
        format!("{behind} Alpha=\"60\">{code}"),
        format!("{behind} CTM=\"0.7 -0.7 0.7 0.7 0 0\">{code}"),
        format!("{behind} Visible=\"false\">{code}"),
        format!("{behind}><ofd:FillColor Alpha=\"0\"/>{code}"),
    ];
    replaced(&mut parts, PAGE, layer, &format!("{layer}{}", objects.concat()));
    replaced(
        &mut parts,
        "OFD.xml",
        "</ofd:DocRoot>",
        "</ofd:DocRoot><ofd:Signatures>/Doc_0/Signs/S.xml</ofd:Signatures>",
    );
    replaced(
        &mut parts,
        "Doc_0/Document.xml",
        "<ofd:Pages>",
        "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:Pages>",
    );
    let ns = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    let annotation = |kind: &str| {
        format!(
            "<ofd:Annot ID=\"9\" Type=\"{kind}\"><ofd:Appearance Boundary=\"40 90 90 20\">{behind}>{code}</ofd:Appearance></ofd:Annot>"
        )
    };
    let all = ["Watermark", "Stamp", "Highlight", "Link"].map(annotation).concat();
    for (name, xml) in [
        ("Doc_0/Signs/S.xml", format!("<ofd:Signatures {ns}><ofd:Signature ID=\"1\" BaseLoc=\"s\"/></ofd:Signatures>")),
        (
            "Doc_0/Annots/Annotations.xml",
            format!(
                "<ofd:Annotations {ns}><ofd:Page PageID=\"100\"><ofd:FileLoc>Page_0/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>"
            ),
        ),
        ("Doc_0/Annots/Page_0/A.xml", format!("<ofd:PageAnnot {ns}>{all}</ofd:PageAnnot>")),
    ] {
        parts.push((name.to_owned(), xml.into_bytes()));
    }
    let (_folder, path) = written("a.ofd", &zipped(&parts));
    let (_, document) = check(&path);
    assert!(findings(&document).is_empty(), "{document}");
    assert_eq!(notes(&document), "不作正文检查：注释1处、签章1处、水印3处");
    let (_, out, _) = gouji(&["check", "--color", "never", &path.to_string_lossy()]);
    assert!(out.contains("水印3处"), "{out}");
}

/// A name that is drawn as outlines is that of the file's title, and it is said so.
#[test]
fn a_name_in_outlines_is_from_the_title() {
    let parts = report();
    let text = String::from_utf8(parts.iter().find(|(n, _)| n == PAGE).expect("a page").1.clone()).expect("UTF-8");
    // The title goes, and what signs the report.
    let without: String = inner(&text)
        .split_inclusive("</ofd:TextObject>")
        .filter(|object| !object.contains("教育局") && !object.contains("年度报告<") && !object.contains("云河县"))
        .collect();
    let outlines = "<ofd:PathObject ID=\"9\" Boundary=\"40 30 13 13\" Fill=\"true\" Stroke=\"false\">\
                    <ofd:AbbreviatedData>M 0 0 B 1 2 3 4 5 6 L 13 13 L 0 13 C</ofd:AbbreviatedData></ofd:PathObject>";
    let pages = [Page(format!("{outlines}{without}"))];
    let mut parts = package(&pages, HABITS[0]);
    replaced(
        &mut parts,
        "OFD.xml",
        "</ofd:DocID>",
        "</ofd:DocID><ofd:Title>云河县教育局2024年政府信息公开工作年度报告</ofd:Title>",
    );
    let (_folder, path) = written("a.ofd", &zipped(&parts));
    let (_, document) = check(&path);
    assert_eq!(document["profile"]["agency"], "云河县教育局", "{document}");
    assert!(notes(&document).contains("取自文件属性中的标题"), "{}", notes(&document));
}

/// The objects of a page.
fn inner(page: &str) -> String {
    let from = page.find("Type=\"Body\">").expect("a layer") + 12;
    page[from..page.rfind("</ofd:Layer>").unwrap_or(page.len())].to_owned()
}

/// The kind of error and its words, told soon (of a build that is not optimised; loaded machines get more).
fn error(bytes: &[u8]) -> (String, String) {
    let (_folder, path) = written("a.ofd", bytes);
    let start = Instant::now();
    let (code, document) = check(&path);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert_eq!(code, 3, "{document}");
    (text(&document["error"]["kind"]).to_owned(), text(&document["error"]["message"]).to_owned())
}

#[test]
fn what_is_broken_is_told_as_broken() {
    let whole = report();
    let bytes = zipped(&whole);
    assert_eq!(error(&bytes[..bytes.len() / 2]).0, "damaged");
    assert_eq!(error(b"PK\x03\x04").0, "damaged");
    assert_eq!(error(b"no package at all").0, "binary");
    assert_eq!(error(b"%PDF-1.7\n").0, "binary");
    for missing in ["OFD.xml", "Doc_0/Document.xml", PAGE] {
        let parts: Parts = whole.iter().filter(|(name, _)| name != missing).cloned().collect();
        let (kind, message) = error(&zipped(&parts));
        assert!(kind == "damaged" && message.contains("缺少部件"), "{missing}: {kind} {message}");
    }
    let mut parts = whole.clone();
    replaced(&mut parts, PAGE, "</ofd:Page>", "");
    assert_eq!(error(&zipped(&parts)).0, "damaged");
    let mut parts = whole.clone();
    parts.push(("../x.xml".to_owned(), Vec::new()));
    assert_eq!(error(&zipped(&parts)).0, "damaged");
    let mut parts = whole.clone();
    let page = parts.iter_mut().find(|(name, _)| name == PAGE).expect("a page");
    page.1 = b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>".to_vec();
    assert_eq!(error(&zipped(&parts)).0, "damaged");
    // Fonts are not needed to read text.
    let parts: Parts = whole.iter().filter(|(name, _)| name != "Doc_0/PublicRes.xml").cloned().collect();
    let (_folder, path) = written("a.ofd", &zipped(&parts));
    assert!(check(&path).1["error"].is_null());
}

#[test]
fn what_is_encrypted_is_told_as_locked() {
    let mut parts = report();
    parts.push(("Encryptions.xml".to_owned(), b"<Encryptions/>".to_vec()));
    assert_eq!(error(&zipped(&parts)).0, "locked");
}

/// No character is read off a picture, and what nobody sees is not read.
#[test]
fn pages_without_text_are_a_scan() {
    let picture = "<ofd:ImageObject ID=\"9\" ResourceID=\"5\" Boundary=\"0 0 210 297\"/>";
    let media = "</ofd:Fonts><ofd:MultiMedias><ofd:MultiMedia ID=\"5\" Type=\"Image\" Format=\"JPEG\">\
                 <ofd:MediaFile>a.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>";
    let mut parts = package(&[Page(picture.to_owned()), Page(picture.to_owned())], HABITS[0]);
    replaced(&mut parts, "Doc_0/PublicRes.xml", "</ofd:Fonts>", media);
    assert_eq!(error(&zipped(&parts)).0, "scan");
    let shapes = "<ofd:PathObject ID=\"9\" Boundary=\"0 0 9 9\" Fill=\"true\"><ofd:AbbreviatedData>\
                  M 0 0 B 1 2 3 4 5 6 C</ofd:AbbreviatedData></ofd:PathObject>";
    assert_eq!(error(&zipped(&package(&[Page(shapes.repeat(400))], HABITS[0]))).0, "scan");
    assert_eq!(error(&zipped(&package(&[Page::default()], HABITS[0]))).0, "empty");
    // The text lies below the pictures of the pages.
    let mut parts = report();
    replaced(&mut parts, "Doc_0/PublicRes.xml", "</ofd:Fonts>", media);
    let pages: Vec<String> = parts.iter().map(|p| p.0.clone()).filter(|n| n.contains("Pages/")).collect();
    for page in pages {
        replaced(&mut parts, &page, "</ofd:Layer>", &format!("{picture}</ofd:Layer>"));
    }
    assert_eq!(error(&zipped(&parts)).0, "scan");
}

#[test]
fn hostile_packages_end_soon() {
    let page = |objects: String| zipped(&package(&[Page(objects)], HABITS[0]));
    let object = |list: &str, text: &str| {
        format!(
            "<ofd:TextObject ID=\"9\" Font=\"3\" Size=\"4\" Boundary=\"20 20 90 9\"><ofd:TextCode X=\"0\" Y=\"4\" \
             DeltaX=\"{list}\">{text}</ofd:TextCode></ofd:TextObject>"
        )
    };
    let (_folder, path) =
        written("a.ofd", &page(object("g 2000000000 4 g 99999999999999999999 1", "云河县教育局年度报告")));
    assert_eq!(check(&path).1["error"]["kind"], "not_a_report");
    // Too many tags, too much text, blocks in blocks, a drawing that holds itself.
    assert_eq!(error(&page("<ofd:PageBlock/>".repeat(2_100_000))).0, "too_large");
    assert_eq!(error(&page(object("g 9 4", &"云".repeat(1_600_000)))).0, "too_large");
    let deep = format!("{}{}", "<ofd:PageBlock>".repeat(20_000), "</ofd:PageBlock>".repeat(20_000));
    assert_eq!(error(&page(deep)).0, "too_large");
    let own = "<ofd:CompositeObject ID=\"9\" ResourceID=\"5\" Boundary=\"0 0 9 9\"/>".repeat(3);
    let mut parts = package(&[Page(own.clone())], HABITS[0]);
    let unit = format!(
        "</ofd:Fonts><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID=\"5\"><ofd:Content>{own}</ofd:Content>\
         </ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    );
    replaced(&mut parts, "Doc_0/PublicRes.xml", "</ofd:Fonts>", &unit);
    assert_eq!(error(&zipped(&parts)).0, "too_large");
    // Thousands of pages that are one, and a long path.
    let mut parts = package(&[Page::default()], HABITS[0]);
    let one = "<ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/>".repeat(5_000);
    replaced(&mut parts, "Doc_0/Document.xml", "<ofd:Pages>", &format!("<ofd:Pages>{one}"));
    assert_eq!(error(&zipped(&parts)).0, "too_large");
    let path = format!(
        "<ofd:PathObject ID=\"9\" Boundary=\"0 0 9 9\"><ofd:AbbreviatedData>{}</ofd:AbbreviatedData></ofd:PathObject>",
        "L 1 1 ".repeat(5_000_000)
    );
    assert_eq!(error(&page(path)).0, "empty");
}

/// A file for signing is not written into; a page beside it shows the findings.
#[test]
fn annotate_offers_a_page() {
    let (folder, path) = written("a.ofd", &zipped(&report()));
    let out = folder.path().join("b.ofd");
    let (code, _, told) = gouji(&["annotate", &path.to_string_lossy(), "-o", &out.to_string_lossy()]);
    assert!(code == 2 && told.contains("--format html"), "{code} {told}");
    assert!(!out.exists());
    let (_, out, _) = gouji(&["check", "--format", "html", &path.to_string_lossy()]);
    assert!(out.contains("<article"), "a page is made");
}

/// As a converter from the registry of Python writes: names in lower case, colours as elements, pieces of a line all at
/// the place of the line.
#[test]
fn pieces_at_the_place_of_their_line_follow_each_other() {
    let piece = |text: &str| {
        format!(
            "<ofd:TextObject ID=\"9\" Font=\"3\" size=\"4\" Boundary=\"20 60 60 4\"><ofd:FillColor><Value>0 0 0</Value>\
             </ofd:FillColor><ofd:TextCode X=\"0\" Y=\"4\" DeltaX=\"g 9 8\">{text}</ofd:TextCode></ofd:TextObject>"
        )
    };
    let pieces = ["本机关", "2024", "年收到申请", "12", "件", "，办结", "12", "件。"].map(piece).concat();
    // Bold that is drawn twice is no piece of a line.
    let bold = piece("结转上年").repeat(2).replace("20 60", "20 90").replace("g 9 8", "g 9 4");
    // One step for wide and narrow characters: no gaps are told by it.
    let even = piece("全年主动公开862条").replace("20 60", "20 120").replace("g 9 8", "g 9 3.9");
    let figure = piece("298.1").replace("20 60", "20 150").replace("g 9 8", "g 4 2.4");
    let bytes = zipped(&package(&[Page(format!("{pieces}{bold}{even}{figure}"))], HABITS[2]));
    let document = gouji_core::read::read(Source::new("a.ofd", Format::Ofd, bytes).expect("a package"));
    assert_eq!(document.source.text, "本机关2024年收到申请12件，办结12件。\n结转上年\n全年主动公开862条\n298.1\n");
}

/// Found in a folder, and told from a Word document on standard input.
#[test]
fn it_is_found_in_folders_and_by_its_bytes() {
    let bytes = zipped(&report());
    let (folder, _path) = written("a.ofd", &bytes);
    let (_, out, _) = gouji(&["check", "--format", "json", &folder.path().to_string_lossy()]);
    assert!(out.contains("\"format\": \"ofd\"") || out.contains("\"format\":\"ofd\""), "{out}");
    let output = assert_cmd::Command::cargo_bin("gouji")
        .expect("the binary")
        .args(["check", "--format", "json", "-"])
        .write_stdin(bytes)
        .output()
        .expect("it runs");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(out.contains("\"ofd\""), "{out}");
}
