//! What a refusal that concerns one account, or one of its keys, does to the run. The other accounts are not affected.

use crate::client::pace::Micros;
use crate::client::retry;
use crate::engine::messages::flights::Flight;
use crate::engine::messages::queue::Id;
use crate::engine::phase::Phase;
use crate::engine::run::Run;
use crate::error::ErrorCode;
use crate::input::accounts::{AccountId, Accounts};
use crate::vendor::code;
use crate::wire::response::{Reply, refusal};

impl Run {
    /// The account of a request was refused: its messages fail, and the run goes on with the other accounts.
    pub(in crate::engine) fn on_account_refused(&mut self, flight: &Flight, reply: &Reply) {
        self.limited_since = None;
        self.refuse_messages(flight, reply.error_code);
        self.end_account(flight.account, reply, ErrorCode::OfficialAccount);
    }

    /// Halves the batch so that the valid keys can go; a single key is refused for good.
    pub(in crate::engine) fn on_isolate(&mut self, flight: Flight, reply: &Reply) {
        let code = reply.error_code;
        self.limited_since = None;
        // Until something is accepted, the request itself may be invalid: go on one at a time.
        self.phase = if self.accepted_any { Phase::OPEN } else { Phase::START };
        let account = flight.account;
        if flight.items.len() > 1 {
            for id in &flight.items {
                self.note(*id, |item| item.code = Some(code));
            }
            return self.isolate(account, flight.items);
        }
        self.refuse_messages(&flight, code);
        if code != code::INVALID_PARAMETER {
            return;
        }
        // Consecutive refusals of single keys: the request is invalid, not the keys.
        let state = self.accounts.refused_single(account);
        self.refused_singles += 1;
        let most = if state.accepted { retry::SINGLES.1 } else { retry::SINGLES.0 };
        let is_request = !self.accepted_any && self.refused_singles >= retry::SINGLES.1;
        let is_account = state.refused_singles >= most;
        if is_request || is_account && !self.options.many {
            self.end_with(Some(refusal(ErrorCode::Refused, reply)));
        } else if is_account {
            self.end_account(account, reply, ErrorCode::Refused);
        }
    }

    /// Queues the halves of a batch, unless its account was refused meanwhile.
    fn isolate(&mut self, account: AccountId, items: Vec<Id>) {
        match self.accounts.note(account).ended {
            None => {
                self.traffic.requeued += items.len() as u32;
                self.queue.push_halves(account, items);
            }
            Some(code) => self.end_messages(items, code),
        }
    }

    /// Queues a message again, unless its account was refused meanwhile.
    pub(in crate::engine) fn queue_again(&mut self, id: Id, due: Micros) {
        let Some(account) = self.items.get(id).map(|item| item.account) else { return };
        match self.accounts.note(account).ended {
            None => {
                self.traffic.requeued += 1;
                self.queue.push_again(account, id, due);
            }
            Some(code) => self.end_messages(vec![id], code),
        }
    }

    /// Nothing more is sent for these messages, whose account was refused with this code.
    fn end_messages(&mut self, ids: Vec<Id>, code: i32) {
        for id in ids {
            if let Some(item) = self.items.get(id) {
                self.settle(id, item.account_ended(code));
            }
        }
    }

    /// A stream has forgotten a message of an account: its number is free after the last one.
    pub(in crate::engine) fn leave(&mut self, account: AccountId, accounts: &mut Accounts) {
        if !self.accounts.keeps(account) && accounts.release(account) {
            self.accounts.forget(account);
        }
    }

    /// Sends nothing more for an account. What is in flight is waited for.
    fn end_account(&mut self, account: AccountId, reply: &Reply, kind: ErrorCode) {
        let code = reply.error_code;
        self.accounts.end(account, code, refusal(kind, reply));
        let mut waiting = self.queue.drain_account(account);
        for flight in self.flights.ground(Some(account)) {
            waiting.extend_from_slice(&flight.items);
        }
        self.end_messages(waiting, code);
    }
}
