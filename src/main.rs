//! The `baton` program: reads its arguments and environment, and hands over to the library.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    baton::cli::main()
}
