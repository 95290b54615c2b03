//! Claims about the table of keys: it answers as the library's own, whatever is put in and taken out, and stays fast.

use std::collections::HashMap;

use crate::client::retry::Rng;
use crate::input::key_index::KeyIndex;
use crate::vendor::msg_key::MsgKey;

fn key(seq: u64) -> MsgKey {
    MsgKey::parse(&format!("{seq}_1_1698741698")).unwrap()
}

#[test]
fn any_order_of_operations_gives_what_the_library_gives() {
    for seed in 0..200 {
        let mut rng = Rng::new(seed);
        let (mut index, mut model) = (KeyIndex::seeded(seed), HashMap::new());
        // Few keys meet often; many make it grow.
        let most = 1 << rng.up_to(11);
        let keys = 1 + rng.up_to(most);
        let removals = rng.up_to(60);
        for step in 0..3000 {
            let key = key(rng.up_to(keys));
            let number = rng.next_u32();
            if rng.up_to(99) < removals {
                index.remove(&key);
                model.remove(&key);
            } else {
                let known = *model.entry(key.clone()).or_insert(number);
                assert_eq!(index.get_or_insert(&key, number), known, "seed {seed}, step {step}: {key:?}");
            }
            assert_eq!(index.len(), model.len(), "seed {seed}, step {step}");
            assert_eq!(index.is_empty(), model.is_empty(), "seed {seed}, step {step}");
        }
        for number in 0..=keys {
            let key = key(number);
            assert_eq!(index.get(&key), model.get(&key).copied(), "seed {seed}: {key:?}");
        }
    }
}

#[test]
fn an_empty_table_has_no_key() {
    let mut index = KeyIndex::default();
    assert_eq!(index.get(&key(1)), None);
    index.remove(&key(1));
    assert_eq!(index.get_or_insert(&key(1), 7), 7);
    assert_eq!(index.get_or_insert(&key(1), 8), 7);
    index.remove(&key(1));
    assert_eq!((index.get(&key(1)), index.len()), (None, 0));
}

/// What a search may compare: keys of one account differ in a few digits only, and must not meet in one place for that.
#[test]
fn two_hundred_thousand_keys_are_spread_as_if_by_chance_whatever_they_have_in_common() {
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
        let mut index = KeyIndex::seeded(seed);
        for n in 0..200_000 {
            index.get_or_insert(&MsgKey::parse(&form(n)).unwrap(), n as u32);
        }
        // At most three quarters are in use: 2.5 comparisons for a key that is there, were they spread by chance.
        let steps = index.steps() as f64 / index.len() as f64;
        assert!(steps < 3.0, "{name}, seed {seed}: {steps} comparisons");
    }
}

/// Whoever chooses keys that meet in one place has to know the seed: under another they are spread.
#[test]
fn keys_that_meet_under_one_seed_do_not_under_another() {
    // What an attacker would collect who takes the seed for 1: of many keys those that begin their search at one place of 1024.
    let place = |key: &MsgKey| {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        key.as_str().bytes().fold(0xcbf2_9ce4_8422_2325 ^ 1, mix) >> 32 & 1023
    };
    let chosen: Vec<MsgKey> = (0..400_000).map(key).filter(|key| place(key) == 77).collect();
    assert!(chosen.len() > 300, "{}", chosen.len());
    let spread = |index: &mut KeyIndex| {
        for (number, key) in chosen.iter().enumerate() {
            index.get_or_insert(key, number as u32);
        }
        index.steps() as f64 / index.len() as f64
    };
    assert!(spread(&mut KeyIndex::seeded(1)) > 30.0);
    assert!(spread(&mut KeyIndex::seeded(2)) < 3.0);
}
