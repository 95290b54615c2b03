//! Maps texts, each within its owner, to numbers (open addressing): MsgKeys of an account, names of accounts. The standard library's map adds
//! six kilobytes.

use std::rc::Rc;

/// Slots of the smallest non-empty table.
const LEAST: usize = 16;

/// A hash table with open addressing and linear probing.
///
/// It is seeded, since the texts may come from an attacker, who could choose colliding ones.
#[derive(Debug, Default)]
pub struct TextIndex {
    /// A power of two, at least a quarter of them free; or none.
    slots: Vec<Option<Entry>>,
    len: usize,
    seed: u64,
}

#[derive(Debug)]
struct Entry {
    /// Equal texts of two owners are two texts.
    owner: u32,
    text: Rc<str>,
    number: u32,
}

impl Entry {
    fn is(&self, owner: u32, text: &str) -> bool {
        self.owner == owner && *self.text == *text
    }
}

impl TextIndex {
    /// An empty table. Its order depends on the seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { slots: Vec::new(), len: 0, seed }
    }

    /// The number of a text of this owner.
    #[must_use]
    pub fn get(&self, owner: u32, text: &str) -> Option<u32> {
        match self.slots.get(self.slot(owner, text)) {
            Some(Some(entry)) => Some(entry.number),
            _ => None,
        }
    }

    /// The number of a text; inserts it with this number if it has none.
    pub fn get_or_insert(&mut self, owner: u32, text: &Rc<str>, number: u32) -> u32 {
        if self.len * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let at = self.slot(owner, text);
        match self.slots.get_mut(at) {
            Some(Some(entry)) => return entry.number,
            Some(free) => *free = Some(Entry { owner, text: text.clone(), number }),
            None => {}
        }
        self.len += 1;
        number
    }

    /// Removes a text.
    pub fn remove(&mut self, owner: u32, text: &str) {
        let mut hole = self.slot(owner, text);
        if !matches!(self.slots.get(hole), Some(Some(_))) {
            return;
        }
        self.len -= 1;
        // A free slot ends a search, so the texts after it that belong before it move up.
        let mut at = self.next(hole);
        while let Some(Some(other)) = self.slots.get(at) {
            let mask = self.mask();
            let wanted = self.hash(other.owner, &other.text) & mask;
            if at.wrapping_sub(wanted) & mask >= at.wrapping_sub(hole) & mask {
                self.slots.swap(hole, at);
                hole = at;
            }
            at = self.next(at);
        }
        if let Some(slot) = self.slots.get_mut(hole) {
            *slot = None;
        }
    }

    /// Texts in the table.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Slots visited to find each text once; measures the quality of the hash.
    #[cfg(test)]
    pub(crate) fn steps(&self) -> usize {
        let entries = self.slots.iter().enumerate().filter_map(|(at, slot)| Some((at, slot.as_ref()?)));
        let distance = |at: usize, entry: &Entry| at.wrapping_sub(self.hash(entry.owner, &entry.text)) & self.mask();
        entries.map(|(at, entry)| distance(at, entry) + 1).sum()
    }

    /// The slot of a text, or the free slot where it would go; out of range in an empty table.
    fn slot(&self, owner: u32, text: &str) -> usize {
        let mut at = self.hash(owner, text) & self.mask();
        while let Some(Some(other)) = self.slots.get(at)
            && !other.is(owner, text)
        {
            at = self.next(at);
        }
        at
    }

    fn mask(&self) -> usize {
        self.slots.len().wrapping_sub(1)
    }

    fn next(&self, at: usize) -> usize {
        at.wrapping_add(1) & self.mask()
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(LEAST);
        let mut slots = Vec::with_capacity(size);
        for _ in 0..size {
            slots.push(None);
        }
        for entry in std::mem::replace(&mut self.slots, slots) {
            let Some(entry) = entry else { continue };
            let at = self.slot(entry.owner, &entry.text);
            if let Some(free) = self.slots.get_mut(at) {
                *free = Some(entry);
            }
        }
    }

    /// FNV-1a, seeded, with a multiplier of more bits. Every bit of the text and of the owner affects the upper half.
    fn hash(&self, owner: u32, text: &str) -> usize {
        let mut hash = (0xcbf2_9ce4_8422_2325 ^ self.seed ^ u64::from(owner)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        (hash >> 32) as usize
    }
}
