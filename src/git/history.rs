//! How commits are related: what two have in common, and what one has that the other has not. In this
//! process, and bounded: a repository's history is as long as it likes.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use gix::ObjectId;

use super::error::{Error, Result};
use super::objects::{Objects, to_oid};
use crate::domain::ids::{Millis, Oid};

/// Most commits that are looked at for one answer.
pub const MAX_WALKED: usize = 50_000;
/// Most bytes of a subject or a name that are kept.
const WORDS_BYTES: usize = 400;

/// A commit as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The commit.
    pub oid: Oid,
    /// The first line of its message.
    pub subject: String,
    /// The name of its author.
    pub author: String,
    /// When it was written.
    pub at: Millis,
}

impl Objects {
    /// The newest commit that both have in their history, if there is one.
    ///
    /// # Errors
    /// [`Error::TooLarge`] over [`MAX_WALKED`] commits; [`Error::Corrupt`] where one is missing.
    pub fn merge_base(&self, one: &Oid, other: &Oid) -> Result<Option<Oid>> {
        let walk = self.walk(one, other)?;
        let best: Vec<_> = walk.in_order().filter(|(_, node)| node.is_best).map(|(id, _)| id).collect();
        // Where two histories crossed, one of several may still be behind another.
        for (at, id) in best.iter().enumerate() {
            let mut others = best.iter().enumerate().filter(|(place, _)| *place != at);
            if !others.try_fold(false, |is, (_, other)| Ok::<_, Error>(is || self.is_behind(*id, *other)?))? {
                return Ok(Some(to_oid(*id)));
            }
        }
        Ok(None)
    }

    /// The commits that `to` has and `from` has not, newest first, at most `limit` of them, with how many
    /// there are.
    ///
    /// # Errors
    /// As [`Objects::merge_base`].
    pub fn commits_between(&self, from: &Oid, to: &Oid, limit: usize) -> Result<(Vec<Listed>, usize)> {
        let walk = self.walk(to, from)?;
        let own: Vec<_> = walk.in_order().filter(|(_, node)| node.sides == ONE).map(|(id, _)| id).collect();
        let listed = own.iter().take(limit).map(|id| self.listed(*id)).collect::<Result<_>>()?;
        Ok((listed, own.len()))
    }

    /// The first parent of a commit.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where it has none, or is missing.
    pub fn first_parent(&self, commit: &Oid) -> Result<Oid> {
        let repo = self.shared.to_thread_local();
        let found = repo.find_commit(self.id(commit)?).map_err(|why| self.damaged(why))?;
        let parent = found.parent_ids().next().map(|parent| to_oid(parent.detach()));
        parent.ok_or_else(|| Error::corrupt(&self.dir, anyhow::anyhow!("{commit} has no parent")))
    }

    fn is_behind(&self, old: ObjectId, new: ObjectId) -> Result<bool> {
        let walk = self.walk(&to_oid(old), &to_oid(new))?;
        Ok(walk.nodes.get(&old).is_some_and(|node| node.sides == BOTH))
    }

    fn listed(&self, id: ObjectId) -> Result<Listed> {
        let repo = self.shared.to_thread_local();
        let commit = repo.find_commit(id).map_err(|why| self.damaged(why))?;
        let message = commit.message_raw_sloppy();
        let author = commit.author().ok();
        let seconds = author.as_ref().and_then(|author| author.time().ok()).map_or(0, |time| time.seconds);
        Ok(Listed {
            oid: to_oid(id),
            subject: words(message.split(|byte| *byte == b'\n').next().unwrap_or_default()),
            author: author.map_or_else(String::new, |author| words(author.name)),
            at: Millis(seconds.saturating_mul(1000)),
        })
    }

    fn walk(&self, one: &Oid, other: &Oid) -> Result<Walk> {
        let mut walk = Walk::default();
        let repo = self.shared.to_thread_local();
        let read = |id: ObjectId| -> Result<(i64, Vec<ObjectId>)> {
            let commit = repo.find_commit(id).map_err(|why| self.damaged(why))?;
            let seconds = commit.time().map_or(0, |time| time.seconds);
            Ok((seconds, commit.parent_ids().map(gix::Id::detach).collect()))
        };
        walk.reach(self.id(one)?, ONE, &read)?;
        walk.reach(self.id(other)?, OTHER, &read)?;
        while walk.goes_on() {
            walk.step(&read)?;
        }
        Ok(walk)
    }
}

