//! Questions: open, answered, and no longer of interest.

use super::{asked, based, line, read, task, then};
use crate::domain::fact::{About, Answer, Asked, Body, Decided, Question, Ran};
use crate::domain::reply::question::question;

fn stuck(about: About, more: u32) -> Body {
    let option = |label: &str, sample| Answer { label: label.into(), value: format!("only {label}"), sample };
    let options = vec![option("web/pricing.html", vec![line()]), option("both places", Vec::new())];
    Body::Ran(Ran::Stuck { run: 1, ask: 0, question: Question { about, options, more } })
}

fn shown(bodies: Vec<Body>) -> String {
    let task = task(bodies);
    read(&question(&task, &task.questions[0]))
}

#[test]
fn which_repository() {
    let message = "local:team:1".parse().expect("a message");
    let candidates = ["acme/web", "acme/api"].map(|name| name.parse().expect("a name")).to_vec();
    let request = Asked::Request {
        message,
        text: "change 'a' to 'b'".into(),
        repo: None,
        candidates,
        files: Vec::new(),
    };
    insta::assert_snapshot!(shown(vec![Body::Asked(request)]), @r"
    Which repository do you mean?
    1. acme/web
    2. acme/api
    Press a button or reply with its number or name. Your request is kept.
    [acme/web] [acme/api]
    ");
}

#[test]
fn which_places() {
    insta::assert_snapshot!(shown(then(based(), [stuck(About::Places, 3)])), @r"
    The text stands in several places. Which do you mean?
    1. web/pricing.html
      web/pricing.html:7
      - <b>Sign up</b>
      + <b>Get started</b>
    2. both places
    … and 3 more. Name one in a reply.
    Press a button, reply with its number, or say more exactly where.
    [web/pricing.html] [both places]
    ");
}

#[test]
fn which_reading() {
    insta::assert_snapshot!(shown(then(based(), [stuck(About::Reading, 0)])), @r"
    I can read that in more than one way. Which do you mean?
    1. web/pricing.html
      web/pricing.html:7
      - <b>Sign up</b>
      + <b>Get started</b>
    2. both places
    Press a button, reply with its number, or put the texts in quotes.
    [web/pricing.html] [both places]
    ");
}

#[test]
fn an_answered_question_is_a_record() {
    let (label, value) = ("web/pricing.html".into(), "only web/pricing.html".into());
    let chose = Body::Decided(Decided::Chose { question: 3, label, value });
    insta::assert_snapshot!(shown(then(based(), [stuck(About::Places, 0), chose])), @r"
    The text stands in several places. Which do you mean?
    @ana chose web/pricing.html.
    ");
}

#[test]
fn a_question_that_something_else_overtook() {
    let (message, text) = ("local:team:2".parse().expect("a message"), "change 'c' to 'd'".into());
    let more = Body::Asked(Asked::FollowUp { message, text, files: Vec::new() });
    assert_eq!(task(asked()).questions, []);
    insta::assert_snapshot!(shown(then(based(), [stuck(About::Places, 0), more])), @r"
    The text stands in several places. Which do you mean?
    This no longer needs an answer.
    ");
}
