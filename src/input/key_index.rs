//! Which number each key has. The library's own table takes six kilobytes more, for keys and values of any type.

use crate::vendor::identifier::MsgKey;

/// Places in the smallest table that is not empty.
const LEAST: usize = 16;

/// Keys and their numbers: a table with open addressing, where a key is at the place that its hash names or at the next free one.
///
/// A server may be given its keys by somebody else, who could choose some that all meet in one place: hence the seed.
#[derive(Debug, Default)]
pub struct KeyIndex {
    /// As many as a power of two, of which a quarter at least is free, or none at all.
    slots: Vec<Option<(MsgKey, u32)>>,
    len: usize,
    seed: u64,
}

impl KeyIndex {
    /// An empty table, whose order nobody knows who does not know the seed.
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

    /// The number of a key, which is this one from now on if it had none.
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

    /// Forgets a key.
    pub fn remove(&mut self, key: &MsgKey) {
        let mut hole = self.slot(key);
        if !matches!(self.slots.get(hole), Some(Some(_))) {
            return;
        }
        self.len -= 1;
        // A free place ends the search for a key: what stands behind it, and was put there for want of it, moves up.
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
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Places that are looked at to find each key once, for whoever judges the hash.
    #[must_use]
    pub fn steps(&self) -> usize {
        let keys = self.slots.iter().enumerate().filter_map(|(at, slot)| Some((at, slot.as_ref()?)));
        keys.map(|(at, (key, _))| (at.wrapping_sub(self.hash(key)) & self.mask()) + 1).sum()
    }

    /// Where a key is, or the free place where it would be; no place of a table without any.
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

    /// FNV-1a from the seed on, with a multiplier of more bits. The upper half, which every bit of the key has reached, is the better one.
    fn hash(&self, key: &MsgKey) -> usize {
        let mut hash = 0xcbf2_9ce4_8422_2325 ^ self.seed;
        for byte in key.as_str().bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        (hash >> 32) as usize
    }
}
