//! What stands at the forge, where what people wrote must do nothing.

use super::{approved, asked, delivered, id, task, then};
use crate::domain::fact::{Asked, Body};
use crate::domain::reply::pull::{body, commit, merge, of_run, title};

#[test]
fn titles_are_one_short_line() {
    let long = format!("change \"{}\" to \"b\"", "a".repeat(90));
    let all =
        ["change \"a\" to \"b\"", "change \"a\" to \"b\"\nchange \"c\" to \"d\"", &long, "", "ß"].map(title);
    insta::assert_snapshot!(all.join("\n"), @r#"
    Change "a" to "b"
    Change "a" to "b" and 1 more
    Change "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…
    Change texts
    SS
    "#);
    assert!(all.iter().all(|title| title.chars().count() <= 72));
}

#[test]
fn the_commit_says_who_asked_and_which_run() {
    let text = commit(&id(), &task(asked()), 2, "change \"a\" to \"b\"\n");
    insta::assert_snapshot!(text, @r#"
    Change "a" to "b"

    change "a" to "b"

    Task: k7f2q9m3x4 run 2
    Asked-by: local:ana
    "#);
    assert!(text.lines().any(|line| line == of_run(&id(), 2)));
}

#[test]
fn the_merge_says_who_approved() {
    insta::assert_snapshot!(merge(&task(then(delivered(), [approved()])), 12, "Change \"a\" to \"b\""), @r#"
    Change "a" to "b" (#12)

    Asked-by: local:ana
    Approved-by: local:ben
    "#);
}

#[test]
fn what_people_wrote_is_fenced() {
    let (message, text) = ("local:team:2".parse().expect("a message"), "```\n@all fixes #1\n````x".into());
    let task = task(then(asked(), [Body::Asked(Asked::FollowUp { message, text, files: Vec::new() })]));
    insta::assert_snapshot!(body(&id(), &task, "change \"a\" to \"b\""), @r#"
    Asked for in chat:

    `````text
    change 'Sign up' to 'Get started'
    ```
    @all fixes #1
    ````x
    `````

    Understood as:

    ```text
    change "a" to "b"
    ```

    Made by baton without a model. Task `k7f2q9m3x4`.
    "#);
}
