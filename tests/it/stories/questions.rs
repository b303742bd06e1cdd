//! Where baton asks instead of guessing, and where it finds nothing.

use crate::harness::{Given, ana, ben, eve, story};

#[test]
fn two_repositories_are_a_question_with_buttons() {
    Given::default().repo("acme/api").story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' on the pricing page").await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r"
        ana: 👀
          change 'Sign up' to 'Join' on the pricing page
        baton:
          Which repository do you mean?
          1. acme/api
          2. acme/web
          Press a button or reply with its number or name. Your request is kept.
          [acme/api] [acme/web]
        baton:
          change 'Sign up' to 'Join' on the pricing page
          Waiting for an answer to my question.
          task `‹task›` · asked by @ana
        ");
        world.presses(ana(), "acme/api").await;
        world.settles().await;
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/api#1 open: Change "Sign up" to "Join" on the pricing page
        "#);
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, chose, ran, delivered");
    });
}

#[test]
fn a_question_is_answered_by_its_number_or_name() {
    Given::default().repo("acme/api").story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' on the pricing page").await;
        world.settles().await;
        world.replies(ana(), "9").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          That is none of the answers. Please press a button or reply with 1 or 2.
        ");
        world.replies(ana(), "web").await;
        world.settles().await;
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/web#1 open: Change "Sign up" to "Join" on the pricing page
        "#);
    });
}

#[test]
fn a_repository_that_has_no_button_can_be_named() {
    let given = ["acme/a", "acme/b", "acme/c", "acme/d", "acme/e", "acme/zoo"];
    given.into_iter().fold(Given::default(), Given::repo).story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' on the pricing page").await;
        world.settles().await;
        world.replies(ana(), "hmm, the one of the marketing people").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          That does not tell me which repository you mean. Reply with its name or number; your request is kept.
        ");
        world.replies(ana(), "in the zoo repo, please").await;
        world.settles().await;
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/zoo#1 open: Change "Sign up" to "Join" on the pricing page
        "#);
        insta::assert_snapshot!(world.audit().await.join(", "), @"asked, chose, ran, delivered");
    });
}

#[test]
fn a_place_alone_answers_where() {
    let given = Given::default()
        .file("web/login.html", "<a>Open</a>\n")
        .file("web/list.js", "const state = 'Open';\n");
    given.story(async |world| {
        world.asks(ana(), "change 'Open' to 'Active'").await;
        world.settles().await;
        world.replies(ana(), "not sure what you mean").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to ana:
          That does not tell me which places you mean. Reply with a number, or name a page, a file or a directory; your request is kept.
        ");
        world.replies(ana(), "on the login page").await;
        world.settles().await;
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/web#1 open: Change "Open" to "Active" on the login page
        "#);
    });
}

#[test]
fn what_was_missing_continues_what_was_refused() {
    Given::default().file("tests/only.test.js", "expect('Only here')\n").story(async |world| {
        world.asks(ana(), "change 'Only here' to 'Here'").await;
        world.settles().await;
        world.replies(ana(), "including tests").await;
        world.settles().await;
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/web#1 open: Change "Only here" to "Here", including tests
        "#);
    });
}

