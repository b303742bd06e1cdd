//! Pull request cards, in every state.

use super::{approved, ben, delivered, oid, read, task, then};
use crate::domain::fact::{Asked, Body, Decided, Did, Judged, Moved};
use crate::domain::reply::card::{card, past};
use crate::domain::slot::{Block, Span};

fn shown(bodies: Vec<Body>) -> String {
    let task = task(bodies);
    read(&card(&task, task.pull.as_ref().expect("a pull request")))
}

#[test]
fn an_open_card() {
    insta::assert_snapshot!(shown(delivered()), @r#"
    #12 Change "Sign up" to "Get started"
    `acme/web` · 5 files, +6 −6 · 5 more changed lines: `diff`
      web/pricing.html:7
      - <b>Sign up</b>
      + <b>Get started</b>
    • left alone: 4 places in tests, for example `tests/a.js`
    • not touched: 2 files (lock file), for example `package-lock.json`
    ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
    asked by @ana · replace, 0.1 s · no model, no cost · no checks ran · 1 approval by @ben
    [Merge] [Close] [Try again] [Include tests]
    "#);
}

#[test]
fn a_card_while_something_else_is_worked_on() {
    let (message, text) = ("local:team:2".parse().expect("a message"), "more".into());
    insta::assert_snapshot!(shown(then(delivered(), [Body::Asked(Asked::FollowUp { message, text, files: Vec::new() })])), @r#"
    #12 Change "Sign up" to "Get started"
    `acme/web` · 5 files, +6 −6 · 5 more changed lines: `diff`
      web/pricing.html:7
      - <b>Sign up</b>
      + <b>Get started</b>
    • left alone: 4 places in tests, for example `tests/a.js`
    • not touched: 2 files (lock file), for example `package-lock.json`
    ✅ merges, ❌ closes, 🔁 tries again; a reply continues the work.
    asked by @ana · replace, 0.1 s · no model, no cost · no checks ran · 1 approval by @ben
    [Merge] [Close] [Try again]
    "#);
}

#[test]
fn an_approved_card_that_cannot_be_merged() {
    let reasons =
        vec!["web/a.html conflicts with the target branch".into(), "it needs 2 approvals and has 1".into()];
    let blocked = Judged::MergeBlocked { head: oid("b"), approvals: vec![ben()], reasons, conflict: true };
    insta::assert_snapshot!(shown(then(delivered(), [approved(), Body::Judged(blocked)])), @r#"
    #12 Change "Sign up" to "Get started"
    `acme/web` · 5 files, +6 −6 · 5 more changed lines: `diff`
      web/pricing.html:7
      - <b>Sign up</b>
      + <b>Get started</b>
    • left alone: 4 places in tests, for example `tests/a.js`
    • not touched: 2 files (lock file), for example `package-lock.json`
    Approved by @ben. Not merging yet: web/a.html conflicts with the target branch; it needs 2 approvals and has 1. 🔁 makes the change anew on the target branch. ❌ closes; a reply continues the work.
    asked by @ana · replace, 0.1 s · no model, no cost · no checks ran · 1 approval by @ben
    [Close] [Try again] [Include tests]
    "#);
}

#[test]
fn a_card_of_a_branch_that_others_pushed_to() {
    let head = Body::Moved(Moved::Head { head: oid("c") });
    insta::assert_snapshot!(shown(then(delivered(), [approved(), head])), @r#"
    #12 Change "Sign up" to "Get started"
    `acme/web` · 5 files, +6 −6 · 5 more changed lines: `diff`
      web/pricing.html:7
      - <b>Sign up</b>
      + <b>Get started</b>
    • left alone: 4 places in tests, for example `tests/a.js`
    • not touched: 2 files (lock file), for example `package-lock.json`
    Somebody else pushed to this branch. What is shown here is my part only; approving merges all of `ccccccc`.
    ✅ merges, ❌ closes; a reply continues the work.
    asked by @ana · replace, 0.1 s · no model, no cost · no checks ran · 1 approval by @ben
    [Merge] [Close] [Include tests]
    "#);
}

#[test]
fn a_conflict_with_what_others_pushed() {
    let reasons = vec!["web/a.html conflicts with the target branch".into()];
    let blocked = Judged::MergeBlocked { head: oid("c"), approvals: vec![ben()], reasons, conflict: true };
    let approved = Body::Decided(Decided::Approved { head: oid("c") });
    let all = [Body::Moved(Moved::Head { head: oid("c") }), approved, Body::Judged(blocked)];
    let shown = shown(then(delivered(), all));
    insta::assert_snapshot!(shown.lines().find(|line| line.starts_with("Approved")).expect("a line"), @"Approved by @ben. Not merging yet: web/a.html conflicts with the target branch. Somebody has to resolve that on the branch, or close it and ask again. ❌ closes; a reply continues the work.");
}

#[test]
fn decided_cards_are_records() {
    let merged = Body::Did(Did::Merged { head: oid("b"), commit: oid("f") });
    let closed = [Body::Decided(Decided::Closed), Body::Did(Did::Closed)];
    let all = [shown(then(delivered(), [approved(), merged])), shown(then(delivered(), closed))];
    insta::assert_snapshot!(all.join("\n--\n"), @r#"
    #12 Change "Sign up" to "Get started"
    `acme/web` · 5 files, +6 −6 · 5 more changed lines: `diff`
      web/pricing.html:7
      - <b>Sign up</b>
      + <b>Get started</b>
    • left alone: 4 places in tests, for example `tests/a.js`
    • not touched: 2 files (lock file), for example `package-lock.json`
    Merged as `fffffff`.
    asked by @ana · replace, 0.1 s · no model, no cost · no checks ran · 1 approval by @ben
    --
    #12 Change "Sign up" to "Get started"
    `acme/web` · 5 files, +6 −6 · 5 more changed lines: `diff`
      web/pricing.html:7
      - <b>Sign up</b>
      + <b>Get started</b>
    • left alone: 4 places in tests, for example `tests/a.js`
    • not touched: 2 files (lock file), for example `package-lock.json`
    Closed without merging.
    asked by @ana · replace, 0.1 s · no model, no cost · no checks ran · 1 approval by @ben
    "#);
}

#[test]
fn older_cards_are_records() {
    let replaced = task(then(delivered(), [Body::Moved(Moved::Head { head: oid("c") })]));
    let closed = [Body::Decided(Decided::Closed), Body::Did(Did::Closed), Body::Decided(Decided::Retried)];
    let closed = task(then(delivered(), closed));
    let all: Vec<String> = replaced.past.iter().chain(&closed.past).map(|card| read(&past(card))).collect();
    insta::assert_snapshot!(all.join("\n--\n"), @r#"
    #12 Change "Sign up" to "Get started"
    Replaced by a newer version; approvals of `bbbbbbb` no longer count.
    --
    #12 Change "Sign up" to "Get started"
    Closed without merging; the work began again.
    "#);
}

#[test]
fn a_card_links_to_its_pull_request() {
    let task = task(delivered());
    let card = card(&task, task.pull.as_ref().expect("a pull request"));
    let Some(Block::Title(title)) = card.blocks.first() else { panic!("a card has a title") };
    assert!(matches!(&title[..], [Span::Link { url, .. }] if url == "https://forge.example/12"));
}
