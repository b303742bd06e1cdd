//! Files that `replace` never changes, by name and by content.

use super::super::{MAX_FILE_BYTES, Mode, Skip};
use crate::domain::path::RepoPath;

/// Lock files of package managers, by file name.
const LOCKS: &[&str] = &[
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "deno.lock",
    "Cargo.lock",
    "Gemfile.lock",
    "gems.locked",
    "poetry.lock",
    "Pipfile.lock",
    "uv.lock",
    "pdm.lock",
    "pixi.lock",
    "composer.lock",
    "go.sum",
    "go.work.sum",
    "mix.lock",
    "rebar.lock",
    "Podfile.lock",
    "Cartfile.resolved",
    "Package.resolved",
    "pubspec.lock",
    "packages.lock.json",
    "paket.lock",
    "flake.lock",
    "conan.lock",
    "conda-lock.yml",
    "gradle.lockfile",
    "buildscript-gradle.lockfile",
    "Manifest.toml.lock",
    "cabal.project.freeze",
    "stack.yaml.lock",
    "elm-stuff.lock",
    "shard.lock",
    "Chart.lock",
    ".terraform.lock.hcl",
    "MODULE.bazel.lock",
    "requirements.lock",
    "project.assets.json",
    "renv.lock",
    "buf.lock",
    "vcpkg-lock.json",
];

/// Directories of other people's code, anywhere in a path.
const VENDORED: &[&str] = &[
    "node_modules",
    "bower_components",
    "jspm_packages",
    "web_modules",
    "vendor",
    "vendors",
    "vendored",
    "third_party",
    "third-party",
    "thirdparty",
    "3rdparty",
    "3rd_party",
    "Pods",
    "Carthage",
    "Godeps",
    "site-packages",
    ".venv",
    "venv",
    ".yarn",
    ".pnp",
    "elm-stuff",
    "deps_vendor",
    "external_deps",
];

/// Endings of minified files and source maps.
const MINIFIED: &[&str] = &[
    ".min.js",
    ".min.mjs",
    ".min.cjs",
    ".min.css",
    ".min.html",
    "-min.js",
    ".js.map",
    ".css.map",
    ".mjs.map",
    ".cjs.map",
    ".bundle.js",
];

/// Endings of generated files.
const GENERATED: &[&str] = &[
    ".pb.go",
    ".pb.gw.go",
    ".pb.cc",
    ".pb.h",
    ".pb.swift",
    "_pb2.py",
    "_pb2.pyi",
    "_pb2_grpc.py",
    "_pb.js",
    "_pb.ts",
    "_pb.d.ts",
    "_grpc_pb.js",
    ".pbobjc.h",
    ".pbobjc.m",
    ".g.dart",
    ".freezed.dart",
    ".gr.dart",
    ".mocks.dart",
    ".pb.dart",
    ".pbjson.dart",
    ".pbenum.dart",
    ".designer.cs",
    ".g.cs",
    ".g.i.cs",
    ".generated.ts",
    ".generated.tsx",
    ".generated.js",
    ".gen.go",
    ".gen.ts",
    "_generated.go",
    ".generated.cs",
    "zz_generated.deepcopy.go",
];

/// Endings of files that are not text.
const BINARY: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "icns", "bmp", "tiff", "psd", "pdf", "zip", "gz",
    "tgz", "bz2", "xz", "zst", "7z", "rar", "jar", "war", "class", "so", "dylib", "dll", "exe", "a", "o",
    "lib", "wasm", "woff", "woff2", "ttf", "otf", "eot", "mp3", "mp4", "m4a", "mov", "avi", "webm", "ogg",
    "wav", "flac", "mo", "pyc", "db", "sqlite", "bin", "dat", "parquet", "onnx",
];

/// Directories of build output that tools write and people do not.
const OUTPUT: &[&str] =
    &[".next", ".nuxt", ".svelte-kit", ".output", ".dart_tool", "__pycache__", ".gradle", ".terraform"];

