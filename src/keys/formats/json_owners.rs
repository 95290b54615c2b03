//! Which object of a JSON text names the account of a key, for `json_scanner.rs`: the innermost one, before the key or after it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use crate::keys::scanner::msg_key_scanner::Found;
use crate::keys::scanner::owner::Owner;

/// The innermost object around a value; `None` outside objects.
pub(super) type Scope = Option<Rc<Object>>;

/// An object that holds keys, at any depth.
#[derive(Debug, Default)]
pub(super) struct Object {
    around: Scope,
    named: RefCell<Owner>,
    is_closed: Cell<bool>,
}

impl Object {
    pub(super) fn inside(around: Scope) -> Scope {
        Some(Rc::new(Self { around, ..Self::default() }))
    }

    /// Takes an account that a member of this object names.
    pub(super) fn name(&self, owner: Owner) {
        self.named.borrow_mut().add(owner);
    }

    pub(super) fn close(&self) {
        self.is_closed.set(true);
    }
}

/// The account of the keys of a scope. `None` while an open object may still name it.
fn owner_of(scope: &Scope) -> Option<Owner> {
    let mut at = scope;
    while let Some(object) = at {
        if !object.is_closed.get() {
            return None;
        }
        let named = object.named.borrow();
        if !named.is_unnamed() {
            return Some(named.clone());
        }
        at = &object.around;
    }
    Some(Owner::Unnamed)
}

/// The last keys found, from the first on whose account is still open.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    scopes: VecDeque<Scope>,
}

impl Waiting {
    /// Number of keys.
    pub(super) fn len(&self) -> usize {
        self.scopes.len()
    }

    /// Adds the last `count` keys found.
    pub(super) fn add(&mut self, count: usize, scope: &Scope) {
        if scope.is_some() || self.len() > 0 {
            self.scopes.extend(std::iter::repeat_n(scope, count).cloned());
        }
    }

    /// The last key was dropped.
    pub(super) fn drop_last(&mut self) {
        self.scopes.pop_back();
    }

    /// Gives the accounts that are known now to their keys. A key whose own text names an account keeps that.
    pub(super) fn settle(&mut self, found: &mut Found) {
        let first = found.msg_keys.len().saturating_sub(self.len());
        let mut owners = Vec::new();
        while let Some(owner) = self.scopes.front().and_then(owner_of) {
            self.scopes.pop_front();
            owners.push(if found.owners.of(first + owners.len()).is_some() { Owner::Unnamed } else { owner });
        }
        if owners.iter().any(|owner| !owner.is_unnamed()) {
            found.assign_each(first, &owners);
        }
    }
}
