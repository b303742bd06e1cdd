//! One fact of every variant, with every field set to something that tells it from the others.

use crate::domain::attachment::{Attachment, Format, Kind};
use crate::domain::chat_ids::{MessageRef, Person};
use crate::domain::fact::{
    About, Again, Answer, Asked, Body, Broken, Cause, Change, Decided, Did, Effort, Judged, Line, Moved,
    NearMiss, Noted, Offer, Question, Ran, Refusal, Show, Skipped, Spent, Unclear,
};
use crate::domain::ids::Oid;

pub(super) fn samples() -> Vec<Body> {
    [asked(), moved(), ran(), refused(), judged(), decided(), did()].concat()
}

fn oid(digit: &str) -> Oid {
    digit.repeat(40).parse().expect("forty digits")
}

fn message() -> MessageRef {
    "slack:C024BE91L:1355517523.000005".parse().expect("a message")
}

fn people() -> Vec<Person> {
    ["slack:U061F7AUR", "discord:80351110224678912"].map(|id| id.parse().expect("a person")).to_vec()
}

fn asked() -> Vec<Body> {
    let repo = || "acme/web".parse().expect("a repository");
    let show = |what| Asked::Show { message: message(), what };
    let (text, candidates, files) = ("change 'Größe' to \"Size\"".to_owned(), vec![repo()], Vec::new);
    let request = |repo, candidates, files| {
        let (message, text) = (message(), text.clone());
        Asked::Request { message, text, repo, candidates, files }
    };
    let follow_up = |files| Asked::FollowUp { message: message(), text: text.clone(), files };
    [
        request(Some(repo()), Vec::new(), files()),
        request(None, candidates, files()),
        request(Some(repo()), Vec::new(), attachments()),
        follow_up(files()),
        follow_up(attachments()),
        Asked::Correction { message: message(), text: text.clone() },
        Asked::Withdrawn { message: message() },
        show(Show::Status),
        show(Show::Why),
        show(Show::Diff),
        show(Show::Logs),
    ]
    .map(Body::Asked)
    .to_vec()
}

fn attachments() -> Vec<Attachment> {
    let image = Kind::Image { format: Format::Png, width: 640, height: 480 };
    let file = |name: &str, bytes, kind| {
        let artifact = "e".repeat(64);
        Attachment { name: name.to_owned(), bytes, kind, artifact }
    };
    vec![file("Größe.png", 20_480, image), file("notes.txt", 12, Kind::Text), file("a.zip", 99, Kind::Other)]
}

fn moved() -> Vec<Body> {
    let target = "release/2.x".parse().expect("a branch");
    [
        Moved::Based { run: 2, target, base: oid("a") },
        Moved::Head { head: oid("b") },
        Moved::NotDelivered { run: 3 },
        Moved::NotMerged { head: oid("b") },
        Moved::MergedElsewhere { commit: oid("c") },
        Moved::ClosedElsewhere,
    ]
    .map(Body::Moved)
    .to_vec()
}

fn line() -> Line {
    let path = "web/pricing.html".parse().expect("a path");
    Line { path, line: 7, before: "<b>Sign up</b>".into(), after: "<b>Get started</b>".into() }
}

fn offer() -> Offer {
    let (what, example) = ("tests".into(), "tests/a.js".parse().expect("a path"));
    Offer { what, places: 4, example, request: "including tests".into() }
}

fn skipped() -> Skipped {
    Skipped { why: "lock file".into(), files: 5, example: "package-lock.json".into() }
}

fn change() -> Change {
    Change {
        understood: "change \"Sign up\" to \"Get started\"".into(),
        files: 1,
        added: 2,
        removed: 3,
        preview: vec![line()],
        offers: vec![offer()],
        skipped: vec![skipped()],
        diff: "d1ff".into(),
    }
}

fn ran() -> Vec<Body> {
    let answer = |sample| Answer { label: "in web/".into(), value: "only in web/".into(), sample };
    let question = |about, sample| Question { about, options: vec![answer(sample)], more: 6 };
    let what = |cause| Broken { cause, error: "no room left".into() };
    let failed = |cause, again| Ran::Failed { run: 4, what: what(cause), again };
    let stuck = |about, sample| Ran::Stuck { run: 4, ask: 1, question: question(about, sample) };
    [
        Ran::Changed { run: 4, tree: oid("d"), change: change(), record: "2ec02d".into() },
        Ran::Changed { run: 5, tree: oid("d"), change: Change::default(), record: String::new() },
        stuck(About::Repository, Vec::new()),
        stuck(About::Places, vec![line()]),
        stuck(About::Reading, Vec::new()),
        failed(Cause::Disk, Again::After(4000)),
        failed(Cause::Git, Again::No),
        failed(Cause::Forge, Again::No),
        failed(Cause::Artifacts, Again::No),
        failed(Cause::Store, Again::No),
        failed(Cause::Time, Again::No),
        failed(Cause::Other, Again::No),
    ]
    .map(Body::Ran)
    .to_vec()
}

