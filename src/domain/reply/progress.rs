//! How far something is that takes long, in a sentence.

use super::thousands;
use crate::domain::progress::{Doing, Progress};

/// What is being done with a repository, how far that is, and what is left of it in milliseconds where that can
/// be told.
pub fn sentence(progress: &Progress, repo: &str, left_ms: Option<u64>) -> String {
    let (done, things) = (amount(progress), things(progress.doing()));
    // What matters most comes first: a terminal may cut the end.
    let left = left_ms.map(|left| format!(", {} left", about(left))).unwrap_or_default();
    let bytes = progress.bytes().map(|bytes| format!("; {} so far", size(bytes))).unwrap_or_default();
    format!("{} {done} {things}{left}{bytes}.", doing(progress.doing(), repo))
}

fn doing(doing: Doing, repo: &str) -> String {
    match doing {
        Doing::Packing => format!("Packing {repo}:"),
        Doing::Receiving => format!("Fetching {repo}:"),
        Doing::Unpacking | Doing::Resolving => format!("Unpacking {repo}:"),
        Doing::Checking => format!("Checking {repo}:"),
        Doing::Sending => format!("Pushing to {repo}:"),
        Doing::Searching => format!("Searching {repo}:"),
        Doing::Comparing => format!("Looking for the nearest text in {repo}:"),
    }
}

fn things(doing: Doing) -> &'static str {
    match doing {
        Doing::Packing | Doing::Receiving | Doing::Unpacking | Doing::Checking | Doing::Sending => "objects",
        Doing::Resolving => "deltas",
        Doing::Searching | Doing::Comparing => "files",
    }
}

/// "43 % of 12,345", "12,345".
fn amount(progress: &Progress) -> String {
    let number = |count| thousands(usize::try_from(count).unwrap_or(usize::MAX));
    match (progress.percent(), progress.total()) {
        (Some(percent), Some(total)) => format!("{percent} % of {}", number(total)),
        (_, _) => number(progress.done()),
    }
}

/// "812 KiB", "1.2 MiB", "3.4 GiB".
fn size(bytes: u64) -> String {
    let kib = bytes >> 10;
    let tenths = |unit: u64| {
        let tenths = (kib.saturating_mul(10) + unit / 2) / unit;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match kib {
        0..1024 => format!("{kib} KiB"),
        1024..1_048_576 => format!("{} MiB", tenths(1024)),
        _ => format!("{} GiB", tenths(1_048_576)),
    }
}

/// "a few seconds", "about 25 s", "about 3 min", "about 2 h": no finer than it is known, and a unit only where
/// rounding up does not nearly double it.
fn about(ms: u64) -> String {
    let seconds = ms.div_ceil(1000);
    match seconds {
        0..=5 => "a few seconds".to_owned(),
        6..=60 => format!("about {} s", seconds.next_multiple_of(5)),
        61..=90 => format!("about {} s", seconds.next_multiple_of(10)),
        91..=5400 => format!("about {} min", seconds.div_ceil(60)),
        _ => format!("about {} h", seconds.div_ceil(3600)),
    }
}