/// Bytes of a commit as a line of text.
fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(WORDS_BYTES)]).trim().to_owned()
}

/// Reached from the first commit.
const ONE: u8 = 1;
/// Reached from the second one.
const OTHER: u8 = 2;
const BOTH: u8 = ONE | OTHER;
/// Reached from a commit that both reach: it is no news for anybody.
const STALE: u8 = 4;

/// The histories of two commits, newest first, as far as they differ.
#[derive(Default)]
struct Walk {
    nodes: HashMap<ObjectId, Node>,
    /// By time, and then in the order in which they were found, as git does it.
    queue: BinaryHeap<(i64, Reverse<usize>, ObjectId)>,
    /// Waiting commits that are news for somebody.
    fresh: usize,
    /// The time of the oldest commit that only one of them has.
    oldest: Option<i64>,
    seen: usize,
}

struct Node {
    /// [`ONE`], [`OTHER`] or both.
    sides: u8,
    is_stale: bool,
    is_waiting: bool,
    /// Whether both have it, and none of the commits before had that said.
    is_best: bool,
    seconds: i64,
    parents: Vec<ObjectId>,
    found: usize,
}

impl Walk {
    /// Whether what comes may still change what is known. Behind the oldest commit that only one has,
    /// nothing can: parents are older than their children.
    fn goes_on(&self) -> bool {
        let next = self.queue.peek().map(|(seconds, _, _)| *seconds);
        self.fresh > 0 || next.zip(self.oldest).is_some_and(|(next, oldest)| next >= oldest)
    }

    fn step(&mut self, read: &dyn Fn(ObjectId) -> Result<(i64, Vec<ObjectId>)>) -> Result<()> {
        let Some((seconds, _, id)) = self.queue.pop() else { return Ok(()) };
        let Some(node) = self.nodes.get_mut(&id) else { return Ok(()) };
        node.is_waiting = false;
        self.fresh -= usize::from(!node.is_stale);
        let mut flags = node.sides;
        if node.sides == BOTH {
            node.is_best = !node.is_stale;
            flags |= STALE;
        } else {
            self.oldest = Some(self.oldest.map_or(seconds, |oldest| oldest.min(seconds)));
        }
        for parent in node.parents.clone() {
            self.reach(parent, flags, read)?;
        }
        Ok(())
    }

    fn reach(
        &mut self,
        id: ObjectId,
        flags: u8,
        read: &dyn Fn(ObjectId) -> Result<(i64, Vec<ObjectId>)>,
    ) -> Result<()> {
        if !self.nodes.contains_key(&id) {
            if self.nodes.len() == MAX_WALKED {
                return Err(Error::TooLarge { what: "the number of commits", limit: MAX_WALKED });
            }
            let (seconds, parents) = read(id)?;
            let found = self.nodes.len();
            let (sides, is_stale, is_waiting, is_best) = (0, false, false, false);
            self.nodes.insert(id, Node { sides, is_stale, is_waiting, is_best, seconds, parents, found });
        }
        let Some(node) = self.nodes.get_mut(&id) else { return Ok(()) };
        let (sides, stale) = (flags & BOTH, flags & STALE != 0);
        if node.sides | sides == node.sides && (node.is_stale || !stale) {
            return Ok(());
        }
        let was_fresh = node.is_waiting && !node.is_stale;
        node.sides |= sides;
        node.is_stale |= stale;
        node.is_best &= !node.is_stale;
        if !node.is_waiting {
            node.is_waiting = true;
            self.seen += 1;
            self.queue.push((node.seconds, Reverse(self.seen), id));
        }
        self.fresh = self.fresh - usize::from(was_fresh) + usize::from(!node.is_stale);
        Ok(())
    }

    /// Every commit that was found, newest first.
    fn in_order(&self) -> impl Iterator<Item = (ObjectId, &Node)> {
        let mut all: Vec<_> = self.nodes.iter().map(|(id, node)| (*id, node)).collect();
        all.sort_by_key(|(_, node)| (Reverse(node.seconds), node.found));
        all.into_iter()
    }
}
