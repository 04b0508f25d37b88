//! The language of relations between cells: sums and comparisons, `sum(group)`, `max(a, b)`, and one implication.
//! No parentheses but those of the two functions, so nothing nests.

use serde::Deserialize;
use std::ops::Range;

use crate::checks::mistake_words::BadEquation;

/// A relation, perhaps under a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    pub condition: Option<Relation>,
    pub relation: Relation,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relation {
    pub left: Side,
    pub compare: Compare,
    pub right: Side,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Equal,
    AtMost,
    AtLeast,
    Less,
    Greater,
}

impl Compare {
    /// Whether the left side may stand so to the right one.
    pub fn admits(self, order: std::cmp::Ordering) -> bool {
        match self {
            Compare::Equal => order.is_eq(),
            Compare::AtMost => order.is_le(),
            Compare::AtLeast => order.is_ge(),
            Compare::Less => order.is_lt(),
            Compare::Greater => order.is_gt(),
        }
    }
}

/// A sum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Side {
    pub terms: Vec<Term>,
    pub constant: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub factor: i64,
    pub of: Of,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Cell(Name),
    /// All rows under a group, or the row itself.
    Sum(Name),
    Max(Vec<Name>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub text: String,
    pub at: Range<usize>,
}

/// What is wrong, and where in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub at: Range<usize>,
    pub why: BadEquation,
}

impl Side {
    pub fn names(&self) -> impl Iterator<Item = (&Name, bool)> {
        self.terms.iter().flat_map(|t| match &t.of {
            Of::Cell(name) => vec![(name, false)],
            Of::Sum(name) => vec![(name, true)],
            Of::Max(names) => names.iter().map(|n| (n, false)).collect(),
        })
    }
}

/// Longest relation, in bytes.
const LONGEST: usize = 4_000;

pub(crate) fn parse(text: &str) -> Result<Statement, Mistake> {
    if text.len() > LONGEST {
        return Err(Mistake { at: 0..text.len(), why: BadEquation::TooLong(LONGEST) });
    }
    let mut parser = Parser { text, at: 0 };
    let first = parser.relation()?;
    let statement = if parser.eat("=>") {
        Statement { condition: Some(first), relation: parser.relation()? }
    } else {
        Statement { condition: None, relation: first }
    };
    parser.space();
    if parser.at < text.len() {
        return Err(parser.mistake(BadEquation::End));
    }
    Ok(statement)
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, token: &str) -> bool {
        self.space();
        let eaten = self.rest().starts_with(token);
        if eaten {
            self.at += token.len();
        }
        eaten
    }

    fn mistake(&self, why: BadEquation) -> Mistake {
        let rest = self.rest();
        let word = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        let length = if word == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { word };
        Mistake { at: self.at..self.at + length, why }
    }

    fn relation(&mut self) -> Result<Relation, Mistake> {
        let left = self.side()?;
        self.space();
        let compare = if self.rest().starts_with("=>") {
            return Err(self.mistake(BadEquation::Condition));
        } else if self.eat("<=") {
            Compare::AtMost
        } else if self.eat(">=") {
            Compare::AtLeast
        } else if self.eat("==") || self.eat("=") {
            Compare::Equal
        } else if self.eat("<") {
            Compare::Less
        } else if self.eat(">") {
            Compare::Greater
        } else {
            return Err(self.mistake(BadEquation::Compare));
        };
        Ok(Relation { left, compare, right: self.side()? })
    }

    fn side(&mut self) -> Result<Side, Mistake> {
        let mut side = Side::default();
        let mut sign = if self.eat("-") { -1 } else { 1 };
        loop {
            self.term(sign, &mut side)?;
            sign = if self.eat("+") {
                1
            } else if self.eat("-") {
                -1
            } else {
                return Ok(side);
            };
        }
    }

    fn term(&mut self, sign: i64, side: &mut Side) -> Result<(), Mistake> {
        self.space();
        let digits = self.rest().len() - self.rest().trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mut factor = sign;
        if digits > 0 {
            let number: i64 = match self.rest()[..digits].parse() {
                Ok(number @ 0..=1_000_000_000) => number,
                _ => return Err(self.mistake(BadEquation::TooLarge)),
            };
            self.at += digits;
            if !self.eat("*") {
                side.constant += sign * number;
                return Ok(());
            }
            factor = sign * number;
        }
        let name = self.name()?;
        let function = matches!(name.text.as_str(), "sum" | "max");
        if !function || !self.eat("(") {
            side.terms.push(Term { factor, of: Of::Cell(name) });
            return Ok(());
        }
        let mut names = vec![self.name()?];
        while name.text == "max" && self.eat(",") {
            names.push(self.name()?);
        }
        if !self.eat(")") {
            return Err(self.mistake(BadEquation::Bracket));
        }
        let of = if name.text == "max" { Of::Max(names) } else { Of::Sum(names.swap_remove(0)) };
        side.terms.push(Term { factor, of });
        Ok(())
    }

    fn name(&mut self) -> Result<Name, Mistake> {
        self.space();
        let rest = self.rest();
        let length =
            rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')).len();
        if length == 0 {
            return Err(self.mistake(BadEquation::Term));
        }
        let at = self.at..self.at + length;
        self.at = at.end;
        Ok(Name { text: rest[..length].to_owned(), at })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Each {
    Column,
    Row,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_comparisons_and_implications() {
        let statement = parse("total = a + 2 * b - sum(c)").unwrap();
        assert_eq!(statement.relation.right.terms.len(), 3);
        assert_eq!(statement.relation.right.terms[1].factor, 2);
        assert_eq!(statement.relation.right.terms[2].factor, -1);
        assert!(parse("a > 0 => b >= 1").unwrap().condition.is_some());
        assert!(matches!(parse("max(a, b) <= c").unwrap().relation.left.terms[0].of, Of::Max(_)));
    }

    #[test]
    fn mistakes_point_at_the_place() {
        for (text, at) in
            [("a + = b", 4), ("a b", 2), ("a = b c", 6), ("a => b", 2), ("a = sum(b", 9), ("= a", 0), ("", 0)]
        {
            assert_eq!(parse(text).unwrap_err().at.start, at, "{text}");
        }
        assert!(parse(&"a+".repeat(5_000)).is_err());
    }
}
