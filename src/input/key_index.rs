//! Maps each MsgKey to its index (open addressing). The standard library's map adds six kilobytes.

use crate::vendor::msg_key::MsgKey;

/// Slots of the smallest non-empty table.
const LEAST: usize = 16;

/// A hash table with open addressing and linear probing.
///
/// It is seeded, since the keys may come from an attacker, who could choose colliding ones.
#[derive(Debug, Default)]
pub struct KeyIndex {
    /// A power of two, at least a quarter of them free; or none.
    slots: Vec<Option<(MsgKey, u32)>>,
    len: usize,
    seed: u64,
}

impl KeyIndex {
    /// An empty table. Its order depends on the seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// The number of a key.
    #[must_use]
    pub fn get(&self, key: &MsgKey) -> Option<u32> {
        match self.slots.get(self.slot(key)) {
            Some(Some((_, number))) => Some(*number),
            _ => None,
        }
    }

    /// The number of a key; inserts it with this number if it has none.
    pub fn get_or_insert(&mut self, key: &MsgKey, number: u32) -> u32 {
        if self.len * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let at = self.slot(key);
        match self.slots.get_mut(at) {
            Some(Some((_, known))) => return *known,
            Some(free) => *free = Some((key.clone(), number)),
            None => {}
        }
        self.len += 1;
        number
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &MsgKey) {
        let mut hole = self.slot(key);
        if !matches!(self.slots.get(hole), Some(Some(_))) {
            return;
        }
        self.len -= 1;
        // A free slot ends the search for a key, so the keys after it that belong before it move up.
        let mut at = self.next(hole);
        while let Some(Some((other, _))) = self.slots.get(at) {
            let mask = self.mask();
            let wanted = self.hash(other) & mask;
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

    /// Keys in the table.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Slots visited to find each key once; measures the quality of the hash.
    #[cfg(test)]
    pub(crate) fn steps(&self) -> usize {
        let keys = self.slots.iter().enumerate().filter_map(|(at, slot)| Some((at, slot.as_ref()?)));
        keys.map(|(at, (key, _))| (at.wrapping_sub(self.hash(key)) & self.mask()) + 1).sum()
    }

    /// The slot of a key, or the free slot where it would go; out of range in an empty table.
    fn slot(&self, key: &MsgKey) -> usize {
        let mut at = self.hash(key) & self.mask();
        while let Some(Some((other, _))) = self.slots.get(at)
            && other != key
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
        let mut slots = Vec::new();
        slots.resize_with((self.slots.len() * 2).max(LEAST), || None);
        for (key, number) in std::mem::replace(&mut self.slots, slots).into_iter().flatten() {
            let at = self.slot(&key);
            if let Some(free) = self.slots.get_mut(at) {
                *free = Some((key, number));
            }
        }
    }

    /// FNV-1a, seeded, with a multiplier of more bits. Every bit of the key affects the upper half.
    fn hash(&self, key: &MsgKey) -> usize {
        let mut hash = 0xcbf2_9ce4_8422_2325 ^ self.seed;
        for byte in key.as_str().bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        (hash >> 32) as usize
    }
}
