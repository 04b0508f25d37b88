//! The report on a report: findings, places, coverage, score. Emitters print it; they compute nothing.
