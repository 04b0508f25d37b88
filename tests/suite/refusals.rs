//! Files that hold no report, or are not what their names say: what they are is told, with what to do; and those that
//! can be read are.

use std::path::{Path, PathBuf};

use encoding_rs::GBK;
use tempfile::TempDir;

use crate::common::word::{document, paragraph};
use crate::common::{check, fixtures, gouji, text, told};

const TITLE: &str = "云河县教育局2024年政府信息公开工作年度报告";

fn page() -> String {
    std::fs::read_to_string(fixtures().join("clean/yunhe-jiaoyu-2024.html")).expect("a page")
}

fn written(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

fn is_read(path: &Path, kind: &str) {
    let (code, document) = check(path);
    assert_eq!(told(path), Vec::<String>::new(), "{kind}");
    assert_eq!((code, &document["coverage"]["cells_read"]), (0, &200.into()), "{kind}");
}

/// The kind of the problem and its words; the run ends with 3.
fn refused(path: &Path) -> (String, String) {
    let (code, document) = check(path);
    let error = &document["error"];
    assert_eq!(code, 3, "{error} {document}");
    (text(&error["kind"]).to_owned(), text(&error["message"]).to_owned())
}

#[test]
fn a_title_alone_is_no_report_without_sections() {
    let folder = tempfile::tempdir().expect("a folder");
    let page =
        |body: &str| format!("<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{body}</body></html>");
    for (kind, body, to) in [
        ("a file", "<p>附件：<a href=\"files/P1.docx?x=1\">年度报告.docx</a></p>", "files/P1.docx?x=1"),
        ("a frame", "<iframe src=\"report.pdf\"></iframe>", "report.pdf"),
        ("an object", "<object data='b.pdf' type='application/pdf'></object>", "b.pdf"),
        ("pictures", "<p>发布时间：2025-01-20</p><img src=1.jpg><img src=2.jpg>", ""),
        ("words", "<p>报告全文详见附件。</p>", ""),
        (
            "other years",
            "<ul><li><a href=1>云河县教育局2023年政府信息公开工作年度报告</a><li><a href=2>云河县教育局2022年政府信息公开工作年度报告</a></ul>",
            "",
        ),
    ] {
        let (problem, message) = refused(&written(&folder, "a.html", page(body)));
        assert_eq!(problem, "elsewhere", "{kind}");
        assert!(message.contains(to), "{kind}: {message}");
    }
    let (problem, _) = refused(&written(&folder, "a.txt", format!("{TITLE}\n\n见附件\n")));
    assert_eq!(problem, "elsewhere");
    let picture = "<w:p><w:r><w:drawing><pic:pic xmlns:pic=\"x\"/></w:drawing></w:r></w:p>";
    let (problem, _) = refused(&written(&folder, "a.docx", document(&format!("{}{picture}", paragraph(TITLE)))));
    assert_eq!(problem, "scan");
    // A draft that says something is judged.
    let (code, judged) = check(&written(
        &folder,
        "b.txt",
        format!(
            "{TITLE}\n\n2024年，我局按照条例公开政府信息12条，受理公开申请3件，均在法定期限内答复，网站和公开专栏运行正常，其余详见附件。一、总体情况\n我局没有其他事项，工作平稳。\n"
        ),
    ));
    assert!(code == 1 && judged["error"].is_null(), "{code} {judged}");
}

#[test]
fn a_page_that_leads_elsewhere_says_where() {
    let folder = tempfile::tempdir().expect("a folder");
    for (kind, page, to) in [
        (
            "refresh",
            "<html><head><meta http-equiv=\"Refresh\" content=\"0; URL='./r/P1.pdf'\"></head><body></body></html>",
            "./r/P1.pdf",
        ),
        (
            "frames",
            "<html><frameset cols=\"20%,*\"><frame src=\"main.html\"><frame src=b.html></frameset><noframes>浏览器不支持框架</noframes></html>",
            "main.html",
        ),
        ("a frame", "<html><body><iframe width=9 src='body.html'></iframe></body></html>", "body.html"),
    ] {
        let (problem, message) = refused(&written(&folder, "a.html", page));
        assert_eq!(problem, "elsewhere", "{kind}");
        assert!(message.contains(to), "{kind}: {message}");
    }
}

#[test]
fn an_article_that_the_page_keeps_back_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = page();
    let (start, end) = (page.find("<h1").expect("a title"), page.find("</body>").expect("an end"));
    for tag in ["script type=\"text/xml\"", "template id=x", "noscript", "script type=text/html"] {
        let name = tag.split(' ').next().expect("a name");
        let kept = format!("<html><body><div id=c></div><{tag}>{}</{name}></body></html>", &page[start..end]);
        is_read(&written(&folder, "a.html", kept), tag);
    }
}

