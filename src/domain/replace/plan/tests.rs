//! What the finds of several files mean together.

use std::collections::BTreeSet;

use super::super::*;

fn request(pairs: &[(&str, &str)]) -> Request {
    let pairs = pairs.iter().map(|(from, to)| Pair { from: (*from).into(), to: (*to).into() }).collect();
    let how = How { words: Words::Whole, case: Case::Exact, code: Code::Skip, breadth: Breadth::OneMeaning };
    Request { pairs, called: None, scope: Vec::new(), how, include: BTreeSet::new() }
}

fn plan(request: &Request, files: &[(&str, &str)]) -> Plan {
    let search = Search::new(request);
    let found = files.iter().map(|(path, file)| {
        let path: crate::domain::path::RepoPath = path.parse().unwrap();
        let looked = search.look(&path, Mode::File, file.as_bytes());
        Found { path, looked }
    });
    decide(request, found.collect())
}

/// The files of an edit, and the look-alikes beside it.
fn edited(plan: &Plan) -> (Vec<&str>, Vec<&str>) {
    let Plan::Edit(edit) = plan else { panic!("{plan:?}") };
    (
        edit.files.iter().map(|(path, _)| path.as_str()).collect(),
        edit.kin.iter().map(|(path, _)| path.as_str()).collect(),
    )
}

fn labels(plan: &Plan) -> Vec<(&str, usize)> {
    let Plan::Ask { choices, .. } = plan else { panic!("{plan:?}") };
    choices.iter().map(|choice| (choice.label.as_str(), choice.places)).collect()
}

#[test]
fn one_file_is_one_meaning() {
    let plan = plan(
        &request(&[("Save", "Keep")]),
        &[("a.ts", "f('Save'); g('Save')"), ("a.test.ts", "f('Save')"), ("README.md", "Save")],
    );
    assert_eq!(edited(&plan), (vec!["a.ts"], vec!["README.md", "a.test.ts"]));
}

#[test]
fn several_files_are_a_question_whose_answers_are_edits() {
    let files = [("a.ts", "f('Save') // Save"), ("b.ts", "f('Save')")];
    let ask = plan(&request(&[("Save", "Keep")]), &files);
    assert_eq!(labels(&ask), [("a.ts", 2), ("b.ts", 1), ("both places", 2)]);
    let Plan::Ask { choices, more: 0 } = &ask else { panic!("{ask:?}") };
    let answered: Vec<Plan> = choices.iter().map(|choice| plan(&choice.request, &files)).collect();
    for (answer, choice) in answered.iter().zip(choices) {
        let Plan::Edit(edit) = answer else { panic!("{answer:?}") };
        assert_eq!(
            edit.files.iter().map(|(_, hits)| hits.len()).sum::<usize>(),
            choice.places,
            "{}",
            choice.label
        );
    }
    assert_eq!(edited(&answered[1]).0, ["b.ts"]);
}

#[test]
fn more_meanings_than_buttons_are_counted() {
    let files: Vec<(String, &str)> = (0..8).map(|at| (format!("f{at}.ts"), "f('Save')")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, file)| (path.as_str(), *file)).collect();
    let ask = plan(&request(&[("Save", "Keep")]), &files);
    assert!(matches!(&ask, Plan::Ask { choices, more: 3 } if choices.len() == 6), "{ask:?}");
}

#[test]
fn never_half_a_request() {
    let files = [("a.ts", "f('Save', 'Open')"), ("b.ts", "f('Save')"), ("c.ts", "f('Close')")];
    let missing = plan(&request(&[("Save", "Keep"), ("Gone", "x")]), &files);
    assert!(matches!(&missing, Plan::NotFound(not) if not.pairs == [1]), "{missing:?}");
    // The text that stands in one place only goes along with either choice.
    let ask = plan(&request(&[("Save", "Keep"), ("Close", "Shut")]), &files);
    assert_eq!(labels(&ask), [("a.ts", 2), ("b.ts", 2), ("all 3 places", 3)]);
}

#[test]
fn everywhere_and_named_places_are_one_meaning() {
    let files = [("src/a.ts", "f('Save')"), ("src/b.ts", "f('Save')")];
    let mut everywhere = request(&[("Save", "Keep")]);
    everywhere.how.breadth = Breadth::Everywhere;
    assert_eq!(edited(&plan(&everywhere, &files)).0.len(), 2);
    let mut named = request(&[("Save", "Keep")]);
    named.scope = vec![Scope::Path("src".into())];
    assert_eq!(edited(&plan(&named, &files)).0.len(), 2);
}

