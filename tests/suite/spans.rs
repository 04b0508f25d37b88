//! Properties of reading that hold for any input: blocks in order, every character at its place in the source, what is
//! shown equal to the slice of the source, time linear in the length of hostile input.

use std::time::{Duration, Instant};

use gouji_core::document::{BlockKind, Document};
use gouji_core::language::fold::fold_char;
use gouji_core::read::read;
use gouji_core::source::{Format, Source, Span, reference};
use proptest::prelude::*;

fn document(format: Format, text: &str) -> Option<Document> {
    Source::new("a", format, text.as_bytes()).ok().map(read)
}

/// Everything that must hold for a document.
fn examine(document: &Document) {
    let folded = &document.text.folded;
    let source = &document.source.text;
    let mut end = 0;
    let mut source_end = 0;
    for block in &document.blocks {
        let span = block.span;
        assert!(end <= span.start && span.start < span.end && span.end as usize <= folded.len());
        assert!(folded.is_char_boundary(span.start as usize) && folded.is_char_boundary(span.end as usize));
        end = span.end;
        let range = document.source_range(span);
        assert!(source_end <= range.start && range.start <= range.end && range.end <= source.len());
        source_end = range.end;
        if let BlockKind::Table(index) = block.kind {
            examine_grid(document, index, span);
        } else {
            let slice = document.slice(span);
            assert_eq!(slice, slice.trim());
            assert!(!slice.contains("  ") && !slice.contains('\n'), "{slice:?}");
            let shown = document.shown(span);
            if document.source.format == Format::Html {
                assert_eq!(shown, rendered(&source[range]));
            } else {
                assert_eq!(shown, &source[range]);
            }
        }
    }
    for (at, c) in folded.char_indices().filter(|(_, c)| *c != '\n') {
        let range = document.source_range(Span::new(at, at + c.len_utf8()));
        let raw = &source[range];
        let own = if raw.starts_with('&') && raw.len() > 1 {
            reference(raw).map(|r| r.0).into_iter().collect()
        } else {
            raw.to_owned()
        };
        let alike = own.chars().any(|o| fold_char(o) == Some(c)) || c == ' ' && own.trim().is_empty();
        assert!(alike || document.signs.traditional, "{c:?} at {at} comes from {raw:?}");
    }
}

fn examine_grid(document: &Document, index: usize, span: Span) {
    let grid = &document.grids[index];
    assert_eq!(grid.span, span);
    let mut end = span.start;
    for cell in &grid.cells {
        assert!(end <= cell.span.start && cell.span.end <= span.end);
        end = cell.span.end;
        assert!(cell.row_span >= 1 && cell.row + cell.row_span <= grid.rows);
        assert!(cell.column_span >= 1 && cell.column + cell.column_span <= grid.columns);
        let slice = document.slice(cell.span);
        assert!(!slice.contains('\n') && slice == slice.trim());
    }
    assert_eq!(grid.cover().len(), grid.rows * grid.columns);
}

/// A slice of a page as text, written apart from the program's own: comments and tags out, entities resolved, white
/// space folded.
fn rendered(slice: &str) -> String {
    let mut text = String::new();
    let mut rest = slice;
    while let Some(at) = rest.find('<') {
        text += &rest[..at];
        rest = &rest[at..];
        let letter = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let end = if let Some(comment) = rest.strip_prefix("<!--") { comment.find("-->").map(|n| n + 7) } else { None };
        let script = rest.starts_with("<script>").then(|| rest.find("</script>").map(|n| n + 9)).flatten();
        match end.or(script).or(if letter { rest.find('>').map(|n| n + 1) } else { None }) {
            Some(end) => rest = &rest[end..],
            None => {
                text.push('<');
                rest = &rest[1..];
            }
        }
    }
    text += rest;
    let resolved = [("&nbsp;", "\u{a0}"), ("&#20214;", "件"), ("&lt;", "<"), ("&#8203;", "\u{200b}"), ("&amp;", "&")];
    let text = resolved.iter().fold(text, |text, (from, to)| text.replace(from, to));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const PIECES: &[&str] = &[
    "一、总体情况",
    "118",
    "件",
    "１２",
    "，",
    "（三）",
    "　",
    " ",
    "\n",
    "\t",
    "年度报告。",
    "&nbsp;",
    "&#20214;",
    "&lt;",
    "& ",
    "&#8203;",
    "\u{200b}",
    "⺠",
    "|",
    "||",
    "\n|\n",
    "| 1 | 0 |\n",
    "---\n",
    "|---|\n",
    "**",
    "*",
    "_",
    "`",
    "```\n",
    "#",
    "## ",
    "- ",
    "1. ",
    "[",
    "](a.b)",
    "](",
    "![",
    "\\",
    "> ",
    "\r\n",
    "<p>",
    "</p>",
    "<br>",
    "<div>",
    "</div>",
    "<li>",
    "<h2>",
    "</h2>",
    "<b>",
    "</b>",
    "<",
    "a<1",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<td rowspan=2 colspan=3>",
    "<th rowspan=0>",
    "<caption>",
    "</caption>",
    "<!--",
    "-->",
    "<!-- 注 -->",
    "<img src=a>",
    "<script>",
    "</script>",
    "<pre>",
    "</pre>",
    "\0",
];

/// Pieces that hide text or quote tags, where what is shown and what a plain renderer makes of a slice may differ.
const ODD: &[&str] = &[
    "<span style=\"display:none\">",
    "</span>",
    "<a title=\"",
    "\">",
    "<style>",
    "</style>",
    "<td hidden>",
    "<p hidden>",
    "<select>",
    "</",
];

fn text(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..most).prop_map(|v| v.concat())
}

