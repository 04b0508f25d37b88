//! From a source and a rulebook to a report: evaluation, anchors, causes, suppressions.
