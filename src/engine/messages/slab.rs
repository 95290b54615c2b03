//! The unsettled messages of a run, by number.

use crate::engine::messages::message::Message;
use crate::engine::messages::queue::Id;

/// Messages whose numbers are reused once they are settled.
#[derive(Debug, Default)]
pub(in crate::engine) struct Slab {
    slots: Vec<Option<Message>>,
    free: Vec<Id>,
}

impl Slab {
    /// Adds a message; returns its number.
    pub(in crate::engine) fn insert(&mut self, message: Message) -> Id {
        let id = self.free.pop().unwrap_or(self.slots.len() as Id);
        match self.slots.get_mut(id as usize) {
            Some(slot) => *slot = Some(message),
            None => self.slots.push(Some(message)),
        }
        id
    }

    /// A message; `None` for an unknown number.
    #[inline(never)]
    pub(in crate::engine) fn get(&self, id: Id) -> Option<&Message> {
        self.slots.get(id as usize)?.as_ref()
    }

    /// The same, to change it.
    #[inline(never)]
    pub(in crate::engine) fn get_mut(&mut self, id: Id) -> Option<&mut Message> {
        self.slots.get_mut(id as usize)?.as_mut()
    }

    /// Removes a message; whether there was one.
    pub(in crate::engine) fn remove(&mut self, id: Id) -> bool {
        let is_known = self.slots.get_mut(id as usize).is_some_and(|slot| slot.take().is_some());
        if is_known {
            self.free.push(id);
        }
        is_known
    }
}
