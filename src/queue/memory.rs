//! A bounded queue in memory in which a task waits at most once.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::Notify;

use crate::domain::ids::TaskId;
use crate::ports::{Queue, QueueError};

/// Most wake-ups that wait; more are refused and said again by the dispatcher.
const CAPACITY: usize = 1024;

/// Wake-ups inside one process.
#[derive(Debug, Default)]
pub struct MemoryQueue {
    tasks: Mutex<VecDeque<TaskId>>,
    bell: Notify,
}

impl MemoryQueue {
    fn pop(&self) -> Option<TaskId> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

#[async_trait]
impl Queue for MemoryQueue {
    async fn wake(&self, task: &TaskId) -> Result<(), QueueError> {
        {
            let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
            if tasks.contains(task) {
                return Ok(());
            }
            if tasks.len() >= CAPACITY {
                return Err(QueueError::Full);
            }
            tasks.push_back(task.clone());
        }
        self.bell.notify_one();
        Ok(())
    }

    async fn next(&self, wait: Duration) -> Result<Option<TaskId>, QueueError> {
        let found = async {
            loop {
                if let Some(task) = self.pop() {
                    return task;
                }
                self.bell.notified().await;
            }
        };
        Ok(tokio::time::timeout(wait, found).await.ok())
    }

    async fn waiting(&self) -> Result<usize, QueueError> {
        Ok(self.tasks.lock().unwrap_or_else(PoisonError::into_inner).len())
    }
}
