//! Finds which account each key of a line of free text belongs to: `account key`, or the body of a webhook or request in a log.
//! A key has the account that the innermost JSON object around it names, otherwise that of its line.

use std::borrow::Cow;

use crate::keys::found_key::FoundKey;
use crate::keys::rejection::MOST_LAYERS;
use crate::keys::scanner::boundary::{is_invisible, is_near, is_word_char, tokens};
use crate::keys::scanner::escape::{layer, unescape, without_backslashes};
use crate::keys::scanner::owner::{Naming, Owner, account, may_name};
use crate::vendor::official_account::OFFICIAL_ACCOUNT_PREFIX;

/// An object or a line that may name an account.
#[derive(Debug, Default)]
struct Scope {
    around: Option<usize>,
    is_object: bool,
    /// Named by a member or after the name of an account.
    named: Owner,
    /// Accounts without a name, before any object.
    loose: Owner,
}

/// Reads one line, with the texts inside its strings.
#[derive(Debug, Default)]
struct Walk {
    scopes: Vec<Scope>,
    keys: Vec<(FoundKey, usize)>,
    /// What the next value is, by the name before it.
    awaited: Option<Naming>,
    has_object: bool,
    /// A quote is missing, or not escaped: what is inside a string is unclear.
    is_broken: bool,
}

/// The account of each key of a line, in the order of the line. `plain` is the line without escapes. `None` if it names no account.
#[must_use]
pub fn owners(text: &str, plain: &str, keys: &[FoundKey]) -> Option<Vec<Owner>> {
    if !may_name(plain) {
        return None;
    }
    let mut walk = Walk::default();
    walk.text(if plain.contains('{') { text } else { plain }, None, 0);
    if !walk.is_broken && walk.keys.iter().map(|(key, _)| *key).eq(keys.iter().copied()) {
        return Some(walk.keys.iter().map(|(_, scope)| walk.owner(*scope)).collect());
    }
    // Which object each key belongs to is unclear.
    let mut all = Owner::Unnamed;
    for scope in walk.scopes {
        all.add(scope.named);
        all.add(scope.loose);
    }
    let is_line = !plain.contains(['{', '\n']) || all.is_unnamed();
    Some(vec![if is_line { all } else { Owner::Doubtful }; keys.len()])
}

impl Walk {
    /// The account that the innermost scope names.
    fn owner(&self, scope: usize) -> Owner {
        let mut at = Some(scope);
        while let Some(scope) = at.and_then(|at| self.scopes.get(at)) {
            if let Some(owner) = [&scope.named, &scope.loose].into_iter().find(|owner| !owner.is_unnamed()) {
                return owner.clone();
            }
            at = scope.around;
        }
        Owner::Unnamed
    }

    fn enter(&mut self, around: Option<usize>, is_object: bool) -> usize {
        self.scopes.push(Scope { around, is_object, ..Scope::default() });
        self.scopes.len() - 1
    }

