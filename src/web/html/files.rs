//! Files as a message shows them: images as they are, everything else by name.

use maud::{Markup, html};

use crate::domain::attachment::{Attachment, Kind, Size};
use crate::store::Message;
use crate::web::file::href;

/// What came with a message.
pub(super) fn came_with(message: &Message) -> Markup {
    html! {
        @if !message.files.is_empty() {
            ul.files aria-label="Files" {
                @for (at, file) in message.files.iter().enumerate() { li { (one(&href(message, at), file)) } }
            }
        }
    }
}

fn one(address: &str, file: &Attachment) -> Markup {
    html! {
        @match file.kind {
            Kind::Image { width, height, .. } => {
                a.picture href=(address) target="_blank" rel="noopener" title=(file) {
                    img src=(address) alt=(file.name) width=(width) height=(height) loading="lazy";
                }
            }
            Kind::Text | Kind::Other => {
                a.paper href=(address) download=(file.name) {
                    (clip()) span { (file.name) } span.quiet { (Size(file.bytes)) }
                }
            }
        }
    }
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
