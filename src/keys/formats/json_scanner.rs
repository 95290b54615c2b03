//! Reads the strings of JSON and JSON Lines line by line, tolerating malformed JSON. For `msg_key_reader.rs`.

use crate::keys::formats::json_members::Members;
use crate::keys::rejection::{RejectCode, Rejected};
use crate::keys::scanner::boundary::{is_key_name, is_near, tokens};
use crate::keys::scanner::escape::unescape;
use crate::keys::scanner::msg_key_scanner::{self, Found};

/// An open object or array.
#[derive(Debug, Clone, Copy)]
struct Level {
    /// The line on which it begins.
    line: u32,
    is_object: bool,
    /// Strings in this array are expected to be keys.
    wanted: bool,
    /// It contained a value that is expected to be a key.
    has_key: bool,
}

/// Takes the strings that are exactly a key. Keys inside longer strings count only if no string of the top-level value is exactly a
/// key: a structured log has its keys in a message text, but the text of a message in a reply may mention other messages.
#[derive(Debug, Default)]
pub struct JsonText {
    /// If given, only members with this name are read.
    name: Option<String>,
    levels: Vec<Level>,
    /// The next string value is expected to be a key.
    wanted: bool,
    /// The last line ended after the colon of a member.
    awaits_value: bool,
    has_whole: bool,
    inside: Found,
    /// Keys of the current top-level value, by the members that hold them.
    members: Members,
    /// The last line ended inside a string, which continues on the next line.
    is_cut: bool,
    values: u32,
}

impl JsonText {
    /// Reads the values of one member, or of all.
    #[must_use]
    pub fn new(name: Option<&str>) -> Self {
        Self { name: name.map(str::to_owned), ..Self::default() }
    }

    /// Whether a line starts like JSON, and not like a log line with a date in brackets.
    #[must_use]
    pub fn begins(line: &str) -> bool {
        let text = line.trim();
        let Some(rest) = text.strip_prefix(['{', '[']) else { return false };
        let next = rest.trim_start().chars().next();
        let within = if text.starts_with('{') { "\"}" } else { "\"{[]" };
        next.is_none_or(|next| within.contains(next))
    }

    /// Whether there was more than one top-level value.
    #[must_use]
    pub fn is_lines(&self) -> bool {
        self.values > 1
    }

    /// Two members that both hold keys in one value, so that the caller must choose one.
    #[must_use]
    pub fn ambiguous(&self) -> Option<&[String; 2]> {
        self.members.ambiguous()
    }

    /// Approximate number of bytes buffered until the top-level value ends.
    #[must_use]
    pub fn held(&self) -> usize {
        let inside = self.inside.msg_keys.len() + self.inside.rejected.len() + self.levels.len();
        self.members.held() + inside * size_of::<Rejected>()
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
            found.spot(text, line);
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
                        self.levels.truncate(depth);
                        self.is_cut = true;
                        return found.reject(rest, line, RejectCode::UnclosedString);
                    };
                    rest = behind;
                    self.string(string, behind.trim_start().starts_with(':'), line, found);
                }
                Some(open @ ('{' | '[')) => self.open(open == '{', line),
                Some('}' | ']') => self.close(found),
                _ => self.wanted = false,
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
        self.levels.truncate(depth);
    }

    fn open(&mut self, is_object: bool, line: u32) {
        let wanted = self.is_wanted() && !is_object;
        if wanted {
            self.note_key();
        }
        self.values += u32::from(self.levels.is_empty());
        self.levels.push(Level { line, is_object, wanted, has_key: false });
        self.wanted = false;
    }

    fn close(&mut self, found: &mut Found) {
        if let Some(level) = self.levels.pop() {
            if level.has_key {
                self.note_key();
            } else if level.is_object && self.is_entry() {
                found.reject("{", level.line, RejectCode::MissingMember);
            }
        }
        self.wanted = false;
        if self.levels.is_empty() {
            self.end_value(found);
        }
    }

    fn is_wanted(&self) -> bool {
        match self.levels.last() {
            None => self.name.is_none(),
            Some(level) if level.is_object => self.wanted,
            Some(level) => level.wanted,
        }
    }

    /// Whether a value at this position is expected to have the requested member, at any depth.
    fn is_entry(&self) -> bool {
        self.name.is_some()
            && match self.levels.last() {
                None => true,
                // An entry may contain other lists. This one holds entries if an earlier one did.
                Some(level) => !level.is_object && !level.wanted && (level.has_key || self.levels.len() == 1),
            }
    }

    fn note_key(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.has_key = true;
        }
    }

    fn string(&mut self, text: &str, is_name: bool, line: u32, found: &mut Found) {
        if is_name {
            let (text, _) = unescape(text);
            self.members.enter(&text);
            self.wanted = match &self.name {
                Some(name) => text.eq_ignore_ascii_case(name),
                // A member named `key` may hold anything.
                None => is_key_name(&text) && text.len() > "keys".len(),
            };
        } else if self.is_wanted() {
            let before = found.msg_keys.len();
            self.note_key();
            found.judge(text, line);
            if let Some(key) = found.msg_keys.get(before).copied() {
                self.members.note_wanted(key);
                self.has_whole = true;
            }
            return;
        }
        if self.name.is_some() {
            if self.is_entry() {
                found.reject(text, line, RejectCode::MissingMember);
            }
            return;
        }
        if let Some(key) = msg_key_scanner::whole(text) {
            if is_name {
                found.accept(key, line)
            } else {
                self.members.add(key, line)
            }
            self.has_whole = true;
        } else {
            self.inside.spot(text, line);
        }
    }

    /// Reads text outside strings: punctuation, numbers and words in valid JSON, and keys only if their quotes are missing.
    fn outside(&mut self, text: &str, line: u32, found: &mut Found) {
        let value = text.trim();
        let value = value.strip_prefix(':').unwrap_or(value).trim_start();
        let wanted = !self.levels.is_empty() && self.is_wanted();
        if value.is_empty() {
            return;
        }
        if self.name.is_some() && !wanted {
            if self.is_entry() {
                found.reject(value, line, RejectCode::MissingMember);
            }
            return;
        }
        let before = found.rejected.len();
        let has_key = found.spot(value, line);
        self.has_whole |= has_key;
        if wanted {
            self.note_key();
            if !has_key && found.rejected.len() == before {
                found.judge(value, line);
            }
        }
    }

    fn end_value(&mut self, found: &mut Found) {
        self.members.settle(found);
        let inside = std::mem::take(&mut self.inside);
        if !self.has_whole {
            found.msg_keys.extend(inside.msg_keys);
            found.lines.extend(inside.lines);
            found.rejected.extend(inside.rejected);
        }
        self.has_whole = false;
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
