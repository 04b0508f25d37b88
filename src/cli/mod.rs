//! The command line: the only place that touches files, clock, environment, threads and terminal.
