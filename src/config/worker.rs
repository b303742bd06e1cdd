//! `[worker]`: how much is done at once, and for how long.

use std::time::Duration;

use super::section::{Quantity, Section};

const PLACES: Quantity<usize> = Quantity { default: 4, least: 1, most: 256, unit: "effects at once" };
const LEASE: Quantity<u64> = Quantity { default: 30, least: 5, most: 600, unit: "seconds" };
const ATTEMPTS: Quantity<u32> = Quantity { default: 5, least: 1, most: 20, unit: "attempts" };
const EFFECT: Quantity<u64> = Quantity { default: 300, least: 10, most: 86_400, unit: "seconds" };

/// How much is done at once, and for how long.
#[derive(Debug, Clone)]
pub struct Worker {
    /// Effects at once in this process.
    pub places: usize,
    /// How long a task belongs to a worker that no longer answers.
    pub lease: Duration,
    /// How often an effect is tried before a person has to look.
    pub attempts: u32,
    /// How long one effect may take.
    pub effect_timeout: Duration,
}

impl Worker {
    pub(super) fn read(section: &Section<'_>) -> Self {
        Self {
            places: section.quantity("places", PLACES),
            lease: Duration::from_secs(section.quantity("lease_seconds", LEASE)),
            attempts: section.quantity("attempts", ATTEMPTS),
            effect_timeout: Duration::from_secs(section.quantity("effect_timeout_seconds", EFFECT)),
        }
    }
}