#[test]
fn copies_are_one_meaning() {
    for files in [
        [("locales/en.json", r#"{"a":"Save"}"#), ("locales/en-GB.json", r#"{"b":"Save"}"#)],
        [("docs/v1/a.md", "Save it\n"), ("docs/v2/a.md", "Save it\n")],
        [("a.py", "_('Save')"), ("po/app.pot", "msgid \"Save\"\n")],
    ] {
        assert_eq!(edited(&plan(&request(&[("Save", "Keep")]), &files)).0.len(), 2, "{files:?}");
    }
    let other = [("docs/v1/a.md", "Save it\n"), ("docs/v2/a.md", "Save that\n")];
    assert_eq!(labels(&plan(&request(&[("Save", "Keep")]), &other)).len(), 3);
}

#[test]
fn only_documents_or_only_translations_count() {
    let docs = plan(&request(&[("Save", "Keep")]), &[("README.md", "Save"), ("a.test.ts", "f('Save')")]);
    assert_eq!(edited(&docs), (vec!["README.md"], vec!["a.test.ts"]));
    let german = plan(&request(&[("Sichern", "Behalten")]), &[("locales/de.json", r#"{"a":"Sichern"}"#)]);
    assert_eq!(edited(&german).0, ["locales/de.json"]);
    let tests = plan(&request(&[("Save", "Keep")]), &[("a.test.ts", "f('Save')")]);
    assert!(matches!(&tests, Plan::NotFound(not) if not.kin.len() == 1), "{tests:?}");
}

#[test]
fn included_look_alikes_are_changed() {
    let mut with_tests = request(&[("Save", "Keep")]);
    with_tests.include.insert(Kin::Tests);
    let plan = plan(&with_tests, &[("a.ts", "f('Save')"), ("a.test.ts", "f('Save')"), ("README.md", "Save")]);
    assert_eq!(edited(&plan), (vec!["a.test.ts", "a.ts"], vec!["README.md"]));
}

#[test]
fn anchors_follow_a_changed_heading_only() {
    let links = ("b.md", "[x](a.md#how-to-sign-up)\n");
    let mut request = request(&[("Sign up", "Join")]);
    let heading = plan(&request, &[("a.md", "## How to Sign up\n"), links]);
    assert_eq!(edited(&heading), (vec!["a.md"], vec!["b.md"]));
    assert_eq!(edited(&plan(&request, &[("a.md", "Sign up\n"), links])), (vec!["a.md"], vec![]));
    request.include.insert(Kin::Anchors);
    let both = plan(&request, &[("a.md", "## How to Sign up\n"), links]);
    assert_eq!(edited(&both), (vec!["a.md", "b.md"], vec![]));
}

#[test]
fn an_element_that_says_other_words_is_another_one() {
    let mut request = request(&[("Contributing", "How to help")]);
    request.called = Some(Element::Heading);
    let more = ("README.md", "# A\n\n#### Contributing bugfixes\n\nContributing helps.\n");
    let Plan::NotFound(not) = plan(&request, &[more]) else { panic!() };
    assert_eq!((not.near, not.kin), (vec![], vec![]));
    let search = Search::new(&request);
    let path: crate::domain::path::RepoPath = "README.md".parse().unwrap();
    let looked = search.near(&[0]).look(&path, Mode::File, more.1.as_bytes());
    let Plan::NotFound(not) = decide(&request, vec![Found { path, looked }]) else { panic!() };
    let near: Vec<_> = not.near.iter().map(|(_, near)| (near.line, near.why)).collect();
    assert_eq!(near, [(5, NearWhy::OtherElement), (3, NearWhy::SaysMore)]);
    let signs = ("b.md", "## 🎉 **Contributing**:\n");
    assert_eq!(edited(&plan(&request, &[more, signs])), (vec!["b.md"], vec![]));
    let just = ("c.md", "## Contributing ##\n");
    assert_eq!(edited(&plan(&request, &[more, signs, just])), (vec!["c.md"], vec![]));
    request.called = Some(Element::Button);
    let catalogue = ("locales/en.json", r#"{"a": "Contributing", "b": "Contributing bugfixes"}"#);
    let Plan::Edit(edit) = plan(&request, &[catalogue]) else { panic!() };
    let after: Vec<_> = edit.files[0].1.iter().map(|hit| &*hit.new).collect();
    assert_eq!(
        (after, edit.files[0].1[0].start),
        (vec!["How to help"], catalogue.1.find("Contributing").unwrap())
    );
}

#[test]
fn a_part_of_an_element_is_meant_where_the_element_is_a_place() {
    let mut typo = request(&[("recieve", "receive")]);
    typo.scope = vec![Scope::Element(Element::Heading)];
    let page = ("README.md", "# A\n\n## How to recieve mail\n\nYou recieve it.\n");
    let Plan::Edit(edit) = plan(&typo, &[page]) else { panic!() };
    let after = rewrite(page.1.as_bytes(), &edit.files[0].1);
    assert_eq!(String::from_utf8_lossy(&after), "# A\n\n## How to receive mail\n\nYou recieve it.\n");
    let catalogue = ("locales/en.json", r#"{"a_title": "How to recieve mail", "b": "recieve mail"}"#);
    let Plan::Edit(edit) = plan(&typo, &[catalogue]) else { panic!() };
    assert_eq!(edit.files[0].1.len(), 1);
    // The nearest to just the text is meant.
    let signs = ("b.md", "## recieve:\n");
    assert_eq!(edited(&plan(&typo, &[page, signs])).0, ["b.md"]);
    assert_eq!(edited(&plan(&typo, &[page, signs, ("c.md", "## recieve\n")])).0, ["c.md"]);
    let called = Request { called: Some(Element::Heading), scope: Vec::new(), ..typo };
    assert!(matches!(plan(&called, &[page]), Plan::NotFound(_)));
}

#[test]
fn an_answer_is_about_the_element_that_the_question_was_about() {
    let mut called = request(&[("Save", "Keep")]);
    called.called = Some(Element::Button);
    let place = Request { called: None, scope: vec![Scope::Element(Element::Button)], ..called.clone() };
    let page = "<p>Save</p><button>Save</button><button>Save all</button>";
    let files = [("a.html", page), ("b.html", page)];
    for request in [called, place] {
        let ask = plan(&request, &files);
        assert_eq!(labels(&ask), [("a.html", 1), ("b.html", 1), ("both places", 2)]);
        let Plan::Ask { choices, .. } = ask else { panic!() };
        for choice in choices {
            let Plan::Edit(edit) = plan(&choice.request, &files) else { panic!("{}", choice.label) };
            assert_eq!(edit.files.iter().map(|(_, hits)| hits.len()).sum::<usize>(), choice.places);
        }
        let narrowed = narrow(&request, "b.html").unwrap();
        assert_eq!(edited(&plan(&narrowed, &files)).0, ["b.html"]);
    }
}

#[test]
fn the_text_itself_elsewhere_is_nearer_than_something_like_it() {
    let mut request = request(&[("Inbox", "Mail")]);
    request.scope = vec![Scope::Page("billing page".into())];
    let search = Search::new(&request);
    let path: crate::domain::path::RepoPath = "a.html".parse().unwrap();
    let file = b"<p>inbox</p>\n<p>Inbox</p>\n<p>Inboxes</p>\n";
    let looked = search.near(&[0]).look(&path, Mode::File, file);
    let Plan::NotFound(not) = decide(&request, vec![Found { path, looked }]) else { panic!() };
    let near: Vec<_> = not.near.iter().map(|(_, near)| (near.line, near.why)).collect();
    assert_eq!(near, [(2, NearWhy::OutOfScope), (1, NearWhy::FarOff), (3, NearWhy::FarOff)]);
}

#[test]
fn a_page_that_is_nowhere_is_not_widened() {
    let mut request = request(&[("Save", "Keep")]);
    request.scope = vec![Scope::Page("billing page".into())];
    let search = Search::new(&request);
    let path: crate::domain::path::RepoPath = "a.ts".parse().unwrap();
    let looked = search.near(&[0]).look(&path, Mode::File, b"f('Save')");
    let Plan::NotFound(not) = decide(&request, vec![Found { path, looked }]) else { panic!() };
    assert_eq!(not.near.iter().map(|(_, near)| near.why).collect::<Vec<_>>(), [NearWhy::OutOfScope]);
}

#[test]
fn skipped_files_are_named() {
    let Plan::Edit(edit) =
        plan(&request(&[("Save", "Keep")]), &[("a.ts", "f('Save')"), ("yarn.lock", "Save")])
    else {
        panic!()
    };
    assert_eq!(
        edit.skipped.iter().map(|(path, skip)| (path.as_str(), *skip)).collect::<Vec<_>>(),
        [("yarn.lock", Skip::Lock)]
    );
}

#[test]
fn overlapping_places_are_written_once() {
    let hit = |start, end, new: &str| Hit {
        pair: 0,
        start,
        end,
        new: new.into(),
        line: 1,
        before: String::new(),
        after: String::new(),
        kin: None,
        fit: Fit::Whole,
        requoted: None,
    };
    assert_eq!(rewrite(b"abcdef", &[hit(1, 3, "X"), hit(0, 4, "Y"), hit(5, 6, "Z"), hit(5, 9, "!")]), b"YeZ");
}

#[test]
fn a_path_is_meant_where_it_stands() {
    let files = [("ios/a.md", "Save\n"), ("old/ios/b.md", "Save\n"), ("old/ios/c.md", "Save\n")];
    let mut request = request(&[("Save", "Keep")]);
    request.scope = vec![Scope::Path("ios".into())];
    assert_eq!(edited(&plan(&request, &files)).0, ["ios/a.md"]);
    assert_eq!(edited(&plan(&request, &files[1..])).0, ["old/ios/b.md", "old/ios/c.md"]);
    let shared = [("new/ios/a.md", "Save\n"), ("old/ios/b.md", "Save it\n")];
    assert_eq!(labels(&plan(&request, &shared)).len(), 3);
    // A directory at the top is meant, although nothing stands in it.
    let tree: Vec<crate::domain::path::RepoPath> =
        ["ios/x.md", "old/ios/b.md"].iter().map(|path| path.parse().unwrap()).collect();
    let search = Search::new(&request).in_tree(&tree);
    assert_eq!(search.look(&tree[1], Mode::File, b"Save"), Looked::Hits(Vec::new()));
}

#[test]
fn a_manifest_counts_no_more_than_a_document() {
    let files = [("package.json", r#"{"description": "Save it"}"#), ("README.md", "Save it\n")];
    assert_eq!(labels(&plan(&request(&[("Save", "Keep")]), &files)).len(), 3);
    let product = [files[0], files[1], ("a.ts", "f('Save')")];
    assert_eq!(
        labels(&plan(&request(&[("Save", "Keep")]), &product)),
        [("a.ts", 1), ("package.json", 1), ("both places", 2)]
    );
}

#[test]
fn where_documents_are_the_product_they_count() {
    let request = request(&[("Save", "Keep")]);
    let tree: Vec<crate::domain::path::RepoPath> = ["a.md", "b.md", "c.md", "d.md", "_includes/x.html"]
        .iter()
        .map(|path| path.parse().unwrap())
        .collect();
    let search = Search::new(&request).in_tree(&tree);
    let Looked::Hits(hits) = search.look(&tree[0], Mode::File, b"Save") else { panic!() };
    assert_eq!(hits[0].kin, None);
    let program: crate::domain::path::RepoPath = "x.rs".parse().unwrap();
    let search = Search::new(&request).in_tree(tree.iter().chain([&program]));
    let Looked::Hits(hits) = search.look(&tree[0], Mode::File, b"Save") else { panic!() };
    assert_eq!(hits[0].kin, Some(Kin::Docs));
}

#[test]
fn the_whole_element_is_meant_where_there_is_one() {
    let mut request = request(&[("Save", "Keep")]);
    request.called = Some(Element::Button);
    let both = [("a.html", "<button>Save</button>"), ("b.html", "<button>Save all</button>")];
    assert_eq!(edited(&plan(&request, &both)).0, ["a.html"]);
    assert!(matches!(plan(&request, &both[1..]), Plan::NotFound(_)));
    request.called = Some(Element::Cell);
    let table = "| Save | a |\n|---|---|\n| Save it | Save |\n";
    let Plan::Edit(edit) = plan(&request, &[("a.md", table)]) else { panic!() };
    let changed = rewrite(table.as_bytes(), &edit.files[0].1);
    assert_eq!(String::from_utf8_lossy(&changed), "| Keep | a |\n|---|---|\n| Save it | Keep |\n");
}

#[test]
fn too_many_places_are_no_edit() {
    let request = request(&[("Save", "Keep")]);
    let file = "Save ".repeat(MAX_HITS + 1);
    assert_eq!(plan(&request, &[("a.txt", &file), ("b.ts", "x")]), Plan::TooMany);
    let all = "Save ".repeat(MAX_HITS);
    assert!(
        matches!(plan(&request, &[("a.txt", &all)]), Plan::Edit(edit) if edit.files[0].1.len() == MAX_HITS)
    );
    let more = "Save ".repeat(MAX_FOUND / 2 + 1);
    let tests = plan(&request, &[("a.test.ts", &more), ("b.test.ts", &more), ("b.ts", "f('Save')")]);
    assert!(matches!(&tests, Plan::Edit(_)), "names of a program are no places");
    assert_eq!(plan(&request, &[("a.md", &more), ("b.md", &more)]), Plan::TooMany);
}