fn any_piece() -> impl Strategy<Value = &'static str> {
    prop_oneof![prop::sample::select(PIECES), prop::sample::select(ODD)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        max_shrink_iters: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read_in_order_and_leads_back(text in text(PIECES, 60)) {
        for format in [Format::Txt, Format::Md, Format::Html] {
            if let Some(document) = document(format, &text) {
                examine(&document);
            }
        }
    }

    #[test]
    fn any_page_is_read_without_panic(odd in prop::collection::vec(any_piece(), 0..60)) {
        if let Some(document) = document(Format::Html, &odd.concat()) {
            let ends: Vec<u32> = document.blocks.iter().flat_map(|b| [b.span.start, b.span.end]).collect();
            prop_assert!(ends.is_sorted());
            for block in &document.blocks {
                document.shown(block.span);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for format in [Format::Txt, Format::Md, Format::Html] {
            if let Ok(source) = Source::new("a", format, &bytes) {
                let document = read(source);
                for block in &document.blocks {
                    let range = document.source_range(block.span);
                    let origin = &document.source.origin;
                    let byte = |at| origin.byte(&document.source.text, at);
                    let (from, to) = (byte(range.start), byte(range.end));
                    prop_assert!(from.is_some() && from <= to && to.is_some_and(|to| to <= bytes.len()));
                }
            }
        }
    }
}

#[test]
fn a_comment_that_a_line_leaves_open_keeps_the_order() {
    for text in [
        "<p><!--\n|\n\t-->\n一、总体情况\n",
        "| a | b |\n| - | - |\n| 1 <!--\n| 2 | 3 |\n-->\n二、表\n",
        "- 一<!--\n- 二\n-->三\n",
    ] {
        if let Some(document) = document(Format::Md, text) {
            examine(&document);
        }
    }
}

#[test]
fn hostile_input_takes_linear_time() {
    let hostile = [
        "<td>",
        "&",
        "<",
        "|",
        "<!--",
        "<table>",
        "<table><tr><td>",
        "<a \"='",
        "<a =\"",
        "<a ='>\"",
        "<script",
        " =\"<a\" =\">\"",
        "<script>",
        "<div>",
        "<svg>",
        "</",
        "[",
        "[a](",
        "*a ",
        "`",
        "&#",
        "&amp",
        "<td colspan=99999 rowspan=99999>",
        "<tr><td>x<td>1",
        "<tr></tr>x",
        "\t1",
        "1|",
        "1\n|\n",
        "<span style=display:none>",
        "<p hidden>",
        "\\",
        "<br",
        "<br>",
        "> ",
        "\0a",
        "<table><tr>x",
        "<table><caption>",
        "<li>",
        "<pre>\n",
        "- ",
        "| a |\n",
    ];
    for piece in hostile {
        let text = piece.repeat((300 << 10) / piece.len());
        for format in [Format::Txt, Format::Md, Format::Html] {
            let start = Instant::now();
            let document = document(format, &text);
            let took = start.elapsed();
            assert!(took < Duration::from_secs(8), "{piece:?} as {} took {took:?}", format.name());
            assert!(document.is_none_or(|d| d.grids.iter().all(|g| g.rows * g.columns < 1 << 20)));
        }
    }
}

#[test]
fn deep_pages_and_wide_rows_keep_their_text() {
    let deep =
        format!("{}一、总体情况{}", "<div><table><tr><td>".repeat(50_000), "</td></tr></table></div>".repeat(50_000));
    let deep = document(Format::Html, &deep).expect("text");
    assert_eq!(deep.slice(deep.blocks[0].span), "一、总体情况");
    let wide = format!("<p>前</p><table><tr>{}</tr></table><p>后</p>", "<td>1</td>".repeat(100_000));
    let wide = document(Format::Html, &wide).expect("text");
    assert_eq!(wide.signs.limited, Some("table"));
    assert_eq!(wide.blocks.len(), 100_002);
}