#[test]
fn an_edit_of_what_was_missing_still_continues_what_was_refused() {
    Given::default().file("tests/only.test.js", "expect('Only here')\n").story(async |world| {
        world.asks(ana(), "change 'Only here' to 'Here'").await;
        world.settles().await;
        let missing = world.replies(ana(), "on the pricing page").await;
        world.settles().await;
        assert_eq!(world.states().await, ["refused"]);
        world.edits(ana(), &missing, "including tests").await;
        world.settles().await;
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/web#1 open: Change "Only here" to "Here", including tests
        "#);
        // Once it is delivered, too.
        world.edits(ana(), &missing, "including tests and docs").await;
        world.settles().await;
        insta::assert_snapshot!(world.pulls().await, @r#"
        acme/web#1 open: Change "Only here" to "Here", including tests and docs
        "#);
    });
}

#[test]
fn several_places_are_a_question_with_the_places() {
    let given = Given::default()
        .file("web/login.html", "<a>Open</a>\n")
        .file("docs/state.md", "# States\n\nOpen\n")
        .file("web/list.js", "const state = 'Open';\n");
    given.story(async |world| {
        world.asks(ana(), "change 'Open' to 'Active'").await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r"
        ana: 👀
          change 'Open' to 'Active'
        baton:
          change 'Open' to 'Active'
          Waiting for an answer to my question.
          in `acme/web` · task `‹task›` · asked by @ana
        baton:
          The text stands in several places. Which do you mean?
          1. web/list.js
            web/list.js:1
            - const state = 'Open';
            + const state = 'Active';
          2. web/login.html
            web/login.html:1
            - <a>Open</a>
            + <a>Active</a>
          3. both places
            web/list.js:1
            - const state = 'Open';
            + const state = 'Active';
          Press a button, reply with its number, or say more exactly where.
          [web/list.js] [web/login.html] [both places]
        ");
        world.replies(ana(), "1").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r#"
        baton:
          #1 Change "Open" to "Active" in web/list.js
          `acme/web` · 1 file, +1 −1
            web/list.js:1
            - const state = 'Open';
            + const state = 'Active';
          ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
          asked by @ana · replace, ‹time› s · no model, no cost · no checks ran · 1 approval by @ana or @ben, other than the requester
          [Merge] [Close] [Try again]
        "#);
    });
}

#[test]
fn what_is_not_found_is_told_with_near_misses() {
    story(async |world| {
        world.asks(ana(), "change 'sign upp' to 'Join'").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          I did not find “sign upp”, so I changed nothing. I looked for whole words in the same case, in every spelling a file may use.
          • `tests/pricing.test.js:1` has “expect(button).toHaveText('Sign up');” (a few letters differ)
          • `web/pricing.html:2` has “<button>Sign up</button>” (a few letters differ)
        ");
    });
}

#[test]
fn what_is_no_change_of_text_is_told_with_examples() {
    story(async |world| {
        world.asks(ana(), "make the site faster").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
          I can change texts by myself, and this is more than that; no coding agent is set up here. Try, for example:
          • `change 'Sign up' to 'Get started' on the pricing page`
          • `fix the typo 'recieve', should be 'receive', everywhere`
        ");
    });
}

#[test]
fn a_protected_path_is_refused_by_the_gate() {
    Given::default().protected("web/**").story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' on the pricing page").await;
        world.settles().await;
        insta::assert_snapshot!(world.thread().await, @r"
        ana:
          change 'Sign up' to 'Join' on the pricing page
        baton:
          change 'Sign up' to 'Join' on the pricing page
          Not done; my message in this thread says why.
          in `acme/web` · task `‹task›` · asked by @ana
        baton:
          I may not push that change:
          • web/pricing.html is protected
        ");
        assert_eq!(world.pulls().await, "");
        world.replies(ben(), "why").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton:
            It is not merged because
            - it could not be done: web/pricing.html is protected
        ");
    });
}

/// Until the repository is known, nobody knows who has which right there.
#[test]
fn a_stranger_adds_nothing_to_a_task_without_a_repository() {
    Given::default().repo("acme/api").story(async |world| {
        world.asks(ana(), "change 'Sign up' to 'Join' on the pricing page").await;
        world.settles().await;
        world.replies(eve(), "also change 'Free for ever' to 'Free'").await;
        world.settles().await;
        insta::assert_snapshot!(world.last().await, @r"
        baton to eve:
          Which repository this is about is not known yet; until then it is for @ana to say.
        ");
        world.replies(eve(), "stop").await;
        world.settles().await;
        assert_eq!(world.states().await, ["question"]);
        world.presses(ana(), "acme/web").await;
        world.settles().await;
        insta::assert_snapshot!(world.pulls().await, @r#"acme/web#1 open: Change "Sign up" to "Join" on the pricing page"#);
    });
}
