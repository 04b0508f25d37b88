//! One file a format. An emitter prints a report and computes nothing.
