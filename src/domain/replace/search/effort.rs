//! A bound on the work of one search, so that no repository holds a worker for long.
//!
//! Work is counted in bytes, not in time: whether a search is stopped depends on the request and the
//! files alone, not on the machine or on which thread reads what.

use std::sync::atomic::{AtomicU64, Ordering};

use super::super::{MAX_READ_BYTES, MAX_SCANNED_BYTES};

/// What a search has done so far.
#[derive(Debug)]
pub(super) struct Effort {
    scanned: Budget,
    read: Budget,
}

#[derive(Debug)]
struct Budget {
    spent: AtomicU64,
    most: u64,
}

impl Effort {
    pub(super) const fn of(scanned: u64, read: u64) -> Self {
        Self { scanned: Budget::of(scanned), read: Budget::of(read) }
    }

    /// Looks over so many bytes for the words of a text; whether that may be done.
    pub(super) fn scan(&self, bytes: usize) -> bool {
        self.scanned.pay(bytes)
    }

    /// Reads so many bytes closely; whether that may be done.
    pub(super) fn read(&self, bytes: usize) -> bool {
        self.read.pay(bytes)
    }

    pub(super) fn is_spent(&self) -> bool {
        self.scanned.is_spent() || self.read.is_spent()
    }
}

impl Default for Effort {
    fn default() -> Self {
        Self::of(MAX_SCANNED_BYTES, MAX_READ_BYTES)
    }
}

impl Budget {
    const fn of(most: u64) -> Self {
        Self { spent: AtomicU64::new(0), most }
    }

    fn pay(&self, bytes: usize) -> bool {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX).min(self.most.saturating_add(1));
        // Whoever exceeds the budget sees it, and nobody pays after that: it cannot wrap around.
        !self.is_spent() && self.spent.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) <= self.most
    }

    fn is_spent(&self) -> bool {
        self.spent.load(Ordering::Relaxed) > self.most
    }
}
