//! The list of kill points and the sources agree, so no point escapes the crash tests.

use std::collections::BTreeSet;
use std::path::Path;

use baton::app::POINTS;

#[test]
fn every_point_of_the_sources_is_listed_once() {
    let mut written = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut written);
    let listed: BTreeSet<String> = POINTS.iter().map(ToString::to_string).collect();
    assert_eq!(listed.len(), POINTS.len(), "a point is listed twice");
    let found: BTreeSet<String> = written.iter().cloned().collect();
    assert_eq!(found.len(), written.len(), "a point stands in two places: {written:?}");
    assert_eq!(found, listed);
}

fn read(dir: &Path, points: &mut Vec<String>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, points);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let after = text.split("fail_point!(\"").skip(1);
            points.extend(after.map(|rest| rest.split('"').next().unwrap_or_default().to_owned()));
        }
    }
}
