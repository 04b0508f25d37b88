//! Integration tests in one binary (the test of the architecture apart, which needs no build): linking the library once
//! is what keeps a run short.

mod common;
mod across;
mod annotate;
mod asides;
mod authoring;
mod bounds;
mod cli;
mod corpus_outline;
mod counts;
mod docx;
mod fixtures;
mod formats;
mod gaming;
mod gates;
mod imprint;
mod interrupted;
mod kinds;
mod listings;
mod outline;
mod outputs;
mod page;
mod pdf;
mod rulebook_errors;
mod rulebook_mistakes;
mod rules;
mod scores;
mod selftest;
mod shapes;
mod siblings;
mod slips;
mod spans;
mod spared;
mod tables;
mod terminal;
mod treebank;
