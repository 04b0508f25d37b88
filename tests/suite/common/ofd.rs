//! Writes OFD (GB/T 33190): lays a report out on pages, its tables with ruling lines, in the habits of programs.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use gouji_core::document::{BlockKind, Document, Grid, GridCell};
use gouji_core::source::{Format, Source};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How a program writes.
#[derive(Clone, Copy, Default)]
pub struct Habit {
    /// Ruling lines are stroked, else they are thin filled rectangles, one a side of a cell.
    pub strokes: bool,
    /// Objects are in points that a matrix scales, else in millimetres.
    pub points: bool,
    /// Steps between characters are written as runs.
    pub runs: bool,
    /// Each character is an object of its own.
    pub single: bool,
    /// Without a namespace, locations from the root, and entries in another case.
    pub odd: bool,
    /// What stands on each page stands in a template.
    pub template: bool,
}

/// Left, top, right and bottom of the type area, and the page, in millimetres.
const LEFT: f32 = 28.0;
const TOP: f32 = 30.0;
const RIGHT: f32 = 184.0;
const BOTTOM: f32 = 268.0;
const TEXT: f32 = 5.6;
const PITCH: f32 = 9.8;
const CELL: f32 = 3.7;
const CELL_PITCH: f32 = 4.8;
const PADDING: f32 = 1.4;

/// What stands on a page, as XML.
#[derive(Default)]
pub struct Page(pub String);

/// The width of a character in sizes.
fn wide(c: char) -> f32 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

