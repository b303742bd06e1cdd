//! What the embedded forge and chat keep.

use super::on_both;
use super::sample::{NOW, person, thread};
use baton::domain::fact::Actor;
use baton::store::{
    Alter, Content, Difference, NewMessage, NewPull, Page, Place, Pull, PullState, Put, StoreError,
};

fn pull(repo: &str, branch: &str) -> NewPull {
    NewPull {
        repo: repo.parse().unwrap(),
        branch: branch.parse().unwrap(),
        target: "main".parse().unwrap(),
        title: "Change a to b".to_owned(),
        body: String::new(),
        head: "a".repeat(40).parse().unwrap(),
    }
}

fn words(text: &str, nonce: &str, place: Place) -> NewMessage {
    let content = Content::Text(text.to_owned());
    NewMessage {
        place,
        author: Actor::Person(person("ana")),
        content,
        files: Vec::new(),
        nonce: nonce.to_owned(),
    }
}

on_both! {
    async fn a_pull_request_is_opened_once_for_a_branch(place) {
        let store = place.open().await;
        let one = store.open_pull(&pull("acme/web", "b1"), NOW).await.unwrap();
        assert_eq!(store.open_pull(&pull("acme/web", "b1"), NOW).await.unwrap(), one);
        let two = store.open_pull(&pull("acme/web", "b2"), NOW).await.unwrap();
        let other = store.open_pull(&pull("acme/api", "b1"), NOW).await.unwrap();
        assert_eq!((one.number, two.number, other.number), (1, 2, 1));
        let repo = "acme/web".parse().unwrap();
        assert_eq!(store.pulls(&repo, 10).await.unwrap(), [two, one.clone()]);
        assert_eq!(store.pull_of_branch(&repo, &one.new.branch).await.unwrap(), Some(one));
    }

    async fn a_pull_request_is_merged_only_as_it_was_seen(place) {
        let store = place.open().await;
        let seen = store.open_pull(&pull("acme/web", "b1"), NOW).await.unwrap();
        let mut moved = seen.clone();
        moved.new.head = "c".repeat(40).parse().unwrap();
        store.change_pull(&seen, &moved, NOW).await.unwrap();
        let merge = |pull: &Pull| {
            Pull { state: PullState::Merged("d".repeat(40).parse().unwrap()), ..pull.clone() }
        };
        assert!(matches!(store.change_pull(&seen, &merge(&seen), NOW).await, Err(StoreError::Changed)));
        store.change_pull(&moved, &merge(&moved), NOW).await.unwrap();
        let closed = Pull { state: PullState::Closed, ..moved.clone() };
        assert!(matches!(store.change_pull(&moved, &closed, NOW).await, Err(StoreError::Changed)));
        let stored = store.pull(&seen.new.repo, seen.number).await.unwrap().unwrap();
        assert_eq!(stored, merge(&moved));
        // Its branch is free for another one now.
        assert_eq!(store.open_pull(&pull("acme/web", "b1"), NOW).await.unwrap().number, 2);
    }

    async fn many_pull_requests_get_numbers_without_gaps(place) {
        let store = place.open().await;
        let mut openers = tokio::task::JoinSet::new();
        for opener in 0..6 {
            let store = store.clone();
            openers.spawn(async move {
                let mut numbers = Vec::new();
                for branch in 0..5 {
                    let mine = pull("acme/web", &format!("b{opener}-{branch}"));
                    numbers.push(store.open_pull(&mine, NOW).await.unwrap().number);
                    store.open_pull(&pull("acme/web", "shared"), NOW).await.unwrap();
                }
                numbers
            });
        }
        let mut numbers = openers.join_all().await.concat();
        numbers.push(store.open_pull(&pull("acme/web", "shared"), NOW).await.unwrap().number);
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=31).collect::<Vec<_>>());
    }

    async fn a_message_is_written_once_for_its_nonce(place) {
        let store = place.open().await;
        let opening = words("hello", "n1", Place::NewThread("web".to_owned()));
        let first = store.write_message(&opening, NOW).await.unwrap();
        assert_eq!((&first.thread, first.id.id.as_str()), (&thread(1), "1"));
        assert_eq!(store.write_message(&opening, NOW).await.unwrap(), first);
        let answer = words("hi", "n2", Place::Thread(thread(1)));
        let second = store.write_message(&answer, NOW).await.unwrap();
        assert_eq!(store.message_by_nonce("n2").await.unwrap(), Some(second.clone()));
        assert_eq!(store.messages(&thread(1)).await.unwrap(), [first, second]);
        let other = words("other", "n3", Place::NewThread("web".to_owned()));
        store.write_message(&other, NOW).await.unwrap();
        let openings = store.openings("web", Page::Newest, 10).await.unwrap();
        let shown: Vec<_> = openings.iter().map(|one| (one.message.thread.clone(), one.replies)).collect();
        assert_eq!(shown, [(thread(1), 1), (thread(3), 0)]);
        assert_eq!(store.openings("web", Page::Before(3), 10).await.unwrap(), openings[..1]);
        assert_eq!(store.opening(&thread(3)).await.unwrap().as_ref(), openings.get(1));
        assert_eq!(store.channels().await.unwrap(), ["web"]);
    }

    async fn who_wrote_last_in_a_channel_comes_first(place) {
        let store = place.open().await;
        let by = |who: &str, nonce: &str, channel: &str| {
            let author = Actor::Person(person(who));
            NewMessage { author, ..words("hello", nonce, Place::NewThread(channel.to_owned())) }
        };
        for (at, who) in ["ana", "ben", "ana", "eve"].into_iter().enumerate() {
            store.write_message(&by(who, &format!("n{at}"), "web"), NOW).await.unwrap();
        }
        store.write_message(&by("zoe", "other", "api"), NOW).await.unwrap();
        let baton = NewMessage { author: Actor::Baton, ..words("hi", "n9", Place::Thread(thread(1))) };
        store.write_message(&baton, NOW).await.unwrap();
        assert_eq!(store.speakers("web", 9).await.unwrap(), ["eve", "ana", "ben"].map(person));
        assert_eq!(store.speakers("web", 3).await.unwrap(), ["eve", "ana"].map(person));
        assert_eq!(store.speakers("none", 9).await.unwrap(), []);
    }

    async fn messages_are_edited_deleted_and_reacted_to(place) {
        let store = place.open().await;
        let opening = words("helo", "n1", Place::NewThread("web".to_owned()));
        let id = store.write_message(&opening, NOW).await.unwrap().id;
        let (ana, ben) = (Actor::Person(person("ana")), Actor::Person(person("ben")));
        store.change_message(&id, Alter::Says(&Content::Text("hello".to_owned()), NOW)).await.unwrap();
        assert_eq!(store.change_message(&id, Alter::Reaction(Put::On, "✅", &ana)).await.unwrap(), Difference::Made);
        assert_eq!(store.change_message(&id, Alter::Reaction(Put::On, "✅", &ana)).await.unwrap(), Difference::None);
        store.change_message(&id, Alter::Reaction(Put::On, "✅", &ben)).await.unwrap();
        store.change_message(&id, Alter::Reaction(Put::On, "❌", &ben)).await.unwrap();
        assert_eq!(store.change_message(&id, Alter::Reaction(Put::Off, "❌", &ben)).await.unwrap(), Difference::Made);
        assert_eq!(store.change_message(&id, Alter::Reaction(Put::Off, "❌", &ben)).await.unwrap(), Difference::None);
        let message = store.message(&id).await.unwrap().unwrap();
        assert_eq!((message.content, message.edited), (Content::Text("hello".to_owned()), Some(NOW)));
        assert_eq!(message.reactions, [("✅".to_owned(), ana), ("✅".to_owned(), ben)]);
        assert_eq!(store.change_message(&id, Alter::Gone(NOW)).await.unwrap(), Difference::Made);
        assert_eq!(store.change_message(&id, Alter::Gone(NOW)).await.unwrap(), Difference::None);
        let gone = store.change_message(&id, Alter::Says(&Content::Text("late".to_owned()), NOW)).await;
        assert!(matches!(gone, Err(StoreError::Changed)));
        assert_eq!(store.messages(&thread(1)).await.unwrap()[0].deleted, Some(NOW));
    }

    async fn whoever_looks_on_gets_what_changed_since(place) {
        let store = place.open().await;
        assert_eq!((store.revision("web").await.unwrap(), store.changed("web", 0, 9).await.unwrap()), (0, vec![]));
        let one = store.write_message(&words("one", "n1", Place::NewThread("web".to_owned())), NOW).await.unwrap();
        let two = store.write_message(&words("two", "n2", Place::Thread(thread(1))), NOW).await.unwrap();
        let elsewhere = words("other", "n3", Place::NewThread("api".to_owned()));
        store.write_message(&elsewhere, NOW).await.unwrap();
        assert_eq!(store.changed("web", 0, 9).await.unwrap(), [one.clone(), two.clone()]);
        assert_eq!(store.changed("web", 0, 1).await.unwrap(), std::slice::from_ref(&one));
        let seen = store.revision("web").await.unwrap();
        assert_eq!((one.revision, seen), (1, two.revision));
        let ben = Actor::Person(person("ben"));
        store.change_message(&one.id, Alter::Reaction(Put::On, "✅", &ben)).await.unwrap();
        store.change_message(&one.id, Alter::Reaction(Put::On, "✅", &ben)).await.unwrap();
        let changed = store.changed("web", seen, 9).await.unwrap();
        assert_eq!(changed.len(), 1, "what changes nothing is not told");
        assert_eq!((&changed[0].id, &changed[0].reactions), (&one.id, &vec![("✅".to_owned(), ben)]));
        store.change_message(&two.id, Alter::Says(&Content::Text("2".to_owned()), NOW)).await.unwrap();
        store.change_message(&one.id, Alter::Gone(NOW)).await.unwrap();
        let changed = store.changed("web", changed[0].revision, 9).await.unwrap();
        let ids: Vec<_> = changed.iter().map(|message| message.id.clone()).collect();
        assert_eq!(ids, [two.id, one.id]);
        assert_eq!(changed.last().map(|message| message.revision), store.revision("web").await.ok());
    }

    async fn a_long_thread_is_read_page_by_page(place) {
        let store = place.open().await;
        store.write_message(&words("0", "n0", Place::NewThread("web".to_owned())), NOW).await.unwrap();
        for number in 1..8 {
            let reply = words(&number.to_string(), &format!("n{number}"), Place::Thread(thread(1)));
            let id = store.write_message(&reply, NOW).await.unwrap().id;
            store.change_message(&id, Alter::Reaction(Put::On, "👍", &Actor::Baton)).await.unwrap();
        }
        let newest = store.messages_of(&thread(1), Page::Newest, 3).await.unwrap();
        let numbers: Vec<_> = newest.iter().map(|message| message.number()).collect();
        assert_eq!(numbers, [6, 7, 8]);
        assert!(newest.iter().all(|message| message.reactions.len() == 1));
        let before = store.messages_of(&thread(1), Page::Before(6), 9).await.unwrap();
        assert_eq!(before.len(), 5);
        assert_eq!([before, newest].concat(), store.messages(&thread(1)).await.unwrap());
    }
}
