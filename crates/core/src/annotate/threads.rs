//! What Word keeps beside comments: threads, states and identities, each in a part of its own. What is said there of
//! comments that are taken out goes with them; answers of others to such a comment become comments of their own.

use std::collections::{BTreeMap, HashSet};

use super::comments::attribute;
use super::splice::Splices;
use crate::source::PackageFault;
use crate::source::package::{Archive, Relation, parse};

/// Drops from these parts what knows the comments of the given paragraphs.
///
/// # Errors
/// One of the parts cannot be read.
pub(crate) fn forget(
    archive: &mut Archive<'_>,
    related: &[Relation],
    paragraphs: &HashSet<String>,
    changed: &mut BTreeMap<String, String>,
) -> Result<(), PackageFault> {
    if paragraphs.is_empty() {
        return Ok(());
    }
    let mut lasting = HashSet::new();
    // Identities that last are told of paragraphs in one part and used in the other.
    for (kind, key) in [("commentsExtended", "paraId"), ("commentsIds", "paraId"), ("commentsExtensible", "durableId")]
    {
        let Some(part) = related.iter().find(|r| r.kind == kind) else { continue };
        let Some(xml) = archive.text(&part.target)? else { continue };
        let tree = parse(&xml, &part.target)?;
        let mut splices = Splices::default();
        for entry in tree.root_element().children().filter(|n| n.is_element()) {
            let gone = if key == "paraId" { paragraphs } else { &lasting };
            if attribute(entry, key).is_some_and(|id| gone.contains(id)) {
                splices.remove(entry.range());
            } else if let Some(parent) = entry.attributes().find(|a| a.name() == "paraIdParent")
                && paragraphs.contains(parent.value())
            {
                splices.remove(parent.range());
            }
        }
        if kind == "commentsIds" {
            let ours = tree
                .root_element()
                .children()
                .filter(|n| attribute(*n, "paraId").is_some_and(|id| paragraphs.contains(id)));
            lasting = ours.filter_map(|n| attribute(n, "durableId")).map(str::to_owned).collect();
        }
        if !splices.is_empty() {
            changed.insert(part.target.clone(), splices.apply(&xml));
        }
    }
    Ok(())
}
