//! What a pull request changes, read from its repository: off the async threads, a few at once, and kept.

use std::path::Path;
use std::sync::Arc;

use maud::PreEscaped;
use tokio::sync::Semaphore;

use super::highlight::{Budget, Lit};
use super::kept::Kept;
use crate::domain::diff::{
    Body, Content, FilePair, MAX_FILE_BYTES, MAX_FILES, MAX_ROWS, Place, body, with_moves,
};
use crate::domain::ids::{Branch, Oid, RepoName};
use crate::domain::replace::Mode;
use crate::git::{EntryPath, Error, Git, Listed, Objects, Remote, Repo};
use crate::ports::Forge;
use crate::web::html;

/// Commits that are listed.
const COMMITS: usize = 100;
/// How much of the content of a change is compared, in bytes.
const CHANGE_BYTES: usize = 16 * 1024 * 1024;
/// Changes that are made ready at once.
const AT_ONCE: usize = 2;
/// Changes that are kept ready.
const KEPT: usize = 24;
/// How much memory they may take, in bytes.
const KEPT_BYTES: usize = 8 * 1024 * 1024;

/// Looks into repositories.
pub(in crate::web) struct Looks {
    git: Git,
    ranges: Kept<(RepoName, Oid, Oid), Range>,
    diffs: Kept<(RepoName, Oid, Oid), Diff>,
    places: Arc<Semaphore>,
}

/// Which commits a pull request brings.
#[derive(Debug)]
pub(in crate::web) struct Range {
    /// Where it left the target branch.
    pub(in crate::web) base: Oid,
    /// The commits, newest first.
    pub(in crate::web) commits: Vec<Listed>,
    /// How many there are.
    pub(in crate::web) count: usize,
}

/// What a pull request changes, ready to be shown.
#[derive(Debug)]
pub(in crate::web) struct Diff {
    /// Every file.
    pub(in crate::web) files: PreEscaped<String>,
    /// How many files it changes.
    pub(in crate::web) count: usize,
    /// Lines that come, of the files that were compared.
    pub(in crate::web) added: u64,
    /// Lines that go, of the files that were compared.
    pub(in crate::web) removed: u64,
    /// What is coloured of it.
    colours: Colours,
}

/// What is coloured of a diff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colours {
    /// As much as will ever be.
    Settled,
    /// There was too little time, perhaps because a language was read for the first time.
    Hurried,
}

/// What is to be looked at.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// The repository.
    pub(super) repo: RepoName,
    /// The head of the pull request.
    pub(super) head: Oid,
    /// What it is compared with.
    pub(super) against: Against,
}

/// What a head is compared with.
#[derive(Debug, Clone)]
pub(super) enum Against {
    /// A branch as it is; the commit where it is gone.
    Branch(Branch, Option<Oid>),
    /// The commit below a merge.
    Below(Oid),
}

/// Both parts of what there is to see.
pub(in crate::web) type Seen = (Arc<Range>, Arc<Diff>);

/// Why there is nothing to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Unseen {
    /// The repository or some of its objects are not here.
    Gone,
    /// It is over a limit.
    TooLarge,
}

