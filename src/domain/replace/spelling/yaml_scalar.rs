//! What a plain scalar of YAML can hold (YAML 1.2, 7.3.3), read strictly: when in doubt, quote.

/// Whether a scalar can stay without quotes when it changes from `old` to `new`; `flow` inside
/// brackets. A number may become another number, but a text must not become one.
pub(super) fn still_fits(old: &str, new: &str, flow: bool) -> bool {
    is_safe(new, flow) && (!means_something_else(new) || means_something_else(old))
}

fn is_safe(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let second = text.chars().nth(1);
    let starts = match first {
        '-' | '?' | ':' => second.is_some_and(|c| !c.is_whitespace()),
        ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => {
            false
        }
        c => !c.is_whitespace(),
    };
    starts
        && !text.ends_with(char::is_whitespace)
        && !text.contains(char::is_control)
        && !text.contains(": ")
        && !text.ends_with(':')
        && !text.contains(" #")
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !(flow && text.contains([',', '[', ']', '{', '}']))
}

/// Words and numbers that YAML would not read as text (also those of YAML 1.1).
fn means_something_else(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    let words = [
        "true", "false", "yes", "no", "on", "off", "null", "~", "y", "n", ".nan", ".inf", "-.inf", "<<", "=",
    ];
    words.contains(&word.as_str())
        || (text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))
            && text
                .chars()
                .all(|c| c.is_ascii_hexdigit() || matches!(c, '.' | '_' | '+' | '-' | ':' | 'x' | 'o')))
}
