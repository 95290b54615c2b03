//! What the service has said about each account of a run.

use crate::error::Error;
use crate::input::accounts::AccountId;

/// The most refused accounts that a stream remembers. For a further one, a request is refused each time it comes back.
const MOST_ENDED: usize = 100_000;

/// What is known of one account.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::engine) struct AccountState {
    is_known: bool,
    /// Whether a request of it was accepted.
    pub(in crate::engine) accepted: bool,
    /// Refusals of single keys since then.
    pub(in crate::engine) refused_singles: u32,
    /// The code with which the service refused it: nothing more is sent for it.
    pub(in crate::engine) ended: Option<i32>,
}

/// The accounts of a run, by number.
#[derive(Debug, Default)]
pub(in crate::engine) struct AccountStates {
    list: Vec<AccountState>,
    /// Why the first account that was refused was refused.
    error: Option<Error>,
    ended: usize,
    /// How many there have been. An account that was forgotten counts again when it returns.
    known: usize,
}

impl AccountStates {
    /// What is known of an account, which is one of the run's from now on.
    pub(in crate::engine) fn note(&mut self, account: AccountId) -> AccountState {
        if !std::mem::replace(&mut self.state(account).is_known, true) {
            self.known += 1;
        }
        *self.state(account)
    }

    /// Whether an account must not be forgotten, since nothing more may be sent for it.
    pub(in crate::engine) fn keeps(&mut self, account: AccountId) -> bool {
        self.ended <= MOST_ENDED && self.state(account).ended.is_some()
    }

    /// Forgets an account, whose number another one may get.
    pub(in crate::engine) fn forget(&mut self, account: AccountId) {
        *self.state(account) = AccountState::default();
    }

    /// A request was accepted.
    pub(in crate::engine) fn accepted(&mut self, account: AccountId) {
        let state = self.state(account);
        (state.accepted, state.refused_singles) = (true, 0);
    }

    /// A request of a single key was refused; returns how many in a row.
    pub(in crate::engine) fn refused_single(&mut self, account: AccountId) -> AccountState {
        let state = self.state(account);
        state.refused_singles += 1;
        *state
    }

    /// The service refused the account. Further refusals, of requests that were in flight, change nothing.
    pub(in crate::engine) fn end(&mut self, account: AccountId, code: i32, error: Error) {
        let state = self.state(account);
        if state.ended.is_some() {
            return;
        }
        state.ended = Some(code);
        self.error.get_or_insert(error);
        self.ended += 1;
    }

    /// Why the only account of a run was refused, if it was. The error is given once.
    pub(in crate::engine) fn error_of_the_only_one(&mut self) -> Option<Error> {
        if self.known == 1 { self.error.take() } else { None }
    }

    fn state(&mut self, account: AccountId) -> &mut AccountState {
        let at = account as usize;
        while self.list.len() <= at {
            self.list.push(AccountState::default());
        }
        #[expect(clippy::indexing_slicing, reason = "it was made longer above")]
        &mut self.list[at]
    }
}
