//! The report's own sentences in both languages: why a file could not be read or judged, why a rule could not be
//! determined. What the law says stands in the rulebook, never here.

use super::model::{Basis, Problem, ProblemKind, Severity};
use crate::checks::outcome::Why;
use crate::document::LeftOut;
use crate::facts::model::Unread;
use crate::source::{Looks, PackageFault};
use crate::terms::Language;

impl Problem {
    /// A problem with the standing sentence for its kind: what is the matter, and what to do.
    pub fn new(kind: ProblemKind, language: Language) -> Self {
        Self { kind, message: kind.sentence(language).to_owned() }
    }

    /// The file is none of the documents that the rules are about; `documents` is what one of these is called.
    pub fn not_a_report(documents: &str, language: Language) -> Self {
        let message = match language {
            Language::Zh => format!("不是{documents}，请确认文件，或用 --skip-others 跳过此类文件"),
            Language::En => format!("not {documents}: check the file, or pass --skip-others"),
        };
        Self { kind: ProblemKind::NotAReport, message }
    }

    /// The same with the particular after it (the system's own words, a year).
    pub fn with(kind: ProblemKind, language: Language, detail: impl std::fmt::Display) -> Self {
        let (open, close) = match language {
            Language::Zh => ("（", "）"),
            Language::En => (" (", ")"),
        };
        Self { kind, message: format!("{}{open}{detail}{close}", kind.sentence(language)) }
    }
}

/// What was left out of a file of pages, and whether its name for itself had to stand for one that it shows.
pub fn notes(left_out: LeftOut, named_by_file: bool, language: Language) -> Vec<String> {
    let LeftOut { annotations, seals, watermarks } = left_out;
    let counted = [
        (annotations, "注释", "annotations"),
        (seals, "签章", "seals and signatures"),
        (watermarks, "水印", "watermarks"),
    ];
    let counted: Vec<String> = counted
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, zh, en)| match language {
            Language::Zh => format!("{zh}{count}处"),
            Language::En => format!("{count} {en}"),
        })
        .collect();
    let mut notes = Vec::new();
    if !counted.is_empty() {
        notes.push(match language {
            Language::Zh => format!("不作正文检查：{}", counted.join("、")),
            Language::En => format!("not read as text of the report: {}", counted.join(", ")),
        });
    }
    if named_by_file {
        notes.push(
            language
                .pick(
                    "版面文字中没有单位名称（可能是图形），取自文件属性中的标题",
                    "the pages name no body in text (it may be drawn): its name is the title in the file's properties",
                )
                .to_owned(),
        );
    }
    notes
}

/// Why a package could not be read.
pub fn fault(fault: &PackageFault, language: Language) -> Problem {
    let detail = |zh: &str, name: &str| match language {
        Language::Zh if name.is_empty() => zh.to_owned(),
        Language::Zh => format!("{zh}：{name}"),
        Language::En => fault.to_string(),
    };
    let (kind, detail) = match fault {
        PackageFault::Encrypted => return Problem::new(ProblemKind::Locked, language),
        PackageFault::Bomb(name) => (ProblemKind::TooLarge, detail("解压后过大", name)),
        PackageFault::Damaged(why) => (ProblemKind::Damaged, detail("无法解析", why)),
        PackageFault::Missing(name) => (ProblemKind::Damaged, detail("缺少部件", name)),
        PackageFault::Traversal(name) => (ProblemKind::Damaged, detail("含有越出压缩包的路径", name)),
        PackageFault::Entities(name) => (ProblemKind::Damaged, detail("含有实体声明", name)),
    };
    Problem::with(kind, language, detail)
}

