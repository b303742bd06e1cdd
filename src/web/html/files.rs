//! Files as a message shows them: images as they are, everything else by name.

use maud::{Markup, html};

use crate::domain::attachment::{Attachment, Kind, Size};
use crate::store::Message;
use crate::web::file::href;

/// The room that an image has, in dots: its width and its height.
type Room = (u32, u32);

/// In its thread.
pub(super) const LARGE: Room = (380, 280);
/// In the channel.
pub(super) const SMALL: Room = (150, 96);

/// What came with a message.
pub(super) fn came_with(message: &Message, room: Room) -> Markup {
    html! {
        @if !message.files.is_empty() {
            ul.files aria-label="Files" {
                @for (at, file) in message.files.iter().enumerate() {
                    li { (one(&href(message, at), file, room)) }
                }
            }
        }
    }
}

fn one(address: &str, file: &Attachment, room: Room) -> Markup {
    html! {
        @match file.kind {
            Kind::Image { width, height, .. } => {
                @let (width, height) = fitted((width, height), room);
                a.picture href=(address) target="_blank" rel="noopener" title=(file) {
                    img src=(address) alt=(file.name) width=(width) height=(height) loading="lazy";
                }
            }
            Kind::Text | Kind::Other => {
                a.paper href=(address) download=(file.name) {
                    (clip()) span dir="auto" { (file.name) } span.quiet { (Size(file.bytes)) }
                }
            }
        }
    }
}

/// The size at which an image fits, known before it is there, so that nothing moves when it comes.
fn fitted((width, height): Room, (wide, high): Room) -> Room {
    let (width, height) = (u64::from(width), u64::from(height));
    let by_width = (u64::from(wide), u64::from(wide) * height / width);
    let by_height = (u64::from(high) * width / height, u64::from(high));
    let larger = width > u64::from(wide) || height > u64::from(high);
    let (width, height) = match (larger, by_width.1 <= u64::from(high)) {
        (false, _) => (width, height),
        (true, true) => by_width,
        (true, false) => by_height,
    };
    let dots = |side: u64| u32::try_from(side.max(1)).unwrap_or(u32::MAX);
    (dots(width), dots(height))
}

/// A paper clip.
pub(super) fn clip() -> Markup {
    html! {
        svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="2"
            stroke-linecap="round" aria-hidden="true" {
            path d="M20 11.5 12 19.5a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L10 17a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_as_large_as_there_is_room() {
        assert_eq!(fitted((100, 50), LARGE), (100, 50));
        assert_eq!(fitted((760, 280), LARGE), (380, 140));
        assert_eq!(fitted((640, 480), LARGE), (373, 280));
        assert_eq!(fitted((1, 50_000), LARGE), (1, 280));
        assert_eq!(fitted((50_000, 1), LARGE), (380, 1));
        assert_eq!(fitted((u32::MAX, 1), SMALL), (150, 1));
    }
}
