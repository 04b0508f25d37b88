//! Automatic numbers: lists, levels, overrides and restarts, counted as Word counts them while paragraphs come by.

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node};

use super::numerals::numeral;
use super::styles::Styles;
use super::xml::{Name, attribute, child, is_on, name, number, value};

/// Word has nine levels.
const LEVELS: usize = 9;

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// `%1、`.
    text: String,
    /// The style whose paragraphs are of this level.
    style: Option<String>,
    /// All numbers of the label in decimals.
    legal: bool,
    /// After which level (from 1) counting begins anew; 0: never. None: after any higher one.
    restart: Option<usize>,
}

type Levels = [Option<Level>; LEVELS];

/// What `w:num` changes of its list.
#[derive(Debug, Default)]
struct Override {
    start: Option<u32>,
    level: Option<Level>,
}

#[derive(Debug, Default)]
struct List {
    /// `w:abstractNumId`: lists of the same one go on counting together.
    kind: u32,
    overrides: HashMap<usize, Override>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    kinds: HashMap<u32, Levels>,
    lists: HashMap<u32, List>,
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Lists and levels whose own start was taken.
    started: HashSet<(u32, usize)>,
}

impl Numbering {
    pub(super) fn read(tree: &Document<'_>, styles: &mut Styles<'_>) -> Self {
        let mut numbering = Self::default();
        let mut links = Vec::new();
        for node in tree.root_element().children() {
            match name(node) {
                Name::Word("abstractNum") => {
                    let Some(id) = attribute(node, "abstractNumId").and_then(|v| v.parse().ok()) else { continue };
                    if let Some(style) = value(node, "numStyleLink") {
                        links.push((id, style.to_owned()));
                    }
                    let mut levels = Levels::default();
                    for level in node.children().filter(|n| name(*n) == Name::Word("lvl")) {
                        if let Some(place) = place(level).and_then(|i| levels.get_mut(i)) {
                            *place = Some(read_level(level));
                        }
                    }
                    numbering.kinds.insert(id, levels);
                }
                Name::Word("num") => {
                    let Some(id) = attribute(node, "numId").and_then(|v| v.parse().ok()) else { continue };
                    let Some(kind) = number(node, "abstractNumId") else { continue };
                    let mut overrides = HashMap::new();
                    for change in node.children().filter(|n| name(*n) == Name::Word("lvlOverride")) {
                        let Some(index) = place(change) else { continue };
                        let level = child(change, "lvl").map(read_level);
                        overrides.insert(index, Override { start: number(change, "startOverride"), level });
                    }
                    numbering.lists.insert(id, List { kind, overrides });
                }
                _ => {}
            }
        }
        // A list may only name a style of lists, whose own list has the levels.
        for (id, style) in links {
            let kind = styles.list(&style).and_then(|list| numbering.lists.get(&list)).map(|l| l.kind);
            if let Some(levels) = kind.filter(|k| *k != id).and_then(|k| numbering.kinds.get(&k)).cloned() {
                numbering.kinds.insert(id, levels);
            }
        }
        numbering
    }

    /// The level of a list that a style's paragraphs are of, where the list says so.
    pub(super) fn level_of_style(&self, list: u32, style: &str) -> Option<usize> {
        let levels = self.kinds.get(&self.lists.get(&list)?.kind)?;
        levels.iter().position(|l| l.as_ref().is_some_and(|l| l.style.as_deref() == Some(style)))
    }

    /// Counts one paragraph and gives its number as shown; empty for a bullet.
    pub(super) fn next(&mut self, id: u32, index: usize) -> Option<String> {
        let index = index.min(LEVELS - 1);
        let list = self.lists.get(&id)?;
        let own = self.kinds.get(&list.kind);
        let level = |i: usize| {
            let changed = list.overrides.get(&i).and_then(|o| o.level.as_ref());
            changed.or_else(|| own.and_then(|levels| levels[i].as_ref()))
        };
        let this = level(index)?;
        let counts = self.counts.entry(list.kind).or_default();
        let start = |i: usize| {
            let changed = list.overrides.get(&i).and_then(|o| o.start);
            changed.or_else(|| level(i).map(|l| l.start)).unwrap_or(1)
        };
        let begins = list.overrides.get(&index).is_some_and(|o| o.start.is_some()) && self.started.insert((id, index));
        counts[index] = Some(match counts[index] {
            Some(count) if !begins => count.saturating_add(1),
            _ => start(index),
        });
        for (i, count) in counts.iter_mut().enumerate() {
            if i < index && count.is_none() {
                *count = Some(start(i));
            } else if i > index
                && match level(i).and_then(|l| l.restart) {
                    Some(after) => index < after,
                    None => true,
                }
            {
                *count = None;
            }
        }
        if this.format == "bullet" {
            return Some(String::new());
        }
        let mut label = String::new();
        let mut chars = this.text.chars().peekable();
        while let Some(c) = chars.next() {
            let place = chars.peek().and_then(|d| d.to_digit(10)).filter(|d| c == '%' && *d > 0);
            let Some(place) = place else {
                label.push(c);
                continue;
            };
            chars.next();
            let i = place as usize - 1;
            let format = level(i).map_or("decimal", |l| l.format.as_str());
            let format = if this.legal && i < index { "decimal" } else { format };
            label.push_str(&numeral(counts[i].unwrap_or_else(|| start(i)), format));
        }
        Some(label)
    }
}

fn place(node: Node<'_, '_>) -> Option<usize> {
    attribute(node, "ilvl")?.parse().ok().filter(|i| *i < LEVELS)
}

fn read_level(node: Node<'_, '_>) -> Level {
    // A format of later versions stands in an alternative beside its fallback, which Word of today does not show.
    let format = node.descendants().find(|n| name(*n) == Name::Word("numFmt")).and_then(|n| attribute(n, "val"));
    Level {
        start: number(node, "start").unwrap_or(1),
        format: format.unwrap_or("decimal").to_owned(),
        text: value(node, "lvlText").unwrap_or_default().to_owned(),
        style: value(node, "pStyle").map(str::to_owned),
        legal: is_on(node, "isLgl"),
        restart: number(node, "lvlRestart"),
    }
}
