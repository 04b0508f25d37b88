//! For authors of rules: tests inside rule files, pages, listings.

mod testing;

pub use testing::{TestResult, run_rule, run_tests};
