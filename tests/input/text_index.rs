//! Tests of the index of texts: it behaves like a map of the standard library, and stays fast for similar and for hostile keys.

use std::collections::HashMap;

use crate::client::retry::Rng;
use crate::input::text_index::TextIndex;
use crate::vendor::msg_key::MsgKey;

fn key(seq: u64) -> MsgKey {
    MsgKey::parse(&format!("{seq}_1_1698741698")).unwrap()
}

#[test]
fn random_operations_give_the_results_of_a_standard_map() {
    for seed in 0..200 {
        let mut rng = Rng::new(seed);
        let (mut index, mut model) = (TextIndex::seeded(seed), HashMap::new());
        // Few keys collide often; many keys make the table grow.
        let most = 1 << rng.up_to(11);
        let keys = 1 + rng.up_to(most);
        let removals = rng.up_to(60);
        let owners = rng.up_to(3) as u32;
        for step in 0..3000 {
            let (owner, key) = (rng.up_to(owners.into()) as u32, key(rng.up_to(keys)));
            let number = rng.next_u32();
            if rng.up_to(99) < removals {
                index.remove(owner, key.as_str());
                model.remove(&(owner, key));
            } else {
                let known = *model.entry((owner, key.clone())).or_insert(number);
                assert_eq!(index.get_or_insert(owner, key.text(), number), known, "seed {seed}, step {step}: {key:?}");
            }
            assert_eq!(index.len(), model.len(), "seed {seed}, step {step}");
            assert_eq!(index.is_empty(), model.is_empty(), "seed {seed}, step {step}");
        }
        for number in 0..=keys {
            for owner in 0..=owners {
                let key = key(number);
                let known = model.get(&(owner, key.clone())).copied();
                assert_eq!(index.get(owner, key.as_str()), known, "seed {seed}: {key:?} of {owner}");
            }
        }
    }
}

#[test]
fn an_empty_table_has_no_key() {
    let mut index = TextIndex::default();
    assert_eq!(index.get(0, key(1).as_str()), None);
    index.remove(0, key(1).as_str());
    assert_eq!(index.get_or_insert(0, key(1).text(), 7), 7);
    assert_eq!(index.get_or_insert(0, key(1).text(), 8), 7);
    index.remove(0, key(1).as_str());
    assert_eq!((index.get(0, key(1).as_str()), index.len()), (None, 0));
}

/// Limits the comparisons of a search: keys of one account differ in only a few digits, and must still be spread over the table.
#[test]
fn two_hundred_thousand_similar_keys_are_spread_like_random_ones() {
    type Form = fn(u64) -> String;
    let forms: [(&str, Form); 4] = [
        ("counted", |n| format!("{n}_1_1698741698")),
        ("by second", |n| format!("71_1_{}", 1_600_000_000 + n)),
        ("both", |n| format!("{n}_1_{}", 1_698_741_698 + n / 200)),
        ("in tens", |n| format!("{}_1_{}", n * 10, 1_698_741_698 + n * 60 % 86_400)),
    ];
    for (seed, (name, form)) in
        (0_u64..).flat_map(|seed| forms.map(|form| (seed * 0x1234_5678_9abc_def1, form))).take(12)
    {
        let mut index = TextIndex::seeded(seed);
        for n in 0..200_000 {
            index.get_or_insert(0, MsgKey::parse(&form(n)).unwrap().text(), n as u32);
        }
        // At most three quarters of the table are in use: with random hashes, finding a key takes 2.5 comparisons on average.
        let steps = index.steps() as f64 / index.len() as f64;
        assert!(steps < 3.0, "{name}, seed {seed}: {steps} comparisons");
    }
}

/// Colliding keys can only be chosen for a known seed: under another seed they are spread.
#[test]
fn keys_that_collide_under_one_seed_do_not_under_another() {
    // The keys that an attacker would choose for seed 1: those of many keys whose search starts at the same one of 1024 slots.
    let place = |key: &MsgKey| {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let start = (0xcbf2_9ce4_8422_2325_u64 ^ 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        key.as_str().bytes().fold(start, mix) >> 32 & 1023
    };
    let chosen: Vec<MsgKey> = (0..400_000).map(key).filter(|key| place(key) == 77).collect();
    assert!(chosen.len() > 300, "{}", chosen.len());
    let spread = |index: &mut TextIndex| {
        for (number, key) in chosen.iter().enumerate() {
            index.get_or_insert(0, key.text(), number as u32);
        }
        index.steps() as f64 / index.len() as f64
    };
    assert!(spread(&mut TextIndex::seeded(1)) > 30.0);
    assert!(spread(&mut TextIndex::seeded(2)) < 3.0);
}
