//! What may happen in an interleaving, as values that print and shrink.

use proptest::prelude::*;

/// One thing that happens. Numbers choose among what is there then, counted around.
#[derive(Debug, Clone)]
pub enum Act {
    /// Somebody talks to baton in a new thread.
    Asks(Who, &'static str),
    /// Somebody talks to baton in the thread.
    Replies(Who, &'static str),
    /// Somebody talks in the thread without mentioning baton.
    Chats(Who, &'static str),
    /// People go on in another thread.
    Turns(usize),
    /// Somebody reacts to a message.
    Reacts(Who, On, &'static str),
    /// Somebody takes a reaction back.
    TakesBack(Who, On, &'static str),
    /// Somebody presses a button.
    Presses(Who, usize),
    /// An author edits a message.
    Edits(usize, &'static str),
    /// An author deletes a message.
    Deletes(usize),
    /// A platform delivers a message once more.
    ComesAgain(usize),
    /// Somebody else pushes to the newest branch of baton's.
    PushesToBranch,
    /// Somebody else changes the target branch, perhaps what a task changes, too.
    PushesToTarget(Conflict),
    /// Somebody closes the newest pull request at the forge.
    ClosesAtForge,
    /// A part of baton takes a step.
    Steps(Part),
    /// Everything that is due happens.
    Settles,
    /// A part of baton begins a step, and the process dies after it has waited so often.
    Dies(Part, u8),
    /// The process ends between two steps, and starts again.
    Restarts,
    /// The clock jumps by so many seconds.
    Jumps(i64),
}

/// Who acts.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    /// May do everything.
    Ana,
    /// May do everything, too.
    Ben,
    /// May do nothing.
    Eve,
}

/// What somebody reacts to.
#[derive(Debug, Clone, Copy)]
pub enum On {
    /// The newest card.
    NewestCard,
    /// The oldest card, which may have been superseded.
    OldestCard,
    /// Any message.
    Any(usize),
}

/// Whether a push touches what tasks change.
#[derive(Debug, Clone, Copy)]
pub enum Conflict {
    /// It does.
    Likely,
    /// It does not.
    No,
}

/// A part of baton that takes steps.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// Settles events.
    Inbox,
    /// Works on tasks.
    Worker,
    /// Writes threads.
    Writer,
}

/// What people ask for. Some name no repository.
const REQUESTS: &[&str] = &[
    "change 'Sign up' to 'Get started' in acme/web",
    "change 'Sign up' to 'Get started' on the pricing page in acme/web",
    "change 'Free for ever' to 'Free' in acme/web",
    "change 'Tea for teams' to 'Tea for all' in acme/web",
    "change 'Sign up' to 'Join'",
    "rename the heading 'Kettle' to 'Pot'",
];

/// How people go on.
const CONTINUE: &[&str] = &[
    "also change 'Free for ever' to 'Free for a year'",
    "also change 'Kettle' to 'Pot'",
    "change 'Get started' to 'Start now'",
    "including tests",
    "change 'no such text' to 'x'",
];

/// What people say in a thread, and what makes no sense.
const WORDS: &[&str] = &[
    "stop",
    "retry",
    "merge",
    "close",
    "status",
    "why",
    "diff",
    "logs",
    "help",
    "mute",
    "unmute",
    "1",
    "acme/web",
    "make me a sandwich in acme/web",
    "change 'a' to 'b' in acme/wbe",
    "stauts",
    "(aside) lunch?",
    "",
];

const EMOJI: &[&str] = &["✅", "❌", "🔁", "🛑", "🎉"];

/// Scenes that follow each other; the first one mostly brings a pull request.
pub fn acts() -> impl Strategy<Value = Vec<Act>> {
    let first = prop_oneof![4 => delivered(), 1 => scene()];
    (first, prop::collection::vec(scene(), 0..20)).prop_map(|(mut first, rest)| {
        first.extend(rest.into_iter().flatten());
        first
    })
}

/// A few acts that people would expect to happen one after another, or any single one.
fn scene() -> BoxedStrategy<Vec<Act>> {
    prop_oneof![
        2 => delivered(),
        3 => (wish(), wish()).prop_map(|(one, other)| vec![one, Act::Settles, other, Act::Settles]),
        3 => (wish(), wish()).prop_map(|(one, other)| vec![one, other]),
        3 => (wish(), world()).prop_map(|(wish, world)| vec![wish, world]),
        4 => (wish(), world()).prop_map(|(wish, world)| vec![wish, Act::Steps(Part::Inbox), world]),
        6 => act().prop_map(|act| vec![act]),
    ]
    .boxed()
}

/// Something that is to be done.
fn wish() -> BoxedStrategy<Act> {
    let (requests, more) = (prop::sample::select(REQUESTS), prop::sample::select(CONTINUE));
    prop_oneof![
        4 => who().prop_map(|who| Act::Reacts(who, On::NewestCard, "✅")),
        2 => (who(), more).prop_map(|(who, text)| Act::Replies(who, text)),
        1 => (who(), requests).prop_map(|(who, text)| Act::Asks(who, text)),
        2 => (who(), words()).prop_map(|(who, text)| Act::Replies(who, text)),
        1 => (who(), on(), prop::sample::select(EMOJI)).prop_map(|(who, on, emoji)| Act::Reacts(who, on, emoji)),
    ]
    .boxed()
}

/// Somebody asks for a change, and it is done.
fn delivered() -> impl Strategy<Value = Vec<Act>> {
    (who(), prop::sample::select(REQUESTS)).prop_map(|(who, text)| vec![Act::Asks(who, text), Act::Settles])
}

/// Any act.
fn act() -> BoxedStrategy<Act> {
    let said = || prop_oneof![prop::sample::select(REQUESTS), prop::sample::select(CONTINUE), words()];
    let emoji = || prop::sample::select(EMOJI);
    prop_oneof![
        1 => (who(), said()).prop_map(|(who, text)| Act::Asks(who, text)),
        3 => (who(), said()).prop_map(|(who, text)| Act::Replies(who, text)),
        3 => (who(), words()).prop_map(|(who, text)| Act::Replies(who, text)),
        1 => (who(), said()).prop_map(|(who, text)| Act::Chats(who, text)),
        1 => (0usize..4).prop_map(Act::Turns),
        4 => (who(), on(), emoji()).prop_map(|(who, on, emoji)| Act::Reacts(who, on, emoji)),
        1 => (who(), on()).prop_map(|(who, on)| Act::TakesBack(who, on, "✅")),
        2 => (who(), 0usize..8).prop_map(|(who, at)| Act::Presses(who, at)),
        1 => (0usize..8, said()).prop_map(|(at, text)| Act::Edits(at, text)),
        1 => (0usize..8).prop_map(Act::Deletes),
        1 => (0usize..8).prop_map(Act::ComesAgain),
        3 => world(),
        4 => part().prop_map(Act::Steps),
        3 => Just(Act::Settles),
    ]
    .boxed()
}

fn words() -> impl Strategy<Value = &'static str> {
    prop::sample::select(WORDS)
}

/// What others, machines and clocks do.
fn world() -> BoxedStrategy<Act> {
    let waits = prop_oneof![0u8..10, 10u8..80];
    let seconds = [-90_000i64, -3_600, -1, 1, 30, 3_600, 90_000];
    prop_oneof![
        2 => Just(Act::PushesToBranch),
        1 => Just(Act::PushesToTarget(Conflict::Likely)),
        1 => Just(Act::PushesToTarget(Conflict::No)),
        1 => Just(Act::ClosesAtForge),
        5 => (part(), waits).prop_map(|(part, waits)| Act::Dies(part, waits)),
        1 => Just(Act::Restarts),
        2 => prop::sample::select(seconds.to_vec()).prop_map(Act::Jumps),
    ]
    .boxed()
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![4 => Just(Who::Ana), 4 => Just(Who::Ben), 1 => Just(Who::Eve)]
}

fn on() -> impl Strategy<Value = On> {
    prop_oneof![6 => Just(On::NewestCard), 2 => Just(On::OldestCard), 1 => (0usize..12).prop_map(On::Any)]
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![2 => Just(Part::Inbox), 3 => Just(Part::Worker), 2 => Just(Part::Writer)]
}
