//! Does the asks one after another, each on the tree that the one before it made.

use std::collections::BTreeMap;

use super::{Job, Outcome, Place, RunLimits, too_much};
use crate::domain::fact::{About, Answer, Line, NearMiss, Offer, Question, Refusal, Skipped};
use crate::domain::gate::{self, Objection};
use crate::domain::ids::Oid;
use crate::domain::path::RepoPath;
use crate::domain::policy::ChangeLimits;
use crate::domain::progress::Doing;
use crate::domain::replace::{
    Choice, Edit, Found, Hit, Kin, Looked, MAX_FILE_BYTES, MAX_HITS, MAX_NEAR_FILES, Mode, Near, NearWhy,
    NotFound, Plan, Request, Search, Skip, decide, rewrite, understand,
};
use crate::effects::sides::old_bytes;
use crate::effects::understanding::{MAX_OPTIONS, NoRequest, request};
use crate::git::{Change, Entry, Objects, Reading, What};

/// What all asks made together.
pub(super) struct Worked {
    pub(super) tree: Oid,
    pub(super) understood: String,
    pub(super) offers: Vec<Offer>,
    pub(super) skipped: Vec<Skipped>,
}

type Blobs = BTreeMap<RepoPath, (Mode, Oid)>;

/// Does everything, or says why not. Never half of it.
pub(super) fn work(
    place: Place<'_>,
    job: &Job,
    (limits, most): (RunLimits, ChangeLimits),
) -> anyhow::Result<Result<Worked, Outcome>> {
    let objects = place.objects;
    let mut understood: Vec<String> =
        job.previous.iter().flat_map(|text| text.lines()).map(str::to_owned).collect();
    let mut previous = understood.last().and_then(|line| understand(line).ok());
    let mut tree = objects.tree_of(&job.from)?;
    let (mut offers, mut skipped) = (Vec::new(), Vec::new());
    let files = place.warm.files(objects, &tree)?.count();
    if files > limits.files {
        let what = format!("it has {files} files, and I search at most {}", limits.files);
        return Ok(Err(Outcome::Refused(Refusal::TooLarge { what })));
    }
    for (at, ask) in job.asks.iter().enumerate() {
        let request = match request(ask, previous.as_ref()) {
            Ok(request) => request,
            Err(NoRequest::Ask(question)) => return Ok(Err(Outcome::Stuck { ask: at, question })),
            Err(NoRequest::Refuse(why)) => return Ok(Err(Outcome::Refused(why))),
        };
        let edit = match plan(place, &tree, &request, limits)? {
            (Plan::Edit(edit), blobs) => (edit, blobs),
            (Plan::Ask { choices, more }, _) => {
                return Ok(Err(Outcome::Stuck { ask: at, question: which_places(&choices, more) }));
            }
            (Plan::NotFound(missing), _) => {
                return Ok(Err(Outcome::Refused(not_found(&request, &missing))));
            }
            (Plan::TooMany, _) => {
                let most = u32::try_from(MAX_HITS).unwrap_or(u32::MAX);
                return Ok(Err(Outcome::Refused(Refusal::TooManyPlaces { most })));
            }
            (Plan::TooMuch, _) => {
                let what = "so many of its files may hold the text that I stopped before I had read them all, \
                            and changed nothing; name a page, a file or a directory, and I look only there";
                return Ok(Err(Outcome::Refused(Refusal::TooLarge { what: what.to_owned() })));
            }
        };
        tree = match apply(objects, &tree, &edit, most)? {
            Ok(tree) => tree,
            Err(objections) => return Ok(Err(too_much(&objections))),
        };
        offers = offers_of(&request, &edit.0.kin);
        skipped = skips(&edit.0.skipped);
        understood.push(request.to_string());
        previous = Some(request);
    }
    Ok(Ok(Worked { tree, understood: understood.join("\n"), offers, skipped }))
}

