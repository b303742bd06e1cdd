//! How far git says that it is: its progress lines (git/progress.c), read as numbers. No word of theirs goes
//! any further, for the other end writes some of them.

use crate::domain::progress::{Doing, Progress};

/// Who hears how far a clone or a fetch is.
pub type Told<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// Hears git's lines, and passes on what they tell.
pub(super) fn heard(told: Told<'_>) -> impl Fn(&str) + Send + Sync + '_ {
    move |line| {
        tracing::debug!(line, "git");
        if let Some(progress) = read(line) {
            told(progress);
        }
    }
}

/// What a line tells; nothing where it is none of the lines that are known.
fn read(line: &str) -> Option<Progress> {
    let line = line.trim().strip_prefix("remote: ").unwrap_or(line);
    let (title, amount) = line.split_once(": ")?;
    let doing = doing(title.trim())?;
    let amount = amount.trim_start();
    match amount.split_once("% (") {
        Some((percent, rest)) => {
            percent.parse::<u8>().ok().filter(|percent| *percent <= 100)?;
            let (counts, rest) = rest.split_once(')')?;
            let (done, total) = counts.split_once('/')?;
            Some(Progress::of(doing, number(done)?, number(total)?).with_bytes(bytes(rest)))
        }
        None => {
            let count = amount.split(|c: char| !c.is_ascii_digit()).next()?;
            Some(Progress::counted(doing, number(count)?).with_bytes(bytes(&amount[count.len()..])))
        }
    }
}

/// The titles of git's programs that clone, fetch and push, in the language that `LC_ALL=C` makes them speak.
fn doing(title: &str) -> Option<Doing> {
    Some(match title {
        "Enumerating objects" | "Counting objects" | "Finding sources" | "Compressing objects" => {
            Doing::Packing
        }
        "Receiving objects" => Doing::Receiving,
        "Unpacking objects" | "Indexing objects" => Doing::Unpacking,
        "Resolving deltas" => Doing::Resolving,
        "Checking connectivity" | "Checking objects" => Doing::Checking,
        "Writing objects" => Doing::Sending,
        _ => return None,
    })
}

/// Digits and nothing else.
fn number(digits: &str) -> Option<u64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The bytes behind the counts: `, 1.20 MiB | 3.00 MiB/s`.
fn bytes(rest: &str) -> Option<u64> {
    let (number, unit) = rest.strip_prefix(", ")?.split('|').next()?.trim().split_once(' ')?;
    let unit: u64 = match unit.split(',').next()? {
        "bytes" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let hundredths = format!("{part:0<2.2}");
    let whole = self::number(whole)?.checked_mul(unit)?;
    whole.checked_add(self::number(&hundredths)?.checked_mul(unit)? / 100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_lines_of_git_are_read() {
        let packing = |done, total| Some(Progress::of(Doing::Packing, done, total));
        for (line, want) in [
            ("remote: Enumerating objects: 123, done.", Some(Progress::counted(Doing::Packing, 123))),
            ("remote: Enumerating objects: 57", Some(Progress::counted(Doing::Packing, 57))),
            ("remote: Counting objects:  43% (5/12)", packing(5, 12)),
            ("remote: Counting objects: 100% (12/12), done.        ", packing(12, 12)),
            ("remote: Compressing objects: 100% (12/12), done.\u{1b}[K", packing(12, 12)),
            ("Receiving objects:   0% (1/12345)", Some(Progress::of(Doing::Receiving, 1, 12345))),
            (
                "Receiving objects:  43% (5309/12345), 1.20 MiB | 3.00 MiB/s",
                Some(Progress::of(Doing::Receiving, 5309, 12345).with_bytes(Some((1 << 20) + (1 << 20) / 5))),
            ),
            (
                "Receiving objects: 100% (3/3), 812 bytes | 812.00 KiB/s, done.",
                Some(Progress::of(Doing::Receiving, 3, 3).with_bytes(Some(812))),
            ),
            (
                "Receiving objects: 100% (3/3), 2.05 GiB, done.",
                Some(Progress::of(Doing::Receiving, 3, 3).with_bytes(Some((2 << 30) + (1 << 30) / 20))),
            ),
            ("Resolving deltas:  10% (1/10)", Some(Progress::of(Doing::Resolving, 1, 10))),
            ("Unpacking objects: 50% (1/2), 2.00 KiB | 2.00 KiB/s", {
                Some(Progress::of(Doing::Unpacking, 1, 2).with_bytes(Some(2048)))
            }),
            ("Checking connectivity: 4711, done.", Some(Progress::counted(Doing::Checking, 4711))),
            ("Writing objects:  33% (1/3)", Some(Progress::of(Doing::Sending, 1, 3))),
        ] {
            assert_eq!(read(line), want, "{line}");
        }
    }

    #[test]
    fn everything_else_tells_nothing() {
        for line in [
            "",
            "Cloning into bare repository '/x'...",
            "remote: Total 3 (delta 0), reused 0 (delta 0), pack-reused 0",
            "remote: Receiving gifts: 43% (5/12)",
            "remote: Counting objects: lots",
            "Counting objects:",
            "Receiving objects: 43% (5/)",
            "Receiving objects: 43% (/12)",
            "Receiving objects: 43% (5/12",
            "Receiving objects: 430% (5/12)",
            "Receiving objects: -3% (5/12)",
            "Receiving objects: 43% (+5/12)",
            "Receiving objects: 43% (99999999999999999999/12)",
            "Empfange Objekte:  43% (5/12)",
            "fatal: the remote end hung up unexpectedly",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn odd_sizes_are_left_out() {
        for size in ["1.20 MB", "x MiB", "1.2.3 MiB", "99999999999999999999 GiB", "-1.00 KiB", "MiB"] {
            let line = format!("Receiving objects:  43% (5/12), {size} | 3.00 MiB/s");
            assert_eq!(read(&line), Some(Progress::of(Doing::Receiving, 5, 12)), "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_line_breaks_it(line in "(remote: )?(Receiving objects|Counting objects|[A-Z]x): +[0-9%(/), .KMGiB|]{0,40}\\PC{0,5}") {
            if let Some(progress) = read(&line) {
                prop_assert!(progress.total().is_none_or(|total| progress.done() <= total));
            }
        }

        #[test]
        fn what_git_writes_is_read_back(total in 1u64..1_000_000, part in 0u64..=100) {
            let done = total * part / 100;
            let line = format!("Receiving objects: {:3}% ({done}/{total})", done * 100 / total);
            prop_assert_eq!(read(&line), Some(Progress::of(Doing::Receiving, done, total)));
        }
    }
}
