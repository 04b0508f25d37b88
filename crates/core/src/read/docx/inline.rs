//! The text of a paragraph: runs, with tracked changes as if accepted, fields by their results, and one branch of
//! alternatives.

use roxmltree::Node;

use super::faint;
use super::xml::{Name, attribute, branch, child, inner, is_on, name, on, struck, value};
use super::{Later, Place, Reader, content, note_id};
use crate::language::note_marks::{is_note_mark, may_carry_note};
use crate::source::reference;

impl<'a, 'x> Reader<'a, 'x, '_> {
    /// Reads what stands beside runs in a paragraph.
    pub(super) fn inline(&mut self, container: Node<'a, 'x>) {
        for node in container.children().filter(Node::is_element) {
            match name(node) {
                Name::Word("r") => self.run(node),
                Name::Word("ins" | "moveTo") => {
                    self.builder.signs.insertions += 1;
                    self.deeper(|r| r.inline(node));
                }
                Name::Word("del" | "moveFrom") => self.builder.signs.deletions += 1,
                Name::Word("hyperlink" | "smartTag" | "fldSimple" | "customXml" | "dir" | "bdo") => {
                    self.deeper(|r| r.inline(node));
                }
                Name::Word("sdt") => {
                    if let Some(content) = content(node) {
                        self.deeper(|r| r.inline(content));
                    }
                }
                Name::Alternatives => {
                    if let Some(branch) = branch(node) {
                        self.deeper(|r| r.inline(branch));
                    }
                }
                Name::Maths => {
                    for text in node.descendants().filter(|n| name(*n) == Name::Maths && n.tag_name().name() == "t") {
                        self.text(text, false);
                    }
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, run: Node<'a, 'x>) {
        let properties = child(run, "rPr");
        let own = properties.and_then(|p| on(p, "vanish"));
        let style = properties.and_then(|p| value(p, "rStyle"));
        let (by_style, struck_by_style) = style.map_or((None, None), |id| self.styles.hides(id));
        let hidden = own.or(by_style).unwrap_or(self.paragraph.hidden);
        let struck = properties.and_then(struck).or(struck_by_style).unwrap_or(self.paragraph.struck);
        let faint = || properties.is_some_and(|p| faint::is_unseen(run, p));
        if hidden
            || struck
            || faint()
            || properties.is_some_and(|p| is_on(p, "webHidden"))
            || self.is_note(run, properties)
        {
            return;
        }
        self.pieces(run);
    }

    /// Whether a run is the raised mark of a note to what stands before it, typed as text.
    fn is_note(&self, run: Node<'a, 'x>, properties: Option<Node<'a, 'x>>) -> bool {
        if properties.and_then(|p| value(p, "vertAlign")) != Some("superscript") {
            return false;
        }
        let words: String = run.children().filter(|n| name(*n) == Name::Word("t")).filter_map(|n| n.text()).collect();
        let before = self.builder.last().filter(|_| !self.builder.is_blank());
        is_note_mark(&words) && may_carry_note(before, &words)
    }

    fn pieces(&mut self, run: Node<'a, 'x>) {
        for node in run.children().filter(Node::is_element) {
            match name(node) {
                Name::Word("fldChar") => match attribute(node, "fldCharType") {
                    Some("begin") => self.fields.push(true),
                    Some("separate") => {
                        if let Some(field) = self.fields.last_mut() {
                            *field = false;
                        }
                    }
                    Some("end") => {
                        self.fields.pop();
                    }
                    _ => {}
                },
                _ if self.fields.contains(&true) => {}
                Name::Word("t") => {
                    let preserve = attribute(node, "space") == Some("preserve");
                    self.text(node, !preserve);
                }
                Name::Word("tab" | "ptab") => self.unit(node, ' '),
                Name::Word("noBreakHyphen") => self.unit(node, '-'),
                Name::Word("sym") => {
                    if let Some(c) = symbol(node) {
                        self.unit(node, c);
                    }
                }
                Name::Word("br") => match attribute(node, "type") {
                    Some("page" | "column") => self.line_break(node, true),
                    _ => self.line_break(node, false),
                },
                Name::Word("cr") => self.line_break(node, false),
                Name::Word("footnoteReference" | "endnoteReference") => {
                    let endnote = name(node) == Name::Word("endnoteReference");
                    if let Some((base, note)) = note_id(node).and_then(|id| self.notes.take(endnote, id)) {
                        self.later.push(Later { base, node: note });
                    }
                }
                Name::Word("ruby") => {
                    if let Some(base) = child(node, "rubyBase") {
                        self.deeper(|r| r.inline(base));
                    }
                }
                Name::Word("drawing" | "pict" | "object") => self.deeper(|r| r.drawing(node)),
                Name::Alternatives => {
                    if let Some(branch) = branch(node) {
                        self.deeper(|r| r.pieces(branch));
                    }
                }
                _ => {}
            }
        }
    }

    /// Text boxes and pictures in a drawing.
    fn drawing(&mut self, drawing: Node<'a, 'x>) {
        for node in drawing.children().filter(Node::is_element) {
            match name(node) {
                Name::Word("txbxContent") => self.later.push(Later { base: self.base, node }),
                Name::Alternatives => {
                    if let Some(branch) = branch(node) {
                        self.deeper(|r| r.drawing(branch));
                    }
                }
                _ => {
                    // Text drawn as a picture: a title in WordArt.
                    if node.tag_name().name() == "textpath"
                        && let Some(words) = attribute(node, "string")
                        && let Some(first) = words.chars().next()
                    {
                        self.begin_text(first);
                        let at = self.base + node.range().start;
                        words.chars().for_each(|c| self.builder.push_generated(c, at));
                    }
                    if matches!(node.tag_name().name(), "pic" | "imagedata") {
                        let at = self.builder.offset() as u32;
                        self.builder.signs.images.push(at);
                    }
                    self.deeper(|r| r.drawing(node));
                }
            }
        }
    }

    /// The text of one element, entities resolved. `trim`: white space at its ends is the file's, not the author's.
    fn text(&mut self, node: Node<'a, 'x>, trim: bool) {
        let xml = self.xml();
        let range = inner(node, xml);
        let raw = &xml[range.clone()];
        let (raw, at) = match trim {
            true => (raw.trim_matches(XML_SPACE), range.start + raw.len() - raw.trim_start_matches(XML_SPACE).len()),
            false => (raw, range.start),
        };
        let Some(first) = raw.chars().next() else { return };
        self.begin_text(first);
        let base = self.base + at;
        let mut from = 0;
        while from < raw.len() {
            let rest = &raw[from..];
            let stop = memchr::memchr2(b'&', b'<', rest.as_bytes()).unwrap_or(rest.len());
            if stop > 0 {
                self.builder.push(&rest[..stop], base + from);
                from += stop;
                continue;
            }
            from += self.markup(rest, base + from);
        }
    }

    /// An entity, a comment or CDATA; gives its length.
    fn markup(&mut self, rest: &str, from: usize) -> usize {
        if let Some(data) = rest.strip_prefix(CDATA) {
            let len = data.find("]]>").unwrap_or(data.len());
            self.builder.push(&data[..len], from + CDATA.len());
            return (CDATA.len() + len + 3).min(rest.len());
        }
        if rest.starts_with('&') {
            return match reference(rest) {
                Some((c, len)) => {
                    self.builder.push_char(c, from, len);
                    len
                }
                None => 1,
            };
        }
        rest.find('>').map_or(rest.len(), |i| i + 1)
    }

    /// One character that an element stands for.
    fn unit(&mut self, node: Node<'a, 'x>, c: char) {
        if c == ' ' && self.builder.is_blank() && self.paragraph.label.is_none() {
            return;
        }
        self.begin_text(c);
        let range = node.range();
        self.builder.push_char(c, self.base + range.start, range.len());
    }

    fn line_break(&mut self, node: Node<'a, 'x>, page: bool) {
        if self.place == Place::Cell {
            self.paragraph.seam = true;
        } else if !page || self.paragraph.begun {
            let at = self.base + node.range().end;
            self.end_block(at);
        }
    }
}

const CDATA: &str = "<![CDATA[";
const XML_SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// The character of `w:sym`. Symbol fonts put theirs into a private area; of those that are pictures a few are known.
fn symbol(node: Node<'_, '_>) -> Option<char> {
    let code = u32::from_str_radix(attribute(node, "char")?, 16).ok()?;
    if !(0xf000..0xf100).contains(&code) {
        return char::from_u32(code);
    }
    let font = attribute(node, "font").unwrap_or_default();
    let is = |name: &str| font.eq_ignore_ascii_case(name);
    match code & 0xff {
        0xfe if is("wingdings") => Some('☑'),
        0xfc if is("wingdings") => Some('✓'),
        0xa8 if is("wingdings") => Some('□'),
        0x6c if is("wingdings") => Some('●'),
        low if is("symbol") => greek(low),
        low if !is("webdings") && !font.get(..9).is_some_and(|f| f.eq_ignore_ascii_case("wingdings")) => {
            char::from_u32(low).filter(char::is_ascii_graphic)
        }
        _ => None,
    }
}

/// A character of the font Symbol, whose letters are Greek.
fn greek(code: u32) -> Option<char> {
    const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let nth = |letters: &str, first: u32| letters.chars().nth((code - first) as usize);
    match code {
        0x41..=0x5a => nth(UPPER, 0x41),
        0x61..=0x7a => nth(LOWER, 0x61),
        0xb0 => Some('°'),
        0xb1 => Some('±'),
        0xb3 => Some('≥'),
        0xb4 => Some('×'),
        0xa3 => Some('≤'),
        0xb9 => Some('≠'),
        _ => char::from_u32(code).filter(char::is_ascii_graphic),
    }
}
