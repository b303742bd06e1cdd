//! What differs between two trees, with the bytes of both sides. How many they are is asked first: what the
//! rules do not allow is never read.

use crate::domain::gate::{Objection, ProposedChange, Side, too_much};
use crate::domain::ids::Oid;
use crate::domain::policy::ChangeLimits;
use crate::domain::replace::Mode;
use crate::git::{Error, Objects, TreeChange};

/// A file that is read: what it is, and its blob.
type Leaf = (Mode, Oid);

/// Most bytes that are read of what stood there before, unless more may be delivered. The rules count what is
/// delivered; this is for the memory.
const MAX_OLD_BYTES: usize = 64 << 20;

/// Both sides of every change, or what is over the limits. A path that is refused anyway is not read.
pub(super) fn sides(
    objects: &Objects,
    changes: &[TreeChange],
    limits: ChangeLimits,
) -> Result<Result<Vec<ProposedChange>, Vec<Objection>>, Error> {
    let too_many = too_much(changes.len(), 0, limits);
    if !too_many.is_empty() {
        return Ok(Err(too_many));
    }
    let usable = || changes.iter().filter(|change| change.path.is_ok());
    let new = bytes(objects, usable().filter_map(|change| change.new.as_ref()))?;
    let too_large = too_much(changes.len(), new, limits);
    if !too_large.is_empty() {
        return Ok(Err(too_large));
    }
    old_bytes(objects, usable().filter_map(|change| change.old.as_ref()), limits)?;
    changes.iter().map(|change| proposed(objects, change, limits)).collect::<Result<_, _>>().map(Ok)
}

/// Whether what stood in these files may be read together.
pub(super) fn old_bytes<'a>(
    objects: &Objects,
    leaves: impl Iterator<Item = &'a Leaf>,
    limits: ChangeLimits,
) -> Result<(), Error> {
    let limit = most_old(limits);
    if bytes(objects, leaves)? > limit {
        return Err(Error::TooLarge { what: "the size of the files that it changes", limit });
    }
    Ok(())
}

/// A file that may be delivered may be read: it was nearly as large before.
fn most_old(limits: ChangeLimits) -> usize {
    MAX_OLD_BYTES.max(limits.bytes)
}

/// How many bytes these files have together.
fn bytes<'a>(objects: &Objects, leaves: impl Iterator<Item = &'a Leaf>) -> Result<usize, Error> {
    let mut bytes = 0u64;
    for (_, oid) in leaves.filter(|(mode, _)| *mode != Mode::Submodule) {
        bytes = bytes.saturating_add(objects.size(oid)?);
    }
    Ok(usize::try_from(bytes).unwrap_or(usize::MAX))
}

fn proposed(objects: &Objects, change: &TreeChange, limits: ChangeLimits) -> Result<ProposedChange, Error> {
    let path = match &change.path {
        Ok(path) => path.clone(),
        Err(refused) => {
            let path = Err((String::from_utf8_lossy(&refused.bytes).into_owned(), refused.why));
            return Ok(ProposedChange { path, old: None, new: None });
        }
    };
    let side = |leaf: &Option<Leaf>, most: usize| match leaf {
        None => Ok(None),
        Some((Mode::Submodule, _)) => Ok(Some(Side { mode: Mode::Submodule, bytes: Vec::new() })),
        Some((mode, oid)) => objects.blob(oid, most).map(|bytes| Some(Side { mode: *mode, bytes })),
    };
    Ok(ProposedChange {
        path: Ok(path),
        old: side(&change.old, most_old(limits))?,
        new: side(&change.new, limits.bytes)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_rules_let_through_may_be_read() {
        let most = |bytes| most_old(ChangeLimits { files: 1, bytes });
        assert_eq!([most(1), most(100 << 20)], [MAX_OLD_BYTES, 100 << 20]);
    }
}
