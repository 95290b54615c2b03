//! Recognizes the lines that database shells print around the rows of a table: borders, counts, times. For `msg_key_reader.rs`.

/// Characters of borders.
const SIGNS: &str = "-+=|:*~_";
/// Largest length of a footer in bytes.
const LONGEST_FOOTER: usize = 200;
/// Smallest length of a border.
const LEAST_SIGNS: usize = 3;

/// Whether a line is a border, with or without the number of a record in it: `+----+`, `|:--|--:|`, `├────┤`,
/// `-[ RECORD 1 ]----`, `*** 1. row ***`.
#[must_use]
pub fn is_border(line: &str) -> bool {
    let is_sign = |c: char| SIGNS.contains(c) || matches!(c, '\u{2500}'..='\u{257f}');
    let signs = line.chars().filter(|c| is_sign(*c)).take(LEAST_SIGNS).count();
    if signs < LEAST_SIGNS {
        return false;
    }
    let inside = line.trim_matches(|c: char| is_sign(c) || c.is_whitespace() || matches!(c, '[' | ']'));
    let is_filled = inside.chars().all(|c| is_sign(c) || c.is_whitespace());
    is_filled || is_record(inside)
}

/// Whether a line begins a record that is printed with one column per line.
#[must_use]
pub fn is_record_border(line: &str) -> bool {
    is_border(line) && line.contains(|c: char| c.is_ascii_digit())
}

fn is_record(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (first, second, third) = (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next());
    let is_count = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    third.is_none()
        && (first == "RECORD" && is_count(second)
            || second == "row" && is_count(first.strip_suffix('.').unwrap_or_default()))
}

/// Whether a line is a row count or duration: `3 rows in set (0.00 sec)`, `(3 rows)`, `Time: 0.4 ms`.
#[must_use]
pub fn is_footer(line: &str) -> bool {
    let begins = |c: char| c.is_ascii_digit() || matches!(c, '(' | 'T' | 't' | 'R' | 'r' | 'E' | 'e' | 'Q' | 'q');
    if line.len() > LONGEST_FOOTER || !line.trim_start().starts_with(begins) {
        return false;
    }
    let text = line.trim().trim_start_matches('(').trim_end_matches(')').to_ascii_lowercase();
    let mut words = text.split_whitespace();
    let (first, second, third) = (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next());
    let is_count = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    let rows = second.trim_end_matches(',');
    is_count
        && matches!(rows, "row" | "rows" | "zeile" | "zeilen" | "行")
        && third.is_none_or(|word| matches!(word, "in" | "selected" | "selected." | "affected"))
        || text.starts_with("time: ") && third.is_some_and(|unit| unit == "ms")
        || text.starts_with("run time: real ")
        || text.starts_with("empty set")
        || text.starts_with("query ok, ")
}
