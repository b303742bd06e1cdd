//! Files that go with what is said on the command line.

use std::path::{Path, PathBuf};

use tokio::io::AsyncReadExt as _;

use super::exit::Failure;
use crate::app::App;
use crate::domain::attachment::{Attachment, Size};

/// Takes in the files at these paths, all or none of them.
pub(super) async fn attach(app: &App, paths: &[PathBuf]) -> Result<Vec<Attachment>, Failure> {
    let most = app.chat.files().limits.most;
    if paths.len() > most {
        let limit = "[limits] attached_files";
        return Err(Failure::usage(format!("at most {most} files may go with a message ({limit})")));
    }
    let mut files = Vec::new();
    for path in paths {
        let content = read(path, app.chat.files().limits.largest).await?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let kept = app.chat.files().keep(&name, &content).await;
        files.push(kept.map_err(|error| Failure::broke(error.into()))?);
    }
    Ok(files)
}

async fn read(path: &Path, largest: usize) -> Result<Vec<u8>, Failure> {
    let failed = |why: String| Failure::usage(format!("{} cannot be sent: {why}", path.display()));
    let metadata = tokio::fs::metadata(path).await.map_err(|error| failed(error.to_string()))?;
    if !metadata.is_file() {
        return Err(failed("it is no file".to_owned()));
    }
    let file = tokio::fs::File::open(path).await.map_err(|error| failed(error.to_string()))?;
    // It may grow while it is read.
    let (mut content, most) = (Vec::new(), largest as u64);
    file.take(most + 1).read_to_end(&mut content).await.map_err(|error| failed(error.to_string()))?;
    if content.len() > largest {
        return Err(failed(format!("a file may have {} at most ([limits] attached_file_bytes)", Size(most))));
    }
    Ok(content)
}
