//! Pull requests of the local forge.

use sqlx::any::AnyRow;

use super::counters;
use super::error::{Result, StoreError};
use super::open::{Commit, Store};
use super::row::Columns;
use crate::domain::ids::{Branch, Millis, Oid, RepoName};

/// A pull request that is about to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPull {
    /// The repository.
    pub repo: RepoName,
    /// The branch with the change.
    pub branch: Branch,
    /// The branch it shall go to.
    pub target: Branch,
    /// Its title.
    pub title: String,
    /// Its description.
    pub body: String,
    /// Where the branch stands.
    pub head: Oid,
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pull {
    /// Counted from 1 in its repository.
    pub number: u64,
    /// What it is.
    pub new: NewPull,
    /// What became of it.
    pub state: PullState,
    /// When it was opened.
    pub created: Millis,
    /// When it last changed.
    pub updated: Millis,
}

/// What became of a pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PullState {
    /// It can be merged or closed.
    Open,
    /// It was merged as this commit.
    Merged(Oid),
    /// It was closed without a merge.
    Closed,
}

const COLUMNS: &str = "repo, number, branch, target, title, body, state, head, merged_commit, created_at,
    updated_at";

impl Store {
    /// Opens a pull request. Where one is open for the branch, that one is given as it is.
    pub async fn open_pull(&self, new: &NewPull, at: Millis) -> Result<Pull> {
        let mut write = self.write("pulls.open", Commit::Relaxed).await?;
        // The counter's row is the lock: of two that open the same branch, the second sees the first.
        let number = counters::next(write.on(), &format!("pull:{}", new.repo)).await?;
        let open = "WHERE repo = $1 AND branch = $2 AND state = 'open'";
        let query = sqlx::query(select(open)).bind(new.repo.as_str()).bind(new.branch.as_str());
        if let Some(row) = query.fetch_optional(write.on()).await? {
            return from_row(&row);
        }
        let statement = "INSERT INTO pulls (repo, number, branch, target, title, body, state, head,
            created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $8)";
        sqlx::query(statement)
            .bind(new.repo.as_str())
            .bind(number)
            .bind(new.branch.as_str())
            .bind(new.target.as_str())
            .bind(&new.title)
            .bind(&new.body)
            .bind(new.head.as_str())
            .bind(at.0)
            .execute(write.on())
            .await?;
        write.commit().await?;
        let number = number.unsigned_abs();
        Ok(Pull { number, new: new.clone(), state: PullState::Open, created: at, updated: at })
    }

    /// The pull request with this number.
    pub async fn pull(&self, repo: &RepoName, number: u64) -> Result<Option<Pull>> {
        let query = sqlx::query(select("WHERE repo = $1 AND number = $2")).bind(repo.as_str());
        let row = query.bind(number.cast_signed()).fetch_optional(&self.reads).await?;
        row.as_ref().map(from_row).transpose()
    }

    /// The newest pull request of this branch, whatever its state.
    pub async fn pull_of_branch(&self, repo: &RepoName, branch: &Branch) -> Result<Option<Pull>> {
        let newest = "WHERE repo = $1 AND branch = $2 ORDER BY number DESC LIMIT 1";
        let query = sqlx::query(select(newest)).bind(repo.as_str()).bind(branch.as_str());
        query.fetch_optional(&self.reads).await?.as_ref().map(from_row).transpose()
    }

    /// The pull requests of a repository, newest first, at most `limit`.
    pub async fn pulls(&self, repo: &RepoName, limit: u32) -> Result<Vec<Pull>> {
        let query = sqlx::query(select("WHERE repo = $1 ORDER BY number DESC LIMIT $2"));
        let rows = query.bind(repo.as_str()).bind(i64::from(limit)).fetch_all(&self.reads).await?;
        rows.iter().map(from_row).collect()
    }

    /// Changes an open pull request that still looks as `seen` does: title, description, target, head
    /// and state become those of `wanted`.
    ///
    /// # Errors
    /// `Changed` when it is no longer open, or its head is another.
    pub async fn change_pull(&self, seen: &Pull, wanted: &Pull, at: Millis) -> Result<()> {
        let (state, commit) = match &wanted.state {
            PullState::Open => ("open", None),
            PullState::Merged(commit) => ("merged", Some(commit.as_str())),
            PullState::Closed => ("closed", None),
        };
        let statement = "UPDATE pulls SET title = $4, body = $5, target = $6, head = $7, state = $8,
            merged_commit = $9, updated_at = $10
            WHERE repo = $1 AND number = $2 AND head = $3 AND state = 'open'";
        let mut write = self.write("pulls.change", Commit::Relaxed).await?;
        let changed = sqlx::query(statement)
            .bind(seen.new.repo.as_str())
            .bind(seen.number.cast_signed())
            .bind(seen.new.head.as_str())
            .bind(&wanted.new.title)
            .bind(&wanted.new.body)
            .bind(wanted.new.target.as_str())
            .bind(wanted.new.head.as_str())
            .bind(state)
            .bind(commit)
            .bind(at.0)
            .execute(write.on())
            .await?;
        if changed.rows_affected() == 0 {
            return Err(StoreError::Changed);
        }
        write.commit().await
    }
}

fn select(condition: &str) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM pulls {condition}"))
}

fn from_row(row: &AnyRow) -> Result<Pull> {
    let state = match (row.text("state")?.as_str(), row.maybe_id("merged_commit")?) {
        ("open", None) => PullState::Open,
        ("closed", None) => PullState::Closed,
        ("merged", Some(commit)) => PullState::Merged(commit),
        (other, _) => return Err(StoreError::corrupt(format!("{other:?} is no state of a pull request"))),
    };
    let new = NewPull {
        repo: row.id("repo")?,
        branch: row.id("branch")?,
        target: row.id("target")?,
        title: row.text("title")?,
        body: row.text("body")?,
        head: row.id("head")?,
    };
    let (created, updated) = (Millis(row.number("created_at")?), Millis(row.number("updated_at")?));
    Ok(Pull { number: row.count("number")?.into(), new, state, created, updated })
}
