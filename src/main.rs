//! The `baton` program: reads its arguments and environment, and hands over to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    baton::cli::main()
}
