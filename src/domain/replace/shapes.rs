//! Shapes of requests: how a sentence that [`super::understand`] reads may begin, for whoever writes a first one.

use std::fmt;

/// A request with blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// What it is made of, in its order.
    pub parts: &'static [Part],
    /// What it is for, in a few words.
    pub help: &'static str,
}

/// A part of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Stays as it is.
    Fixed(&'static str),
    /// Is to be typed over; what it says tells with what.
    Blank(&'static str),
}

use Part::{Blank, Fixed};

/// What is asked for most, the plainest first.
pub const SHAPES: [Shape; 6] = [
    Shape {
        parts: &[Fixed("change \""), Blank("old text"), Fixed("\" to \""), Blank("new text"), Fixed("\"")],
        help: "baton finds where",
    },
    Shape {
        parts: &[
            Fixed("change \""),
            Blank("old text"),
            Fixed("\" to \""),
            Blank("new text"),
            Fixed("\" in "),
            Blank("path/to/file"),
        ],
        help: "in one file or folder",
    },
    Shape {
        parts: &[
            Fixed("change \""),
            Blank("old text"),
            Fixed("\" to \""),
            Blank("new text"),
            Fixed("\" on the "),
            Blank("pricing"),
            Fixed(" page"),
        ],
        help: "on one page",
    },
    Shape {
        parts: &[
            Fixed("rename the heading \""),
            Blank("old heading"),
            Fixed("\" to \""),
            Blank("new heading"),
            Fixed("\""),
        ],
        help: "headings only",
    },
    Shape {
        parts: &[
            Fixed("fix the typo \""),
            Blank("wrong word"),
            Fixed("\" to \""),
            Blank("right word"),
            Fixed("\", everywhere"),
        ],
        help: "every place at once",
    },
    Shape {
        parts: &[Fixed("remove \""), Blank("old text"), Fixed("\"")],
        help: "nothing comes in its place",
    },
];

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Fixed(text) | Blank(text) => f.write_str(text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::understand;
    use super::*;
    use crate::domain::repo_choice::{Choice, Surroundings, choose};

    #[test]
    fn every_shape_is_understood_as_it_says() {
        let read =
            |shape: Shape| format!("{}: {}", shape.help, understand(&shape.to_string()).expect("a request"));
        insta::assert_snapshot!(SHAPES.map(read).join("\n"), @r#"
        baton finds where: change "old text" to "new text"
        in one file or folder: change "old text" to "new text" in path/to/file
        on one page: change "old text" to "new text" on the pricing page
        headings only: change the heading "old heading" to "new heading"
        every place at once: change "wrong word" to "right word", everywhere
        nothing comes in its place: change "old text" to ""
        "#);
    }

    #[test]
    fn a_repository_may_be_named_behind_every_shape() {
        let known: Vec<_> = ["acme/api", "acme/web"].map(|name| name.parse().expect("a name")).to_vec();
        let around = Surroundings { known: known.clone(), ..Surroundings::default() };
        for shape in SHAPES {
            let alone = understand(&shape.to_string());
            for word in ["in", "on", "for", "of", "at", "in repo", "repo", "in the repository"] {
                let (choice, rest) = choose(&format!("{shape} {word} acme/web"), &around);
                assert_eq!(choice, Choice::Known(known[1].clone()), "{shape} {word}");
                assert_eq!(understand(&rest), alone, "{rest}");
            }
        }
    }
}
