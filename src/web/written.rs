//! What somebody writes, with the files that come with it.
//!
//! Files are kept as they come in, one in memory at a time, and named only once the message is written. What
//! does not fit is read to its end before it is refused: a browser shows no answer that comes before it has
//! sent everything.

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use tokio::sync::SemaphorePermit;

use super::answer::Trouble;
use super::form::Nonce;
use super::{FORM_BYTES, Web};
use crate::chat::FileLimits;
use crate::domain::attachment::{Attachment, Size};
use crate::domain::event::To;
use crate::ports::ArtifactError;

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
        std::iter::once(self.text.clone()).chain(files).collect()
    }
}

/// What is read so far.
#[derive(Default)]
struct Reading<'w> {
    text: String,
    suggestion: Option<String>,
    to: Option<To>,
    nonce: Option<Nonce>,
    files: Vec<Attachment>,
    /// Why it will be refused once it is read.
    unfit: Option<Trouble>,
    /// The right to hold a file in memory.
    turn: Option<SemaphorePermit<'w>>,
}

impl FromRequest<Web> for Written {
    type Rejection = Trouble;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Trouble> {
        let Ok(mut form) = Multipart::from_request(request, web).await else { return Err(NOT_WHOLE) };
        let mut reading = Reading::default();
        while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
            reading.take(web, field).await?;
        }
        reading.finish()
    }
}

const NOT_WHOLE: Trouble = Trouble::Bad("The form was not whole. Load the page again and try once more.");

impl<'w> Reading<'w> {
    async fn take(&mut self, web: &'w Web, field: Field<'_>) -> Result<(), Trouble> {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            return self.file(web, field).await;
        }
        let Some(value) = read(field, FORM_BYTES).await? else { return Err(TOO_LONG) };
        let value = String::from_utf8(value).map_err(|_| NOT_WHOLE)?;
        match name.as_str() {
            "text" => self.text = value,
            "suggestion" => self.suggestion = Some(value),
            "to" => self.to = Some(To::Baton),
            "nonce" => self.nonce = Some(value.try_into().map_err(|_| NOT_WHOLE)?),
            _ => {}
        }
        Ok(())
    }

    async fn file(&mut self, web: &'w Web, field: Field<'_>) -> Result<(), Trouble> {
        let files = web.parts().chat.files();
        // How browsers write a quotation mark there (the HTML standard, "multipart form data").
        let name = field.file_name().unwrap_or_default().replace("%22", "\"");
        if self.turn.is_none() {
            self.turn = web.0.uploads.acquire().await.ok();
        }
        let content = read(field, files.limits.largest).await?;
        // What a browser sends where no file was chosen.
        if name.is_empty() && content.as_ref().is_some_and(Vec::is_empty) {
            return Ok(());
        }
        if self.unfit.is_some() {
            return Ok(());
        }
        match content {
            _ if self.files.len() >= files.limits.most => self.unfit = Some(too_many(files.limits)),
            None => self.unfit = Some(too_large(&name, files.limits)),
            Some(content) => self.files.push(files.keep(&name, &content).await.map_err(not_kept)?),
        }
        Ok(())
    }

    fn finish(self) -> Result<Written, Trouble> {
        if let Some(unfit) = self.unfit {
            return Err(unfit);
        }
        let text = super::form::lines(self.suggestion.as_deref().unwrap_or(&self.text));
        if text.is_empty() && self.files.is_empty() {
            return Err(Trouble::Bad("Write something first."));
        }
        let nonce = self.nonce.ok_or(NOT_WHOLE)?;
        Ok(Written { text, to: self.to.unwrap_or(To::Anybody), nonce, files: self.files })
    }
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

const TOO_LONG: Trouble = Trouble::Bad("That is too long for one message.");

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

fn too_large(name: &str, limits: FileLimits) -> Trouble {
    let name = Attachment::new(name, b"", String::new()).name;
    let most = Size(limits.largest as u64);
    Trouble::Unfit(format!("{name} is too large: a file may have {most} at most."))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other errors are one outcome here")]
fn not_kept(error: ArtifactError) -> Trouble {
    match error {
        ArtifactError::DiskFull => {
            Trouble::Unfit("The disk of this machine is full, so nothing was said.".to_owned())
        }
        other => Trouble::Broke(other.into()),
    }
}
