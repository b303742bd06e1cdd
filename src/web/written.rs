//! What somebody writes, with the files that come with it.
//!
//! A message that fits is kept, all its files or none. What does not fit is read to its end before it is refused, as
//! far as that goes: a browser shows no answer that comes before it has sent everything.

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};

use super::answer::Trouble;
use super::form::{Nonce, lines};
use super::{FORM_BYTES, Web};
use crate::chat::{FileLimits, Files};
use crate::domain::attachment::{Attachment, Size};
use crate::domain::event::To;

/// A message as its form has it.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) to: To,
    pub(super) nonce: Nonce,
    pub(super) files: Vec<Attachment>,
}

impl Written {
    /// Everything that makes it another message when it is sent again: under one nonce, one is written.
    pub(super) fn whole(&self) -> String {
        let files = self.files.iter().map(|file| format!("\0{}\0{}", file.name, file.artifact));
        let start = format!("{:?}\0{}", self.to, self.text);
        std::iter::once(start).chain(files).collect()
    }
}

/// What is read so far.
#[derive(Default)]
struct Reading {
    text: String,
    suggestion: Option<String>,
    to: Option<To>,
    nonce: Option<Nonce>,
    /// The files: their names and what they hold.
    files: Vec<(String, Vec<u8>)>,
    bytes: usize,
    /// Why it will be refused once it is read.
    unfit: Option<Trouble>,
}

impl FromRequest<Web> for Written {
    type Rejection = Trouble;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Trouble> {
        let length = request.headers().get(header::CONTENT_LENGTH);
        let length: Option<usize> = length.and_then(|length| length.to_str().ok()?.parse().ok());
        // Files stay in memory until all of them are there.
        let turn = match length {
            Some(short) if short <= FORM_BYTES => None,
            Some(_) | None => web.0.uploads.acquire().await.ok(),
        };
        let Ok(mut form) = Multipart::from_request(request, web).await else { return Err(NOT_WHOLE) };
        let mut reading = Reading::default();
        while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
            reading.take(web.parts().chat.files().limits, field).await?;
        }
        let written = reading.finish(web.parts().chat.files()).await;
        drop(turn);
        written
    }
}

const NOT_WHOLE: Trouble = Trouble::Bad("The form was not whole. Load the page again and try once more.");
const TOO_LONG: Trouble = Trouble::Bad("That is too long for one message.");

impl Reading {
    async fn take(&mut self, limits: FileLimits, field: Field<'_>) -> Result<(), Trouble> {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            return self.file(limits, field).await;
        }
        let Some(value) = read(field, FORM_BYTES).await? else {
            self.unfit.get_or_insert(TOO_LONG);
            return Ok(());
        };
        let value = String::from_utf8(value).map_err(|_| NOT_WHOLE)?;
        match name.as_str() {
            "text" => self.text = value,
            "suggestion" => self.suggestion = Some(value),
            "to" => self.to = Some(To::Baton),
            "nonce" => self.nonce = value.try_into().ok(),
            _ => {}
        }
        Ok(())
    }

    async fn file(&mut self, limits: FileLimits, field: Field<'_>) -> Result<(), Trouble> {
        let name = name_of(&field);
        let left = if self.unfit.is_some() { 0 } else { limits.bytes - self.bytes };
        let content = read(field, left).await?;
        // What a browser sends where no file was chosen.
        if name.is_empty() && content.as_ref().is_some_and(Vec::is_empty) {
            return Ok(());
        }
        match content {
            _ if self.files.len() >= limits.most => {
                self.unfit.get_or_insert(too_many(limits));
            }
            None => {
                self.unfit.get_or_insert_with(|| too_much(&name, limits));
            }
            Some(content) => {
                self.bytes += content.len();
                self.files.push((name, content));
            }
        }
        Ok(())
    }

    async fn finish(self, files: &Files) -> Result<Written, Trouble> {
        if let Some(unfit) = self.unfit {
            return Err(unfit);
        }
        let text = lines(self.suggestion.as_deref().unwrap_or(&self.text));
        if text.is_empty() && self.files.is_empty() {
            return Err(Trouble::Bad("Write something first."));
        }
        let nonce = self.nonce.ok_or(NOT_WHOLE)?;
        let mut kept = Vec::new();
        for (name, content) in self.files {
            kept.push(files.keep(&name, &content).await.map_err(|error| Trouble::Broke(error.into()))?);
        }
        Ok(Written { text, to: self.to.unwrap_or(To::Anybody), nonce, files: kept })
    }
}

/// What a file is called, with the signs that browsers write otherwise there (the HTML standard, "multipart form
/// data").
fn name_of(field: &Field<'_>) -> String {
    let name = field.file_name().unwrap_or_default();
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

/// The bytes of a field; none where there are more than that.
async fn read(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, Trouble> {
    let mut bytes = Vec::new();
    let mut fits = true;
    while let Some(chunk) = next(&mut field).await? {
        fits = fits && bytes.len() + chunk.len() <= most;
        if fits {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = Vec::new();
        }
    }
    Ok(fits.then_some(bytes))
}

async fn next(field: &mut Field<'_>) -> Result<Option<Bytes>, Trouble> {
    field.chunk().await.map_err(|error| broken(&error))
}

fn broken(error: &MultipartError) -> Trouble {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Trouble::Unfit("That is more than one message may bring.".to_owned());
    }
    NOT_WHOLE
}

fn too_many(limits: FileLimits) -> Trouble {
    Trouble::Unfit(match limits.most {
        0 => "Files are not taken here.".to_owned(),
        1 => "One file may come with a message.".to_owned(),
        most => format!("At most {most} files may come with one message."),
    })
}

fn too_much(name: &str, limits: FileLimits) -> Trouble {
    let name = Attachment::new(name, b"", String::new()).name;
    let most = Size(limits.bytes as u64);
    Trouble::Unfit(format!("{name} is too much: the files of one message may have {most} together."))
}
