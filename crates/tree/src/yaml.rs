//! YAML to nodes. The one place that meets the YAML library. What cannot be read becomes a node of its own, so that a
//! mistake that stands before it is told first. Knows no type.

use std::collections::{HashMap, HashSet};

use granit_parser::{ErrorKind, Event, Marker, Options, Parser, ScalarStyle, Span, Tag};

use super::node::{Kind, LONGEST, Node, after, node, parts};

/// Nodes that a file may have once its aliases are followed, and nodes kept for aliases to come.
const MOST_NODES: usize = 250_000;
const MOST_KEPT: usize = 1_000_000;
/// Lists and maps inside one another.
const DEEPEST: usize = 64;

/// Bytes of the file; equal where it is a place without extent.
pub type Place = (u32, u32);

/// Why a file cannot be read from some place on.
#[derive(Clone, Debug, PartialEq)]
pub enum Unreadable {
    Syntax(ErrorKind),
    /// The file holds nothing, or ends too early.
    End,
    SecondDocument,
    Duplicate(String),
    /// More nodes than any rulebook has.
    TooMuch,
    TooDeep,
    /// An alias inside what it stands for.
    Circle,
    Tag(String),
    /// What `<<` brings in is no map.
    Merge,
}

/// Nodes in the making.
#[derive(Debug, Default)]
pub struct Builder {
    pub nodes: Vec<Node>,
    pub text: String,
    /// Where each node stands in its file.
    pub places: Vec<Place>,
    pub faults: Vec<(Unreadable, Place)>,
    /// What is wrong behind all that was asked for.
    pub behind: Option<(Unreadable, Place)>,
}

/// A list or map that is not closed yet.
struct Open {
    at: usize,
    kind: Kind,
    anchor: usize,
    /// Nodes directly below.
    held: usize,
    keys: HashSet<String>,
    /// Where the value of a `<<` begins that is being read.
    merging: Option<usize>,
    merged: Vec<Piece>,
}

type Piece = Vec<(Node, Place)>;

impl Open {
    fn wants_key(&self) -> bool {
        self.kind == Kind::Map && self.held.is_multiple_of(2)
    }
}

/// Reads one file into the builder.
struct Reader<'b> {
    builder: &'b mut Builder,
    open: Vec<Open>,
    anchors: HashMap<usize, Piece>,
    kept: usize,
    /// The value is whole: what follows is too much.
    whole: bool,
}

type Step = Result<(), (Unreadable, Place)>;

impl Builder {
    /// Adds the value that a file holds.
    pub fn file(&mut self, text: &str) {
        let mut reader = Reader { builder: self, open: Vec::new(), anchors: HashMap::new(), kept: 0, whole: false };
        let read = reader.read(text);
        let whole = reader.whole;
        match read {
            Ok(()) => {}
            Err(fault) if whole => self.behind = Some(fault),
            Err(fault) => reader.stop(fault),
        }
    }

    /// Begins a map of files that [`Builder::entry`] adds.
    pub fn files() -> Self {
        let mut builder = Self::default();
        builder.push(node(Kind::Map, 0, 0), (0, 0));
        builder
    }

    /// Adds a file under a name to [`Builder::files`].
    pub fn entry(&mut self, name: &str, text: &str) {
        if let Some(map) = self.nodes.first_mut() {
            *map = node(Kind::Map, parts(*map).1 + 1, 0);
        }
        let start = self.text.len();
        self.text.push_str(name);
        self.push(node(Kind::Plain, name.len(), start), (0, 0));
        self.file(text);
    }

    fn push(&mut self, node: Node, place: Place) {
        self.nodes.push(node);
        self.places.push(place);
    }

    fn text_of(&self, node: Node) -> Option<&str> {
        match parts(node) {
            (Kind::List | Kind::Map | Kind::Wrong, ..) => None,
            (_, len, start) => self.text.get(start..start + len),
        }
    }
}

