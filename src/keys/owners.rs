//! The official accounts of the keys that were found, each text once: a text names few accounts beside its keys, or none.

use std::collections::HashMap;

/// The accounts of a list of keys, by the index of the key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owners {
    /// For each key its number in `names` plus 1, or 0 for none. The keys after the last number have none.
    numbers: Vec<u32>,
    names: Vec<Box<str>>,
    known: HashMap<Box<str>, u32>,
}

impl Owners {
    /// The account of a key.
    #[must_use]
    pub fn of(&self, key: usize) -> Option<&str> {
        let number = *self.numbers.get(key)?;
        self.names.get((number as usize).checked_sub(1)?).map(AsRef::as_ref)
    }

    /// Sets the account of a key.
    pub fn set(&mut self, key: usize, account: &str) {
        let number = self.number(account);
        if self.numbers.len() <= key {
            self.numbers.resize(key + 1, 0);
        }
        if let Some(place) = self.numbers.get_mut(key) {
            *place = number;
        }
    }

    fn number(&mut self, account: &str) -> u32 {
        // Most keys have the account of the key before them.
        if let Some(last) = self.numbers.last().copied()
            && last > 0
            && self.names.get(last as usize - 1).is_some_and(|name| **name == *account)
        {
            return last;
        }
        if let Some(number) = self.known.get(account) {
            return *number;
        }
        self.names.push(account.into());
        let number = self.names.len() as u32;
        self.known.insert(account.into(), number);
        number
    }

    /// Drops the accounts of the keys from this index on.
    pub fn truncate(&mut self, keys: usize) {
        self.numbers.truncate(keys);
    }

    /// The numbers of the accounts, as described at the field, and the accounts. No account is named if there are no numbers.
    #[must_use]
    pub fn parts(&self) -> (&[u32], &[Box<str>]) {
        (&self.numbers, &self.names)
    }

    /// The number of the account of a key, or 0 for none.
    #[must_use]
    pub fn number_of(&self, key: usize) -> u32 {
        self.numbers.get(key).copied().unwrap_or_default()
    }
}
