//! For authors of rules: tests inside rule files, pages, listings.