/// The file is not what its name says; what it is, and what to do.
pub fn binary(looks: Looks, language: Language) -> Problem {
    let (zh, en) = match looks {
        Looks::Unknown => return Problem::new(ProblemKind::Binary, language),
        Looks::Pdf => {
            ("文件实际是 PDF，请把扩展名改为 .pdf 后再检查", "a PDF under another name: name it .pdf and check again")
        }
        Looks::Word => (
            "文件实际是 Word 文档，请把扩展名改为 .docx 后再检查",
            "a Word document under another name: name it .docx and check again",
        ),
        Looks::OldOffice => (
            "文件实际是旧版 Office 或 WPS 文档，请用 Word 或 WPS 打开，另存为 .docx 后再检查",
            "an old document of Office or WPS: open it in Word or WPS, save it as .docx and check that",
        ),
        Looks::Sheets => (
            "文件实际是表格文件（.xlsx），不是报告正文，请检查报告的 .docx、.pdf 或 .html",
            "a workbook (.xlsx), not the report: check the report's .docx, .pdf or .html",
        ),
        Looks::Slides => (
            "文件实际是演示文稿（.pptx），不是报告正文，请检查报告的 .docx、.pdf 或 .html",
            "slides (.pptx), not the report: check the report's .docx, .pdf or .html",
        ),
        Looks::OpenDocument => (
            "文件实际是 OpenDocument 文档，请用 Word、WPS 或 LibreOffice 打开，另存为 .docx 后再检查",
            "a document of OpenDocument: open it in Word, WPS or LibreOffice, save it as .docx and check that",
        ),
        Looks::WordXml => (
            "文件实际是 XML 格式的 Word 文档，请用 Word 或 WPS 打开，另存为 .docx 后再检查",
            "a document of Word in XML: open it in Word or WPS, save it as .docx and check that",
        ),
        Looks::Ofd => {
            ("文件实际是 OFD，请把扩展名改为 .ofd 后再检查", "an OFD under another name: name it .ofd and check again")
        }
        Looks::Zip => ("文件实际是压缩包，请解压后检查里面的文件", "an archive: unpack it and check what is in it"),
        Looks::Picture => (
            "文件实际是图片，没有可读的文字，请检查原稿（.docx、.html、.md、.txt）",
            "a picture without text: check the draft",
        ),
        Looks::RichText => (
            "文件实际是 RTF 文档，请用 Word 或 WPS 打开，另存为 .docx 后再检查",
            "a rich text document: open it in Word or WPS, save it as .docx and check that",
        ),
    };
    let name = looks.name();
    let message = match language {
        Language::Zh => format!("{zh}（{name}）"),
        Language::En => format!("{en} ({name})"),
    };
    Problem { kind: ProblemKind::Binary, message }
}

impl ProblemKind {
    fn sentence(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            ProblemKind::NotFound => ("找不到文件，请检查路径", "no such file: check the path"),
            ProblemKind::Unreadable => {
                ("文件无法读取，请检查权限或重新下载", "cannot be read: check its permissions or fetch it again")
            }
            ProblemKind::Empty => {
                ("文件是空的，没有可检查的内容，请确认保存是否完整", "the file is empty: check that it was saved whole")
            }
            ProblemKind::Binary => (
                "不是文本文件，扩展名可能有误，请另存为 .docx、.html、.md 或 .txt 后再检查",
                "holds binary data, its name may be wrong: save it as .docx, .html, .md or .txt and check again",
            ),
            ProblemKind::NeedsWord => (
                "旧版 Word 或 WPS 文档无法直接检查，请用 Word 或 WPS 打开，另存为 .docx 后再检查；装有 LibreOffice 时可自动转换",
                "an old Word or WPS document: open it in Word or WPS, save it as .docx and check that; \
                 where LibreOffice is installed it is converted",
            ),
            ProblemKind::UnsupportedFormat => (
                "不支持的文件格式，可检查 .docx、.pdf、.ofd、.html、.md、.txt，请转换格式后再检查",
                "not a supported format: .docx, .pdf, .ofd, .html, .md and .txt can be checked, convert it first",
            ),
            ProblemKind::TooLarge => {
                ("文件过大，不像一份年度报告，请确认文件", "too large for an annual report: check the file")
            }
            ProblemKind::NotAReport => (
                "不是规则所检查的报告，请确认文件，或用 --skip-others 跳过此类文件",
                "not a report that the rules are about: check the file, or pass --skip-others",
            ),
            ProblemKind::EmptyShell => (
                "网页正文由脚本生成，保存的文件里没有报告内容，请在浏览器中打开后另存正文",
                "the page's text is rendered by a script and is not in the file: \
                 open it in a browser and save the text",
            ),
            ProblemKind::Elsewhere => (
                "文件里没有报告正文，正文在附件、图片或另一个网页中，请检查那个文件",
                "the report's text is not in this file but in an attachment, a picture or another page: check that",
            ),
            ProblemKind::Damaged => (
                "文件已损坏或不完整，无法打开，请重新下载或重新导出后再检查",
                "the file is damaged or cut off: fetch it again, or export it again",
            ),
            ProblemKind::Locked => (
                "文件设有打开密码，无法读取，请另存一份没有密码的再检查",
                "the file asks for a password: save a copy without one and check that",
            ),
            ProblemKind::Scan => (
                "内容是扫描件或图片，没有可读的文字，请改用由 Word、WPS 直接导出的 PDF 或 OFD，或检查原稿（.docx、.html、.md、.txt）",
                "it holds pictures or scanned pages without text: take the PDF or OFD exported from Word or WPS, \
                 or check the draft (.docx, .html, .md, .txt)",
            ),
            ProblemKind::Imported => (
                "正文是嵌入的另一个文件，没有可直接读取的文字，请用 Word 或 WPS 打开，另存为 .docx 后再检查",
                "its text is another file embedded in it: open it in Word or WPS, save it as .docx and check that",
            ),
            ProblemKind::NamelessText => (
                "文件中的字体没有文字编码，内容无法提取，请重新导出 PDF，或检查原稿（.docx、.html、.md、.txt）",
                "its fonts do not say what characters stand there: export the PDF again, \
                 or check the draft (.docx, .html, .md, .txt)",
            ),
            ProblemKind::BlankForm => {
                ("是尚未填写的空白格式，没有可检查的内容", "the year's blank form: there is nothing to check yet")
            }
            ProblemKind::SchoolReport => (
                "是按学年编制的学校信息公开报告，适用教育部门的规定，不在检查范围内，未作判断",
                "a school's report by school year, under the rules for schools: nothing was judged",
            ),
            ProblemKind::BeforeRules => (
                "报告年度早于制度施行，没有适用的规则，未作判断",
                "the report year is earlier than the rules: nothing was judged",
            ),
            ProblemKind::YearUnknown => (
                "看不出是哪一年度的报告，无法确定适用的规则，请用 --year 指明年度",
                "the report year cannot be told, so no rules could be chosen: say it with --year",
            ),
            ProblemKind::CannotAlter => (
                "自测要在报告的副本中改写文字，PDF 和 OFD 无法改写，请用原稿（.docx、.html、.md、.txt）",
                "seeds errors into a copy of the text, and PDF and OFD cannot be rewritten: \
                 take the draft (.docx, .html, .md, .txt)",
            ),
            ProblemKind::Internal => {
                ("检查程序内部出错，请附上文件反馈给开发者", "an internal error: please report it, with the file")
            }
        };
        language.pick(zh, en)
    }
}

