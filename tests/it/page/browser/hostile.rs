//! What other sites, other names and other people's texts try in a browser that has the page open.

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::driver::{Screen, Theme};
use super::served::served;
use crate::harness::{ana, ben, story};

/// Another site on this machine, which has one page.
async fn other_site(listener: TcpListener, page: String) {
    loop {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        if stream.read(&mut request).await.is_ok() {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                page.len()
            );
            stream.write_all(format!("{head}{page}").as_bytes()).await.ok();
        }
    }
}

#[test]
fn texts_of_others_do_nothing() {
    story(async |world| {
        let evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\
            <svg onload=\"document.title='owned'\"> javascript:alert(1) <a href='javascript:alert(1)'>x</a>";
        world.asks(ana(), evil).await;
        world.chats(ben(), evil).await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, world| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            browser.goes_to(&format!("{}/c/team/1", page.at)).await;
            browser.reads(".thread .messages", "onerror").await;
            world.chats(ben(), &format!("live {evil}")).await;
            browser.reads(".thread .messages", "live <img").await;
            let made = "return document.querySelectorAll('.messages img, .messages script, .messages svg:not(.logo), \
                .messages a[href^=javascript]').length";
            assert_eq!(browser.gives(made).await, 0);
            assert_eq!(browser.gives("return document.title").await, "#team · baton");
            // Even what gets in does not run.
            let inline = "const s = document.createElement('script'); s.textContent = \"document.title = 'owned'\"; \
                document.body.append(s); return document.title";
            assert_eq!(browser.gives(inline).await, "#team · baton");
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn another_site_changes_and_reads_nothing() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        served(world, &[ana(), ben()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let elsewhere = format!("http://{}", listener.local_addr().unwrap());
            let ours = &page.at;
            let hostile = format!(
                "<form id=f method=post action='{ours}/c/team'><input name=text value=owned>\
                 <input name=to value=baton><input name=nonce value=page-1></form>\
                 <iframe id=i src='{ours}/c/team'></iframe>"
            );
            let visits = async {
                browser.goes_to(&elsewhere).await;
                // The same site for cookies, since only the port differs; not for us.
                let fetches = format!(
                    "const done = arguments[0];
                     const body = new URLSearchParams({{ text: 'owned', nonce: 'page-2' }});
                     const say = fetch('{ours}/c/team', {{ method: 'POST', mode: 'no-cors', credentials: 'include', body }});
                     const read = fetch('{ours}/c/team', {{ credentials: 'include' }}).then((a) => a.text());
                     Promise.allSettled([say, read]).then(([, read]) => window.seen = read.status);"
                );
                browser.gives(&fetches.replace("const done = arguments[0];", "")).await;
                browser.holds("return window.seen === 'rejected'", json!([]), "nothing was read").await;
                assert!(!browser.frame("body").await.contains("hello"), "the page cannot be framed");
                browser.gives("document.querySelector('#f').submit()").await;
                browser.reads("body", "takes nothing from other sites").await;
            };
            tokio::select! {
                () = visits => {}
                () = other_site(listener, hostile) => {}
            }
            browser.goes_to(&format!("{ours}/c/team")).await;
            browser.reads(".channel .messages", "hello").await;
            assert!(!browser.text("body").await.contains("owned"));
        })
        .await;
        world.settles().await;
    });
}

#[test]
fn a_name_that_was_bound_to_this_machine_is_another_page() {
    story(async |world| {
        world.asks(ana(), "hello").await;
        world.settles().await;
        served(world, &[ana()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            let rebound = page.at.replace("127.0.0.1", "evil.example");
            for path in ["/", "/c/team", "/live/team?since=0"] {
                browser.goes_to(&format!("{rebound}{path}")).await;
                browser.reads("body", "another address").await;
            }
            browser.goes_to(&page.link.replace("127.0.0.1", "evil.example")).await;
            browser.reads("body", "another address").await;
        })
        .await;
        world.settles().await;
    });
}
