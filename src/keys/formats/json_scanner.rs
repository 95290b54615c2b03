//! Reads the strings of JSON and JSON Lines line by line, tolerating malformed JSON. For `msg_key_reader.rs`.

use crate::keys::formats::json_level::Level;
use crate::keys::formats::json_text::JsonText;
use crate::keys::rejection::RejectCode;
use crate::keys::scanner::boundary::{is_near, tokens};
use crate::keys::scanner::escape::unescape;
use crate::keys::scanner::msg_key_scanner::Found;
use crate::keys::scanner::owner::Owner;

impl JsonText {
    /// Whether a line starts like JSON, and not like a log line with a date in brackets.
    #[must_use]
    pub fn begins(line: &str) -> bool {
        let text = line.trim();
        let Some(rest) = text.strip_prefix(['{', '[']) else { return false };
        // The strings of a Python list are not those of JSON.
        if rest.trim_start_matches(['[', '{', ' ', '\t']).starts_with('\'') {
            return false;
        }
        let next = rest.trim_start().chars().next();
        let within = if text.starts_with('{') { "\"}" } else { "\"{[]" };
        next.is_none_or(|next| within.contains(next))
    }

    /// Reads one line.
    pub fn read(&mut self, text: &str, line: u32, found: &mut Found) {
        let text = self.behind_cut(text, line, found);
        if text.starts_with('{') {
            // A line may start with an object only in an array or after a colon. Otherwise the open value was truncated.
            if !self.awaits_value {
                let arrays = self.levels.iter().rposition(|level| !level.is_object).map_or(0, |at| at + 1);
                self.cut(arrays, found);
            }
            self.end_value(found);
        } else if self.levels.is_empty() && !Self::begins(text) && self.name.is_none() {
            // Other text follows the JSON.
            self.spot(text, line, found);
            return;
        }
        let depth = self.levels.len();
        let mut rest = text;
        while let Some(at) = rest.find(['"', '{', '}', '[', ']', ',']) {
            let (before, from) = rest.split_at(at);
            self.outside(before, line, found);
            let mut characters = from.chars();
            let mark = characters.next();
            rest = characters.as_str();
            match mark {
                Some('"') => {
                    let Some((string, behind)) = end_of_string(rest) else {
                        // JSON strings contain no line breaks. The part on this line may look like a key and be a truncated one.
                        self.note_account(Owner::Doubtful);
                        self.leave(depth);
                        self.is_cut = true;
                        return found.reject(rest, line, RejectCode::UnclosedString);
                    };
                    rest = behind;
                    self.string(string, behind.trim_start().starts_with(':'), line, found);
                }
                Some(open @ ('{' | '[')) => self.open(open == '{', line),
                Some('}' | ']') => self.close(found),
                _ => (self.wanted, self.names) = (false, None),
            }
        }
        self.outside(rest, line, found);
        self.awaits_value = rest.trim_end().ends_with(':');
    }

    /// Rejects keys in the rest of a string that began on an earlier line: they may be truncated. Returns the text after the string.
    fn behind_cut<'a>(&mut self, text: &'a str, line: u32, found: &mut Found) -> &'a str {
        if !std::mem::take(&mut self.is_cut) || text.trim_start().starts_with(['{', '[']) {
            return text;
        }
        let (inside, behind) = end_of_string(text).unwrap_or((text, ""));
        self.is_cut = inside.len() == text.len();
        let (plain, _) = unescape(inside);
        for token in tokens(&plain).filter(|token| is_near(token.text)) {
            found.reject(token.text, line, RejectCode::CutByLine);
        }
        behind
    }

    /// Takes the remaining keys and reports what was not closed.
    pub fn finish(&mut self, found: &mut Found) {
        self.cut(0, found);
        self.end_value(found);
    }

    /// Drops the containers that are open below a depth and reports where the outermost of them began.
    fn cut(&mut self, depth: usize, found: &mut Found) {
        if let Some(level) = self.levels.get(depth) {
            let (mark, code) =
                if level.is_object { ("{", RejectCode::UnclosedObject) } else { ("[", RejectCode::UnclosedArray) };
            found.reject(mark, level.line, code);
        }
        self.leave(depth);
    }

    fn open(&mut self, is_object: bool, line: u32) {
        let wanted = self.is_wanted() && !is_object;
        if wanted {
            self.note_key();
        }
        self.values += u32::from(self.levels.is_empty());
        self.note_account(Owner::Invalid(if is_object { "{" } else { "[" }.to_owned()));
        self.levels.push(Level::new(line, is_object, wanted));
        self.wanted = false;
    }

    fn close(&mut self, found: &mut Found) {
        if let Some(level) = self.levels.pop() {
            level.close();
            if level.has_key {
                self.note_key();
            } else if level.is_object && self.is_entry() {
                found.reject("{", level.line, RejectCode::MissingMember);
            }
        }
        (self.wanted, self.names) = (false, None);
        self.waiting.settle(found);
        if self.levels.is_empty() {
            self.end_value(found);
        }
    }
}

/// The text of a string up to its closing quote, and the text after it.
fn end_of_string(text: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some((text.get(..at)?, text.get(at + 1..)?)),
            _ => {}
        }
    }
    None
}
