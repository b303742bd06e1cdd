//! Files that come with a message: what is known of them without their bytes, which are an artifact.
//!
//! What a file is, its bytes say; what its sender calls it is only a name.

use std::fmt;

use imagesize::ImageType;
use serde::{Deserialize, Serialize};

use super::path::is_invisible;

/// How long the files of one message may ever be together, in bytes; a config may set less.
pub const MAX_ATTACHED_BYTES: usize = 64 * 1024 * 1024;
/// Longest name, in characters.
const NAME_CHARS: usize = 100;
/// Most dots of an image that is shown; a small file can hold far more than a browser has memory for.
const MOST_DOTS: usize = 50_000_000;

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is called: no path, and nothing that a page or a terminal could take for more than a name.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    /// What it is.
    pub kind: Kind,
    /// The artifact that holds it.
    pub artifact: String,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An image of a format that cannot hold a script, small enough to be shown.
    Image {
        /// Its format.
        format: Format,
        /// How wide it is, in dots.
        width: u32,
        /// How high it is, in dots.
        height: u32,
    },
    /// UTF-8.
    Text,
    /// Anything else.
    Other,
}

/// A format of images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Animated or not.
    Gif,
    /// With whatever the camera wrote into it.
    Jpeg,
    /// The usual one of screenshots.
    Png,
    /// Animated or not.
    Webp,
}

impl Format {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Gif => "image/gif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
}

impl Attachment {
    /// A file with this name and content, which is kept as that artifact.
    pub fn new(name: &str, content: &[u8], artifact: String) -> Self {
        Self { name: plain_name(name), bytes: content.len() as u64, kind: Kind::of(content), artifact }
    }
}

impl Kind {
    /// What these bytes are.
    pub fn of(content: &[u8]) -> Self {
        if let Some(image) = image(content) {
            return image;
        }
        let is_text = std::str::from_utf8(content).is_ok_and(|text| !text.contains('\0'));
        if is_text { Self::Text } else { Self::Other }
    }
}

fn image(content: &[u8]) -> Option<Kind> {
    let format = match imagesize::image_type(content).ok()? {
        ImageType::Gif => Format::Gif,
        ImageType::Jpeg => Format::Jpeg,
        ImageType::Png => Format::Png,
        ImageType::Webp => Format::Webp,
        _ => return None,
    };
    let size = imagesize::blob_size(content).ok()?;
    let dots = size.width.checked_mul(size.height).filter(|dots| (1..=MOST_DOTS).contains(dots));
    let (Some(_), Ok(width), Ok(height)) = (dots, size.width.try_into(), size.height.try_into()) else {
        return Some(Kind::Other);
    };
    Some(Kind::Image { format, width, height })
}

/// A name as it can be shown: the last part of a path, its end kept because that tells what it is.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // Some turn the reading direction: "cod.exe" could read as "exe.doc".
    let kept: Vec<char> = last.chars().filter(|c| !c.is_control() && !is_invisible(*c)).collect();
    let name: String = kept[kept.len().saturating_sub(NAME_CHARS)..].iter().collect();
    let name = name.trim();
    if name.trim_matches('.').is_empty() { "file".to_owned() } else { name.to_owned() }
}

/// Its name and its size.
impl fmt::Display for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, Size(self.bytes))
    }
}

/// A number of bytes as people read it.
#[derive(Debug, Clone, Copy)]
pub struct Size(pub u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
        let (mut tenths, mut unit) = (self.0, "bytes");
        if self.0 < 1_000 {
            return write!(f, "{} {unit}", self.0);
        }
        for next in UNITS {
            (tenths, unit) = (if unit == "bytes" { self.0 / 100 } else { tenths / 1_000 }, next);
            if tenths < 10_000 {
                break;
            }
        }
        match (tenths / 10, tenths % 10) {
            (whole, tenth) if whole < 10 && tenth > 0 => write!(f, "{whole}.{tenth} {unit}"),
            (whole, _) => write!(f, "{whole} {unit}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The start of a PNG of this size.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &size, b"\x08\x06\0\0\0"].concat()
    }

    #[test]
    fn a_file_is_what_its_bytes_are() {
        let image = |format, width, height| Kind::Image { format, width, height };
        assert_eq!(Kind::of(&png(640, 480)), image(Format::Png, 640, 480));
        assert_eq!(Kind::of(b"GIF89a\x10\0\x20\0\0\0\0"), image(Format::Gif, 16, 32));
        assert_eq!(Kind::of(&png(60_000, 60_000)), Kind::Other, "a bomb");
        assert_eq!(Kind::of(&png(0, 10)), Kind::Other);
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\n"), Kind::Other, "cut off");
        assert_eq!(Kind::of(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), Kind::Text, "holds scripts");
        assert_eq!(Kind::of("Grüße".as_bytes()), Kind::Text);
        assert_eq!(Kind::of(b"a\0b"), Kind::Other);
        assert_eq!(Kind::of(b"\xff\xfe"), Kind::Other);
        assert_eq!(Kind::of(b""), Kind::Text);
    }

    #[test]
    fn a_name_is_only_a_name() {
        let name = |name| Attachment::new(name, b"", String::new()).name;
        assert_eq!(name("shot 1.png"), "shot 1.png");
        assert_eq!(name("/etc/passwd"), "passwd");
        assert_eq!(name("C:\\fakepath\\Größe.png"), "Größe.png");
        assert_eq!(name("a\r\nSet-Cookie: b\x1b[31m.png"), "aSet-Cookie: b[31m.png");
        assert_eq!(name("photo\u{202e}gn\u{61c}p\u{ad}.exe"), "photognp.exe");
        for none in ["", "..", "a/", " ", "."] {
            assert_eq!(name(none), "file", "{none:?}");
        }
        let long = name(&format!("{}.png", "x".repeat(500)));
        assert_eq!((long.len(), long.ends_with(".png")), (NAME_CHARS, true));
    }

    #[test]
    fn sizes_read_well() {
        let size = |bytes| Size(bytes).to_string();
        assert_eq!(
            [size(0), size(999), size(1_000), size(1_260)],
            ["0 bytes", "999 bytes", "1 kB", "1.2 kB"]
        );
        assert_eq!([size(12_600), size(999_999), size(2_500_000)], ["12 kB", "999 kB", "2.5 MB"]);
        assert_eq!([size(10 << 20), size(3_000_000_000)], ["10 MB", "3 GB"]);
    }
}
