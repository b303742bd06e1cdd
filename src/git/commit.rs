//! Writes the one commit of a delivery. Its id follows from the input alone, so a crash between the
//! commit and the push ends in the same commit when the work is done again.

use gix::objs::{Commit, Kind, WriteTo};

use super::command::Call;
use super::error::{Error, Result};
use super::objects::{Objects, to_oid};
use super::repo::{Repo, blocking};
use super::store::Batch;
use crate::domain::ids::{Millis, Oid};

/// A name and an address as git stores them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    name: String,
    email: String,
}

/// Everything a commit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitSpec {
    /// The tree, which must be in the repository.
    pub tree: Oid,
    /// The parents, which must be in the repository; none for a first commit.
    pub parents: Vec<Oid>,
    /// Who asked for the change.
    pub author: Person,
    /// Who made the commit.
    pub committer: Person,
    /// The whole message; a missing last newline is added.
    pub message: String,
    /// When, in whole seconds and UTC: a stored time, never the clock.
    pub at: Millis,
}

impl Person {
    /// A person under names that git can store: what would end the header line or the address is taken
    /// out, and `unknown` stands where nothing is left (git-commit(1), "commit information").
    pub fn new(name: &str, email: &str) -> Self {
        Self { name: clean(name), email: clean(email).replace(' ', "") }
    }
}

fn clean(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control() && !"<>".contains(*c)).collect();
    match plain.trim_matches(|c: char| c.is_whitespace() || ".,:;\"\\'".contains(c)) {
        "" => "unknown".to_owned(),
        text => text.to_owned(),
    }
}

impl Repo {
    /// As [`Objects::write_commit`], in a repository that is not ours alone.
    ///
    /// # Errors
    /// As [`Objects::write_commit`].
    pub async fn write_commit(&self, spec: CommitSpec) -> Result<Oid> {
        let (repo, asked) = (self.clone(), spec.clone());
        let shared = blocking(move || {
            let objects = repo.objects()?;
            objects.is_shared().then(|| objects.sound(&asked)).transpose()
        });
        let Some(bytes) = shared.await? else {
            let repo = self.clone();
            return blocking(move || repo.objects()?.write_commit(&spec)).await;
        };
        // The program knows which rights files have that several accounts of this machine share.
        let call = Call::new("hash-object").within(&self.dir).args(["-w", "--stdin", "-t", "commit"]);
        let id = self.git.text(call.with(bytes)).await?;
        id.parse().map_err(|why| Error::other("hash-object", anyhow::Error::new(why)))
    }
}

impl Objects {
    /// Writes the commit; it is on the disk when this returns. No reference points to it yet.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the tree or a parent is not in the repository; [`Error::DiskFull`].
    pub fn write_commit(&self, spec: &CommitSpec) -> Result<Oid> {
        fail::fail_point!("git.write_commit.before");
        let bytes = self.sound(spec)?;
        let mut batch = Batch::new(self);
        let id = batch.put(Kind::Commit, &bytes)?;
        batch.sync()?;
        fail::fail_point!("git.write_commit.after");
        Ok(to_oid(id))
    }

    /// Whether `commit` is what [`Objects::write_commit`] makes of `spec`, now or at another time: the same tree,
    /// parents and people, and this line in its message. The rest of the message is worded as the version that
    /// wrote it words it.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where it is no commit of this repository.
    pub fn is_made_of(&self, commit: &Oid, spec: &CommitSpec, line: &str) -> Result<bool> {
        let repo = self.shared.to_thread_local();
        let found = repo.find_commit(self.id(commit)?).map_err(|why| self.damaged(why))?;
        // One that cannot be read as a commit is not ours.
        let Ok(found) = found.decode() else { return Ok(false) };
        let (Ok(author), Ok(committer)) = (found.author(), found.committer()) else { return Ok(false) };
        let is = |person: &Person, found: gix::actor::SignatureRef<'_>| {
            found.name == person.name.as_str() && found.email == person.email.as_str()
        };
        let parents = spec.parents.iter().map(|parent| self.id(parent)).collect::<Result<Vec<_>>>()?;
        Ok(found.tree() == self.id(&spec.tree)?
            && found.parents().eq(parents)
            && is(&spec.author, author)
            && is(&spec.committer, committer)
            && has_line(found.message, line))
    }

    /// The bytes of the commit, where everything is there that it names.
    fn sound(&self, spec: &CommitSpec) -> Result<Vec<u8>> {
        let repo = self.shared.to_thread_local();
        repo.find_tree(self.id(&spec.tree)?).map_err(|why| self.damaged(why))?;
        for parent in &spec.parents {
            self.root(parent)?;
        }
        self.encode(spec)
    }

    fn encode(&self, spec: &CommitSpec) -> Result<Vec<u8>> {
        let time = gix::date::Time { seconds: spec.at.0.div_euclid(1000), offset: 0 };
        let sign = |person: &Person| gix::actor::Signature {
            name: person.name.as_str().into(),
            email: person.email.as_str().into(),
            time,
        };
        // A NUL would cut the message for every reader.
        let message = format!("{}\n", spec.message.replace('\0', "").trim_end());
        let commit = Commit {
            tree: self.id(&spec.tree)?,
            parents: spec.parents.iter().map(|parent| self.id(parent)).collect::<Result<_>>()?,
            author: sign(&spec.author),
            committer: sign(&spec.committer),
            encoding: None,
            message: message.into(),
            extra_headers: Vec::new(),
        };
        let mut bytes = Vec::new();
        commit
            .write_to(&mut bytes)
            .map_err(|why| Error::other("encode a commit", anyhow::anyhow!("{why}")))?;
        Ok(bytes)
    }
}

/// Whether a message has this very line.
pub(super) fn has_line(message: &[u8], line: &str) -> bool {
    message.split(|byte| *byte == b'\n').any(|other| other.trim_ascii_end() == line.as_bytes())
}
