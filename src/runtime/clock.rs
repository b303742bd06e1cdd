//! The clock, as a parameter. It stamps facts; leases and waits run by the database's clock, so a jump
//! here moves no work.

use std::fmt;
use std::sync::Arc;

use crate::domain::ids::Millis;

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Millis + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    pub fn system() -> Self {
        Self(Arc::new(|| Millis(chrono::Utc::now().timestamp_millis())))
    }

    /// A clock that a test sets.
    pub fn by(tell: impl Fn() -> Millis + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// The clock as a plain function, for adapters.
    pub fn teller(&self) -> Arc<dyn Fn() -> Millis + Send + Sync> {
        self.0.clone()
    }

    /// The time after a while.
    pub fn after(&self, wait: std::time::Duration) -> Millis {
        let wait = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        Millis(self.now().0.saturating_add(wait))
    }

    /// The time now.
    pub fn now(&self) -> Millis {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({:?})", self.now())
    }
}