    /// Reads a text in which JSON may begin anywhere, below this number of strings.
    fn text(&mut self, text: &str, around: Option<usize>, depth: usize) {
        let text = down_to_quotes(text);
        let mut scope = self.enter(around, false);
        let mut rest = text.as_ref();
        while let Some((before, mark, behind)) = next_mark(rest) {
            self.bare(before, &mut scope);
            rest = behind;
            match mark {
                '{' => {
                    self.has_object = true;
                    scope = self.enter(Some(scope), true);
                }
                '}' => scope = self.leave(scope),
                ',' => self.awaited = None,
                quote => {
                    // In a text without its own escapes, an apostrophe holds JSON whose escapes are still needed.
                    let is_raw = quote == '\'' && matches!(text, Cow::Owned(_));
                    let (inside, after) = string_at(behind, quote, is_raw);
                    rest = after.unwrap_or_default();
                    self.is_broken |= rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '_'));
                    self.string(&inside, after, &mut scope, depth);
                }
            }
        }
        self.bare(rest, &mut scope);
        self.awaited = None;
    }

    /// The scope around an object. A closing brace without an opening one ends nothing.
    fn leave(&mut self, scope: usize) -> usize {
        self.awaited = None;
        self.scopes.get(scope).filter(|scope| scope.is_object).and_then(|scope| scope.around).unwrap_or(scope)
    }

    /// Reads a string without its escapes. `after` is the text after its closing quote.
    fn string(&mut self, inside: &str, after: Option<&str>, scope: &mut usize, depth: usize) {
        let is_name = after.is_some_and(|after| after.trim_start().starts_with(':'));
        let is_in_object = self.scopes.get(*scope).is_some_and(|scope| scope.is_object);
        if is_name {
            self.awaited = None;
            self.bare(inside, scope);
            // The keys in this member may be of the account that is its name, but other members of the object are not.
            if is_in_object && account(inside).is_some() {
                self.name(*scope, Owner::Doubtful);
            }
            self.awaited = Naming::of(inside);
            return;
        }
        if let Some(naming) = self.awaited.take() {
            let owner = Owner::of(inside, naming);
            let is_cut = after.is_none() && !owner.is_unnamed();
            return self.name(*scope, if is_cut { Owner::Doubtful } else { owner });
        }
        if depth >= MOST_LAYERS || !is_in_object && !inside.contains(['{', '\\', '%', '&']) {
            return self.bare(inside, scope);
        }
        self.text(inside, Some(*scope), depth + 1);
    }

    fn name(&mut self, scope: usize, owner: Owner) {
        if let Some(scope) = self.scopes.get_mut(scope) {
            scope.named.add(owner);
        }
    }

    /// Reads a text without quotes and braces. A line break outside objects begins another line.
    fn bare(&mut self, text: &str, scope: &mut usize) {
        let plain = unescape(text).0;
        self.is_broken |= plain.contains('{') && !text.contains('{');
        for (number, line) in plain.split('\n').enumerate() {
            if number > 0
                && let Some(around) = self.scopes.get(*scope).filter(|scope| !scope.is_object).map(|scope| scope.around)
            {
                *scope = self.enter(around, false);
            }
            self.line(line, *scope);
        }
    }

    fn line(&mut self, line: &str, scope: usize) {
        for token in tokens(line).filter(|token| is_near(token.text) && !token.is_in_doubt()) {
            if let Some(key) = FoundKey::parse(token.text).filter(FoundKey::is_plausible) {
                self.keys.push((key, scope));
            }
        }
        self.value(line, scope);
        // Behind an object, it may be of the text of a message whose quotes were lost.
        if !self.has_object
            && let Some(scope) = self.scopes.get_mut(scope)
        {
            scope.loose.add(loose_account(line));
        }
    }

    /// Reads what is after the name of an account: `Official_Account=...`, or a JSON value that is not a string.
    fn value(&mut self, line: &str, scope: usize) {
        if let Some(naming) = self.awaited {
            let value = line.trim().trim_start_matches(':').trim();
            if !value.is_empty() {
                self.awaited = None;
                self.name(scope, if naming == Naming::Certain { Owner::of(value, naming) } else { Owner::Unnamed });
            }
        }
        for (at, sign) in line.match_indices(['=', ':']) {
            let (before, behind) = line.split_at(at);
            // A log may write the name of a class and a colon before its message.
            let naming = if sign == "=" { Naming::Certain } else { Naming::Vague };
            let name = before.trim_end().rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).next();
            if name.and_then(Naming::of) != Some(Naming::Certain) {
                continue;
            }
            let value = behind.get(1..).unwrap_or_default().trim_start();
            let value = value.get(..end_of_word(value)).unwrap_or_default();
            if value.is_empty() {
                self.awaited = Some(naming);
            } else if value.starts_with(OFFICIAL_ACCOUNT_PREFIX) {
                self.name(scope, loose_account(value));
            } else {
                self.name(scope, Owner::of(value, naming));
            }
        }
    }
}

