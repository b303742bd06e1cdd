//! What is offered while one types: one list for each place to write, of which the script shows what fits.

use maud::{Markup, html};

use crate::domain::command::Word;
use crate::domain::ids::RepoName;
use crate::domain::mention;
use crate::domain::replace::{Part, SHAPES, Shape};
use crate::web::offer::{Known, Repositories};

/// What somebody begins to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Begins {
    /// Something new: a request, or the one word that needs no task.
    Request,
    /// A reply in a thread, where the words mean its task.
    Reply,
}

/// The list. What comes first here is offered first.
pub(super) fn offers(id: &str, begins: Begins, known: &Known) -> Markup {
    let several = known.repositories == Repositories::Several;
    html! {
        ul.offers id=(id) role="listbox" aria-label="Suggestions" data-repositories=[several.then_some("/repositories")]
            hidden {
            @match begins {
                Begins::Request => {
                    @for one in &SHAPES { (shape(one)) }
                    (word(Word::Help))
                }
                Begins::Reply => @for one in Word::ALL { (word(one)) },
            }
            (offer("person", mention::NAME, &html! { b { (mention::NAME) } " " span.quiet { "does what you ask" } }))
            @for person in &known.people {
                @let name = format!("@{}", person.id);
                (offer("person", &name, &html! { b { (name) } }))
            }
        }
    }
}

/// Repositories as the list has them, whenever somebody names one.
pub(in crate::web) fn repositories(found: &[&RepoName]) -> Markup {
    html! {
        @for repo in found { (offer("repository", repo.as_str(), &html! { b { (repo) } })) }
    }
}

fn word(word: Word) -> Markup {
    offer("word", word.as_str(), &html! { b { (word.as_str()) } " " span.quiet { (word.help()) } })
}

/// The script finds in `var` what is to be typed over.
fn shape(shape: &Shape) -> Markup {
    let looks = html! {
        b {
            @for part in shape.parts {
                @match part {
                    Part::Fixed(text) => (text),
                    Part::Blank(text) => var { (text) },
                }
            }
        }
        " " span.quiet { (shape.help) }
    };
    offer("shape", &shape.to_string(), &looks)
}

fn offer(kind: &str, text: &str, looks: &Markup) -> Markup {
    html! { li role="option" aria-selected="false" data-kind=(kind) data-text=(text) hidden { (looks) } }
}
