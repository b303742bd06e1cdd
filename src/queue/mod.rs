//! Wake-ups for workers. In memory, for one process; the store is the truth either way.

mod memory;

pub use memory::MemoryQueue;