fn length(text: &str, size: f32) -> f32 {
    text.chars().map(|c| wide(c) * size).sum()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl Page {
    /// A line of text that begins at `x` with the base line `y`.
    pub fn text(&mut self, habit: Habit, text: &str, x: f32, y: f32, size: f32) {
        if habit.single {
            let mut at = x;
            for c in text.chars() {
                self.object(habit, &c.to_string(), at, y, size);
                at += wide(c) * size;
            }
        } else {
            self.object(habit, text, x, y, size);
        }
    }

    fn object(&mut self, habit: Habit, text: &str, x: f32, y: f32, size: f32) {
        let scale = if habit.points { 25.4 / 72.0 } else { 1.0 };
        let matrix = if habit.points { " CTM=\"0.3528 0 0 0.3528 0 0\"" } else { "" };
        let size = size / scale;
        let mut steps: Vec<f32> = text.chars().map(|c| wide(c) * size).collect();
        steps.pop();
        let mut list = String::new();
        let mut at = 0;
        while at < steps.len() {
            let same = steps[at..].iter().take_while(|s| **s == steps[at]).count();
            let _ = match same {
                3.. if habit.runs => write!(list, "g {same} {} ", steps[at]),
                _ => write!(list, "{} ", steps[at]),
            };
            at += if habit.runs && same >= 3 { same } else { 1 };
        }
        let steps = if list.is_empty() { String::new() } else { format!(" DeltaX=\"{}\"", list.trim_end()) };
        let (top, height) = (y - size * scale, size * scale * 1.3);
        let _ = write!(
            self.0,
            "<ofd:TextObject ID=\"9\" Font=\"3\" Size=\"{size}\" Boundary=\"{x} {top} {} {height}\"{matrix}>\
             <ofd:FillColor Value=\"0 0 0\"/><ofd:TextCode X=\"0\" Y=\"{size}\"{steps}>{}</ofd:TextCode></ofd:TextObject>",
            length(text, size * scale) + 1.0,
            escaped(text)
        );
    }

    /// A ruling line along an axis.
    pub fn line(&mut self, habit: Habit, (x, y): (f32, f32), (to_x, to_y): (f32, f32)) {
        let (w, h) = (to_x - x, to_y - y);
        let _ = if habit.strokes {
            write!(
                self.0,
                "<ofd:PathObject ID=\"9\" Boundary=\"{x} {y} {w} {h}\" LineWidth=\"0.2\">\
                 <ofd:StrokeColor Value=\"0 0 0\"/><ofd:AbbreviatedData>M 0 0 L {w} {h}</ofd:AbbreviatedData></ofd:PathObject>"
            )
        } else {
            let (w, h) = (w.max(0.35), h.max(0.35));
            write!(
                self.0,
                "<ofd:PathObject ID=\"9\" Boundary=\"{x} {y} {w} {h}\" Stroke=\"false\" Fill=\"true\">\
                 <ofd:AbbreviatedData>M 0 0 L {w} 0 L {w} {h} L 0 {h} L 0 0 C</ofd:AbbreviatedData></ofd:PathObject>"
            )
        };
    }
}

/// The parts of a package, for tests that change them.
pub type Parts = Vec<(String, Vec<u8>)>;

/// A report of another format, laid out.
pub fn parts(name: &str, format: Format, bytes: &[u8], habit: Habit) -> Parts {
    let document = gouji_core::read::read(Source::new(name, format, bytes).expect("a report"));
    let mut setter = Setter { habit, pages: vec![Page::default()], y: TOP };
    let mut first = true;
    for block in &document.blocks {
        match block.kind {
            BlockKind::Table(index) => setter.table(&document, &document.grids[index]),
            BlockKind::Heading(1) if std::mem::take(&mut first) => setter.title(&document.shown(block.span)),
            _ => document.shown(block.span).lines().for_each(|line| setter.paragraph(line.trim())),
        }
    }
    package(&setter.pages, habit)
}

/// The package of these pages.
pub fn package(pages: &[Page], habit: Habit) -> Parts {
    let mut parts = Parts::new();
    let doc = if habit.odd { "/doc_0/" } else { "" };
    let mut put = |name: String, xml: String| {
        let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}");
        let xml = if habit.odd {
            xml.replace("ofd:", "").replace("xmlns:ofd=\"http://www.ofdspec.org/2016\"", "")
        } else {
            xml
        };
        parts.push((name, xml.replace("xmlns:\"", "\"").into_bytes()));
    };
    let ns = if habit.odd { "" } else { "xmlns:ofd=\"http://www.ofdspec.org/2016\"" };
    put(
        "OFD.xml".into(),
        format!(
            "<ofd:OFD {ns} Version=\"1.1\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0999</ofd:DocID>\
             </ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
    );
    let mut list = String::new();
    for (index, page) in pages.iter().enumerate() {
        let _ = write!(list, "<ofd:Page ID=\"{}\" BaseLoc=\"{doc}Pages/Page_{index}/Content.xml\"/>", index + 100);
        let mut foot = Page::default();
        foot.text(habit, &format!("— {} —", index + 1), 100.0, 284.0, 4.2);
        let template = if habit.template { "<ofd:Template TemplateID=\"7\" ZOrder=\"Background\"/>" } else { "" };
        put(
            format!("Doc_0/Pages/Page_{index}/Content.xml"),
            format!(
                "<ofd:Page {ns}>{template}<ofd:Content><ofd:Layer ID=\"4\" Type=\"Body\">{}{}</ofd:Layer></ofd:Content>\
                 </ofd:Page>",
                page.0, foot.0
            ),
        );
    }
    let template = if habit.template {
        let mut head = Page::default();
        head.text(habit, "云河县人民政府", 85.0, 18.0, 4.2);
        put(
            "Doc_0/Tpls/Tpl_0/Content.xml".into(),
            format!(
                "<ofd:Page {ns}><ofd:Content><ofd:Layer ID=\"6\"><ofd:PageBlock ID=\"8\">{}</ofd:PageBlock></ofd:Layer>\
                 </ofd:Content></ofd:Page>",
                head.0
            ),
        );
        "<ofd:TemplatePage ID=\"7\" BaseLoc=\"Tpls/Tpl_0/Content.xml\"/>"
    } else {
        ""
    };
    put(
        "Doc_0/Document.xml".into(),
        format!(
            "<ofd:Document {ns}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea>\
             <ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>\
             {template}</ofd:CommonData><ofd:Pages>{list}</ofd:Pages></ofd:Document>"
        ),
    );
    put(
        "Doc_0/PublicRes.xml".into(),
        format!(
            "<ofd:Res {ns} BaseLoc=\"Res\"><ofd:Fonts><ofd:Font ID=\"3\" FontName=\"宋体\" FamilyName=\"宋体\"/></ofd:Fonts>\
             </ofd:Res>"
        ),
    );
    parts
}

/// The file.
pub fn zipped(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("writes");
    }
    zip.finish().expect("a package").into_inner()
}