/// Searches the whole tree; a second time for near misses when something was not found: measuring
/// every file, and reading the nearest ones.
fn plan(
    Place { objects, warm, teller }: Place<'_>,
    tree: &Oid,
    request: &Request,
    limits: RunLimits,
) -> anyhow::Result<(Plan, Blobs)> {
    let files = warm.files(objects, tree)?;
    let search = Search::new(request).in_tree(files.paths());
    let reading = Reading { threads: limits.threads, max_bytes: limits.file_bytes };
    let look = |entry: &Entry, bytes: &[u8]| {
        let path = entry.path.as_ref().ok()?;
        let looked = search.might_hold(bytes).then(|| search.look(path, entry.mode, bytes))?;
        (looked != Looked::Hits(Vec::new())).then(|| (looked, entry.mode, entry.oid()))
    };
    let count = teller.counts(Doing::Searching, files.count());
    let skip = |_: &Entry| {
        count.one();
        search.is_over()
    };
    let scan = objects.scan(&files, reading, skip, look)?;
    drop(count);
    let (mut found, mut blobs) = (Vec::new(), Blobs::new());
    for (path, (looked, mode, oid)) in scan.found {
        blobs.insert(path.clone(), (mode, oid));
        found.push(Found { path, looked });
    }
    let plan = decide(request, found.clone());
    let Plan::NotFound(missing) = &plan else { return Ok((plan, blobs)) };
    let near = search.near(&missing.pairs);
    let measure = |entry: &Entry, bytes: &[u8]| {
        let nearness = near.nearness(entry.path.as_ref().ok()?, entry.mode, bytes)?;
        Some((nearness, entry.mode, entry.oid()))
    };
    let count = teller.counts(Doing::Comparing, files.count());
    let skip = |_: &Entry| {
        count.one();
        near.is_over()
    };
    let mut nearest = objects.scan(&files, reading, skip, measure)?.found;
    nearest.sort_by(|(a, (one, ..)), (b, (other, ..))| (one, a).cmp(&(other, b)));
    for (path, (_, mode, oid)) in nearest.into_iter().take(MAX_NEAR_FILES) {
        let looked = near.look(&path, mode, &objects.blob(&oid, largest())?);
        found.push(Found { path, looked });
    }
    Ok((decide(request, found), blobs))
}

/// The bytes of the largest file that is read.
fn largest() -> usize {
    usize::try_from(MAX_FILE_BYTES).unwrap_or(usize::MAX)
}

/// Writes what becomes of the files, unless they are more than may be changed at once.
fn apply(
    objects: &Objects,
    tree: &Oid,
    (edit, blobs): &(Edit, Blobs),
    most: ChangeLimits,
) -> anyhow::Result<Result<Oid, Vec<Objection>>> {
    let files = || edit.files.iter().filter_map(|(path, hits)| Some((path, hits, blobs.get(path)?)));
    let count = files().count();
    let too_many = gate::too_much(count, 0, most);
    if !too_many.is_empty() {
        return Ok(Err(too_many));
    }
    old_bytes(objects, files().map(|(_, _, blob)| blob), most)?;
    let (mut changes, mut total) = (Vec::new(), 0usize);
    for (path, hits, (mode, oid)) in files() {
        let bytes = rewrite(&objects.blob(oid, largest())?, hits);
        total = total.saturating_add(bytes.len());
        // What is over the limit is only counted.
        if total <= most.bytes {
            changes.push(Change { path: path.clone(), what: What::Put { mode: *mode, bytes } });
        }
    }
    let too_large = gate::too_much(count, total, most);
    if !too_large.is_empty() {
        return Ok(Err(too_large));
    }
    Ok(Ok(objects.write_tree(Some(tree), &changes)?))
}

fn which_places(choices: &[Choice], more: usize) -> Question {
    let answer = |choice: &Choice| Answer {
        label: choice.label.clone(),
        value: choice.request.to_string(),
        sample: choice.sample.iter().take(1).map(|(path, hit)| line(path, hit)).collect(),
    };
    // The last choice is "all of them"; it is never the one that is cut off.
    let cut = choices.len().saturating_sub(MAX_OPTIONS);
    let shown =
        choices.iter().enumerate().filter(|(at, _)| *at + 1 == choices.len() || *at + 1 < MAX_OPTIONS);
    let options = shown.map(|(_, choice)| answer(choice)).collect();
    Question { about: About::Places, options, more: u32::try_from(more + cut).unwrap_or(u32::MAX) }
}

