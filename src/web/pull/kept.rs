//! What was made lately, so that it is not made again at every look: few things, with a bound in bytes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Values by their keys, the latest ones.
#[derive(Debug)]
pub(super) struct Kept<K, V> {
    /// The one that was used longest ago comes first.
    all: Mutex<VecDeque<(K, Arc<V>, usize)>>,
    most: usize,
    bytes: usize,
}

impl<K: PartialEq, V> Kept<K, V> {
    /// Keeps at most that many values, of at most that many bytes together.
    pub(super) fn new(most: usize, bytes: usize) -> Self {
        Self { all: Mutex::default(), most, bytes }
    }

    /// The value, if it is still there.
    pub(super) fn get(&self, key: &K) -> Option<Arc<V>> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let at = all.iter().position(|(known, _, _)| known == key)?;
        let found = all.remove(at)?;
        let value = found.1.clone();
        all.push_back(found);
        Some(value)
    }

    /// Keeps a value of that many bytes; one that is larger than everything may be is not kept.
    pub(super) fn put(&self, key: K, value: Arc<V>, bytes: usize) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(known, _, _)| *known != key);
        all.push_back((key, value, bytes));
        while all.len() > self.most || all.iter().map(|(_, _, bytes)| bytes).sum::<usize>() > self.bytes {
            all.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let kept = Kept::new(2, 100);
        kept.put("a", Arc::new(1), 10);
        kept.put("b", Arc::new(2), 10);
        assert_eq!(kept.get(&"a").as_deref(), Some(&1));
        kept.put("c", Arc::new(3), 10);
        assert_eq!(kept.get(&"b"), None);
        kept.put("d", Arc::new(4), 95);
        assert_eq!((kept.get(&"a"), kept.get(&"c"), kept.get(&"d").as_deref()), (None, None, Some(&4)));
        kept.put("e", Arc::new(5), 101);
        assert_eq!((kept.get(&"d"), kept.get(&"e")), (None, None));
    }
}
