//! The descriptions that baton writes: paragraphs, `code`, and fences. Nothing else of Markdown means
//! anything here, and no mark-up comes through.

use maud::{Markup, html};

/// A description as HTML.
pub(super) fn description(text: &str) -> Markup {
    html! {
        @for block in blocks(text) {
            @match block {
                Block::Text(text) => p { (spans(&text)) },
                Block::Fence(text) => pre.code tabindex="0" { code { (text) } },
            }
        }
    }
}

enum Block {
    Text(String),
    Fence(String),
}

/// A fence ends with as many backticks as it began with, or with the text.
fn blocks(text: &str) -> Vec<Block> {
    let (mut found, mut paragraph): (Vec<Block>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 && !line.trim().is_empty() {
            paragraph.push(line);
            continue;
        }
        if !paragraph.is_empty() {
            found.push(Block::Text(paragraph.join("\n")));
            paragraph.clear();
        }
        if ticks >= 3 {
            let end = &line[..ticks];
            let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
            found.push(Block::Fence(inside.join("\n")));
        }
    }
    if !paragraph.is_empty() {
        found.push(Block::Text(paragraph.join("\n")));
    }
    found
}

fn spans(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    // Without a partner, a backtick is one.
    let pairs = if parts.len() % 2 == 1 { parts.len() } else { parts.len() - 2 };
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @if at % 2 == 1 && at < pairs { code { (part) } }
            @else { @if at % 2 == 1 { "`" } (part) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_stays_text() {
        let text =
            "Asked for in chat:\n\n````text\n<b>```\n[x](javascript:1)\n````\n\nTask `k7f2q9m3x4`, `odd\n";
        insta::assert_snapshot!(description(text).0, @r#"
        <p>Asked for in chat:</p><pre class="code" tabindex="0"><code>&lt;b&gt;```
        [x](javascript:1)</code></pre><p>Task <code>k7f2q9m3x4</code>, `odd</p>
        "#);
    }

    #[test]
    fn a_fence_that_does_not_end_keeps_its_text() {
        assert_eq!(description("```\na").0, r#"<pre class="code" tabindex="0"><code>a</code></pre>"#);
        assert_eq!(description("").0, "");
    }
}
