//! Decides what the strings of a JSON text are: keys, accounts, or texts that mention them. For `json_scanner.rs`.

use crate::keys::formats::json_level::{Level, scope_of};
use crate::keys::formats::json_members::Members;
use crate::keys::formats::json_owners::{Scope, Waiting};
use crate::keys::found_key::FoundKey;
use crate::keys::rejection::{RejectCode, Rejected};
use crate::keys::scanner::boundary::is_key_name;
use crate::keys::scanner::escape::{unescape, without_backslashes};
use crate::keys::scanner::msg_key_scanner::{self, Found};
use crate::keys::scanner::owner::{Naming, Owner, account};
use crate::text::excerpt::head;

/// Takes the strings that are exactly a key. Keys inside longer strings count only if no string of the top-level value is exactly a
/// key: a structured log has its keys in a message text, but the text of a message in a reply may mention other messages.
#[derive(Debug, Default)]
pub struct JsonText {
    /// If given, only members with this name are read.
    pub(super) name: Option<String>,
    /// If given, only members with this name hold accounts.
    pub(super) account: Option<String>,
    pub(super) levels: Vec<Level>,
    /// The next string value is expected to be a key.
    pub(super) wanted: bool,
    /// The next value is an account.
    pub(super) names: Option<Naming>,
    pub(super) waiting: Waiting,
    /// The last line ended after the colon of a member.
    pub(super) awaits_value: bool,
    pub(super) has_whole: bool,
    pub(super) inside: Found,
    /// The objects of the keys inside strings.
    pub(super) scopes: Vec<Scope>,
    /// Keys of the current top-level value, by the members that hold them.
    pub(super) members: Members,
    /// The last line ended inside a string, which continues on the next line.
    pub(super) is_cut: bool,
    pub(super) values: u32,
}

impl JsonText {
    /// Reads the keys of one member, or of all, and the accounts of one member, or of those with a known name.
    #[must_use]
    pub fn new(name: Option<&str>, account: Option<&str>) -> Self {
        Self { name: name.map(str::to_owned), account: account.map(str::to_owned), ..Self::default() }
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
        let waiting = self.waiting.len() * (size_of::<Scope>() + size_of::<(FoundKey, u32)>());
        self.members.held() + waiting + inside * size_of::<Rejected>()
    }

    /// Leaves the objects and arrays below a depth.
    pub(super) fn leave(&mut self, depth: usize) {
        self.levels.iter().skip(depth).for_each(Level::close);
        self.levels.truncate(depth);
    }

    /// Number of keys that wait for their account.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// The last key was dropped.
    pub fn drop_last(&mut self) {
        self.waiting.drop_last();
    }

    /// Takes a value in place of the account of its object. Returns whether it was one.
    pub(super) fn note_account(&mut self, owner: Owner) -> bool {
        let naming = self.names.take();
        let is_vague = naming == Some(Naming::Vague) && matches!(owner, Owner::Invalid(_));
        if naming.is_none() || is_vague || owner.is_unnamed() {
            return false;
        }
        if let Some(object) = scope_of(&mut self.levels) {
            object.name(owner);
        }
        true
    }

    /// Gives the keys from `before` on to the innermost object.
    fn cover(&mut self, before: usize, found: &Found) {
        if found.msg_keys.len() > before {
            let scope = scope_of(&mut self.levels);
            self.waiting.add(found.msg_keys.len() - before, &scope);
        }
    }

    pub(super) fn spot(&mut self, text: &str, line: u32, found: &mut Found) -> bool {
        let before = found.msg_keys.len();
        let has_key = found.spot(text, line);
        self.cover(before, found);
        has_key
    }

    pub(super) fn is_wanted(&self) -> bool {
        match self.levels.last() {
            None => self.name.is_none(),
            Some(level) if level.is_object => self.wanted,
            Some(level) => level.wanted,
        }
    }

    /// Whether a value at this position is expected to have the requested member, at any depth.
    pub(super) fn is_entry(&self) -> bool {
        self.name.is_some()
            && match self.levels.last() {
                None => true,
                // An entry may contain other lists. This one holds entries if an earlier one did.
                Some(level) => !level.is_object && !level.wanted && (level.has_key || self.levels.len() == 1),
            }
    }

    pub(super) fn note_key(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.has_key = true;
        }
    }

    /// Takes a member name.
    fn enter(&mut self, name: &str) {
        let (text, _) = unescape(name);
        self.members.enter(&text);
        // The keys in this member may be of the account that is its name, but other members of the object are not.
        if self.account.is_none()
            && account(&text).is_some()
            && let Some(object) = scope_of(&mut self.levels)
        {
            object.name(Owner::Doubtful);
        }
        self.wanted = match &self.name {
            Some(name) => text.eq_ignore_ascii_case(name),
            // A member named `key` may hold anything.
            None => is_key_name(&text) && text.len() > "keys".len(),
        };
        self.names = match &self.account {
            Some(name) => text.eq_ignore_ascii_case(name).then_some(Naming::Certain),
            None => Naming::of(&text),
        };
    }

    pub(super) fn string(&mut self, text: &str, is_name: bool, line: u32, found: &mut Found) {
        if is_name {
            self.enter(text);
        } else if let Some(naming) = self.names
            && self.note_account(Owner::of(&without_backslashes(text), naming))
        {
            return;
        } else if self.is_wanted() {
            let before = found.msg_keys.len();
            self.note_key();
            found.judge(text, line);
            self.cover(before, found);
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
            let scope = scope_of(&mut self.levels);
            if is_name {
                found.accept(key, line);
                self.waiting.add(1, &scope);
            } else {
                self.members.add(key, line, scope);
            }
            self.has_whole = true;
        } else if self.inside.spot(text, line) {
            let scope = scope_of(&mut self.levels);
            self.scopes.resize(self.inside.msg_keys.len(), scope);
        }
    }

    /// Reads text outside strings: punctuation, numbers and words in valid JSON, and keys only if their quotes are missing.
    pub(super) fn outside(&mut self, text: &str, line: u32, found: &mut Found) {
        let value = text.trim();
        let value = value.strip_prefix(':').unwrap_or(value).trim_start();
        let wanted = !self.levels.is_empty() && self.is_wanted();
        if value.is_empty() || self.note_value(value) {
            return;
        }
        if self.name.is_some() && !wanted {
            if self.is_entry() {
                found.reject(value, line, RejectCode::MissingMember);
            }
            return;
        }
        let before = found.rejected.len();
        let has_key = self.spot(value, line, found);
        self.has_whole |= has_key;
        if wanted {
            self.note_key();
            if !has_key && found.rejected.len() == before {
                let keys = found.msg_keys.len();
                found.judge(value, line);
                self.cover(keys, found);
            }
        }
    }

    /// Takes a value that is no string in place of an account.
    fn note_value(&mut self, value: &str) -> bool {
        self.names.is_some() && !value.is_empty() && value != "null" && self.note_account(Owner::Invalid(head(value)))
    }

    pub(super) fn end_value(&mut self, found: &mut Found) {
        self.members.settle(found, &mut self.waiting);
        let (inside, scopes) = (std::mem::take(&mut self.inside), std::mem::take(&mut self.scopes));
        if !self.has_whole {
            found.append(inside);
            scopes.iter().for_each(|scope| self.waiting.add(1, scope));
        }
        self.has_whole = false;
        self.waiting.settle(found);
    }
}
