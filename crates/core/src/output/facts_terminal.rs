//! `facts` for a person: what was understood of a report, each with its line and column.

use super::Screen;
use super::style::Tone;
use super::wrap::{clean, clip, pad, pad_left, width, wrap};
use crate::document::Document;
use crate::facts::model::{CellState, Fact, Facts, Stated, Table};
use crate::lexicon::Lexicon;
use crate::lexicon::forms::Form;
use crate::report::facts::is_stated;
use crate::report::form_of;
use crate::source::{Origin, Span};

/// The listing. `era` is the title of the regime of law of the report year.
pub fn facts_terminal(
    document: &Document,
    facts: &Facts,
    lexicon: &Lexicon,
    era: Option<&str>,
    screen: &Screen,
) -> String {
    let mut list = Listing { document, screen, out: String::new() };
    let path = clean(&document.source.name);
    list.out.push_str(&format!("{}\n\n", screen.paint.tone(Tone::Strong, &path)));
    list.profile(facts, lexicon, era);
    list.contact(facts);
    list.sections(facts);
    for table in &facts.tables {
        if let Some(form) = lexicon.forms.get(table.form) {
            list.table(table, form);
        }
    }
    list.counts(facts, lexicon);
    list.out
}

struct Listing<'a> {
    document: &'a Document,
    screen: &'a Screen,
    out: String,
}

