//! Secrets in what a change adds: the well-known prefixes that vendors publish for their tokens.
//!
//! This guards against accidents. Anything may be hidden from it on purpose; that is why a sandbox
//! holds no secret in the first place.

/// Prefix, the fewest characters that follow it, and what it is.
const KINDS: &[(&str, usize, &str)] = &[
    ("-----BEGIN RSA PRIVATE KEY", 0, "a private key"),
    ("-----BEGIN EC PRIVATE KEY", 0, "a private key"),
    ("-----BEGIN OPENSSH PRIVATE KEY", 0, "a private key"),
    ("-----BEGIN PRIVATE KEY", 0, "a private key"),
    ("ghp_", 36, "a GitHub token"),
    ("gho_", 36, "a GitHub token"),
    ("ghs_", 36, "a GitHub token"),
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

/// What kind of secret `new` holds more of than `old`, if any.
pub(super) fn added(old: &[u8], new: &[u8]) -> Option<&'static str> {
    let more =
        |(prefix, rest, _): &&(&str, usize, &str)| count(new, prefix, *rest) > count(old, prefix, *rest);
    KINDS.iter().find(more).map(|(_, _, kind)| *kind)
}

fn count(bytes: &[u8], prefix: &str, rest: usize) -> usize {
    let follows = |start: usize| {
        let tail = &bytes[start + prefix.len()..];
        let letters =
            tail.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        letters >= rest
    };
    memchr::memmem::find_iter(bytes, prefix).filter(|start| follows(*start)).count()
}