#[test]
fn a_page_under_another_name_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = page();
    for name in ["a.txt", "a.md", "a.docx", "a.doc", "a.wps", "a.htm"] {
        is_read(&written(&folder, name, &page), name);
    }
    let archive = |encoding: &str, body: &str| {
        format!(
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"----=_x\"\n\nSingle file.\n\n\
             ------=_x\nContent-Location: file:///C:/a.htm\nContent-Transfer-Encoding: {encoding}\n\
             Content-Type: text/html; charset=\"gb2312\"\n\n{body}\n------=_x--\n"
        )
    };
    let printable: String =
        GBK.encode(&page.replace("charset=\"utf-8\"", "charset=gb2312")).0.iter().fold(String::new(), |out, b| {
            if b.is_ascii() && *b != b'=' { out + &char::from(*b).to_string() } else { format!("{out}={b:02X}") }
        });
    for name in ["a.doc", "a.html", "a.mht", "a.docx"] {
        is_read(&written(&folder, name, archive("quoted-printable", &printable)), name);
        is_read(&written(&folder, name, archive("8bit", &page)), name);
    }
}

#[test]
fn labels_that_lie_and_lines_that_end_oddly() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = page();
    for label in ["iso-8859-1", "windows-1252", "us-ascii", "latin1"] {
        let lying = page.replacen("utf-8", label, 1);
        assert_ne!(lying, page);
        is_read(&written(&folder, "a.html", GBK.encode(&lying).0), label);
    }
    for ending in ["txt", "md"] {
        let lines = std::fs::read_to_string(fixtures().join("clean/yunhe-jiaoyu-2024.html").with_extension(ending))
            .expect("text");
        is_read(&written(&folder, &format!("a.{ending}"), lines.replace('\n', "\r")), ending);
        let wide: Vec<u8> = lines.encode_utf16().flat_map(u16::to_le_bytes).collect();
        is_read(&written(&folder, &format!("a.{ending}"), wide), "UTF-16 without a mark");
    }
    // Places are those of the lines as people count them.
    let old = std::fs::read_to_string(fixtures().join("flawed/yunhe-jiaoyu-2023.txt")).expect("text");
    let (_, one) = check(&written(&folder, "b.txt", &old));
    let (_, two) = check(&written(&folder, "b.txt", old.replace('\n', "\r")));
    let places = |d: &serde_json::Value| {
        d["findings"].as_array().expect("findings").iter().map(|f| f["primary"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(places(&one), places(&two));
}

#[test]
fn what_a_file_is_in_truth() {
    let folder = tempfile::tempdir().expect("a folder");
    let sheet =
        crate::common::word::package(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]);
    let open = b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.text".to_vec();
    for (name, bytes, says) in [
        ("a.docx", b"%PDF-1.7\n".to_vec(), "改为 .pdf"),
        ("a.pdf", document(&paragraph(TITLE)), "改为 .docx"),
        ("a.html", sheet, ".xlsx"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 word".to_vec(), "旧版"),
        ("a.txt", b"\x89PNG\r\n\x1a\n".to_vec(), "图片"),
        ("a.html", b"Rar!\x1a\x07".to_vec(), "压缩包"),
        (
            "a.docx",
            br#"<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>"#.to_vec(),
            "XML",
        ),
        (
            "a.doc",
            br#"<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>"#
                .to_vec(),
            "XML",
        ),
        ("a.txt", b"{\\rtf1\\ansi}".to_vec(), "RTF"),
        ("a.html", open, "OpenDocument"),
    ] {
        let (problem, message) = refused(&written(&folder, name, bytes));
        assert_eq!(problem, "binary", "{name} {says}");
        assert!(message.contains(says), "{name}: {message}");
    }
}

#[test]
fn a_part_in_the_encoding_of_its_system() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.docx");
    let all: Vec<(String, Vec<u8>)> = crate::common::word::parts(&fixtures().join("clean/yunhe-jiaoyu-2024.docx"))
        .into_iter()
        .map(|(name, data)| match name.as_str() {
            "word/document.xml" => {
                let xml = String::from_utf8(data).expect("UTF-8");
                let body = xml.split_once("?>").map_or(xml.as_str(), |(_, body)| body);
                (name, GBK.encode(&format!("<?xml version=\"1.0\" encoding=\"GB2312\"?>{body}")).0.into_owned())
            }
            _ => (name, data),
        })
        .collect();
    let list: Vec<(&str, &[u8])> = all.iter().map(|(n, d)| (n.as_str(), d.as_slice())).collect();
    std::fs::write(&path, crate::common::word::package(&list)).expect("written");
    is_read(&path, "GB2312");
}

#[test]
fn a_page_in_an_archive_is_annotated_as_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = page().replacen(">38<", ">83<", 1);
    let archive = format!("MIME-Version: 1.0\nContent-Type: text/html\n\n{wrong}");
    let (path, out) = (written(&folder, "a.mht", archive), folder.path().join("out.html"));
    let (code, _, stderr) = gouji(&["annotate", &path.to_string_lossy(), "-o", &out.to_string_lossy()]);
    assert_eq!(code, 0, "{stderr}");
    assert!(std::fs::read_to_string(out).expect("a page").contains("<mark class=\"gouji "));
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.md");
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo");
    assert!(made.success());
    assert_eq!(refused(&path).0, "unreadable");
}