/// Files to leave alone by what the tree says about them, before their bytes are read.
pub fn skip_by_name(path: &RepoPath, mode: Mode, size: u64) -> Option<Skip> {
    match mode {
        Mode::Symlink => return Some(Skip::Symlink),
        Mode::Submodule => return Some(Skip::Submodule),
        Mode::File | Mode::Executable => {}
    }
    let name = path.file_name();
    let directories = || path.as_str().split('/').rev().skip(1);
    if LOCKS.contains(&name) {
        Some(Skip::Lock)
    } else if directories().any(|part| VENDORED.contains(&part)) {
        Some(Skip::Vendored)
    } else if MINIFIED.iter().any(|end| name.ends_with(end)) {
        Some(Skip::Minified)
    } else if is_generated(name) || directories().any(|part| OUTPUT.contains(&part) || is_bundle(part, path))
    {
        Some(Skip::Generated)
    } else if BINARY.contains(&path.extension().as_str()) {
        Some(Skip::Binary)
    } else {
        (size > MAX_FILE_BYTES).then_some(Skip::TooLarge)
    }
}

/// What bundlers write to `dist`, where other projects keep packaging scripts by hand.
fn is_bundle(directory: &str, path: &RepoPath) -> bool {
    let web = ["js", "mjs", "cjs", "css", "html", "map", "json"];
    directory == "dist" && web.contains(&path.extension().as_str())
}

fn is_generated(name: &str) -> bool {
    let designer = name.len() > 12 && name.to_ascii_lowercase().ends_with(".designer.cs");
    designer || GENERATED.iter().any(|end| name.ends_with(end))
}

/// Bytes in which a binary file shows itself, as git looks for it.
const BINARY_WINDOW: usize = 8_000;
/// Lines in which a generated file says so.
const HEADER_LINES: usize = 20;
/// A line this long, in a file of few lines, was written by a tool.
const MINIFIED_LINE: usize = 5_000;

/// Files to leave alone by what they hold.
pub(super) fn by_content(path: &RepoPath, bytes: &[u8]) -> Option<Skip> {
    if bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
        return Some(Skip::Lfs);
    }
    if is_utf16(bytes) {
        return Some(Skip::Encoding);
    }
    if memchr::memchr(0, &bytes[..bytes.len().min(BINARY_WINDOW)]).is_some() {
        return Some(Skip::Binary);
    }
    if says_generated(bytes) {
        return Some(Skip::Generated);
    }
    let code = matches!(path.extension().as_str(), "js" | "mjs" | "cjs" | "css");
    (code && is_minified(bytes)).then_some(Skip::Minified)
}

/// Whether a file begins with a byte order mark of UTF-16.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
}

/// A file in UTF-16, by its byte order mark, in UTF-8; other files as they are.
pub(super) fn in_utf8(bytes: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if !is_utf16(bytes) {
        return bytes.into();
    }
    let little = bytes[0] == 0xff;
    let wide = bytes[2..].chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    let text: String = char::decode_utf16(wide).map(|ch| ch.unwrap_or('\u{fffd}')).collect();
    text.into_bytes().into()
}

fn says_generated(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4_096)];
    head.split(|b| *b == b'\n').take(HEADER_LINES).filter(|line| is_remark(line)).any(|line| {
        let line = String::from_utf8_lossy(line).to_ascii_lowercase();
        let told =
            line.contains("do not edit") || line.contains("do not modify") || line.contains("don't edit");
        let made = ["generated", "autogenerated", "auto-generated"].iter().any(|word| line.contains(word));
        let migration = line.contains("generated by django");
        migration || line.contains("@generated") || line.contains("<auto-generated") || (told && made)
    })
}

/// Only a comment can say it: prose about generated files is not a generated file.
fn is_remark(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    [b"//".as_slice(), b"#", b"/*", b"*", b"<!--", b"--", b";", b"\"\"\"", b"%", b"@"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

fn is_minified(bytes: &[u8]) -> bool {
    let lines = memchr::memchr_iter(b'\n', bytes).count() + 1;
    bytes.len() / lines > MINIFIED_LINE / 10
        && bytes.split(|b| *b == b'\n').any(|line| line.len() > MINIFIED_LINE)
}
