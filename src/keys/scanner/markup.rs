//! Markup that is invisible in rendered text: inline tags, emphasis, diff marks. For `boundary.rs`: digits on either side of it are shown
//! as one number.

/// Tags that begin a new line, cell or block. The text before them is separate.
const BLOCKS: [&str; 28] = [
    "td", "th", "tr", "table", "tbody", "thead", "li", "ul", "ol", "p", "br", "div", "pre", "hr", "dt", "dd", "dl",
    "h1", "h2", "h3", "h4", "h5", "h6", "option", "section", "article", "input", "textarea",
];
/// Largest length of a tag with its attributes.
const TAG_CHARS: usize = 200;
/// Largest number of marks to skip: real texts have fewer.
const MOST_MARKS: usize = 8;

/// Whether the last visible character of a text is a digit. A letter is not part of a key.
#[must_use]
pub(super) fn joins(before: &str) -> bool {
    let mut text = before;
    for _ in 0..MOST_MARKS {
        match without_mark(text) {
            Some(rest) => text = rest,
            None => break,
        }
    }
    text.len() < before.len() && text.ends_with(char::is_numeric)
}

/// A text without the mark at its end.
fn without_mark(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(['*', '~']);
    if rest.len() < text.len() {
        return Some(rest);
    }
    for sign in ["+}", "-]", "(", "]]>", "<![CDATA["] {
        if let Some(rest) = text.strip_suffix(sign) {
            return Some(rest);
        }
    }
    without_tag(text, '<', '>').or_else(|| without_tag(text, '[', ']'))
}

/// A text without the tag at its end, unless that begins a block.
fn without_tag(text: &str, open: char, close: char) -> Option<&str> {
    let inside = text.strip_suffix(close)?;
    let at = inside.rfind(open).filter(|at| inside.len() - at <= TAG_CHARS)?;
    let tag = inside.get(at + 1..)?.trim_start_matches('/');
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    // `[12]` and `a[0]` are not tags.
    let is_tag = open == '<' || name.len() == tag.len() && name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_block = BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name));
    if is_tag && !is_block { inside.get(..at) } else { None }
}
