//! Files that go with what is said on the command line.

use super::{ASK, ends, home_with, newest};

#[test]
fn a_file_goes_with_a_request_and_with_a_reply() {
    let home = home_with("");
    let place = |name: &str| home.dir().join(name).to_string_lossy().into_owned();
    for name in ["notes.txt", "more.txt"] {
        std::fs::write(place(name), name).unwrap();
    }
    let (notes, more) = (place("notes.txt"), place("more.txt"));
    let (code, _, err) = ends(&home, home.baton(&[ASK, &["--file", &notes, "--file", &more]].concat()));
    assert_eq!(code, 0, "{err}");
    let id = newest(&home);
    let follow = ["reply", &id, "change 'Get started' to 'Join now' on the pricing page", "--file", &more];
    assert_eq!(ends(&home, home.baton(&follow)).0, 0);
    let (_, log, _) = ends(&home, home.baton(&["reply", &id, "logs"]));
    assert!(log.contains("· with notes.txt (9 bytes), more.txt (8 bytes)"), "{log}");
    assert!(log.contains("pricing page · with more.txt (8 bytes)"), "{log}");
}

#[test]
fn what_cannot_go_with_it_is_said_and_nothing_is_asked() {
    let home = home_with("[limits]\nattached_files = 2\nattached_bytes = 1024");
    let place = |name: &str| home.dir().join(name).to_string_lossy().into_owned();
    std::fs::write(place("large"), vec![b'a'; 1025]).unwrap();
    std::fs::write(place("small"), "a").unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        place("pipe").as_str(),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    let cases: [(&[&str], &str); 5] = [
        (&["none"], "none cannot be sent: No such file or directory"),
        (&["pipe"], "pipe cannot be sent: it is no file"),
        (&["."], ". cannot be sent: it is no file"),
        (
            &["small", "large"],
            "large cannot be sent: there is room for 1 kB in this message ([limits] attached_bytes)",
        ),
        (&["small", "small", "small"], "at most 2 files may go with a message ([limits] attached_files)"),
    ];
    for (names, why) in cases {
        let places: Vec<String> = names.iter().map(|name| place(name)).collect();
        let files: Vec<&str> = places.iter().flat_map(|place| ["--file", place]).collect();
        let (code, out, err) = ends(&home, home.baton(&[ASK, &files].concat()));
        assert_eq!((code, out.as_str()), (2, ""), "{names:?}\n{err}");
        assert!(err.contains(why), "{err}");
    }
    assert_eq!(ends(&home, home.baton(&["status", "--json"])).1, "");
}