#[test]
#[cfg(target_os = "linux")]
fn names_that_differ_in_bytes_are_two_files() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    for byte in [0xe9u8, 0xe8] {
        let name = [b"a".as_slice(), &[byte], b".md"].concat();
        std::fs::write(folder.path().join(std::ffi::OsStr::from_bytes(&name)), "年报").expect("written");
    }
    let (_, stdout, _) = gouji(&["check", "--format", "json", &folder.path().to_string_lossy()]);
    let report: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(report["summary"]["skipped"], 2, "{stdout}");
}

#[test]
#[cfg(unix)]
fn an_output_that_may_not_be_written_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let report = written(&folder, "a.html", page());
    let out = written(&folder, "out.json", "kept");
    let mode = |mode| std::fs::set_permissions(&out, std::fs::Permissions::from_mode(mode)).expect("ours");
    let check = || gouji(&["check", "--format", "json", &report.to_string_lossy(), "-o", &out.to_string_lossy()]);
    mode(0o444);
    let (code, _, stderr) = check();
    assert_eq!((code, std::fs::read_to_string(&out).expect("there").as_str()), (2, "kept"), "{stderr}");
    mode(0o600);
    assert_eq!(check().0, 0);
    assert_eq!(std::fs::metadata(&out).expect("there").permissions().mode() & 0o777, 0o600);
}

/// A word processor that shows what it was given: nothing of it reaches another machine, nobody else reads its folder.
#[test]
#[cfg(unix)]
fn the_converter_is_kept_from_the_network() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    std::fs::create_dir(here.join("bin")).expect("a folder");
    let office = "#!/bin/sh\nprofile=${1#-env:UserInstallation=file://}\n\
                  cp \"$profile/user/registrymodifications.xcu\" \"$HERE/profile\"\n\
                  env > \"$HERE/env\"\nstat -c %a \"$(dirname \"$profile\")\" > \"$HERE/mode\"\n";
    std::fs::write(here.join("bin/soffice"), office).expect("written");
    std::fs::set_permissions(here.join("bin/soffice"), std::fs::Permissions::from_mode(0o755)).expect("ours");
    let old = written(&folder, "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old");
    let path = format!("{}:{}", here.join("bin").display(), std::env::var("PATH").unwrap_or_default());
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("gouji"));
    let ended =
        command.arg("check").arg(&old).env("PATH", path).env("HERE", here).env("no_proxy", "*").output().expect("runs");
    assert_eq!(ended.status.code(), Some(3));
    let read = |name: &str| std::fs::read_to_string(here.join(name)).expect(name);
    let profile = read("profile");
    assert!(roxmltree::Document::parse(&profile).is_ok(), "{profile}");
    for setting in ["ooInetProxyType", "ooInetHTTPProxyName", "ooInetHTTPSProxyName", "BlockUntrustedRefererLinks"] {
        assert!(profile.contains(setting), "{setting}");
    }
    let env = read("env");
    assert!(env.contains("https_proxy=http://127.0.0.1:9") && !env.contains("no_proxy="), "{env}");
    if cfg!(target_os = "linux") {
        assert_eq!(read("mode").trim(), "700");
    }
}