impl Reader<'_> {
    fn read(&mut self, text: &str) -> Step {
        let end = (text.len() as u32, text.len() as u32);
        if text.len() > LONGEST {
            return Err((Unreadable::TooMuch, (0, 0)));
        }
        let mut options = Options::default();
        options.set_emit_comments(false);
        let mut parser = Parser::new_from_str_with_options(text, options);
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| {
                let at = offset(error.marker(), text);
                (Unreadable::Syntax(error.kind().clone()), (at, at))
            })?;
            let place = place(span, text);
            match event {
                Event::Scalar(value, style, anchor, tag) => {
                    let kind = kind(&value, style, tag.as_deref()).map_err(|fault| (fault, place))?;
                    self.scalar(kind, &value, anchor, place)?;
                }
                Event::SequenceStart(_, anchor, tag) => self.begin(Kind::List, anchor, tag.as_deref(), place)?,
                Event::MappingStart(_, anchor, tag) => self.begin(Kind::Map, anchor, tag.as_deref(), place)?,
                Event::SequenceEnd | Event::MappingEnd => self.end(place)?,
                Event::Alias(anchor) => self.alias(anchor, place)?,
                _ => {}
            }
        }
        if self.whole { Ok(()) } else { Err((Unreadable::End, end)) }
    }

    /// Makes room for nodes of the value.
    fn admit(&mut self, count: usize, place: Place) -> Step {
        if self.whole {
            return Err((Unreadable::SecondDocument, place));
        }
        if self.builder.nodes.len() + count > MOST_NODES {
            return Err((Unreadable::TooMuch, place));
        }
        Ok(())
    }

    fn scalar(&mut self, kind: Kind, value: &str, anchor: usize, place: Place) -> Step {
        self.admit(1, place)?;
        if let Some(map) = self.open.last_mut().filter(|map| map.wants_key()) {
            if kind == Kind::Plain && value == "<<" {
                map.merging = Some(self.builder.nodes.len());
                map.held += 1;
                return Ok(());
            }
            if !map.keys.insert(value.to_owned()) {
                return Err((Unreadable::Duplicate(value.to_owned()), place));
            }
        }
        let start = self.builder.text.len();
        self.builder.text.push_str(value);
        self.builder.push(node(kind, value.len(), start), place);
        self.held(self.builder.nodes.len() - 1, anchor, place)
    }

    fn begin(&mut self, kind: Kind, anchor: usize, tag: Option<&Tag>, place: Place) -> Step {
        self.admit(1, place)?;
        if let Some(tag) = tag.filter(|tag| tag.core_suffix().is_none()) {
            return Err((Unreadable::Tag(tag.original()), place));
        }
        if self.open.len() >= DEEPEST {
            return Err((Unreadable::TooDeep, place));
        }
        let at = self.builder.nodes.len();
        self.builder.push(node(kind, 0, 0), place);
        let (keys, merged) = (HashSet::new(), Vec::new());
        self.open.push(Open { at, kind, anchor, held: 0, keys, merging: None, merged });
        Ok(())
    }

    fn end(&mut self, place: Place) -> Step {
        let Some(mut closed) = self.open.pop() else { return Ok(()) };
        for piece in std::mem::take(&mut closed.merged) {
            let nodes: Vec<Node> = piece.iter().map(|(node, _)| *node).collect();
            let mut at = 1;
            while at < piece.len() {
                let (value, next) = (at + 1, after(&nodes, after(&nodes, at)));
                let known = self.builder.text_of(nodes[at]).is_none_or(|key| !closed.keys.insert(key.to_owned()));
                if !known && value < next {
                    self.admit(next - at, place)?;
                    piece[at..next].iter().for_each(|(node, place)| self.builder.push(*node, *place));
                    closed.held += 2;
                }
                at = next;
            }
        }
        self.count(&closed);
        self.held(closed.at, closed.anchor, place)
    }

    fn count(&mut self, closed: &Open) {
        let count = if closed.kind == Kind::Map { closed.held.div_ceil(2) } else { closed.held };
        self.builder.nodes[closed.at] = node(closed.kind, count, 0);
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Step {
        let Some(piece) = self.anchors.get(&anchor) else { return Err((Unreadable::Circle, place)) };
        let piece: Vec<Node> = piece.iter().map(|(node, _)| *node).collect();
        self.admit(piece.len(), place)?;
        if let Some(map) = self.open.last_mut().filter(|map| map.wants_key())
            && let Some(key) = piece.first().and_then(|key| self.builder.text_of(*key))
            && !map.keys.insert(key.to_owned())
        {
            return Err((Unreadable::Duplicate(key.to_owned()), place));
        }
        let at = self.builder.nodes.len();
        piece.into_iter().for_each(|node| self.builder.push(node, place));
        self.held(at, 0, place)
    }

    /// A node is whole: it is kept for aliases, and belongs to what is open.
    fn held(&mut self, at: usize, anchor: usize, place: Place) -> Step {
        let builder = &mut *self.builder;
        let piece = |builder: &Builder| -> Piece {
            std::iter::zip(&builder.nodes[at..], &builder.places[at..]).map(|(node, place)| (*node, *place)).collect()
        };
        if anchor > 0 {
            let piece = piece(builder);
            self.kept += piece.len();
            if self.kept > MOST_KEPT {
                return Err((Unreadable::TooMuch, place));
            }
            self.anchors.insert(anchor, piece);
        }
        let Some(open) = self.open.last_mut() else {
            self.whole = true;
            return Ok(());
        };
        open.held += 1;
        if let Some(from) = open.merging.take_if(|from| *from == at) {
            let piece = piece(builder);
            builder.nodes.truncate(from);
            builder.places.truncate(from);
            // Neither `<<` nor what it brings in is an entry of its own.
            open.held -= 2;
            match parts(piece[0].0).0 {
                Kind::Map => open.merged.push(piece),
                Kind::List => {
                    let nodes: Vec<Node> = piece.iter().map(|(node, _)| *node).collect();
                    let mut at = 1;
                    while at < piece.len() {
                        let next = after(&nodes, at);
                        if parts(nodes[at]).0 != Kind::Map {
                            return Err((Unreadable::Merge, piece[at].1));
                        }
                        open.merged.push(piece[at..next].to_vec());
                        at = next;
                    }
                }
                _ => return Err((Unreadable::Merge, piece[0].1)),
            }
        }
        Ok(())
    }

    /// Ends the value where it cannot be read any further.
    fn stop(&mut self, fault: (Unreadable, Place)) {
        if let Some((at, from)) = self.open.iter().enumerate().find_map(|(at, open)| Some((at, open.merging?))) {
            self.open.truncate(at + 1);
            self.open[at].held -= 1;
            self.builder.nodes.truncate(from);
            self.builder.places.truncate(from);
        }
        let wrong = node(Kind::Wrong, 0, self.builder.faults.len());
        self.builder.push(wrong, fault.1);
        self.builder.faults.push(fault);
        while let Some(mut open) = self.open.pop() {
            open.held += 1;
            self.count(&open);
        }
    }
}