impl Looks {
    /// With this git.
    pub(in crate::web) fn new(git: Git) -> Self {
        Self {
            git,
            ranges: Kept::new(4 * KEPT, KEPT_BYTES / 4),
            diffs: Kept::new(KEPT, KEPT_BYTES),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// What a pull request changes.
    pub(super) async fn look(self: &Arc<Self>, forge: &dyn Forge, wanted: Wanted) -> Result<Seen, Unseen> {
        let remote = forge.remote(&wanted.repo).ok().and_then(|remote| remote.parse().ok());
        let Some(Remote::Path(dir)) = remote else { return Err(Unseen::Gone) };
        let Ok(place) = self.places.clone().acquire_owned().await else { return Err(Unseen::Gone) };
        let looks = self.clone();
        let read = move || {
            // Held by what is done, not by whoever waits for it and may go.
            let _place = place;
            looks.read(&dir, &wanted)
        };
        match tokio::task::spawn_blocking(read).await {
            Ok(Ok(seen)) => Ok(seen),
            Ok(Err(Error::TooLarge { .. })) => Err(Unseen::TooLarge),
            Ok(Err(error)) => {
                tracing::warn!(
                    error = format!("{:#}", anyhow::Error::from(error)),
                    "a change cannot be shown"
                );
                Err(Unseen::Gone)
            }
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }

    fn read(&self, dir: &Path, wanted: &Wanted) -> Result<Seen, Error> {
        let objects = Repo::at(self.git.clone(), dir).objects()?;
        let tip = tip(&objects, wanted)?;
        let (repo, head) = (&wanted.repo, &wanted.head);
        let key = (repo.clone(), tip.clone(), head.clone());
        let range = match self.ranges.get(&key) {
            Some(range) => range,
            None => {
                let base = objects.merge_base(&tip, head)?.unwrap_or_else(|| tip.clone());
                let (commits, count) = objects.commits_between(&base, head, COMMITS)?;
                let range = Arc::new(Range { base, commits, count });
                self.ranges.put(key, range.clone(), 1024 + 256 * range.commits.len());
                range
            }
        };
        let key = (repo.clone(), range.base.clone(), head.clone());
        let made = match self.diffs.get(&key) {
            Some(made) if made.colours == Colours::Settled => made,
            earlier => {
                let mut made = diff(&objects, &range.base, head)?;
                // One more try is enough.
                if earlier.is_some() {
                    made.colours = Colours::Settled;
                }
                let made = Arc::new(made);
                self.diffs.put(key, made.clone(), made.files.0.len());
                made
            }
        };
        Ok((range, made))
    }
}

fn tip(objects: &Objects, wanted: &Wanted) -> Result<Oid, Error> {
    match &wanted.against {
        Against::Below(merge) => objects.first_parent(merge),
        Against::Branch(branch, gone) => match (objects.resolve(branch), gone) {
            (Err(Error::NoSuchBranch { .. }), Some(base)) => Ok(base.clone()),
            (tip, _) => tip,
        },
    }
}

/// A file as it is drawn.
pub(in crate::web) struct Shown<'a> {
    /// What it was and is.
    pub(in crate::web) pair: &'a FilePair,
    /// How it changed.
    pub(in crate::web) body: &'a Body,
    /// What its words are.
    pub(in crate::web) lit: &'a Lit,
    /// Counted from 1.
    pub(in crate::web) number: usize,
}

fn diff(objects: &Objects, base: &Oid, head: &Oid) -> Result<Diff, Error> {
    let changes = objects.compare(Some(&objects.tree_of(base)?), &objects.tree_of(head)?)?;
    let side = |path: &EntryPath, side: Option<(Mode, Oid)>| {
        side.map(|(mode, oid)| Place { path: shown(path), mode, oid })
    };
    let pairs = changes
        .into_iter()
        .map(|change| FilePair { old: side(&change.path, change.old), new: side(&change.path, change.new) });
    let pairs = with_moves(pairs.collect());
    let (mut budget, mut rows, mut bytes) = (Budget::new(), MAX_ROWS, CHANGE_BYTES);
    let (mut files, mut list) = (String::new(), Vec::new());
    let (mut added, mut removed, mut without) = (0, 0, Vec::new());
    for (at, pair) in pairs.iter().enumerate() {
        if at >= MAX_FILES || rows == 0 || bytes == 0 {
            without.push(pair);
            continue;
        }
        let (old, new) = (content(objects, pair.old.as_ref())?, content(objects, pair.new.as_ref())?);
        bytes = bytes.saturating_sub(old.len() + new.len());
        let body = body(old.as_content(), new.as_content(), rows);
        rows -= body.rows().min(rows);
        let lit = lit(pair, (&old, &new), &body, &mut budget);
        let extent = body.extent();
        added += u64::from(extent.0);
        removed += u64::from(extent.1);
        list.push((pair, extent));
        files.push_str(&html::diff_file(&Shown { pair, body: &body, lit: &lit, number: at + 1 }).0);
    }
    let all = html::diff_files(&list, PreEscaped(files), &without);
    let colours = if budget.is_spent() { Colours::Hurried } else { Colours::Settled };
    Ok(Diff { files: all, count: pairs.len(), added, removed, colours })
}

fn lit(pair: &FilePair, (old, new): (&Bytes, &Bytes), body: &Body, budget: &mut Budget) -> Lit {
    let (Some(place), Body::Text { changes, .. }) = (pair.new.as_ref().or(pair.old.as_ref()), body) else {
        return Lit::default();
    };
    // What is folded is more than anybody reads at once.
    match place.mode {
        _ if body.is_folded() => Lit::default(),
        Mode::File | Mode::Executable => {
            let texts = (old.text(), new.text());
            Lit::of(&place.path, (&texts.0, &texts.1), changes, budget)
        }
        Mode::Symlink | Mode::Submodule => Lit::default(),
    }
}

/// A path as people read it; what no file can be called is escaped.
fn shown(path: &EntryPath) -> String {
    match path {
        Ok(path) => path.to_string(),
        Err(refused) => String::from_utf8_lossy(&refused.bytes).escape_debug().to_string(),
    }
}

/// What stands on one side.
enum Bytes {
    Missing,
    These(Vec<u8>),
    Large(u64),
}

impl Bytes {
    fn as_content(&self) -> Content<'_> {
        match self {
            Self::Missing => Content::Missing,
            Self::These(bytes) => Content::Bytes(bytes),
            Self::Large(size) => Content::Large(*size),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::These(bytes) => bytes.len(),
            Self::Missing | Self::Large(_) => 0,
        }
    }

    fn text(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Self::These(bytes) => String::from_utf8_lossy(bytes),
            Self::Missing | Self::Large(_) => "".into(),
        }
    }
}

fn content(objects: &Objects, place: Option<&Place>) -> Result<Bytes, Error> {
    let Some(place) = place else { return Ok(Bytes::Missing) };
    if place.mode == Mode::Submodule {
        return Ok(Bytes::These(format!("Subproject commit {}\n", place.oid).into_bytes()));
    }
    let size = objects.size(&place.oid)?;
    if size > MAX_FILE_BYTES as u64 {
        return Ok(Bytes::Large(size));
    }
    objects.blob(&place.oid, MAX_FILE_BYTES).map(Bytes::These)
}
