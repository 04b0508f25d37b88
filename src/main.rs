//! The `gouji` program: the core with files, a clock, threads and a screen around it.

mod cli;

/// A report is read in some thousand small pieces of memory: docs/design/release-build.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
