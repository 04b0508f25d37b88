//! The `gouji` program; everything is in the library.

fn main() -> std::process::ExitCode {
    gouji::cli::main()
}
