//! Words in names: `PricingPage.vue`, `pricing_page`, `site-footer`, `pricing.cta`.

/// The words of a name, in lower case and without a plural `s`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut lower = false;
    for ch in name.chars() {
        if !ch.is_alphanumeric() || (ch.is_uppercase() && lower) {
            out.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if ch.is_alphanumeric() {
            word.extend(ch.to_lowercase());
        }
        lower = ch.is_lowercase() || ch.is_ascii_digit();
    }
    out.extend((!word.is_empty()).then_some(word));
    out.iter_mut().for_each(singular);
    out
}

fn singular(word: &mut String) {
    if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
        word.pop();
    }
}

/// Whether all of `wanted` are among `words`, or stand there written together.
pub(super) fn cover(words: &[String], wanted: &[String]) -> bool {
    let together = wanted.concat();
    !wanted.is_empty() && (spell(words, wanted) || words.contains(&together) || words.concat() == together)
}

/// Whether `words` begin with all of `wanted`, however they are written together.
pub(super) fn begin(words: &[String], wanted: &[String]) -> bool {
    let together = wanted.concat();
    !wanted.is_empty() && (1..=words.len()).any(|count| words[..count].concat() == together)
}

/// Whether `wanted`, cut anywhere between its words, is made of `words`: "iOS" is `i`, `os`, and
/// stands in a path as `ios`.
fn spell(words: &[String], wanted: &[String]) -> bool {
    let mut reached = vec![false; wanted.len() + 1];
    reached[0] = true;
    for from in 0..wanted.len() {
        if reached[from] {
            for to in from + 1..=wanted.len().min(from + 3) {
                reached[to] |= words.contains(&wanted[from..to].concat());
            }
        }
    }
    reached[wanted.len()]
}
