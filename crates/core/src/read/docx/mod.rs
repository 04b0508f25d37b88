//! Reads Word documents: the XML of the parts in reading order, tracked changes as if accepted, automatic numbers as
//! text. Never judges; the way from a span back to part, paragraph and run is the XML's own bytes, which are the
//! source's text.

mod faint;
mod inline;
mod notes;
mod numbering;
mod numerals;
mod styles;
mod table;
mod xml;

use roxmltree::{Document as Tree, Node};

use crate::document::{BlockKind, Builder, Document};
use crate::source::package::parse;
use crate::source::{Origin, PackageFault, Part, PartKind, Source};
use notes::Notes;
use numbering::Numbering;
use styles::Styles;
use xml::{Name, attribute, branch, child, is_on, name, number, value};

/// Elements inside each other; what is deeper is left out.
const MAX_DEPTH: usize = 120;

/// Reads a Word document. One whose XML is not sound gives a document without text that says so.
pub(super) fn read(source: Source) -> Document {
    let mut builder = Builder::new(source.text.len() / 8);
    if let Origin::Package(package) = &source.origin
        && let Err(fault) = read_parts(&source, package, &mut builder)
    {
        builder = Builder::default();
        builder.signs.fault = Some(fault);
    }
    builder.finish(source)
}

fn read_parts(source: &Source, package: &crate::source::Package, builder: &mut Builder) -> Result<(), PackageFault> {
    let Some(body) = package.part(PartKind::Body) else { return Ok(()) };
    let tree = |part: &Part| parse(&source.text[part.range.clone()], &part.name);
    let main = tree(body)?;
    let Some(root) = child(main.root_element(), "body") else { return Err(PackageFault::Missing(body.name.clone())) };
    // Styles, lists and notes that cannot be read take nothing from the text itself.
    let mut styles = package.styles.as_deref().map_or_else(Styles::default, Styles::find);
    let numbering = package.numbering.as_deref().and_then(|x| parse(x, "numbering").ok());
    let numbering = numbering.map_or_else(Numbering::default, |t| Numbering::read(&t, &mut styles));
    let note_trees: Vec<(PartKind, usize, Tree<'_>)> = package
        .parts
        .iter()
        .filter(|p| p.kind != PartKind::Body)
        .filter_map(|p| Some((p.kind, p.range.start, tree(p).ok()?)))
        .collect();
    let mut reader = Reader {
        text: &source.text,
        base: body.range.start,
        builder,
        styles,
        numbering,
        notes: Notes::read(&note_trees),
        place: Place::Block,
        paragraph: Paragraph::default(),
        later: Vec::new(),
        fields: Vec::new(),
        depth: 0,
    };
    reader.builder.begin();
    reader.blocks(root);
    reader.finish_later();
    let end = source.text.len();
    reader.end_block(end);
    Ok(())
}

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Paragraphs are blocks.
    Block,
    /// Paragraphs are lines of a cell.
    Cell,
}

/// The paragraph that is being read.
#[derive(Debug, Default)]
struct Paragraph {
    /// Its number, until its first text comes.
    label: Option<String>,
    /// Where it begins in the source.
    at: usize,
    heading: Option<u8>,
    /// It has put its first text.
    begun: bool,
    /// The end of a line of a cell waits for more text.
    seam: bool,
    /// Its mark is deleted, so that the next one goes on with it.
    joined: bool,
    /// Its style hides its text, or strikes it out.
    hidden: bool,
    struck: bool,
}

/// Something that is read once the paragraph or table it hangs on is done: a note, a text box.
#[derive(Clone, Copy, Debug)]
struct Later<'a, 'x> {
    base: usize,
    node: Node<'a, 'x>,
}

struct Reader<'a, 'x, 'b> {
    text: &'x str,
    /// Where the part that is being read begins in the text.
    base: usize,
    builder: &'b mut Builder,
    styles: Styles<'x>,
    numbering: Numbering,
    notes: Notes<'a, 'x>,
    place: Place,
    paragraph: Paragraph,
    later: Vec<Later<'a, 'x>>,
    /// Fields that are open, and whether it is their instruction that is being read, which is not shown.
    fields: Vec<bool>,
    depth: usize,
}

