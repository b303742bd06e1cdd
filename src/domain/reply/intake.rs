//! Answers to messages that start or move no task: refusals, help, hints. For one person where the
//! platform can.

use super::{code, cut, person, plain, say, strong, tell, thousands};
use crate::domain::attachment::Attachment;
use crate::domain::chat_ids::Person;
use crate::domain::command::Word;
use crate::domain::fact::About;
use crate::domain::ids::RepoName;
use crate::domain::policy::{Right, Who};
use crate::domain::slot::{Block, Post, Span};
use crate::domain::task::End;

/// What baton can do.
pub fn help() -> Post {
    let line = |word: Word| vec![code(word.as_str()), plain(format!(": {}", word.help()))];
    say(vec![
        Block::Text(vec![plain(
            "Mention me with a change of text and I open a pull request for it, for example:",
        )]),
        Block::List(vec![
            vec![code("change 'Sign up' to 'Get started' on the pricing page in acme/web")],
            vec![code("rename the heading 'Setup' to 'Installation' in README.md")],
        ]),
        Block::Text(vec![plain("In the thread of a task, a reply continues it. These words are commands:")]),
        Block::List(Word::ALL.into_iter().map(line).collect()),
        Block::Text(vec![plain("Lines that begin with (aside) are not for me.")]),
    ])
}

/// A mention and nothing else.
pub fn nothing_said(to: &Person, files: &[Attachment]) -> Post {
    let what = if files.is_empty() {
        "Yes? Say what to change, or "
    } else {
        "Send the file together with what to change, or "
    };
    tell(to, vec![plain(what), code("help"), plain(".")])
}

/// Files that came with a word or an answer.
pub fn not_taken_along(to: &Person, files: &[Attachment]) -> Post {
    let names: Vec<String> = files.iter().map(|file| cut(&file.name, 60)).take(3).collect();
    let text =
        format!("I did that and left {} aside. To use it, send it with what to change.", names.join(", "));
    tell(to, vec![plain(text)])
}

/// A single word that is none of ours.
pub fn unknown_word(to: &Person, word: &str, near: Option<Word>) -> Post {
    let mut spans = vec![plain("I don't know "), strong(cut(word, 40)), plain(". ")];
    match near {
        Some(near) => spans.extend([plain("Did you mean "), code(near.as_str()), plain("?")]),
        None => spans.extend([code("help"), plain(" lists what I know.")]),
    }
    tell(to, spans)
}

/// A message over the limit.
pub fn too_long(to: &Person, bytes: usize, limit: usize) -> Post {
    let (bytes, limit) = (thousands(bytes), thousands(limit));
    let text = format!("That message is too long for me: it has {bytes} bytes, and I read at most {limit}. ");
    tell(to, vec![plain(text), plain("Nothing was started.")])
}

/// A repository that nobody configured.
pub fn unknown_repo(to: &Person, name: &str, known: &[RepoName]) -> Post {
    let mut spans = vec![plain("I don't know a repository called "), strong(cut(name, 80)), plain(". ")];
    match known {
        [] => spans.push(plain("None is configured for you.")),
        known => {
            spans.push(plain("I know "));
            for (at, repo) in known.iter().take(5).enumerate() {
                if at > 0 {
                    spans.push(plain(", "));
                }
                spans.push(code(repo.as_str()));
            }
            if known.len() > 5 {
                spans.push(plain(format!(" and {} more", known.len() - 5)));
            }
            spans.push(plain("."));
        }
    }
    tell(to, spans)
}

/// No repository at all.
pub fn no_repo(to: &Person) -> Post {
    tell(
        to,
        vec![plain(
            "There is no repository here that you may ask about. An administrator can add one to baton.toml.",
        )],
    )
}

/// A person without the right on a task whose repository is not known yet.
pub fn not_yet(to: &Person, requester: &Person) -> Post {
    tell(
        to,
        vec![
            plain("Which repository this is about is not known yet; until then it is for "),
            person(requester),
            plain(" to say."),
        ],
    )
}

/// A person without the right.
pub fn not_allowed(to: &Person, right: Right, who: &Who) -> Post {
    let may = match right {
        Right::Read => "see answers about this repository",
        Right::Ask => "ask for changes here",
        Right::Approve => "approve here",
        Right::Merge => "merge here",
        Right::Administer => "do that",
    };
    tell(to, vec![plain(format!("You may not {may}; {} may.", who.in_words()))])
}

