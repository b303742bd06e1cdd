//! Stable words for what differs from run to run: commits, task ids and durations.

/// The text with commits as `commit-1`, `commit-2` …, in the order they appear, and durations as `…`.
pub fn stable(text: &str) -> String {
    let mut seen: Vec<String> = Vec::new();
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_alphanumeric() || c == '.' {
            word.push(c);
            continue;
        }
        out.push_str(&said(&std::mem::take(&mut word), &mut seen));
        out.push(c);
    }
    out.pop();
    out
}

fn said(word: &str, seen: &mut Vec<String>) -> String {
    let (bare, dot) = word.strip_suffix('.').map_or((word, ""), |bare| (bare, "."));
    if is_tenths(bare) {
        return format!("‹time›{dot}");
    }
    let is_commit = bare.len() >= 7
        && bare.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        && bare.bytes().any(|b| b.is_ascii_digit());
    if !is_commit {
        return word.to_owned();
    }
    let short = &bare[..7];
    let at = seen.iter().position(|known| known == short).unwrap_or_else(|| {
        seen.push(short.to_owned());
        seen.len() - 1
    });
    format!("‹commit {}›{dot}", at + 1)
}

/// "0.0", "1.3": how durations below ten seconds begin.
fn is_tenths(word: &str) -> bool {
    let digits = |part: &str| part.len() == 1 && part.bytes().all(|b| b.is_ascii_digit());
    word.split_once('.').is_some_and(|(whole, tenth)| digits(whole) && digits(tenth))
}
