//! What kind of thing failed, from the errors of the adapters.

use std::error::Error as StdError;
use std::io::ErrorKind;

use crate::domain::fact::Cause;
use crate::git;
use crate::ports::{ArtifactError, ForgeError};
use crate::store::StoreError;

/// The kind of an effect's failure. A full disk counts wherever it stands in the chain: it is what
/// somebody has to see to.
pub fn cause(error: &anyhow::Error) -> Cause {
    if error.chain().any(is_full) {
        return Cause::Disk;
    }
    error.chain().find_map(kind).unwrap_or_default()
}

fn is_full(error: &(dyn StdError + 'static)) -> bool {
    let full = |kind| matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
    matches!(error.downcast_ref(), Some(git::Error::DiskFull))
        || matches!(error.downcast_ref(), Some(ArtifactError::DiskFull))
        || matches!(error.downcast_ref(), Some(StoreError::DiskFull(_)))
        || error.downcast_ref::<std::io::Error>().is_some_and(|error| full(error.kind()))
}

fn kind(error: &(dyn StdError + 'static)) -> Option<Cause> {
    let git = |error: &git::Error| {
        if matches!(error, git::Error::TimedOut { .. }) { Cause::Time } else { Cause::Git }
    };
    let of_git = error.downcast_ref().map(git);
    let of_artifacts = || error.is::<ArtifactError>().then_some(Cause::Artifacts);
    let of_store = || error.is::<StoreError>().then_some(Cause::Store);
    let of_forge = || error.is::<ForgeError>().then_some(Cause::Forge);
    of_git.or_else(of_artifacts).or_else(of_store).or_else(of_forge)
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn a_full_disk_is_found_below_anything() {
        let full = std::io::Error::from(ErrorKind::StorageFull);
        let error: anyhow::Result<()> = Err(full).context("cannot make a directory");
        let error = ForgeError::Other(error.unwrap_err());
        assert_eq!(cause(&error.into()), Cause::Disk);
    }

    #[test]
    fn the_outermost_adapter_names_the_kind() {
        assert_eq!(cause(&ForgeError::Moved.into()), Cause::Forge);
        assert_eq!(cause(&git::Error::TimedOut { what: "fetch".into(), seconds: 1 }.into()), Cause::Time);
        assert_eq!(cause(&anyhow::anyhow!("who knows")), Cause::Other);
    }
}
