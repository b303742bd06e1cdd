//! A baton that runs, with its page, for as long as somebody looks at it.

use baton::app::{Guests, Key};
use baton::domain::chat_ids::Person;
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::driver::{Browser, Screen, Theme};
use crate::harness::World;

/// A page that is served.
pub struct Served {
    /// Its address, `http://127.0.0.1:…`.
    pub at: String,
    /// The link that opens it.
    pub link: String,
}

impl Served {
    /// A browser that was opened with the link.
    pub async fn browser(&self, screen: Screen, theme: Theme) -> Browser {
        let browser = Browser::start(screen, theme).await;
        browser.goes_to(&self.link).await;
        browser.finds("section.channel").await;
        browser
    }
}

/// Works on whatever is asked and serves a page for these people, while they look.
pub async fn served(world: &mut World, people: &[Person], look: impl AsyncFnOnce(&Served, &mut World)) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (key, shutdown) = (Key::new(), CancellationToken::new());
    let served =
        Served { at: format!("http://{address}"), link: key.link(address).expose_secret().to_owned() };
    let guests = Guests {
        people: people.to_vec(),
        channel: "team".to_owned(),
        first: None,
        suggestions: vec!["change 'Sign up' to 'Get started' on the pricing page".to_owned()],
    };
    let page = world.app.page(guests, key, shutdown.clone());
    let app = world.app.clone();
    // Whatever changes is worked on, as the loops of a server do it.
    let works = async {
        let mut changes = app.chat.changes();
        while changes.changed().await.is_ok() {
            app.settle().await.unwrap();
        }
    };
    tokio::select! {
        ended = page.run(listener) => panic!("the page ended: {ended:?}"),
        () = works => panic!("the chat ended"),
        () = look(&served, world) => {}
    }
    shutdown.cancel();
    world.app.settle().await.unwrap();
}
