//! Forms as they come in: read whole or refused in words that help.

use axum::Form;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use super::answer::Trouble;
use crate::domain::chat_ids::Person;
use crate::domain::slot::Press;

/// The fields of a form.
pub(super) struct Fields<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Fields<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        match Form::<T>::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            Err(error) if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Trouble::Bad("That is too long for one message."))
            }
            Err(_) => Err(Trouble::Bad("The form was not whole. Load the page again and try once more.")),
        }
    }
}

/// The nonce of a form as it comes back.
#[derive(Debug, serde::Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Nonce(String);

impl Nonce {
    /// The nonce of what this person sends with this text: nobody else's can be the same, and no other text's.
    pub(super) fn of(&self, person: &Person, text: &str) -> String {
        let digest = Sha256::digest(text);
        format!("{}:{person}:{}", self.0, hex::encode(&digest[..8]))
    }
}

impl TryFrom<String> for Nonce {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_ours = text.strip_prefix("page-").is_some_and(|hex| {
            hex.len() <= 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        });
        if is_ours { Ok(Self(text)) } else { Err("a nonce that no form of ours has") }
    }
}

/// A text with the line ends that it has everywhere else: forms send others.
pub(super) fn lines(text: &str) -> String {
    text.trim().replace("\r\n", "\n").replace('\r', "\n")
}

/// What tells two sendings of one form from two forms.
pub(super) fn nonce() -> String {
    let mut bytes = [0u8; 12];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    format!("page-{}", hex::encode(bytes))
}

/// What a button means, for its form.
pub(super) fn press_to_text(press: &Press) -> String {
    match press {
        Press::Approve => "approve".to_owned(),
        Press::Close => "close".to_owned(),
        Press::Retry => "retry".to_owned(),
        Press::Stop => "stop".to_owned(),
        Press::Choose(at) => format!("choose-{at}"),
        Press::Include(at) => format!("include-{at}"),
    }
}

/// What a form's button meant.
pub(super) fn press_from_text(text: &str) -> Option<Press> {
    Some(match text.split_once('-') {
        None => match text {
            "approve" => Press::Approve,
            "close" => Press::Close,
            "retry" => Press::Retry,
            "stop" => Press::Stop,
            _ => return None,
        },
        Some(("choose", at)) => Press::Choose(at.parse().ok()?),
        Some(("include", at)) => Press::Include(at.parse().ok()?),
        Some(_) => return None,
    })
}

/// A path of this page, where a form asks to go back to one: never another host.
pub(super) fn local_path(path: &str) -> Option<&str> {
    let is_ours = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_ours.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_reads_back() {
        let all =
            [Press::Approve, Press::Close, Press::Retry, Press::Stop, Press::Choose(3), Press::Include(0)];
        for press in all {
            assert_eq!(press_from_text(&press_to_text(&press)), Some(press));
        }
        for text in ["", "merge", "choose-", "choose--1", "include-x", "approve-1"] {
            assert_eq!(press_from_text(text), None, "{text}");
        }
    }

    #[test]
    fn back_is_never_elsewhere() {
        let ours = ["/", "/c/demo", "/c/demo/1?before=3#m-2", "/acme/web/pull/1"];
        assert!(ours.iter().all(|path| local_path(path) == Some(path)));
        for path in
            ["", "c/demo", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/a b"]
        {
            assert_eq!(local_path(path), None, "{path}");
        }
    }
}
