//! One trial: what is said is understood, looked for and done, as a run does it.

use baton::domain::replace::{
    Found, Looked, Mode, NotUnderstood, Plan, Request, Search, decide, follow_up, rewrite, understand,
};

use super::folder::{self, Folder};
use super::{laws, outcome};

/// What comes of the last thing said, in the words of the tables; an error names the broken law.
pub fn outcome_of(fixture: &str, said: &[String]) -> Result<Vec<String>, String> {
    let mut folder = folder::read(fixture);
    let mut previous: Option<Request> = None;
    let (last, first) = said.split_last().expect("somebody says something");
    for text in first {
        let request = read(previous.as_ref(), text).map_err(|why| format!("{text}: {why:?}"))?;
        match plan(&folder, &request) {
            Plan::Edit(edit) => folder = changed(&folder, &edit.files),
            other @ (Plan::Ask { .. } | Plan::NotFound(_) | Plan::TooMany | Plan::TooMuch) => {
                return Err(format!("{text}: {other:?}"));
            }
        }
        previous = Some(request);
    }
    let request = match read(previous.as_ref(), last) {
        Ok(request) => request,
        Err(why) => return Ok(outcome::not_understood(&why)),
    };
    let plan = plan(&folder, &request);
    laws::hold(&folder, &request, &plan)?;
    Ok(outcome::of_plan(&folder, &request, &plan))
}

fn read(previous: Option<&Request>, text: &str) -> Result<Request, NotUnderstood> {
    previous.map_or_else(|| understand(text), |previous| follow_up(previous, text))
}

/// Searches the folder; a second time for near misses when something was not found.
pub fn plan(folder: &Folder, request: &Request) -> Plan {
    let search = Search::new(request).in_tree(folder.keys());
    let mut found = Vec::new();
    for (path, bytes) in folder.iter().filter(|(_, bytes)| search.might_hold(bytes)) {
        let looked = search.look(path, Mode::File, bytes);
        if looked != Looked::Hits(Vec::new()) {
            found.push(Found { path: path.clone(), looked });
        }
    }
    let plan = decide(request, found.clone());
    let Plan::NotFound(missing) = &plan else { return plan };
    let near = search.near(&missing.pairs);
    for (path, bytes) in folder {
        let looked = near.look(path, Mode::File, bytes);
        found.push(Found { path: path.clone(), looked });
    }
    decide(request, found)
}

/// The folder after an edit.
pub fn changed(
    folder: &Folder,
    files: &[(baton::domain::path::RepoPath, Vec<baton::domain::replace::Hit>)],
) -> Folder {
    let mut changed = folder.clone();
    for (path, hits) in files {
        changed.insert(path.clone(), rewrite(&folder[path], hits));
    }
    changed
}
