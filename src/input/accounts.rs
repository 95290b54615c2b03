//! The official accounts of a run, by number.

use crate::input::text_index::TextIndex;
use crate::issue::problem::Problem;
use crate::vendor::official_account::OfficialAccount;

/// Number of an account within its run.
pub type AccountId = u32;

/// The first account of a run, and the only one if the request names it. It keeps its number to the end.
pub const FIRST: AccountId = 0;

/// The accounts of a run. In a stream, the number of an account is reused once nothing holds it.
#[derive(Debug, Default)]
pub struct Accounts {
    index: TextIndex,
    slots: Vec<Slot>,
    free: Vec<AccountId>,
}

#[derive(Debug)]
struct Slot {
    account: OfficialAccount,
    holders: u32,
}

impl Accounts {
    /// No accounts. The seed is for the table of names.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { index: TextIndex::seeded(seed), slots: Vec::new(), free: Vec::new() }
    }

    /// The number of the account with this id.
    ///
    /// # Errors
    /// The problem if it is not the id of an official account.
    pub fn enter(&mut self, id: &str) -> Result<AccountId, Problem> {
        if let Some(known) = self.index.get(0, id) {
            return Ok(known);
        }
        let account = OfficialAccount::parse(id)?;
        let number = self.free.pop().unwrap_or(self.slots.len() as AccountId);
        self.index.get_or_insert(0, account.text(), number);
        let slot = Slot { account, holders: 0 };
        match self.slots.get_mut(number as usize) {
            Some(free) => *free = slot,
            None => self.slots.push(slot),
        }
        Ok(number)
    }

    /// The account of a number.
    #[must_use]
    pub fn get(&self, number: AccountId) -> Option<&OfficialAccount> {
        self.slots.get(number as usize).map(|slot| &slot.account)
    }

    /// The most accounts known at once.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Keeps an account.
    pub fn hold(&mut self, number: AccountId) {
        if let Some(slot) = self.slots.get_mut(number as usize) {
            slot.holders += 1;
        }
    }

    /// Ends one `hold`. Returns whether the number is free now.
    pub fn release(&mut self, number: AccountId) -> bool {
        let Some(slot) = self.slots.get_mut(number as usize) else { return false };
        slot.holders = slot.holders.saturating_sub(1);
        let is_free = slot.holders == 0 && number != FIRST;
        if is_free {
            self.index.remove(0, slot.account.as_str());
            self.free.push(number);
        }
        is_free
    }
}