struct Setter {
    habit: Habit,
    pages: Vec<Page>,
    y: f32,
}

impl Setter {
    fn page(&mut self) -> &mut Page {
        self.pages.last_mut().expect("a page")
    }

    fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = TOP;
    }

    fn title(&mut self, text: &str) {
        let size = 7.76;
        for line in broken(text, RIGHT - LEFT, 0.0, size) {
            let x = (LEFT + RIGHT - length(&line, size)) / 2.0;
            let (habit, y) = (self.habit, self.y + size);
            self.page().text(habit, &line, x, y, size);
            self.y += size * 1.5;
        }
        self.y += 8.0;
    }

    fn paragraph(&mut self, text: &str) {
        for (index, line) in broken(text, RIGHT - LEFT, 2.0 * TEXT, TEXT).into_iter().enumerate() {
            if self.y + PITCH > BOTTOM {
                self.turn();
            }
            let x = if index == 0 { LEFT + 2.0 * TEXT } else { LEFT };
            let (habit, y) = (self.habit, self.y + TEXT);
            self.page().text(habit, &line, x, y, TEXT);
            self.y += PITCH;
        }
    }

    fn table(&mut self, document: &Document, grid: &Grid) {
        let texts: Vec<String> = grid.cells.iter().map(|c| document.shown(c.span).replace('\n', "")).collect();
        let (grid, texts) = &headed(grid, texts);
        let mut xs = vec![LEFT];
        for width in columns(grid, texts) {
            xs.push(xs.last().expect("an edge") + width);
        }
        let edge = |column: usize| xs[column.min(grid.columns)];
        let lines: Vec<Vec<String>> = grid
            .cells
            .iter()
            .zip(texts)
            .map(|(c, t)| broken(t, edge(c.column + c.column_span) - edge(c.column) - 2.0 * PADDING, 0.0, CELL))
            .collect();
        let mut heights = vec![CELL_PITCH + 2.0; grid.rows];
        for rows in 1..=grid.rows {
            for (cell, lines) in grid.cells.iter().zip(&lines).filter(|(c, _)| c.row_span == rows) {
                let end = (cell.row + rows).min(grid.rows);
                let spare = lines.len() as f32 * CELL_PITCH + 2.0 - heights[cell.row..end].iter().sum::<f32>();
                heights[end - 1] += spare.max(0.0);
            }
        }
        // A merged cell is not cut by the end of a page, unless it is longer than one.
        let mut row = 0;
        let cover = grid.cover();
        while row < grid.rows {
            let mut end = row;
            let mut bottom = self.y;
            while end < grid.rows && bottom + heights[end] <= BOTTOM {
                bottom += heights[end];
                end += 1;
            }
            let cut = |at: usize| {
                (0..grid.columns).any(|c| cover.get(at * grid.columns + c) == cover.get((at - 1) * grid.columns + c))
            };
            let whole = (row + 1..=end).rev().find(|at| *at == grid.rows || !cut(*at));
            match whole {
                Some(whole) => end = whole,
                None if self.y > TOP => {
                    self.turn();
                    continue;
                }
                None => end = end.max(row + 1),
            }
            self.rows(grid, &lines, &xs, &heights, row..end);
            row = end;
            if row < grid.rows {
                self.turn();
            }
        }
        self.y += 6.0;
    }

    fn rows(&mut self, grid: &Grid, lines: &[Vec<String>], xs: &[f32], heights: &[f32], rows: std::ops::Range<usize>) {
        let habit = self.habit;
        let mut ys = vec![self.y];
        heights[rows.clone()].iter().for_each(|h| ys.push(ys.last().expect("an edge") + h));
        self.y = *ys.last().expect("an edge");
        let page = self.page();
        for (cell, lines) in grid.cells.iter().zip(lines) {
            let (from, to) = (cell.row.max(rows.start), (cell.row + cell.row_span).min(rows.end));
            if from >= to {
                continue;
            }
            let (top, bottom) = (ys[from - rows.start], ys[to - rows.start]);
            let (left, right) = (xs[cell.column], xs[(cell.column + cell.column_span).min(grid.columns)]);
            page.line(habit, (left, top), (right, top));
            page.line(habit, (left, bottom), (right, bottom));
            page.line(habit, (left, top), (left, bottom));
            page.line(habit, (right, top), (right, bottom));
            if cell.row < rows.start {
                continue;
            }
            let mut y = (top + bottom - lines.len() as f32 * CELL_PITCH) / 2.0 + CELL;
            for line in lines {
                let x = (left + right - length(line, CELL)) / 2.0;
                page.text(habit, line, x, y, CELL);
                y += CELL_PITCH;
            }
        }
    }
}

