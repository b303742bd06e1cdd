//! Secrets in what a change adds: the well-known prefixes that vendors publish for their tokens.
//!
//! This guards against accidents. Anything may be hidden from it on purpose; that is why a sandbox
//! holds no secret in the first place.

use std::collections::BTreeMap;

/// Prefix, the fewest characters that follow it, and what it is.
const KINDS: &[(&str, usize, &str)] = &[
    ("-----BEGIN RSA PRIVATE KEY", 0, "a private key"),
    ("-----BEGIN EC PRIVATE KEY", 0, "a private key"),
    ("-----BEGIN OPENSSH PRIVATE KEY", 0, "a private key"),
    ("-----BEGIN PRIVATE KEY", 0, "a private key"),
    ("-----BEGIN DSA PRIVATE KEY", 0, "a private key"),
    ("-----BEGIN ENCRYPTED PRIVATE KEY", 0, "a private key"),
    ("-----BEGIN PGP PRIVATE KEY", 0, "a private key"),
    ("ghp_", 36, "a GitHub token"),
    ("gho_", 36, "a GitHub token"),
    ("ghs_", 36, "a GitHub token"),
    ("ghu_", 36, "a GitHub token"),
    ("ghr_", 36, "a GitHub token"),
    ("github_pat_", 40, "a GitHub token"),
    ("glpat-", 20, "a GitLab token"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
    ("xapp-", 20, "a Slack token"),
    ("AKIA", 16, "an AWS key"),
    ("ASIA", 16, "an AWS key"),
    ("sk-ant-", 20, "a model API key"),
    ("sk-proj-", 20, "a model API key"),
    ("AIza", 35, "a Google API key"),
    ("sk_live_", 20, "a Stripe key"),
    ("rk_live_", 20, "a Stripe key"),
];

/// How much of a private key tells it from another one, in bytes after its first line's start.
const KEY_BYTES: usize = 120;

/// What kind of secret `new` holds that `old` does not hold as often, if any.
pub(super) fn added(old: &[u8], new: &[u8]) -> Option<&'static str> {
    let gains = |(prefix, rest, _): &&(&str, usize, &str)| {
        let (before, after) = (found(old, prefix, *rest), found(new, prefix, *rest));
        after.iter().any(|(token, times)| before.get(token).is_none_or(|before| before < times))
    };
    KINDS.iter().find(gains).map(|(_, _, kind)| *kind)
}

/// A text of a machine without its secrets: well-known tokens, and names and passwords in addresses.
pub fn without_secrets(text: &str) -> String {
    let mut text = text.to_owned();
    for (prefix, rest, kind) in KINDS {
        let found: Vec<String> = found(text.as_bytes(), prefix, *rest)
            .into_keys()
            .map(|token| String::from_utf8_lossy(token).into_owned())
            .collect();
        for token in found {
            text = text.replace(&token, &format!("‹{kind}›"));
        }
    }
    text.split_inclusive(char::is_whitespace).map(without_user).collect()
}

/// A word without the name and the password in its address.
fn without_user(word: &str) -> String {
    let Some((scheme, rest)) = word.split_once("://") else { return word.to_owned() };
    let host_ends = rest.find('/').unwrap_or(rest.len());
    match rest[..host_ends].rfind('@') {
        Some(at) => format!("{scheme}://…{}", &rest[at..]),
        None => word.to_owned(),
    }
}

/// Every token with this prefix, and how often: a known token that is exchanged for another is an added one.
fn found<'a>(bytes: &'a [u8], prefix: &str, rest: usize) -> BTreeMap<&'a [u8], usize> {
    let token = |start: usize| {
        let tail = &bytes[start + prefix.len()..];
        let inside = start > 0 && bytes[start - 1].is_ascii_alphanumeric();
        let letter = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        let letters = match rest {
            0 => KEY_BYTES.min(tail.len()),
            _ => tail.iter().take_while(letter).count(),
        };
        (!inside && letters >= rest).then(|| &bytes[start..start + prefix.len() + letters])
    };
    let mut times = BTreeMap::new();
    for token in memchr::memmem::find_iter(bytes, prefix).filter_map(token) {
        *times.entry(token).or_default() += 1;
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cleaned_of_secrets() {
        let token = format!("ghp_{}", "a1".repeat(18));
        let said = format!("remote: {token}: denied for https://me:pass@h.example/x, https://h.example/a@b");
        let clean = "remote: ‹a GitHub token›: denied for https://…@h.example/x, https://h.example/a@b";
        assert_eq!(without_secrets(&said), clean);
    }
}
