//! A push to a repository of this host, in this process: what the other end lacks is written there, and
//! its branch is moved by compare-and-set. The program does the same with a dozen processes.

use std::collections::BTreeSet;

use gix::ObjectId;
use gix::objs::{CommitRefIter, Exists, Find, Kind, TreeRefIter};

use super::error::{Error, Result};
use super::objects::Objects;
use super::store::Batch;
use crate::domain::ids::Oid;

/// More objects than this are a history, which the program packs.
const MOST_OBJECTS: usize = 10_000;

/// What there is to do with an object.
enum Step {
    /// Look whether the other end has it, and what it holds.
    Look(ObjectId),
    /// Everything it holds is there: write it.
    Write(ObjectId),
}

impl Objects {
    /// Writes `commit` and everything it needs into `to`, as far as it is not there. What an object holds is
    /// written before it, so an object that is there is whole, whenever this is cut off.
    ///
    /// Gives false, and has made no difference to any branch, where that is too much for loose objects.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where an object is missing here; [`Error::DiskFull`].
    pub(super) fn copy_to(&self, to: &Self, commit: &Oid) -> Result<bool> {
        let store = self.shared.to_thread_local().objects;
        let (mut batch, mut seen) = (Batch::new(to), BTreeSet::new());
        let (mut steps, mut buffer) = (vec![Step::Look(self.id(commit)?)], Vec::new());
        while let Some(step) = steps.pop() {
            let (Step::Look(id) | Step::Write(id)) = step;
            if matches!(step, Step::Look(_)) && (batch.find().exists(&id) || !seen.insert(id)) {
                continue;
            }
            if seen.len() > MOST_OBJECTS {
                return Ok(false);
            }
            let found = store.try_find(&id, &mut buffer).map_err(|why| self.damaged(why))?;
            let object =
                found.ok_or_else(|| Error::corrupt(&self.dir, anyhow::anyhow!("{id} is missing")))?;
            match step {
                Step::Write(_) => drop(batch.put(object.kind, object.data)?),
                Step::Look(_) => {
                    steps.push(Step::Write(id));
                    steps.extend(self.held_by(object.kind, id, object.data)?.into_iter().map(Step::Look));
                }
            }
        }
        batch.sync().map(|()| true)
    }

    /// The objects that an object names; a submodule's commit is elsewhere.
    fn held_by(&self, kind: Kind, id: ObjectId, bytes: &[u8]) -> Result<Vec<ObjectId>> {
        let damaged = |why: String| Error::corrupt(&self.dir, anyhow::anyhow!("{id}: {why}"));
        let mut held = Vec::new();
        match kind {
            Kind::Blob | Kind::Tag => {}
            Kind::Tree => {
                for entry in TreeRefIter::from_bytes(bytes, id.kind()) {
                    let entry = entry.map_err(|why| damaged(why.to_string()))?;
                    if !entry.mode.is_commit() {
                        held.push(entry.oid.to_owned());
                    }
                }
            }
            Kind::Commit => {
                let mut commit = CommitRefIter::from_bytes(bytes, id.kind());
                held.push(commit.tree_id().map_err(|why| damaged(why.to_string()))?);
                held.extend(CommitRefIter::from_bytes(bytes, id.kind()).parent_ids());
            }
        }
        Ok(held)
    }
}
