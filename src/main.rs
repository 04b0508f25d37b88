//! The `gouji` program; everything is in the library.

/// A report is read in some thousand small pieces of memory: docs/design/release-build.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    gouji::cli::main()
}