/// A table whose head names group and column in one cell, as Markdown does, with a merged cell over each group.
fn headed(grid: &Grid, texts: Vec<String>) -> (Grid, Vec<String>) {
    let mut grid = grid.clone();
    let parts: Vec<(String, String)> = grid
        .cells
        .iter()
        .zip(&texts)
        .filter(|(c, _)| c.row == 0)
        .map_while(|(_, t)| t.split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned())))
        .collect();
    if parts.len() < grid.columns || parts[0].0 != parts[1].0 {
        return (grid, texts);
    }
    let (mut cells, mut words) = (Vec::new(), Vec::new());
    for (mut cell, text) in std::mem::take(&mut grid.cells).into_iter().zip(texts) {
        let column = cell.column;
        let first = cell.row > 0 || column == 0 || parts[column - 1].0 != parts[column].0;
        if cell.row == 0 {
            if first {
                let span = parts[column..].iter().take_while(|p| p.0 == parts[column].0).count();
                cells.push(GridCell { column_span: span, ..cell });
                words.push(parts[column].0.clone());
            }
            cell.row = 1;
            cells.push(cell);
            words.push(parts[column].1.clone());
        } else {
            cell.row += 1;
            cells.push(cell);
            words.push(text);
        }
    }
    (Grid { rows: grid.rows + 1, cells, ..grid }, words)
}

/// How wide the columns of a table are: as figures need, and what is left to labels.
fn columns(grid: &Grid, texts: &[String]) -> Vec<f32> {
    let mut least = vec![2.0 * CELL; grid.columns];
    let mut wish = vec![2.0 * CELL; grid.columns];
    for (cell, text) in grid.cells.iter().zip(texts).filter(|(c, _)| c.column_span == 1 && c.column < grid.columns) {
        let figure = text.chars().any(|c| c.is_ascii_digit()) && text.is_ascii();
        let all = length(text, CELL);
        least[cell.column] = least[cell.column].max(if figure { all } else { all.min(2.0 * CELL) });
        wish[cell.column] = wish[cell.column].max(if figure { all } else { all.min(14.0 * CELL) });
    }
    let room = RIGHT - LEFT - 2.0 * PADDING * grid.columns as f32;
    let (needed, wished) = (least.iter().sum::<f32>(), wish.iter().sum::<f32>());
    let share = ((room - needed) / (wished - needed).max(0.01)).clamp(0.0, 1.0);
    least.iter().zip(&wish).map(|(l, w)| l + (w - l) * share + 2.0 * PADDING).collect()
}

/// Breaks a text into lines; figures and words are not parted, and no line begins with what closes.
fn broken(text: &str, width: f32, indent: f32, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut room = width - indent;
    let mut units: Vec<String> = Vec::new();
    for c in text.chars() {
        let joins = units.last().and_then(|u| u.chars().next_back()).is_some_and(|b| {
            c.is_ascii_graphic() && b.is_ascii_graphic()
                || "，。、；：？！”’）》〉〕％%".contains(c)
                || "“（《〈〔".contains(b)
        });
        match units.last_mut() {
            Some(unit) if joins => unit.push(c),
            _ => units.push(c.to_string()),
        }
    }
    for unit in units {
        let own = length(&unit, size);
        if !line.is_empty() && own > room + 0.01 {
            lines.push(std::mem::take(&mut line));
            room = width;
        }
        room -= own;
        line.push_str(&unit);
    }
    if !line.trim().is_empty() {
        lines.push(line);
    }
    lines
}