impl Listing<'_> {
    fn heading(&mut self, zh: &str, en: &str) {
        let text = self.screen.paint.tone(Tone::Info, self.screen.say(zh, en));
        self.out.push_str(&text);
        self.out.push('\n');
    }

    fn place(&self, span: Span) -> String {
        if let Origin::Paged(paged) = &self.document.source.origin {
            let mark = paged.mark(self.document.source_range(span).start);
            return mark.map_or_else(String::new, |m| {
                format!("{}{}", self.screen.say("第", "p. "), m.page) + self.screen.say("页", "")
            });
        }
        if matches!(self.document.source.origin, Origin::Package(_)) {
            return crate::report::counted(self.document, span).unwrap_or_default();
        }
        let start = self.document.positions(span).0;
        format!("{}:{}", start.line, start.column)
    }

    /// `name  value  place`; a value that is not stated says so.
    fn row(&mut self, zh: &str, en: &str, value: Option<String>, span: Option<Span>) {
        let screen = self.screen;
        let names = if screen.say("一", "a") == "a" { 14 } else { 10 };
        let place = span.map_or_else(String::new, |s| self.place(s));
        let value = match value {
            Some(value) => clean(&value),
            None => screen.paint.tone(Tone::Faint, screen.say("未见", "not stated")),
        };
        let room = screen.width.saturating_sub(names + 4 + width(&place)).max(12);
        let lines = if value.contains('\x1b') { vec![value] } else { wrap(&value, room) };
        let indent = format!("\n{}", " ".repeat(names + 2));
        let text = lines.join(&indent);
        let line = format!("  {}{text}  {}", pad(screen.say(zh, en), names), screen.paint.tone(Tone::Faint, &place));
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn stated<T: ToString>(&mut self, zh: &str, en: &str, stated: Option<&Stated<T>>) {
        let given = stated.is_some_and(|s| s.span.is_none());
        let value = stated.map(|s| s.value.to_string());
        let title = self.document.signs.title.and_then(|t| self.document.source.text.get(t.range()));
        let value = value.map(|v| match title {
            _ if !given => v,
            Some(title) if title.contains(&v) => {
                format!("{v}{}", self.screen.say("（取自文件的标题属性）", " (the title of the file)"))
            }
            _ => format!("{v}{}", self.screen.say("（由参数指定）", " (given)")),
        });
        self.row(zh, en, value, stated.and_then(|s| s.span));
    }

    fn profile(&mut self, facts: &Facts, lexicon: &Lexicon, era: Option<&str>) {
        let (profile, language) = (&facts.profile, self.screen.language);
        self.heading("报告", "Report");
        self.row("标题", "title", facts.outline.title.map(|s| self.document.shown(s)), facts.outline.title);
        self.stated("单位", "agency", profile.agency.as_ref());
        self.row("单位类型", "body", profile.body.as_ref().map(|b| lexicon.word_of_body(b, language).to_owned()), None);
        self.row("层级", "tier", profile.tier.as_ref().map(|t| lexicon.word_of_tier(t, language).to_owned()), None);
        self.row("地区", "place", profile.place.clone(), None);
        self.stated("报告年度", "report year", profile.report_year.as_ref());
        self.row("适用制度", "era", era.map(str::to_owned), None);
        self.row("表格格式", "form", form_of(facts, lexicon), None);
        let period = facts.period.as_ref().filter(|p| is_stated(self.document, p));
        self.row("统计期限", "period", period.map(|p| self.document.shown(p.span)), period.map(|p| p.span));
        self.stated("公布日期", "published", profile.published.as_ref());
        self.stated("落款日期", "signed", profile.signed.as_ref());
        self.out.push('\n');
    }

    fn contact(&mut self, facts: &Facts) {
        self.heading("联系方式", "Contact");
        let contact = &facts.contact;
        let rows: [(&str, &str, &Option<Fact<String>>); 5] = [
            ("地址", "address", &contact.address),
            ("邮编", "postcode", &contact.postcode),
            ("电话", "phone", &contact.phone),
            ("传真", "fax", &contact.fax),
            ("邮箱", "e-mail", &contact.email),
        ];
        for (zh, en, fact) in rows {
            self.row(zh, en, fact.as_ref().map(|f| f.value.clone()), fact.as_ref().map(|f| f.span));
        }
        self.out.push('\n');
    }

    fn sections(&mut self, facts: &Facts) {
        self.heading("章节", "Sections");
        if facts.outline.sections.is_empty() {
            self.nothing();
        }
        for section in &facts.outline.sections {
            let indent = "  ".repeat(usize::from(section.level.clamp(1, 6)));
            let place = self.place(section.heading);
            let room = self.screen.width.saturating_sub(indent.len() + 2 + width(&place)).max(12);
            let heading = clip(&clean(&self.document.shown(section.heading)), room);
            let place = self.screen.paint.tone(Tone::Faint, &place);
            self.out.push_str(&format!("{indent}{heading}  {place}\n"));
        }
        self.out.push('\n');
    }

    fn nothing(&mut self) {
        let text = self.screen.paint.tone(Tone::Faint, self.screen.say("未见", "none"));
        self.out.push_str(&format!("  {text}\n"));
    }

    fn table(&mut self, table: &Table, form: &Form) {
        let screen = self.screen;
        let (place, read, expected) = (self.place(table.anchor), table.cells.len(), form.cells());
        let title = match screen.language {
            crate::terms::Language::Zh => format!("{}（{} 年格式），读取 {read}/{expected} 格", form.title, form.year),
            crate::terms::Language::En => {
                format!("{} (form of {}), {read} of {expected} cells read", form.title, form.year)
            }
        };
        let lines = wrap(&title, screen.width.saturating_sub(width(&place) + 2));
        self.out.push_str(&format!(
            "{}  {}\n",
            screen.paint.tone(Tone::Info, &lines.join("\n")),
            screen.paint.tone(Tone::Faint, &place)
        ));
        self.grid(table, form);
        for (span, why) in &table.unread {
            let why = crate::report::unread(*why, screen.language);
            let text = format!("{}  {}  {why}", self.place(*span), clip(&clean(&self.document.shown(*span)), 30));
            let text = wrap(&text, screen.width.saturating_sub(2)).join("\n  ");
            self.out.push_str(&format!("  {}\n", screen.paint.tone(Tone::Warning, &text)));
        }
        self.out.push('\n');
    }

    /// Rows of the form with their figures. A table of one row is shown as a list of its columns; columns that do not
    /// fit the screen follow in further bands.
    fn grid(&mut self, table: &Table, form: &Form) {
        let columns: Vec<u16> =
            (0..form.columns.len() as u16).filter(|&c| table.cells.iter().any(|x| x.column == c)).collect();
        let rows: Vec<u16> = (0..form.rows.len() as u16).filter(|&r| table.cells.iter().any(|x| x.row == r)).collect();
        if rows.len() == 1 && columns.len() > 3 {
            return self.list(table, form, rows[0], &columns);
        }
        let labels: Vec<String> = rows.iter().map(|&r| name(&form.rows[usize::from(r)].label, &form.title)).collect();
        let places: Vec<String> = rows.iter().map(|&r| self.cell_place(table, r, None)).collect();
        let cells: Vec<Vec<String>> =
            rows.iter().map(|&r| columns.iter().map(|&c| self.cell(table, r, c)).collect()).collect();
        let heads: Vec<Vec<String>> = columns.iter().map(|&c| head(&form.columns[usize::from(c)].short)).collect();
        let widths: Vec<usize> = (0..columns.len())
            .map(|i| widest(cells.iter().map(|row| &row[i])).max(widest(heads[i].iter())).min(16))
            .collect();
        let place = widest(places.iter());
        let figures: usize = widths.iter().map(|w| w + 2).sum();
        // What figures leave to labels, if that is enough to tell them apart; else half of the screen.
        let left = self.screen.width.saturating_sub(place + 4);
        let label = if left >= figures + 20 { left - figures } else { left / 2 };
        let label = widest(labels.iter()).min(label);
        let room = left.saturating_sub(label).max(10);
        let mut from = 0;
        while from < columns.len() {
            let mut used = 0;
            let mut to = from;
            while to < columns.len() && (to == from || used + widths[to] + 2 <= room) {
                used += widths[to] + 2;
                to += 1;
            }
            let height = heads[from..to].iter().map(Vec::len).max().unwrap_or(0);
            for level in 0..height {
                let mut line = " ".repeat(4 + place + label);
                for i in from..to {
                    let text = (level + heads[i].len()).checked_sub(height).and_then(|at| heads[i].get(at));
                    line.push_str(&format!("  {}", pad_left(text.map_or("", String::as_str), widths[i])));
                }
                self.out.push_str(&format!("{}\n", self.screen.paint.tone(Tone::Faint, line.trim_end())));
            }
            for (r, row) in cells.iter().enumerate() {
                let at = self.screen.paint.tone(Tone::Faint, &pad(&places[r], place));
                let mut line = format!("  {at}  {}", pad(&clip(&labels[r], label), label));
                (from..to).for_each(|i| line.push_str(&format!("  {}", pad_left(&clip(&row[i], 16), widths[i]))));
                self.out.push_str(line.trim_end());
                self.out.push('\n');
            }
            from = to;
        }
    }

    fn list(&mut self, table: &Table, form: &Form, row: u16, columns: &[u16]) {
        let names: Vec<String> = columns.iter().map(|&c| clean(&form.column_name(c))).collect();
        let places: Vec<String> = columns.iter().map(|&c| self.cell_place(table, row, Some(c))).collect();
        let place = widest(places.iter());
        let label = widest(names.iter()).min(self.screen.width.saturating_sub(place + 14));
        for ((&column, name), at) in columns.iter().zip(&names).zip(&places) {
            let at = self.screen.paint.tone(Tone::Faint, &pad(at, place));
            let value = self.cell(table, row, column);
            self.out.push_str(&format!("  {at}  {}  {}\n", pad(&clip(name, label), label), pad_left(&value, 6)));
        }
    }

    fn cell_place(&self, table: &Table, row: u16, column: Option<u16>) -> String {
        let cell = table.cells.iter().find(|c| c.row == row && column.is_none_or(|wanted| wanted == c.column));
        cell.map_or_else(String::new, |c| self.place(c.span))
    }

    fn cell(&self, table: &Table, row: u16, column: u16) -> String {
        let Some(cell) = table.cell(row, column) else { return String::from("?") };
        match cell.state {
            CellState::Blank => self.screen.say("空", "blank").to_owned(),
            CellState::Number => cell.value.map_or_else(String::new, |v| v.normalize().to_string()),
            CellState::NotApplicable | CellState::Text => clean(&self.document.shown(cell.span)),
        }
    }

    fn counts(&mut self, facts: &Facts, lexicon: &Lexicon) {
        self.heading("文中数字", "Figures in prose");
        if facts.counts.is_empty() {
            self.nothing();
        }
        let places: Vec<String> = facts.counts.iter().map(|c| self.place(c.span)).collect();
        let place = places.iter().map(|p| width(p)).max().unwrap_or(0);
        for (count, at) in facts.counts.iter().zip(&places) {
            let role = match &count.role {
                Some(role) if lexicon.counts.whole_scope != count.scope => format!("{role} · {}", count.scope),
                Some(role) => role.clone(),
                None => self.screen.say("含义不明", "role not sure").to_owned(),
            };
            let about = if count.approximate { self.screen.say("约", "~") } else { "" };
            let unit = count.unit.as_deref().unwrap_or_default();
            let value = format!("{about}{}{unit}", count.value.normalize());
            let text = clean(&self.document.shown(count.span));
            let line = format!(
                "{} = {value}  {}",
                role,
                self.screen.say("“", "\"").to_owned() + &text + self.screen.say("”", "\"")
            );
            let lines = wrap(&line, self.screen.width.saturating_sub(place + 4));
            let indent = format!("\n{}", " ".repeat(place + 4));
            let at = self.screen.paint.tone(Tone::Faint, &pad(at, place));
            let text = lines.join(&indent);
            let text = if count.role.is_some() { text } else { self.screen.paint.tone(Tone::Faint, &text) };
            self.out.push_str(&format!("  {at}  {text}\n"));
        }
    }
}

/// The label of a row, or of its table where the form prints none.
fn name(label: &str, title: &str) -> String {
    clean(if label.is_empty() { title } else { label })
}

fn widest<'a>(texts: impl Iterator<Item = &'a String>) -> usize {
    texts.map(|t| width(t)).max().unwrap_or(0)
}

/// A column's name over a few lines: Chinese words are mostly of two characters.
fn head(name: &str) -> Vec<String> {
    let name = clean(name);
    if width(&name) <= 6 { vec![name] } else { wrap(&name, if name.is_ascii() { 10 } else { 4 }) }
}
