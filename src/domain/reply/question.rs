//! A question with its answers; once answered, the record of who chose what.

use super::{button, cut, diff, person, plain, say, strong};
use crate::domain::fact::{About, Question};
use crate::domain::slot::{Block, Look, Post, Press, Subject};
use crate::domain::task::{Asking, Task};

/// The message for a question; a record once it was answered, or once something else was wanted.
pub fn question(task: &Task, asking: &Asking) -> Post {
    if let Some((label, by)) = &asking.answer {
        let chosen = vec![person(by), plain(" chose "), strong(cut(label, 80)), plain(".")];
        return say(vec![Block::Text(vec![plain(asks(&asking.question))]), Block::Text(chosen)]);
    }
    if task.open_question() != Some(asking) {
        let over = vec![plain("This no longer needs an answer.")];
        return say(vec![Block::Text(vec![plain(asks(&asking.question))]), Block::Text(over)]);
    }
    let mut post = say(vec![Block::Text(vec![strong(asks(&asking.question))])]);
    for (at, option) in asking.question.options.iter().enumerate() {
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        post.blocks.push(Block::Text(vec![plain(format!("{}. ", at + 1)), plain(cut(&option.label, 80))]));
        if !option.sample.is_empty() {
            post.blocks.push(diff(&option.sample));
        }
        post.buttons.push(button(cut(&option.label, 60), Press::Choose(number), Look::Plain));
    }
    if asking.question.more > 0 {
        let more = format!("… and {} more. Name one in a reply.", asking.question.more);
        post.blocks.push(Block::Text(vec![plain(more)]));
    }
    post.blocks.push(Block::Footer(vec![plain(hint(asking.question.about))]));
    post.subject = Some(Subject::Question(asking.seq));
    post
}

fn asks(question: &Question) -> &'static str {
    match question.about {
        About::Repository => "Which repository do you mean?",
        About::Places => "The text stands in several places. Which do you mean?",
        About::Reading => "I can read that in more than one way. Which do you mean?",
    }
}

fn hint(about: About) -> &'static str {
    match about {
        About::Repository => "Press a button or reply with its number or name. Your request is kept.",
        About::Places => "Press a button, reply with its number, or say more exactly where.",
        About::Reading => "Press a button, reply with its number, or put the texts in quotes.",
    }
}