impl<'a, 'x> Reader<'a, 'x, '_> {
    /// Runs `read` one level deeper, unless that is too deep.
    fn deeper(&mut self, read: impl FnOnce(&mut Self)) {
        if self.depth >= MAX_DEPTH {
            self.builder.signs.limited = Some("depth");
            return;
        }
        self.depth += 1;
        read(self);
        self.depth -= 1;
    }

    /// The XML of the part that is being read.
    fn xml(&self) -> &'x str {
        &self.text[self.base..]
    }

    /// Reads paragraphs and tables.
    fn blocks(&mut self, container: Node<'a, 'x>) {
        for node in container.children().filter(Node::is_element) {
            match name(node) {
                Name::Word("p") => self.paragraph(node),
                Name::Word("tbl") => self.deeper(|r| r.table(node)),
                Name::Word("altChunk") => {
                    self.builder.signs.imported = true;
                    // Whatever is missed here may stand in it.
                    let at = self.builder.offset() as u32;
                    self.builder.signs.images.push(at);
                }
                Name::Word("sdt") => {
                    if let Some(content) = content(node) {
                        self.deeper(|r| r.blocks(content));
                    }
                }
                Name::Word("ins" | "moveTo" | "customXml" | "smartTag") => self.deeper(|r| r.blocks(node)),
                Name::Alternatives => {
                    if let Some(branch) = branch(node) {
                        self.deeper(|r| r.blocks(branch));
                    }
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'a, 'x>) {
        let own = child(node, "pPr");
        // As if accepted, a paragraph whose mark is deleted goes on with the next one, and the last mark says how all
        // look.
        let joined = is_joined(own);
        let goes_on = self.paragraph.joined;
        let properties = match joined && !goes_on {
            true => surviving(node).map_or(own, |last| child(last, "pPr")),
            false => own,
        };
        let style = properties.and_then(|p| value(p, "pStyle"));
        let look = self.styles.look(style);
        if look.contents {
            return;
        }
        let own = properties.and_then(|p| child(p, "numPr"));
        let list = own.and_then(|l| number(l, "numId")).or(look.list).filter(|id| *id != 0);
        // What goes on has been given its number where it began.
        let label = list.filter(|_| !goes_on).and_then(|list| {
            let by_style = || style.and_then(|s| self.numbering.level_of_style(list, s));
            let level = own.and_then(|l| number(l, "ilvl")).or_else(by_style).or(look.level).unwrap_or(0);
            self.numbering.next(list, level)
        });
        let outline = properties.and_then(|p| number::<u8>(p, "outlineLvl")).or(look.outline);
        let before = std::mem::take(&mut self.paragraph);
        self.paragraph = Paragraph {
            label: if goes_on { before.label } else { label.filter(|l| !l.is_empty()) },
            at: self.base + node.range().start,
            heading: outline.filter(|l| *l < 9).map(|l| l + 1),
            begun: goes_on && before.begun,
            seam: before.seam || self.place == Place::Cell && !goes_on,
            joined,
            hidden: look.hidden == Some(true),
            struck: look.struck == Some(true),
        };
        self.deeper(|r| r.inline(node));
        // An instruction never goes beyond its paragraph, save in broken files.
        self.fields.retain(|instruction| !instruction);
        if !joined {
            let end = self.base + node.range().end;
            self.end_paragraph(end);
        }
    }

    fn end_paragraph(&mut self, at: usize) {
        if self.place == Place::Block {
            self.end_block(at);
            self.finish_later();
        }
    }

    /// Ends a block, or a line of one.
    fn end_block(&mut self, at: usize) {
        if self.builder.is_blank() {
            return;
        }
        self.builder.end(self.paragraph.heading.map_or(BlockKind::Paragraph, BlockKind::Heading), at);
    }

    /// Reads what hangs on the paragraph or table that has just ended.
    fn finish_later(&mut self) {
        for later in std::mem::take(&mut self.later) {
            let base = std::mem::replace(&mut self.base, later.base);
            let fields = std::mem::take(&mut self.fields);
            self.deeper(|r| r.blocks(later.node));
            self.base = base;
            self.fields = fields;
        }
    }

    /// Notes where a paragraph outside tables begins and writes its number, before its first text.
    fn begin_text(&mut self, next: char) {
        if self.paragraph.seam {
            self.paragraph.seam = false;
            let last = self.builder.last().unwrap_or(' ');
            if !self.builder.is_blank() && last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric() {
                self.builder.push_space(self.paragraph.at, 0);
            }
        }
        if self.paragraph.begun {
            return;
        }
        self.paragraph.begun = true;
        if self.place == Place::Block {
            let offset = self.builder.offset() as u32;
            self.builder.signs.paragraphs.push(offset);
        }
        if let Some(label) = self.paragraph.label.take() {
            for c in label.chars() {
                self.builder.push_generated(c, self.paragraph.at);
            }
            if label.ends_with(|c: char| c.is_ascii_alphanumeric()) {
                self.builder.push_generated(' ', self.paragraph.at);
            }
        }
    }
}

/// What a content control holds, unless that is only the prompt to fill it in.
fn content<'a, 'x>(sdt: Node<'a, 'x>) -> Option<Node<'a, 'x>> {
    let prompt = child(sdt, "sdtPr").is_some_and(|p| is_on(p, "showingPlcHdr"));
    child(sdt, "sdtContent").filter(|_| !prompt)
}

/// Whether a paragraph or row was deleted, by an element of its properties.
fn is_deleted(node: Node<'_, '_>, properties: &str) -> bool {
    child(node, properties).is_some_and(|p| child(p, "del").is_some())
}

/// Whether the mark that ends a paragraph is deleted.
fn is_joined(properties: Option<Node<'_, '_>>) -> bool {
    let mark = properties.and_then(|p| child(p, "rPr"));
    mark.is_some_and(|m| child(m, "del").is_some() || child(m, "moveFrom").is_some())
}

/// The paragraph whose mark ends one whose own is deleted.
fn surviving<'a, 'x>(node: Node<'a, 'x>) -> Option<Node<'a, 'x>> {
    let beside = node.next_siblings().skip(1).filter(Node::is_element);
    let mut paragraphs =
        beside.take_while(|n| !matches!(name(*n), Name::Word("tbl" | "sdt"))).filter(|n| name(*n) == Name::Word("p"));
    paragraphs.find(|p| !is_joined(child(*p, "pPr")))
}

/// The identity that a reference to a note, or a note, has.
fn note_id<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    attribute(node, "id")
}

#[cfg(test)]
mod tests;
