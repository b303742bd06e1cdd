//! Where people write. What is suggested sends itself as it is; with the script it is put into the field
//! instead, to be changed first.

use maud::{Markup, html};

use super::offers::{Begins, offers};
use crate::chat::FileLimits;
use crate::domain::command::MAX_MESSAGE_BYTES;
use crate::web::form::nonce;
use crate::web::offer::Known;

/// A place to write.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct Composer<'a> {
    /// Where it is sent.
    pub(in crate::web) action: &'a str,
    /// The id of its field.
    pub(in crate::web) id: &'a str,
    /// What the field is called.
    pub(in crate::web) label: &'a str,
    /// Whole requests to begin with.
    pub(in crate::web) suggestions: &'a [&'a str],
    /// What may come with what is written.
    pub(in crate::web) files: FileLimits,
    /// What is written here.
    pub(in crate::web) begins: Begins,
    /// What can be named here.
    pub(in crate::web) known: &'a Known,
}

/// The form.
pub(in crate::web) fn composer(composer: Composer<'_>) -> Markup {
    let Composer { action, id, label, suggestions, files, begins, known } = composer;
    let list = format!("{id}-list");
    html! {
        form.composer method="post" action=(action) enctype="multipart/form-data" data-composer {
            input type="hidden" name="nonce" value=(nonce());
            p.problem role="alert" hidden {}
            ul.chosen aria-label="Files that go with it" hidden {}
            div.field {
                label.to title="Whether baton is addressed" {
                    input type="checkbox" name="to" value="baton" checked;
                    span { "@baton" }
                }
                label.hidden for=(id) { (label) }
                textarea id=(id) name="text" rows="1" dir="auto" maxlength=(MAX_MESSAGE_BYTES) autocomplete="off"
                    placeholder=(label) aria-controls=(list) aria-autocomplete="list" {}
                @if files.most > 0 { (chooser(files)) }
                button.send { span.hidden { "Send" } span aria-hidden="true" { "↑" } }
                (offers(&list, begins, known))
            }
            // Behind the field, so that Enter sends what was written; the style puts it before.
            @if !suggestions.is_empty() {
                div.try role="group" aria-label="Suggestions" {
                    span.quiet { "Try" }
                    @for text in suggestions {
                        button.suggestion name="suggestion" value=(text) formnovalidate { (text) }
                    }
                }
            }
        }
    }
}

/// Where files are chosen; the script takes them by paste and drop as well.
fn chooser(files: FileLimits) -> Markup {
    html! {
        label.attach title="Add files" {
            span.hidden { "Add files" }
            (super::files::clip())
            input type="file" name="file" multiple data-most=(files.most) data-bytes=(files.bytes);
        }
    }
}