impl Basis {
    /// The provision as it is cited: 《title》（number）clause.
    pub fn cited(&self, language: Language) -> String {
        let title = self.title.as_ref().filter(|t| **t != self.instrument);
        let name = match (title, language) {
            (Some(title), Language::Zh) => format!("《{title}》（{}）", self.instrument),
            (Some(title), Language::En) => format!("{title} ({})", self.instrument),
            (None, _) => self.instrument.clone(),
        };
        let space = if self.clause.is_empty() { "" } else { language.pick("", ", ") };
        format!("{name}{space}{}", self.clause)
    }
}

/// Why a rule could not be determined, in words.
pub fn why(why: Why, language: Language) -> &'static str {
    let (zh, en) = match why {
        Why::PartOfReport => ("文件只是报告的一部分", "the text is only a part of a report"),
        Why::TableUnread => ("表格未能完整识别", "a table is there and could not be read"),
        Why::CellsUnread => ("所需单元格没有可用的数字", "cells it needs hold no number that could be read"),
        Why::YearUnknown => ("报告年度不明", "the report year is not known"),
        Why::BodyUnknown => ("单位类型不明", "the kind of body is not known"),
        Why::NoDate => ("没有公布日期或落款日期", "there is no date of publication or signature"),
        Why::NotSigned => ("没有落款日期", "there is no date of signature"),
        Why::GlyphsLost => ("文字在复制中缺失", "characters were lost in copying"),
        Why::Picture => {
            ("表格可能是图片，或在嵌入的文件里", "the table may be a picture, or stand in an embedded file")
        }
    };
    language.pick(zh, en)
}

/// Pages that are pictures, in words: which, and what that means.
pub fn pictured(pages: &[u32], language: Language) -> (String, &'static str) {
    let list: Vec<String> = pages.iter().take(10).map(u32::to_string).collect();
    let more = if pages.len() > list.len() { "…" } else { "" };
    let place = match language {
        Language::Zh => format!("第{}{more}页", list.join("、")),
        Language::En => format!("page {}{more}", list.join(", ")),
    };
    (place, language.pick("整页是图片，没有可读的文字", "a picture, without text to read"))
}

/// Why a row of a table could not be read, in words.
pub fn unread(why: Unread, language: Language) -> &'static str {
    let (zh, en) = match why {
        Unread::UnclearHeader => ("表头看不出各列", "the header does not tell the columns"),
        Unread::WrongNumber => ("数值个数与列数不符", "the number of values does not fit the columns"),
        Unread::Unsure => ("文字与单元格的对应关系不确定", "which text stands in which cell is not sure"),
        Unread::UnclearRow => ("行名可指多行", "the label may mean several rows"),
    };
    language.pick(zh, en)
}

impl Severity {
    /// The word for people.
    pub fn word(self, language: Language) -> &'static str {
        match self {
            Severity::Error => language.pick("错误", "error"),
            Severity::Warning => language.pick("警告", "warning"),
            Severity::Info => language.pick("提示", "info"),
        }
    }
}