/// The text with as many layers of escapes decoded as hide its quotes. The texts inside its strings stay escaped.
fn down_to_quotes(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    for _ in 0..MOST_LAYERS {
        if has_quote(&plain) {
            break;
        }
        let unslashed = without_backslashes(&plain).into_owned();
        match if has_quote(&unslashed) { Some(unslashed) } else { layer(&plain) } {
            Some(below) => plain = below.into(),
            None => break,
        }
    }
    plain
}

/// Whether a text has a quote that is not escaped.
fn has_quote(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let last = std::mem::replace(&mut before, c);
        c == '"' && last != '\\' || c == '\'' && begins_string(last)
    })
}

/// Whether an apostrophe after this character may be a quote.
fn begins_string(last: char) -> bool {
    last == ' ' || "{[,:(=b".contains(last)
}

/// The next sign of JSON, with the text before and after it.
fn next_mark(text: &str) -> Option<(&str, char, &str)> {
    text.match_indices(['{', '}', '"', '\'', ',']).find_map(|(at, sign)| {
        let (before, behind) = (text.get(..at)?, text.get(at + 1..)?);
        (sign != "'" || is_quote(before, behind)).then_some((before, sign.chars().next()?, behind))
    })
}

/// Whether an apostrophe between these texts is a quote: a string may begin there, and may end at the next one.
fn is_quote(before: &str, behind: &str) -> bool {
    before.chars().next_back().is_none_or(begins_string)
        && end_of_string(behind, '\'').1.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric()))
}

/// A string without its escapes, and the text after its closing quote, if there is one. A cell of CSV doubles its quotes.
fn string_at(text: &str, quote: char, is_raw: bool) -> (Cow<'_, str>, Option<&str>) {
    let (inside, after) = end_of_string(text, quote);
    if quote == '"' && after.is_some_and(|after| after.starts_with('"')) && inside.contains('{') {
        let mut quotes = text.match_indices('"').map(|(at, _)| at).peekable();
        while let Some(at) = quotes.next() {
            if quotes.next_if_eq(&(at + 1)).is_none() {
                let inside = text.get(..at).unwrap_or_default();
                return (inside.replace("\"\"", "\"").into(), text.get(at + 1..));
            }
        }
    }
    (if is_raw { inside.into() } else { without_backslashes(inside) }, after)
}

/// A string up to its closing quote, and the text after it, if there is one.
fn end_of_string(text: &str, quote: char) -> (&str, Option<&str>) {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == quote => return (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
            _ => {}
        }
    }
    (text, None)
}

/// The account among the words of a line.
fn loose_account(line: &str) -> Owner {
    let (mut owner, mut rest) = (Owner::Unnamed, line);
    while let Some(at) = rest.find(OFFICIAL_ACCOUNT_PREFIX) {
        let (before, from) = rest.split_at(at);
        let end = end_of_word(from);
        let (word, behind) = (from.get(..end).unwrap_or_default(), from.get(end..).unwrap_or_default());
        let is_inside = before.ends_with(|c: char| c.is_ascii_alphanumeric())
            || behind.starts_with(|c: char| !c.is_ascii() && (is_word_char(c) || is_invisible(c)));
        // `@TOA#_a=71_1_1698741698` may be an account, or an account and a key.
        let has_key = tokens(word).any(|token| is_near(token.text));
        owner.add(match account(word.trim_end_matches(['.', ':', '='])) {
            Some(account) if !is_inside && !has_key => Owner::Account(account),
            _ => Owner::Doubtful,
        });
        rest = behind;
    }
    owner
}

/// Length of the word at the start of a text.
fn end_of_word(text: &str) -> usize {
    let is_end = |c: char| !c.is_ascii_graphic() || ",;\"'`|()[]{}<>&\\".contains(c);
    text.find(is_end).unwrap_or(text.len())
}
