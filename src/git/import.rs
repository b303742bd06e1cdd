//! Takes a whole history at once: for benchmarks, which make large repositories.

use super::command::Call;
use super::error::Result;
use super::repo::Repo;

impl Repo {
    /// Adds what `stream` says, in the language of git-fast-import(1). No deltas: as in a repository that
    /// was packed by git, the newest version of a file is read without others.
    ///
    /// # Errors
    /// [`super::Error::DiskFull`], [`super::Error::TimedOut`], and git's words about a wrong stream.
    pub async fn import(&self, stream: Vec<u8>) -> Result<()> {
        let call = Call::new("fast-import").within(&self.dir).args(["--quiet", "--depth=0"]);
        self.git.ask(call.with(stream)).await.map(drop)
    }
}
