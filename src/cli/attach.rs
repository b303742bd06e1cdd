//! Files that go with what is said on the command line.

use std::path::{Path, PathBuf};

use tokio::io::AsyncReadExt as _;

use super::exit::Failure;
use crate::app::App;
use crate::domain::attachment::{Attachment, Size};

/// Takes in the files at these paths, all or none of them.
pub(super) async fn attach(app: &App, paths: &[PathBuf]) -> Result<Vec<Attachment>, Failure> {
    let limits = app.chat.files().limits;
    let most = limits.most;
    if paths.len() > most {
        let limit = "[limits] attached_files";
        return Err(Failure::usage(format!("at most {most} files may go with a message ({limit})")));
    }
    let (mut contents, mut left) = (Vec::new(), limits.bytes);
    for path in paths {
        let content = read(path, left).await?;
        left -= content.len();
        contents.push((path, content));
    }
    let mut files = Vec::new();
    for (path, content) in contents {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let kept = app.chat.files().keep(&name, &content).await;
        files.push(kept.map_err(|error| Failure::broke(error.into()))?);
    }
    Ok(files)
}

async fn read(path: &Path, left: usize) -> Result<Vec<u8>, Failure> {
    let failed = |why: String| Failure::usage(format!("{} cannot be sent: {why}", path.display()));
    let metadata = tokio::fs::metadata(path).await.map_err(|error| failed(error.to_string()))?;
    if !metadata.is_file() {
        return Err(failed("it is no file".to_owned()));
    }
    let file = tokio::fs::File::open(path).await.map_err(|error| failed(error.to_string()))?;
    // It may grow while it is read.
    let (mut content, most) = (Vec::new(), left as u64);
    file.take(most + 1).read_to_end(&mut content).await.map_err(|error| failed(error.to_string()))?;
    if content.len() > left {
        let limit = "[limits] attached_bytes";
        return Err(failed(format!("there is room for {} in this message ({limit})", Size(most))));
    }
    Ok(content)
}
