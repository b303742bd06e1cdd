//! The contract of content-addressed blobs.

use baton::artifacts::Directory;
use baton::ports::{ArtifactError, Artifacts};

/// The largest artifact, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// What every place for artifacts must do.
async fn keeps_the_contract(artifacts: &dyn Artifacts) {
    let empty = artifacts.put(b"").await.unwrap();
    assert_eq!(empty, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(artifacts.get(&empty).await.unwrap(), b"");
    let bytes: Vec<u8> = (0..=255).collect();
    let (one, other) = tokio::join!(artifacts.put(&bytes), artifacts.put(&bytes));
    let name = one.unwrap();
    assert_eq!(name, other.unwrap(), "the same bytes have the same name");
    assert_eq!(artifacts.get(&name).await.unwrap(), bytes);
    let unknown = "0".repeat(64);
    for name in [unknown.as_str(), "", "../../etc/passwd", "E3B0"] {
        let missing = artifacts.get(name).await;
        assert!(matches!(missing, Err(ArtifactError::Missing(_))), "{name}: {missing:?}");
    }
}

#[tokio::test]
async fn directory() {
    let place = tempfile::tempdir().unwrap();
    keeps_the_contract(&Directory::new(place.path().join("artifacts"))).await;
}

#[tokio::test]
async fn a_directory_notices_damage_and_refuses_what_is_too_large() {
    let place = tempfile::tempdir().unwrap();
    let artifacts = Directory::new(place.path().to_owned());
    let name = artifacts.put(b"whole").await.unwrap();
    std::fs::write(place.path().join(&name[..2]).join(&name), b"holed").unwrap();
    assert!(matches!(artifacts.get(&name).await, Err(ArtifactError::Damaged(_))));
    let large = vec![0; LARGEST + 1];
    assert!(matches!(artifacts.put(&large).await, Err(ArtifactError::TooLarge { .. })));
}
