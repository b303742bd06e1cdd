//! What commands leave behind: files that nobody else may read, and demos that are told apart.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{ASK, ends, home, sample};
use crate::chaos::child::{Ending, done};

fn mode(place: &Path) -> u32 {
    std::fs::metadata(place).unwrap().permissions().mode() & 0o777
}

#[test]
fn what_baton_keeps_in_a_directory_that_was_there_is_its_owners() {
    let home = home();
    let data = home.data();
    std::fs::create_dir_all(data.join("artifacts")).unwrap();
    std::fs::set_permissions(&data, PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::set_permissions(data.join("artifacts"), PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::write(data.join("audit.key"), "07".repeat(32)).unwrap();
    std::fs::set_permissions(data.join("audit.key"), PermissionsExt::from_mode(0o644)).unwrap();
    done(home.baton(ASK));
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&data).unwrap() {
        let place = entry.unwrap().path();
        assert_eq!(mode(&place) & 0o077, 0, "{} is {:o}", place.display(), mode(&place));
        names.push(place.file_name().unwrap().to_string_lossy().into_owned());
    }
    // SQLite's log may be there or not.
    names.retain(|name| !name.starts_with("baton.db-"));
    names.sort();
    assert_eq!(names, ["artifacts", "audit.key", "baton.db", "baton.lock", "mirrors"]);
    assert_eq!(mode(&data), 0o755, "it may be somebody else's, too");
}

#[test]
fn a_demo_does_not_take_another_for_its_own() {
    let home = home();
    done(home.demo(Ending::Merge));
    let mut other = home.demo(Ending::Merge);
    other.args(["--ask", "change 'Pricing' to 'Prices' in index.html"]);
    let (code, out, err) = ends(&home, other);
    assert!(out.contains("Prices"), "it is a play of its own: {code}\n{out}\n{err}");
    let (code, out, _) = ends(&home, home.demo(Ending::Merge));
    assert!(code == 0 && out.contains("begun in the same --data before"), "{out}");
    let on = |place: &Path| {
        let mut demo = home.demo(Ending::Merge);
        demo.args(["--ask", "change 'Sign up' to 'Join' on the pricing page", "--repo"]).arg(place);
        ends(&home, demo)
    };
    let (code, out, err) = on(&sample(&home));
    assert_eq!(code, 0, "{out}\n{err}");
    let (code, _, err) = on(&home.data().join("repos/sample.git"));
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("another repository"), "{err}");
}
