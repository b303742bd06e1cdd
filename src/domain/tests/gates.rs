//! Each objection of the push gate, by the change that must meet it.

use super::facts::oid;
use crate::domain::gate::{Objection, Proposal, ProposedChange, PushPermit, Side};
use crate::domain::path::RepoPath;
use crate::domain::policy::{Access, ChangeLimits, MergeRule, Method, OwnApproval, Policy, Who};
use crate::domain::replace::Mode;

pub(super) fn policy() -> Policy {
    let all = || Who::Everybody;
    Policy {
        access: Access { read: all(), ask: all(), approve: all(), merge: all(), administer: all() },
        merge: MergeRule { method: Method::Squash, approvals: 1, requester: OwnApproval::Counts },
        protected: vec!["secret/**".into()],
        limits: ChangeLimits { files: 2, bytes: 1_000 },
        target: None,
    }
}

pub(super) fn change(path: &str, mode: Mode, old: Option<&str>, new: &str) -> ProposedChange {
    let side = |bytes: &str| Side { mode, bytes: bytes.as_bytes().to_vec() };
    let path = RepoPath::from_bytes(path.as_bytes()).map_err(|why| (path.to_owned(), why));
    ProposedChange { path, old: old.map(side), new: Some(side(new)) }
}

fn decide(changes: &[ProposedChange]) -> Result<PushPermit, Vec<Objection>> {
    let branch = "baton/k7f2q9m3x4-x".parse().expect("a branch");
    PushPermit::decide(&Proposal { branch: &branch, tree: &oid(7), changes }, &policy())
}

#[test]
fn an_ordinary_change_is_permitted() {
    let permit = decide(&[change("a/b.txt", Mode::File, Some("old"), "new")]).expect("a permit");
    assert_eq!((permit.tree(), permit.branch().as_str()), (&oid(7), "baton/k7f2q9m3x4-x"));
}

#[test]
fn protected_places_are_protected_in_every_spelling() {
    for path in [
        ".github/workflows/ci.yml",
        ".GITHUB/Workflows/ci.yml",
        ".github./workflows /ci.yml",
        ".github/wor\u{212a}flows/ci.yml",
        ".github/workflow\u{17f}/ci.yml",
        ".github",
        ".claude",
        "a/.Claude/settings.json",
        "docs/codeowners",
        "SECRET/x",
        "x/agents.md",
    ] {
        let objections = decide(&[change(path, Mode::File, None, "x")]).expect_err(path);
        assert!(matches!(objections[..], [Objection::Protected(_)]), "{path}: {objections:?}");
    }
}

#[test]
fn links_that_leave_are_refused_and_others_are_not() {
    for target in
        ["/etc/passwd", "../../x", "../..", "b/../..", "b/../c", "..\\x", "C:x", "../.git/config", ""]
    {
        let objections = decide(&[change("a/l", Mode::Symlink, None, target)]).expect_err(target);
        assert!(matches!(objections[..], [Objection::Symlink(_)]), "{target}: {objections:?}");
    }
    for target in ["x", "../x", "./x/y", "..", ".."] {
        assert!(decide(&[change("a/l", Mode::Symlink, None, target)]).is_ok(), "{target}");
    }
}

#[test]
fn what_a_file_may_not_gain() {
    let token = |with: &str| format!("key = {}{}", "gh", ["p_", &with.repeat(36)].concat());
    let (one, other) = (token("a"), token("b"));
    let file = |old: Option<&str>, new: &str| decide(&[change("f", Mode::File, old, new)]);
    assert!(matches!(file(None, &one).expect_err("new")[..], [Objection::Secret(..)]));
    assert!(matches!(file(Some(&one), &other).expect_err("exchanged")[..], [Objection::Secret(..)]));
    assert!(file(Some(&one), &format!("# moved\n{one}")).is_ok());
    assert!(matches!(file(None, "a\u{202e}b").expect_err("turned")[..], [Objection::Invisible(_)]));
    let swap = file(Some("a\u{200b}"), "a\u{202e}").expect_err("exchanged");
    assert!(matches!(swap[..], [Objection::Invisible(_)]));
    assert!(file(None, "\u{feff}a 👩\u{200d}🚀").is_ok());
    let pointer = file(None, "version https://git-lfs.github.com/spec/v1\n").expect_err("a pointer");
    assert!(matches!(pointer[..], [Objection::Lfs(_)]));
}

#[test]
fn shapes_that_are_refused() {
    assert_eq!(decide(&[]), Err(vec![Objection::Empty]));
    let file = |path: &str| change(path, Mode::File, None, "x");
    let many = decide(&[file("a"), file("b"), file("c")]);
    assert_eq!(many, Err(vec![Objection::TooManyFiles { files: 3, limit: 2 }]));
    let large = decide(&[change("a", Mode::File, None, &"x".repeat(1_001))]);
    assert_eq!(large, Err(vec![Objection::TooLarge { bytes: 1_001, limit: 1_000 }]));
    let module = decide(&[change("m", Mode::Submodule, None, "")]).expect_err("a submodule");
    assert!(matches!(module[..], [Objection::Submodule(_)]));
    for path in ["a\nb", ".GIT/x", "../x", "a\u{200b}", "a\u{2028}b", "c:x"] {
        assert!(matches!(decide(&[file(path)]).expect_err(path)[..], [Objection::Path(..)]), "{path:?}");
    }
    let (branch, changes) = ("main".parse().expect("a branch"), [file("a")]);
    let proposal = Proposal { branch: &branch, tree: &oid(7), changes: &changes };
    assert_eq!(PushPermit::decide(&proposal, &policy()), Err(vec![Objection::Branch(branch.clone())]));
    let unreadable = Policy { protected: vec!["a[".into()], ..policy() };
    let branch = "baton/x".parse().expect("a branch");
    let proposal = Proposal { branch: &branch, tree: &oid(7), changes: &changes };
    let objections = PushPermit::decide(&proposal, &unreadable).expect_err("unreadable");
    assert!(matches!(objections[..], [Objection::Policy(_)]));
}
