//! Strings of JSON and JSON Lines, read line by line and whatever is broken in it, for `msg_key_reader.rs`.

use crate::keys::formats::json_members::Members;
use crate::keys::rejection::{RejectCode, Rejected};
use crate::keys::scanner::boundary::{is_key_name, is_near, tokens};
use crate::keys::scanner::escape::unescape;
use crate::keys::scanner::msg_key_scanner::{self, Found};

/// An object or array that is open.
#[derive(Debug, Clone, Copy)]
struct Level {
    /// Where it began.
    line: u32,
    is_object: bool,
    /// Strings in this array should be keys.
    wanted: bool,
    /// A value that should be a key was in it.
    has_key: bool,
}

/// Reads the strings that are keys as a whole. Keys inside longer strings count only in a value that has no whole one: a
/// structured log keeps them in its message, while the text of a message in a reply may speak of other messages.
#[derive(Debug, Default)]
pub struct JsonText {
    /// Only values of members with this name, if given.
    name: Option<String>,
    levels: Vec<Level>,
    /// The next string value should be a key.
    wanted: bool,
    /// The last line ended behind the colon of a member.
    awaits_value: bool,
    has_whole: bool,
    inside: Found,
    /// Keys of the value that is read, by the members that they stand in.
    members: Members,
    /// The last line ended inside of a string: the next one begins in it.
    is_cut: bool,
    values: u32,
}

impl JsonText {
    /// Reads values of one member only, or all.
    #[must_use]
    pub fn new(name: Option<&str>) -> Self {
        Self { name: name.map(str::to_owned), ..Self::default() }
    }

    /// Whether a line begins as JSON does, and not as a log line with a date in brackets.
    #[must_use]
    pub fn begins(line: &str) -> bool {
        let text = line.trim();
        let Some(rest) = text.strip_prefix(['{', '[']) else { return false };
        let next = rest.trim_start().chars().next();
        let within = if text.starts_with('{') { "\"}" } else { "\"{[]" };
        next.is_none_or(|next| within.contains(next))
    }

    /// Whether more than one value stood at the top.
    #[must_use]
    pub fn is_lines(&self) -> bool {
        self.values > 1
    }

    /// The members between which the keys of a value could not be told.
    #[must_use]
    pub fn ambiguous(&self) -> Option<&[String; 2]> {
        self.members.ambiguous()
    }

    /// Bytes, about, that are kept until the value at the top ends.
    #[must_use]
    pub fn held(&self) -> usize {
        let inside = self.inside.msg_keys.len() + self.inside.rejected.len() + self.levels.len();
        self.members.held() + inside * size_of::<Rejected>()
    }

    /// Reads one line.
    pub fn read(&mut self, text: &str, line: u32, found: &mut Found) {
        let text = self.behind_cut(text, line, found);
        if text.starts_with('{') {
            // Only in an array, or behind a colon, may an object begin here: what else is open was cut.
            if !self.awaits_value {
                let arrays = self.levels.iter().rposition(|level| !level.is_object).map_or(0, |at| at + 1);
                self.cut(arrays, found);
            }
            self.end_value(found);
        } else if self.levels.is_empty() && !Self::begins(text) && self.name.is_none() {
            // Something else was pasted behind the JSON.
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
                        // JSON has no line break inside a string. What is there of one may look like a key, and be a cut one.
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

    /// What follows the string that began on an earlier line: its own text may hold the rest of a key.
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

    /// Takes what is left, and notes what nothing closed.
    pub fn finish(&mut self, found: &mut Found) {
        self.cut(0, found);
        self.end_value(found);
    }

    /// Gives up what is open below a depth, and notes where the outermost of it began.
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

    /// Whether a value that stands here should have the member that was asked for, itself or further down.
    fn is_entry(&self) -> bool {
        self.name.is_some()
            && match self.levels.last() {
                None => true,
                // Within an entry other lists may stand; this one is of entries if an earlier one was.
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
                // A member `key` may hold anything.
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

    /// Text outside of strings: in sound JSON punctuation, numbers and words; keys only where quotes are lacking.
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

/// Text of a string up to its closing quote, and what follows it.
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