fn line(path: &RepoPath, hit: &Hit) -> Line {
    Line {
        path: path.clone(),
        line: u32::try_from(hit.line).unwrap_or(u32::MAX),
        before: hit.before.clone(),
        after: hit.after.clone(),
    }
}

fn not_found(request: &Request, missing: &NotFound) -> Refusal {
    let looked_for =
        missing.pairs.iter().filter_map(|at| request.pairs.get(*at)).map(|pair| pair.from.clone());
    let near = |(path, near): &(RepoPath, Near)| NearMiss {
        path: path.clone(),
        line: u32::try_from(near.line).unwrap_or(u32::MAX),
        text: near.text.clone(),
        why: near_why(near.why).to_owned(),
    };
    let kin: Vec<_> = missing.kin.iter().map(|(path, hit)| (path.clone(), vec![hit.clone()])).collect();
    Refusal::NotFound {
        looked_for: looked_for.collect(),
        near: missing.near.iter().map(near).collect(),
        skipped: skips(&missing.skipped),
        offers: offers_of(request, &kin),
    }
}

fn near_why(why: NearWhy) -> &'static str {
    match why {
        NearWhy::Case => "another case",
        NearWhy::PartOfWord => "part of a longer word",
        NearWhy::CodeBlock => "in a code block",
        NearWhy::OutOfScope => "outside the place you named",
        NearWhy::OtherElement => "in another kind of element",
        NearWhy::SaysMore => "the element says more than that",
        NearWhy::FarOff => "not quite the same, and not where you said",
        NearWhy::Identifier => "a name in code",
        NearWhy::Similar => "a few letters differ",
    }
}

/// One offer for each kind of look-alike.
fn offers_of(request: &Request, kin: &[(RepoPath, Vec<Hit>)]) -> Vec<Offer> {
    let mut kinds: BTreeMap<Kin, (u32, RepoPath)> = BTreeMap::new();
    for (path, hit) in kin.iter().flat_map(|(path, hits)| hits.iter().map(move |hit| (path, hit))) {
        if let Some(kind) = hit.kin {
            kinds.entry(kind).or_insert_with(|| (0, path.clone())).0 += 1;
        }
    }
    let offer = |(kind, (places, example)): (Kin, (u32, RepoPath))| {
        let mut wider = request.clone();
        wider.include.insert(kind);
        Offer { what: kin_name(kind).to_owned(), places, example, request: wider.to_string() }
    };
    kinds.into_iter().map(offer).collect()
}

fn kin_name(kin: Kin) -> &'static str {
    match kin {
        Kin::Tests => "tests",
        Kin::Snapshots => "snapshots",
        Kin::Translations => "translations",
        Kin::Docs => "docs",
        Kin::Anchors => "anchors",
    }
}

fn skips(skipped: &[(RepoPath, Skip)]) -> Vec<Skipped> {
    let mut kinds: BTreeMap<Skip, (u32, String)> = BTreeMap::new();
    for (path, skip) in skipped {
        kinds.entry(*skip).or_insert_with(|| (0, path.to_string())).0 += 1;
    }
    let named = |(skip, (files, example)): (Skip, (u32, String))| Skipped {
        why: skip_name(skip).to_owned(),
        files,
        example,
    };
    kinds.into_iter().map(named).collect()
}

fn skip_name(skip: Skip) -> &'static str {
    match skip {
        Skip::Lock => "lock file",
        Skip::Vendored => "vendored file",
        Skip::Minified => "minified file",
        Skip::Generated => "generated file",
        Skip::Binary => "binary file",
        Skip::Encoding => "file in another encoding",
        Skip::Placeholders => "the new text leaves out placeholders such as {} or %d, or adds some",
        Skip::Known => "the new text is in this catalogue already",
        Skip::Lfs => "LFS file",
        Skip::Symlink => "symbolic link",
        Skip::Submodule => "submodule",
        Skip::TooLarge => "file over 2 MiB",
    }
}
