//! What no file of the project may say: where it was written, and which registry it was built from.

use super::{Found, Rule, Source};

/// The places where downloads come from, in two halves: this file must not say them either.
/// A mirror is configured by whoever builds, never here.
const REGISTRY_HOSTS: &[(&str, &str)] = &[
    ("index.crates", ".io"),
    ("static.crates", ".io"),
    ("registry.npmjs", ".org"),
    ("registry.yarnpkg", ".com"),
    ("pypi", ".org"),
    ("files.pythonhosted", ".org"),
    ("proxy.golang", ".org"),
    ("rubygems", ".org"),
    ("repo1.maven", ".org"),
    ("registry-1.docker", ".io"),
    ("deb.debian", ".org"),
    ("archive.ubuntu", ".com"),
];

/// Folders of one machine, in two halves.
const MACHINE_FOLDERS: &[(&str, &str)] = &[("/wo", "rk/"), ("/tmp", "/bash")];

/// Below these, the folder of one person.
const HOMES: &[&str] = &["/home/", "/Users/"];

pub const RULES: &[Rule] = &[
    Rule {
        name: "machine paths",
        find: machine_paths,
        catches: &[
            ("docs/a.md", concat!("# A\n\nRun it in /wo", "rk/main."), 3),
            ("scripts/test", concat!("cd /wo", "rk/\n"), 1),
            ("src/git/mirror.rs", concat!("//! x\nconst A: &str = \"file:///home", "/ann/a\";"), 2),
            (".github/workflows/ci.yml", concat!("a: b\nc: /Users", "/ann/x"), 2),
            ("docs/a.md", concat!("`/tmp", "/bash_jobs`"), 1),
        ],
        lets_pass: &[
            ("docs/a.md", "src/work/mod.rs, $DIR/work/x, ~/work/x, /home/<you>/x, /workspace/"),
            ("tests/fixtures/a.sh", concat!("cd /home", "/ann/x")),
        ],
    },
    Rule {
        name: "registry hosts",
        find: registry_hosts,
        catches: &[
            ("scripts/test", concat!("a\ncurl https://static.crates", ".io/x"), 2),
            ("src/gateway/mod.rs", concat!("const A: &str = \"pypi", ".org\";"), 1),
        ],
        lets_pass: &[
            ("docs/a.md", "published on crates.io, fetched by cargo"),
            ("Cargo.lock", concat!("source = \"sparse+https://index.crates", ".io/\"")),
            ("tests/fixtures/package-lock.json", concat!("https://registry.npmjs", ".org/a")),
        ],
    },
];

fn machine_paths(source: &Source) -> Vec<Found> {
    each_line(source, |line| {
        let folders = MACHINE_FOLDERS.iter().map(|(head, tail)| format!("{head}{tail}"));
        let folder = folders.into_iter().find(|folder| rests(line, folder).next().is_some());
        let home = HOMES.iter().find_map(|home| {
            let name = rests(line, home).find_map(|rest| rest.split_once('/').map(|(name, _)| name))?;
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
            is_name.then(|| format!("{home}{name}/"))
        });
        folder.or(home).map(|path| format!("{path} is a path of one machine"))
    })
}

/// What follows each absolute `path` in `line`; `a/path` and `$DIR/path` are other paths.
fn rests<'a>(line: &'a str, path: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(path).filter_map(move |(at, _)| {
        let before = line[..at].chars().next_back();
        let is_inner = before.is_some_and(|c| c.is_alphanumeric() || "_-.~*})>".contains(c));
        (!is_inner).then(|| &line[at + path.len()..])
    })
}

fn registry_hosts(source: &Source) -> Vec<Found> {
    each_line(source, |line| {
        let mut hosts = REGISTRY_HOSTS.iter().map(|(head, tail)| format!("{head}{tail}"));
        let host = hosts.find(|host| line.contains(host.as_str()))?;
        Some(format!("{host} is a registry: name packages, not hosts"))
    })
}

/// Lock files are written by cargo, fixtures by other people: neither is looked at.
fn each_line(source: &Source, check: impl Fn(&str) -> Option<String>) -> Vec<Found> {
    if source.is_fixture() || source.path == "Cargo.lock" {
        return Vec::new();
    }
    let lines = source.text.lines().zip(1..);
    lines.filter_map(|(line, number)| check(line).map(|what| Found::new(number, what))).collect()
}
