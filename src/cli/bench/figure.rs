//! Figures: what a benchmark found out, in the form in which it is printed.

use std::time::Duration;

use serde::Serialize;

/// One measured number. As JSON it has exactly these fields, in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Figure {
    /// Its name, which scripts look for.
    pub(super) name: String,
    /// What was measured.
    pub(super) value: f64,
    /// In what.
    pub(super) unit: Unit,
    /// What it is compared with, in the same unit, measured beside it on the same machine.
    pub(super) baseline: Option<f64>,
    /// Value over baseline.
    pub(super) ratio: Option<f64>,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) enum Unit {
    /// Milliseconds.
    #[serde(rename = "ms")]
    Milliseconds,
    /// Seconds.
    #[serde(rename = "s")]
    Seconds,
    /// How many in a second.
    #[serde(rename = "1/s")]
    PerSecond,
    /// Units of 1024 × 1024 bytes.
    #[serde(rename = "MiB")]
    Mebibytes,
}

impl Unit {
    /// As it is printed.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::Seconds => "s",
            Self::PerSecond => "1/s",
            Self::Mebibytes => "MiB",
        }
    }
}

impl Figure {
    /// A figure that nothing is compared with.
    pub(super) fn new(name: impl Into<String>, value: f64, unit: Unit) -> Self {
        Self { name: name.into(), value: rounded(value), unit, baseline: None, ratio: None }
    }

    /// The same beside what it is compared with.
    pub(super) fn beside(self, baseline: f64) -> Self {
        let ratio = (baseline > 0.0).then(|| rounded(self.value / baseline));
        Self { baseline: Some(rounded(baseline)), ratio, ..self }
    }
}

/// Three places behind the point are more than any of this is good for.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// A time in milliseconds.
pub(super) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The smallest of `times` that at least `percent` of them do not exceed (the nearest-rank percentile);
/// zero of none.
pub(super) fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// The middle one.
pub(super) fn median(times: &[Duration]) -> Duration {
    percentile(times, 50)
}

/// A count as people say it: 1m, 100k, 1234.
pub(super) fn short(count: u64) -> String {
    match count {
        0 => "0".to_owned(),
        _ if count.is_multiple_of(1_000_000) => format!("{}m", count / 1_000_000),
        _ if count.is_multiple_of(1_000) => format!("{}k", count / 1_000),
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_has_exactly_five_fields_in_this_order() {
        let figure = Figure::new("loop.by_hand", 40.0, Unit::Milliseconds);
        let bare = r#"{"name":"loop.by_hand","value":40.0,"unit":"ms","baseline":null,"ratio":null}"#;
        assert_eq!(serde_json::to_string(&figure).unwrap(), bare);
        let beside = r#"{"name":"loop.by_hand","value":40.0,"unit":"ms","baseline":120.5,"ratio":0.332}"#;
        assert_eq!(serde_json::to_string(&figure.beside(120.5)).unwrap(), beside);
    }

    #[test]
    fn units_are_printed_as_they_are_serialised() {
        for unit in [Unit::Milliseconds, Unit::Seconds, Unit::PerSecond, Unit::Mebibytes] {
            assert_eq!(serde_json::to_value(unit).unwrap(), unit.as_str());
        }
    }

    #[test]
    fn percentiles_are_measured_times() {
        let times: Vec<_> = (1..=60).rev().map(Duration::from_millis).collect();
        assert_eq!(median(&times), Duration::from_millis(30));
        assert_eq!(percentile(&times, 95), Duration::from_millis(57));
        assert_eq!(percentile(&times[..1], 95), Duration::from_millis(60));
        assert_eq!(median(&[]), Duration::ZERO);
    }

    #[test]
    fn counts_are_short() {
        let shown: Vec<_> = [0, 20, 1_500, 2_000, 100_000, 1_000_000].map(short).into();
        assert_eq!(shown, ["0", "20", "1500", "2k", "100k", "1m"]);
    }
}
