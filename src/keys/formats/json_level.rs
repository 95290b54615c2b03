//! The open objects and arrays of a JSON text, for `json_scanner.rs`.

use crate::keys::formats::json_owners::{Object, Scope};

/// An open object or array.
#[derive(Debug)]
pub(super) struct Level {
    /// The line on which it begins.
    pub line: u32,
    pub is_object: bool,
    /// Strings in this array are expected to be keys.
    pub wanted: bool,
    /// It contained a value that is expected to be a key.
    pub has_key: bool,
    /// The object, or the object around the array, once a key or account was found in it.
    scope: Option<Scope>,
}

impl Level {
    pub(super) fn new(line: u32, is_object: bool, wanted: bool) -> Self {
        Self { line, is_object, wanted, has_key: false, scope: None }
    }

    /// Ends an object: its keys have the account that it named so far.
    pub(super) fn close(&self) {
        if let Some(Some(object)) = self.scope.as_ref().filter(|_| self.is_object) {
            object.close();
        }
    }
}

/// The innermost object.
pub(super) fn scope_of(levels: &mut [Level]) -> Scope {
    let known = levels.iter().rposition(|level| level.scope.is_some());
    let mut scope = known.and_then(|at| levels.get(at)?.scope.clone()).flatten();
    for level in levels.iter_mut().skip(known.map_or(0, |at| at + 1)) {
        scope = if level.is_object { Object::inside(scope) } else { scope };
        level.scope = Some(scope.clone());
    }
    scope
}
