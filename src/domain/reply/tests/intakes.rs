//! Answers to messages that start or move no task.

use super::{ana, ben, oid, read};
use crate::domain::command::Word;
use crate::domain::fact::About;
use crate::domain::ids::RepoName;
use crate::domain::policy::{Right, Who};
use crate::domain::reply::intake;
use crate::domain::slot::Post;
use crate::domain::task::End;

fn all(posts: impl IntoIterator<Item = Post>) -> String {
    posts.into_iter().map(|post| read(&post)).collect::<Vec<_>>().join("\n")
}

#[test]
fn words_that_are_none() {
    insta::assert_snapshot!(all([
        intake::nothing_said(&ana(), &[]),
        intake::nothing_said(&ana(), &[super::file("shot.png")]),
        intake::not_taken_along(&ana(), &[super::file("shot.png")]),
        intake::unknown_word(&ana(), "stauts", Some(Word::Status)),
        intake::unknown_word(&ana(), &"x".repeat(60), None),
        intake::too_long(&ana(), 20_480, 16_384),
    ]), @r"
    (to ana) Yes? Say what to change, or `help`.
    (to ana) Send the file together with what to change, or `help`.
    (to ana) I did that and left shot.png aside. To use it, send it with what to change.
    (to ana) I don't know stauts. Did you mean `status`?
    (to ana) I don't know xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…. `help` lists what I know.
    (to ana) That message is too long for me: it has 20,480 bytes, and I read at most 16,384. Nothing was started.
    ");
}

#[test]
fn repositories_that_are_none() {
    let known = |many: usize| {
        (0..many).map(|n| format!("acme/r{n}").parse().expect("a name")).collect::<Vec<RepoName>>()
    };
    insta::assert_snapshot!(all([
        intake::unknown_repo(&ana(), "acme/wbe", &known(0)),
        intake::unknown_repo(&ana(), "acme/wbe", &known(1)),
        intake::unknown_repo(&ana(), "acme/wbe", &known(7)),
        intake::no_repo(&ana()),
    ]), @r"
    (to ana) I don't know a repository called acme/wbe. None is configured for you.
    (to ana) I don't know a repository called acme/wbe. I know `acme/r0`.
    (to ana) I don't know a repository called acme/wbe. I know `acme/r0`, `acme/r1`, `acme/r2`, `acme/r3`, `acme/r4` and 2 more.
    (to ana) There is no repository here that you may ask about. An administrator can add one to baton.toml.
    ");
}

#[test]
fn rights_that_somebody_lacks() {
    let these = |people: &[_]| Who::These(people.iter().cloned().collect());
    insta::assert_snapshot!(all([
        intake::not_allowed(&ana(), Right::Read, &these(&[ben()])),
        intake::not_allowed(&ana(), Right::Ask, &these(&[])),
        intake::not_allowed(&ana(), Right::Approve, &these(&[ana(), ben()])),
        intake::not_allowed(&ana(), Right::Merge, &these(&[ana(), ben(), "local:cy".parse().expect("a person")])),
        intake::not_allowed(&ana(), Right::Administer, &these(&[ben()])),
        intake::own_approval(&ana()),
    ]), @r"
    (to ana) You may not see answers about this repository; @ben may.
    (to ana) You may not ask for changes here; nobody may.
    (to ana) You may not approve here; @ana or @ben may.
    (to ana) You may not merge here; @ana or 2 others may.
    (to ana) You may not do that; @ben may.
    (to ana) You asked for this change, so somebody else has to approve it.
    ");
}

#[test]
fn decisions_that_cannot_be_taken() {
    insta::assert_snapshot!(all([
        intake::old_card(&ana()),
        intake::no_pull(&ana(), Word::Merge),
        intake::no_task(&ana(), Word::Retry),
        intake::merged_already(&ana()),
        intake::shared_branch(&ana()),
    ]), @r"
    (to ana) That card is about an older version, so nothing happened. Please decide on the newest card.
    (to ana) There is no open pull request here, so there is nothing to `merge`.
    (to ana) `retry` works in the thread of a task, and this is not one. Mention me with a request to start one.
    (to ana) This task is merged. Say what to change next and I start a new one in this thread.
    (to ana) Somebody else pushed to this pull request, and I never overwrite other people's commits. Close it and ask again, or say what to change on top.
    ");
}

#[test]
fn nothing_to_stop() {
    let ends = [
        End::Merged { commit: oid("f") },
        End::Closed,
        End::Refused,
        End::Stopped { by: ben() },
        End::Withdrawn,
        End::Failed { what: super::broken(super::Cause::Disk) },
    ];
    insta::assert_snapshot!(all(ends.iter().map(|end| intake::nothing_to_stop(&ana(), end))), @r"
    (to ana) Nothing is running here: the change is merged already.
    (to ana) Nothing is running here: the pull request is closed already.
    (to ana) Nothing is running here: I could not do what was asked, and I am not trying again.
    (to ana) Nothing is running here: it is stopped already.
    (to ana) Nothing is running here: the request was deleted.
    (to ana) Nothing is running here: it broke; say retry to start it again.
    ");
}

#[test]
fn answers_that_are_none_of_the_options() {
    insta::assert_snapshot!(all([0, 1, 2, 5].map(|options| intake::no_such_answer(&ana(), options))), @r"
    (to ana) That is none of the answers. Please say it in your own words.
    (to ana) That is none of the answers. Please press the button or reply with 1.
    (to ana) That is none of the answers. Please press a button or reply with 1 or 2.
    (to ana) That is none of the answers. Please press a button or reply with a number from 1 to 5.
    ");
}

#[test]
fn talk_at_an_open_question() {
    let abouts = [About::Repository, About::Places, About::Reading];
    insta::assert_snapshot!(all(abouts.map(|about| intake::no_answer(&ana(), about))), @r"
    (to ana) That does not tell me which repository you mean. Reply with its name or number; your request is kept.
    (to ana) That does not tell me which places you mean. Reply with a number, or name a page, a file or a directory; your request is kept.
    (to ana) That does not tell me what you mean. Reply with a number, or say it again with the texts in quotes.
    ");
}

#[test]
fn what_changes_for_the_thread_is_said_to_everybody() {
    insta::assert_snapshot!(all([
        intake::stopped_review(12),
        intake::muted(Word::Mute),
        intake::muted(Word::Unmute),
    ]), @r"
    Stopped. #12 stays open as it is, and approvals were taken back. `close` closes it.
    I no longer listen to talk in this thread; mention me when you need me. `unmute` undoes this.
    I listen in this thread again.
    ");
}

#[test]
fn an_apology_names_where_the_message_is_kept() {
    insta::assert_snapshot!(all([intake::apology(&ana(), "inbox/7")]), @"(to ana) Something broke on my side and I could not handle that message. It is kept as `inbox/7`; an administrator can look at it.");
}
