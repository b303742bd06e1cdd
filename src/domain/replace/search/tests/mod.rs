//! One table for each format: a file, a pair, and the file as it must be afterwards.

mod catalogues;
mod directives;
mod documents;
mod embedded;
mod formats;
mod laws;
mod odd;
mod programs;
mod templates;
mod web;
mod whole;

use std::collections::BTreeSet;

use super::super::*;
use super::Search;

const HOW: How =
    How { words: Words::Whole, case: Case::Exact, code: Code::Skip, breadth: Breadth::OneMeaning };

fn request(pairs: &[(&str, &str)], scope: &[Scope]) -> Request {
    let pairs = pairs.iter().map(|(from, to)| Pair { from: (*from).into(), to: (*to).into() }).collect();
    Request { pairs, called: None, scope: scope.to_vec(), how: HOW, include: BTreeSet::new() }
}

fn look(request: &Request, path: &str, file: &[u8]) -> Vec<Hit> {
    match Search::new(request).look(&path.parse().unwrap(), Mode::File, file) {
        Looked::Hits(hits) => hits,
        other @ (Looked::Near(_) | Looked::Skipped(_) | Looked::TooMany | Looked::TooMuch) => {
            panic!("{path}: {other:?}")
        }
    }
}

fn changed(request: &Request, path: &str, file: &str) -> String {
    String::from_utf8(rewrite(file.as_bytes(), &look(request, path, file.as_bytes()))).unwrap()
}

/// Checks rows of (file, from, to, expected file).
fn check(path: &str, rows: &[(&str, &str, &str, &str)]) {
    for (file, from, to, expected) in rows {
        assert_eq!(&changed(&request(&[(from, to)], &[]), path, file), expected, "{path}: {from} -> {to}");
    }
}