fn refused() -> Vec<Body> {
    let text = || "Sign up".to_owned();
    let path = "web/a.html".parse().expect("a path");
    let near = vec![NearMiss { path, line: 9, text: "Sign Up".into(), why: "another case".into() }];
    let unclear = |what| Refusal::Unclear { what };
    let gone = || "acme/gone".parse().expect("a repository");
    [
        Refusal::NotAReplacement,
        unclear(Unclear::NoNewText { from: text() }),
        unclear(Unclear::NoOldText { to: text() }),
        unclear(Unclear::Same { text: text() }),
        unclear(Unclear::SeveralPlaces),
        unclear(Unclear::TooLong),
        Refusal::NotFound { looked_for: vec![text()], near, skipped: vec![skipped()], offers: vec![offer()] },
        Refusal::NoBranch { branch: "next".parse().expect("a branch") },
        Refusal::TooLarge { what: "its history has 900 MiB".into() },
        Refusal::TooManyPlaces { most: 2000 },
        Refusal::NoRepository { repo: gone() },
        Refusal::NoAccess { repo: gone() },
        Refusal::Unsound { repo: gone(), name: Some(".GIT/config".into()), said: "hasDotgit".into() },
        Refusal::Unsound { repo: gone(), name: None, said: "badDate".into() },
        Refusal::Damaged { repo: gone(), said: "bad object".into() },
        Refusal::NothingToDo,
        Refusal::NoDefault { repo: gone(), unborn: Some("trunk".parse().expect("a branch")) },
        Refusal::NoDefault { repo: gone(), unborn: None },
        Refusal::Rejected { said: "hook declined".into() },
        Refusal::Gate { reasons: vec!["ci.yml is protected".into()] },
    ]
    .map(|why| Body::Ran(Ran::Refused { run: 4, why }))
    .to_vec()
}

fn judged() -> Vec<Body> {
    let what = || Broken { cause: Cause::Forge, error: "the network is down".into() };
    let gave_up = |on| Judged::GaveUp { on, what: what() };
    let reasons = vec!["it needs 2 approvals and has 1".into()];
    [
        Judged::MergeBlocked { head: oid("e"), approvals: people(), reasons, conflict: true },
        gave_up(Effort::Run { run: 6 }),
        gave_up(Effort::Merge { head: oid("e") }),
        gave_up(Effort::Close),
        gave_up(Effort::Answer { ask: 8 }),
    ]
    .map(Body::Judged)
    .to_vec()
}

fn decided() -> Vec<Body> {
    [
        Decided::Chose { question: 5, label: "in web/".into(), value: "only in web/".into() },
        Decided::Approved { head: oid("e") },
        Decided::Unapproved { head: oid("e") },
        Decided::Closed,
        Decided::Stopped,
        Decided::Retried,
        Decided::Muted,
        Decided::Unmuted,
    ]
    .map(Body::Decided)
    .to_vec()
}

fn did() -> Vec<Body> {
    let delivered = Did::Delivered {
        run: 4,
        branch: "baton/k7f2q9m3x4-sign-up".parse().expect("a branch"),
        head: oid("e"),
        number: 12,
        url: "https://forge.example/acme/web/12".into(),
        title: "Change \"Sign up\" to \"Get started\"".into(),
        rule: "1 approval by anyone".into(),
    };
    let merged = Did::Merged { head: oid("e"), commit: oid("f") };
    let answered = Did::Answered { ask: 8, text: "- nobody has approved it\n".into() };
    let mut all: Vec<Body> = [delivered, merged, Did::Closed, answered].map(Body::Did).to_vec();
    all.push(Body::Spent(Spent::Run { run: 4, wall_ms: 1234 }));
    all.push(Body::Noted(Noted::Resumed));
    all.push(Body::Noted(Noted::Interrupted { run: 4 }));
    all.push(Body::Erased);
    all
}
