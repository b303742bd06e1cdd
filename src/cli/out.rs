//! What the program prints. A reader that has enough (`baton logs k7f2 | head`) is no failure: what is under
//! way ends as it would have, in silence; what only prints for ever stops.

use std::fmt;
use std::io::{self, ErrorKind, Write as _};
use std::sync::OnceLock;

/// Why nothing more can be printed.
static BROKEN: OnceLock<io::Error> = OnceLock::new();

/// Prints a line on standard output.
macro_rules! out {
    () => { $crate::cli::out::line(format_args!("")) };
    ($($text:tt)*) => { $crate::cli::out::line(format_args!($($text)*)) };
}
/// Prints a line on standard error.
macro_rules! note {
    ($($text:tt)*) => { $crate::cli::out::note_line(format_args!($($text)*)) };
}
pub(super) use {note, out};

pub(super) fn line(text: fmt::Arguments<'_>) {
    if !is_closed()
        && let Err(error) = writeln!(anstream::stdout(), "{text}")
    {
        BROKEN.set(error).ok();
    }
}

/// Nobody can be told that this fails.
pub(super) fn note_line(text: fmt::Arguments<'_>) {
    writeln!(anstream::stderr(), "{text}").ok();
}

/// Whether nobody reads standard output any more.
pub(super) fn is_closed() -> bool {
    BROKEN.get().is_some()
}

/// Why not everything was printed, where that is a failure.
pub(super) fn failure() -> Option<&'static io::Error> {
    BROKEN.get().filter(|error| error.kind() != ErrorKind::BrokenPipe)
}
