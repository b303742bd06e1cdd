//! What pages load: style sheets, scripts, an icon. They are part of the program, and their
//! addresses hold a hash of what they say, so that browsers may keep them for ever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::answer::Trouble;

struct Asset {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

const ASSETS: [Asset; 9] = [
    Asset { name: "page.css", kind: "text/css; charset=utf-8", text: SHEET },
    Asset { name: "live.js", kind: "text/javascript; charset=utf-8", text: include_str!("assets/live.js") },
    Asset { name: "page.js", kind: "text/javascript; charset=utf-8", text: include_str!("assets/page.js") },
    Asset { name: "files.js", kind: "text/javascript; charset=utf-8", text: include_str!("assets/files.js") },
    Asset { name: "write.js", kind: "text/javascript; charset=utf-8", text: include_str!("assets/write.js") },
    Asset { name: "pull.css", kind: "text/css; charset=utf-8", text: include_str!("assets/pull.css") },
    Asset { name: "diff.css", kind: "text/css; charset=utf-8", text: include_str!("assets/diff.css") },
    Asset { name: "pull.js", kind: "text/javascript; charset=utf-8", text: include_str!("assets/pull.js") },
    Asset { name: "icon.svg", kind: "image/svg+xml", text: include_str!("assets/icon.svg") },
];

/// One sheet in the order in which its rules go before each other.
const SHEET: &str = concat!(
    include_str!("assets/base.css"),
    include_str!("assets/frame.css"),
    include_str!("assets/message.css"),
    include_str!("assets/act.css"),
    include_str!("assets/write.css"),
    include_str!("assets/files.css"),
    include_str!("assets/narrow.css"),
);

static HASHES: LazyLock<[String; 9]> =
    LazyLock::new(|| ASSETS.each_ref().map(|asset| hex::encode(&Sha256::digest(asset.text)[..8])));

/// The address of an asset.
pub(super) fn href(name: &str) -> String {
    let known = ASSETS.iter().zip(HASHES.iter()).find(|(asset, _)| asset.name == name);
    let (asset, hash) = known.expect("pages name assets that there are");
    format!("/assets/{hash}-{}", asset.name)
}

/// An asset by its address.
pub(super) async fn asset(Path(name): Path<String>) -> Result<Response, Trouble> {
    let known = ASSETS.iter().zip(HASHES.iter());
    let found = known.into_iter().find(|(asset, hash)| {
        name.split_once('-').is_some_and(|(wanted, name)| wanted == hash.as_str() && name == asset.name)
    });
    let (asset, _) = found.ok_or(Trouble::NotFound)?;
    let kept = "public, max-age=31536000, immutable";
    Ok(([(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, kept)], asset.text).into_response())
}
