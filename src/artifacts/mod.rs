//! Content-addressed blobs: diffs, run records, later transcripts and snapshots.

mod directory;

pub use directory::{Directory, MAX_BYTES};