/// Somebody approved what they asked for, where that does not count.
pub fn own_approval(to: &Person) -> Post {
    tell(to, vec![plain("You asked for this change, so somebody else has to approve it.")])
}

/// A decision on a card that is no longer the newest.
pub fn old_card(to: &Person) -> Post {
    tell(
        to,
        vec![plain(
            "That card is about an older version, so nothing happened. Please decide on the newest card.",
        )],
    )
}

/// A word that needs a pull request where there is none.
pub fn no_pull(to: &Person, word: Word) -> Post {
    tell(
        to,
        vec![
            plain("There is no open pull request here, so there is nothing to "),
            code(word.as_str()),
            plain("."),
        ],
    )
}

/// A word that needs a task where there is none.
pub fn no_task(to: &Person, word: Word) -> Post {
    tell(
        to,
        vec![
            code(word.as_str()),
            plain(
                " works in the thread of a task, and this is not one. Mention me with a request to start one.",
            ),
        ],
    )
}

/// Nothing to stop.
pub fn nothing_to_stop(to: &Person, end: &End) -> Post {
    let why = match end {
        End::Merged { .. } => "the change is merged already",
        End::Closed => "the pull request is closed already",
        End::Refused => "I could not do what was asked, and I am not trying again",
        End::Stopped { .. } => "it is stopped already",
        End::Withdrawn => "the request was deleted",
        End::Failed { .. } => "it broke; say retry to start it again",
    };
    tell(to, vec![plain(format!("Nothing is running here: {why}."))])
}

/// A stop that left a pull request open.
pub fn stopped_review(number: u64) -> Post {
    say(vec![Block::Text(vec![
        strong("Stopped."),
        plain(format!(" #{number} stays open as it is, and approvals were taken back. ")),
        code("close"),
        plain(" closes it."),
    ])])
}

/// Something on a merged task.
pub fn merged_already(to: &Person) -> Post {
    tell(
        to,
        vec![plain("This task is merged. Say what to change next and I start a new one in this thread.")],
    )
}

/// A fresh start on a branch that holds other people's commits.
pub fn shared_branch(to: &Person) -> Post {
    let text = "Somebody else pushed to this pull request, and I never overwrite other people's commits. \
        Close it and ask again, or say what to change on top.";
    tell(to, vec![plain(text)])
}

/// Talk at an open question that is no answer; the question stays.
pub fn no_answer(to: &Person, about: About) -> Post {
    let text = match about {
        About::Repository => {
            "That does not tell me which repository you mean. Reply with its name or number; your request is kept."
        }
        About::Places => {
            "That does not tell me which places you mean. Reply with a number, or name a page, a file or a \
             directory; your request is kept."
        }
        About::Reading => {
            "That does not tell me what you mean. Reply with a number, or say it again with the texts in quotes."
        }
    };
    tell(to, vec![plain(text)])
}

/// An answer that is none of the options.
pub fn no_such_answer(to: &Person, options: usize) -> Post {
    let numbers = match options {
        0 => "Please say it in your own words.".to_owned(),
        1 => "Please press the button or reply with 1.".to_owned(),
        2 => "Please press a button or reply with 1 or 2.".to_owned(),
        more => format!("Please press a button or reply with a number from 1 to {more}."),
    };
    tell(to, vec![plain(format!("That is none of the answers. {numbers}"))])
}

/// A thread was muted or opened again.
pub fn muted(word: Word) -> Post {
    let text = match word {
        Word::Mute => vec![
            plain("I no longer listen to talk in this thread; mention me when you need me. "),
            code("unmute"),
            plain(" undoes this."),
        ],
        Word::Unmute
        | Word::Help
        | Word::Status
        | Word::Why
        | Word::Diff
        | Word::Logs
        | Word::Stop
        | Word::Retry
        | Word::Merge
        | Word::Close => vec![plain("I listen in this thread again.")],
    };
    say(vec![Block::Text(text)])
}

/// A message that baton failed to handle; our fault.
pub fn apology(to: &Person, reference: &str) -> Post {
    tell(to, sorry("that message", reference))
}

/// A message that baton cannot even read; nobody knows any more who wrote it.
pub fn apology_to_all(reference: &str) -> Post {
    say(vec![Block::Text(sorry("a message in this thread", reference))])
}

fn sorry(what: &str, reference: &str) -> Vec<Span> {
    vec![
        plain(format!("Something broke on my side and I could not handle {what}. It is kept as ")),
        code(reference),
        plain("; an administrator can look at it."),
    ]
}
