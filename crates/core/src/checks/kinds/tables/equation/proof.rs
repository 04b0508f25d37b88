//! What an equation proves of an empty form: sums of cells that come to nothing.

use super::parse::Compare;
use super::relation::{Compiled, Linear};
use crate::checks::relation::Proof;

/// A sum for each row or column; none of what only bounds, or holds under a condition.
pub(crate) fn proofs(compiled: &Compiled) -> Vec<Proof> {
    let relation = &compiled.relation;
    let of_largest = |linear: &Linear| linear.operands.iter().any(|o| o.max);
    let bounds = relation.compare != Compare::Equal || of_largest(&relation.left) || of_largest(&relation.right);
    if bounds || compiled.condition.is_some() {
        return Vec::new();
    }
    let side = |linear: &Linear, sign: i64, instance: u16| -> Vec<(usize, i64)> {
        let of = |o: &super::relation::Operand| -> Vec<(usize, i64)> {
            o.cells.iter().map(|cell| (cell.at(instance), sign * o.factor)).collect()
        };
        linear.operands.iter().flat_map(of).collect()
    };
    let constant = relation.left.constant - relation.right.constant;
    let one = |instance: u16| Proof {
        cells: [side(&relation.left, 1, instance), side(&relation.right, -1, instance)].concat(),
        constant,
    };
    (0..compiled.instances).map(one).collect()
}
