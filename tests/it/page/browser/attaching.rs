//! Files in a real browser: chosen, pasted, dropped, taken out, sent in place and seen.

use serde_json::json;

use super::driver::{Browser, Screen, Theme};
use super::served::served;
use crate::harness::{ana, story};

/// A picture of a phone.
const SHOT: &[u8] = include_bytes!("../../../../docs/pictures/empty-phone-light.png");

/// Has a file come to the field of the thread as a person's hand would: by this kind of event.
async fn brings(browser: &Browser, event: &str, name: &str, bytes: &str) {
    let script = format!(
        "const files = new DataTransfer();
         files.items.add(new File([{bytes}], '{name}'));
         const field = document.querySelector('#reply');
         field.focus();
         field.dispatchEvent({event});
         return true;"
    );
    browser.gives(&script).await;
}

const PASTED: &str = "new ClipboardEvent('paste', { clipboardData: files, bubbles: true, cancelable: true })";
const DROPPED: &str = "new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true })";

async fn chosen(browser: &Browser, names: &[&str]) {
    let script = "const names = [...document.querySelectorAll('.thread .chosen li span:first-child')];
        const field = document.querySelector('.thread input[type=file]');
        const shown = names.map((name) => name.textContent).join();
        return shown === arguments[0] && [...field.files].map((file) => file.name).join() === arguments[0];";
    browser.holds(script, json!([names.join(",")]), "what is chosen").await;
}

#[test]
fn files_are_chosen_pasted_dropped_and_sent() {
    story(async |world| {
        let place = world.data().join("shot.png");
        std::fs::write(&place, SHOT).unwrap();
        served(world, &[ana()], async |page, _| {
            let browser = page.browser(Screen::Desk, Theme::Light).await;
            // The channel's form leaves the page, by itself.
            browser
                .finds(".channel input[type=file]")
                .await
                .send_keys(place.to_str().unwrap())
                .await
                .unwrap();
            browser.reads(".channel .chosen", "shot.png").await;
            browser.types("What is wrong here?").await;
            browser.clicks(".channel .send").await;
            let seen = "const image = document.querySelector('.thread .picture img');
                return image?.complete && image.naturalWidth === 780 && Math.abs(image.height - 280) < 9 && image.alt === 'shot.png';";
            browser.holds(seen, json!([]), "the image").await;
            browser.reads(".thread .messages", "What is wrong here?").await;

            // The thread's stays, and sends what came in whatever way, without what was taken out.
            brings(&browser, PASTED, "pasted.txt", "'one'").await;
            brings(&browser, DROPPED, "dropped.txt", "'two'").await;
            brings(&browser, DROPPED, "mistake.txt", "'three'").await;
            chosen(&browser, &["pasted.txt", "dropped.txt", "mistake.txt"]).await;
            browser.clicks(".thread .chosen li:last-child button").await;
            chosen(&browser, &["pasted.txt", "dropped.txt"]).await;
            brings(&browser, PASTED, "huge.bin", "new Uint8Array(26 * 1024 * 1024)").await;
            browser
                .reads(
                    ".thread .problem",
                    "huge.bin is too much: the files of one message may have 26 MB together.",
                )
                .await;
            chosen(&browser, &["pasted.txt", "dropped.txt"]).await;
            browser.pictures("files").await;
            browser.clicks("#reply").await;
            browser.types("Here they are").await;
            browser.clicks(".thread .send").await;
            browser.reads(".thread .messages", "Here they are").await;
            browser.reads(".thread .messages li:nth-last-child(-n+3) .files", "dropped.txt").await;
            chosen(&browser, &[]).await;
            assert_eq!(browser.path().await, "/c/team/1");

            // A file alone is a message.
            brings(&browser, PASTED, "alone.txt", "'four'").await;
            browser.clicks(".thread .send").await;
            browser.reads(".thread .messages", "alone.txt").await;
            chosen(&browser, &[]).await;
        })
        .await;
        world.settles().await;
    });
}