fn kind(value: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Kind, Unreadable> {
    let plain = if matches!(value, "" | "~" | "null" | "Null" | "NULL") { Kind::Null } else { Kind::Plain };
    match tag.map(|tag| (tag.core_suffix(), tag)) {
        None if style == ScalarStyle::Plain => Ok(plain),
        None => Ok(Kind::Quoted),
        Some((Some("str"), _)) => Ok(Kind::Text),
        Some((Some("null"), _)) => Ok(Kind::Null),
        Some((Some("int" | "float" | "bool"), _)) => Ok(plain),
        Some((_, tag)) if tag.original() == "!" => Ok(Kind::Text),
        Some((_, tag)) => Err(Unreadable::Tag(tag.original())),
    }
}

fn place(span: Span, text: &str) -> Place {
    (offset(&span.start, text), offset(&span.end, text))
}

/// The byte of a place; by line and column where the library knows no more.
fn offset(marker: &Marker, text: &str) -> u32 {
    let by_line = || {
        let start: usize = text.split_inclusive('\n').take(marker.line().saturating_sub(1)).map(str::len).sum();
        let rest = &text[start..];
        start + rest.char_indices().nth(marker.col()).map_or(rest.len(), |(at, _)| at)
    };
    marker.byte_offset().unwrap_or_else(by_line).min(text.len()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a file is to its nodes, in one line; a fault with its place.
    fn read(text: &str) -> String {
        let mut built = Builder::default();
        built.file(text);
        let mut shown = show(&built, &mut 0);
        if let Some((fault, _)) = &built.behind {
            shown.push_str(&format!(" then {fault:?}"));
        }
        shown
    }

    fn show(built: &Builder, at: &mut usize) -> String {
        let Some(node) = built.nodes.get(*at) else { return String::from("?") };
        let (kind, len, start) = parts(*node);
        *at += 1;
        let mut below = |count: usize| (0..count).map(|_| show(built, at)).collect::<Vec<_>>().join(" ");
        match kind {
            Kind::List => format!("[{}]", below(len)),
            Kind::Map => format!("{{{}}}", below(2 * len)),
            Kind::Wrong => format!("!{:?}", built.faults[start].0),
            Kind::Plain => built.text[start..start + len].to_owned(),
            kind => format!("{kind:?}({})", &built.text[start..start + len]),
        }
    }

    #[test]
    fn scalars_keep_how_they_were_written() {
        assert_eq!(
            read("[公开, '2021', 2021, ~, '', !!str 5, !!int '5']"),
            "[公开 Quoted(2021) 2021 Null(~) Quoted() Text(5) 5]"
        );
        assert_eq!(read("a: |\n  x\n  y\nb:"), "{a Quoted(x\ny\n) b Null(~)}");
    }

    #[test]
    fn aliases_and_merged_maps_are_followed() {
        assert_eq!(read("{a: &x [1, 2], b: *x}"), "{a [1 2] b [1 2]}");
        assert_eq!(read("a: &x {p: 1, q: {r: 2}}\nb: {<<: *x, p: 3}"), "{a {p 1 q {r 2}} b {p 3 q {r 2}}}");
        assert_eq!(read("<<: [{p: 1}, {p: 2, q: 3}]\nz: 0"), "{z 0 p 1 q 3}");
        assert_eq!(read("<<: 5"), "{!Merge ?}");
    }

    #[test]
    fn what_cannot_be_read_stands_where_it_begins() {
        assert_eq!(read("a: 1\nb: [2, 3\n"), "{a 1 b [2 !Syntax(UnclosedFlowCollection { open: '[' })]}");
        assert_eq!(read("a: 1\na: 2\n"), "{a 1 !Duplicate(\"a\") ?}");
        assert_eq!(read("a: 1\n---\nb: 2\n"), "{a 1} then SecondDocument");
        assert_eq!(read("# 规则\n"), "!End");
        assert_eq!(read("a: !x 1"), "{a !Tag(\"!x\")}");
        assert_eq!(read("a: &x [*x]"), "{a [!Circle]}");
    }

    #[test]
    fn bombs_go_off_nowhere() {
        let mut bomb = String::from("- &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            bomb += &format!("- &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", "));
        }
        let mut built = Builder::default();
        built.file(&bomb);
        assert!(built.nodes.len() <= MOST_NODES + 1);
        let [(Unreadable::TooMuch, (start, end))] = built.faults[..] else { panic!("{:?}", built.faults) };
        assert_eq!(&bomb[start as usize..end as usize], "*a4");
        let deep = |depth: usize| read(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
        assert_eq!(deep(DEEPEST).matches('[').count(), DEEPEST);
        assert!(deep(DEEPEST + 1).contains("!TooDeep"));
        assert_eq!(deep(100_000), "!Syntax(RecursionLimitExceeded)");
        let nested = (0..60).fold(String::from("x"), |inner, level| format!("&a{level} [{inner}]"));
        let mut built = Builder::default();
        built.file(&format!("[{}]", vec![nested; 2_000].join(", ")));
        assert_eq!(built.faults.first().map(|(fault, _)| fault), Some(&Unreadable::TooMuch));
    }
}
