//! What is kept in memory of one file: its bytes as they are, or packed.
//!
//! LZ4 halves source code and unpacks at about a gigabyte a second, many times faster than git's zlib
//! with its chains of deltas.

use std::sync::Arc;

use lz4_flex::block::{compress, decompress_into};

/// What is known of a file.
#[derive(Debug, Clone)]
pub(super) enum Body {
    /// Its bytes.
    Text(Arc<[u8]>),
    /// Its bytes, packed.
    Packed {
        bytes: Arc<[u8]>,
        /// How many they are unpacked.
        length: usize,
    },
    /// It is larger than anybody reads; how large.
    Large(u64),
}

impl Body {
    /// What it takes in memory.
    pub fn size(&self) -> u64 {
        match self {
            Self::Text(bytes) | Self::Packed { bytes, .. } => bytes.len() as u64,
            Self::Large(_) => 0,
        }
    }

    /// These bytes, packed where that makes them smaller.
    pub fn packed(text: &[u8]) -> Self {
        let bytes = compress(text);
        if bytes.len() < text.len() {
            Self::Packed { bytes: bytes.into(), length: text.len() }
        } else {
            Self::Text(text.into())
        }
    }
}

/// Unpacks into a buffer that is used again and again, so that it is cleared only where it grows.
pub(super) fn unpack<'b>(bytes: &[u8], length: usize, buffer: &'b mut Vec<u8>) -> Option<&'b [u8]> {
    if buffer.len() < length {
        buffer.resize(length, 0);
    }
    let unpacked = decompress_into(bytes, &mut buffer[..length]).ok()?;
    (unpacked == length).then(|| &buffer[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back() {
        let mut buffer = Vec::new();
        for text in ["abc ".repeat(5_000), "abc ".repeat(50), String::new(), "short".to_owned()] {
            match Body::packed(text.as_bytes()) {
                Body::Packed { bytes, length } => {
                    assert!(bytes.len() < text.len());
                    assert_eq!(unpack(&bytes, length, &mut buffer), Some(text.as_bytes()));
                }
                Body::Text(bytes) => assert_eq!(*bytes, *text.as_bytes()),
                Body::Large(_) => panic!("nothing here is large"),
            }
        }
    }
}
