//! Randomized test of the reader: known keys pass through several programs that escape, fold, quote and colour text. The reader must
//! find only those keys in the result, and a key whose row, object or line names an account only with that account or none. `LAYERS_SEED=n` repeats one case, `LAYERS_CASES=n` sets the number of cases, `LAYERS_FROM=n` the
//! first seed, `LAYERS_SHOWN=n` the number of failures to print.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout
)]

#[path = "paste_layers/chance.rs"]
mod chance;
#[path = "paste_layers/layer.rs"]
mod layer;
#[path = "paste_layers/owned.rs"]
mod owned;

use chance::Chance;
use layer::{FOLDS, FRAMES, LAYERS, SPOILS};
use tencent_chat_recall::keys::found_keys::find_msg_keys;

/// Number of cases by default.
const CASES: u64 = 100_000;
/// Maximum number of failed cases to print.
const SHOWN: u64 = 6;
const WORDS: &[&str] = &[
    "sent",
    "INFO",
    "7",
    "12",
    "2026",
    "a",
    "Z",
    "消息",
    "ok",
    "0",
    "x9",
    "0xf",
    "é",
    "",
    "1698741698",
    "71_1",
    "_",
    "id-5",
];
const BETWEEN: &[&str] = &[
    " ",
    " ",
    " ",
    "\t",
    "\n",
    "\"",
    "'",
    ", ",
    ",",
    ": ",
    "=",
    " = ",
    "(",
    "/",
    "\\",
    "#",
    "&",
    "*",
    "\r\n",
    "|",
    ";",
    "\u{3000}",
    "，",
    "\u{1b}[32m",
    "\u{1b}[0m",
    "[0m",
    "\\n",
    "\u{feff}",
    "\u{2026}",
    "@",
    "<",
    ">",
    "+",
    "?",
    "-",
    ".",
    "~",
    "\0",
    "\u{1}",
    "^",
    "$",
];

struct Case {
    text: String,
    keys: Vec<String>,
    layers: Vec<&'static str>,
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

fn key(chance: &mut Chance) -> String {
    let digits = 1 + chance.below(6);
    let seq = 10_usize.pow(digits as u32 - 1) + chance.below(9 * 10_usize.pow(digits as u32 - 1));
    format!("{seq}_1_{}", 1_400_000_000 + chance.below(500_000_000))
}

/// Keys with words around them. A digit or letter directly next to a key is part of the same word.
fn case(seed: u64) -> Case {
    let mut chance = Chance::new(seed);
    let (mut text, mut keys) = (String::new(), Vec::new());
    for _ in 0..1 + chance.below(3) {
        text += chance.pick(WORDS);
        text += chance.pick(BETWEEN);
        let next = key(&mut chance);
        text += &next;
        keys.push(next);
        text += chance.pick(BETWEEN);
    }
    text += chance.pick(WORDS);
    let mut layers = Vec::new();
    for (most, share, programs) in [(1, 4, SPOILS), (4, 1, LAYERS), (1, 2, FRAMES), (1, 3, FOLDS), (2, 1, FRAMES)] {
        let count = if chance.below(share) == 0 { 1 + chance.below(most) } else { 0 };
        for _ in 0..count {
            let (name, write) = chance.pick(programs);
            text = write(&text, &mut chance);
            layers.push(name);
        }
    }
    Case { text, keys, layers }
}

/// Returns the number of keys found, or an error that names what else was found.
fn play(seed: u64) -> Result<usize, String> {
    let Case { text, keys, layers } = case(seed);
    let found = find_msg_keys(&text, None);
    if let Some(other) = found.msg_keys.iter().find(|found| !keys.iter().any(|key| *key == found.text())) {
        return Err(format!("LAYERS_SEED={seed} fails: {other:?} is none of {keys:?}, below {layers:?}: {text:?}"));
    }
    play_owned(seed)?;
    Ok(keys.iter().filter(|key| found.msg_keys.iter().any(|found| found.text() == **key)).count())
}

/// The same for keys with accounts. Returns the number of keys found with their account. No lines are folded: the first part of an account
/// may be another account.
fn play_owned(seed: u64) -> Result<usize, String> {
    let mut chance = Chance::new(seed);
    let (mut text, rows) = owned::text(&mut chance);
    let mut layers = Vec::new();
    for (programs, share) in [(LAYERS, 2), (FRAMES, 4), (LAYERS, 6)] {
        if chance.below(share) == 0 {
            let (name, write) = chance.pick(programs);
            text = write(&text, &mut chance);
            layers.push(name);
        }
    }
    let found = find_msg_keys(&text, None);
    let mut count = 0;
    for (at, key) in found.msg_keys.iter().enumerate() {
        let own = rows.iter().find(|(own, _)| *own == key.text()).map(|(_, account)| *account);
        match (own, found.owners.of(at)) {
            (Some(_), None) => {}
            (Some(own), account) if own == account => count += 1,
            (_, other) => {
                return Err(format!(
                    "LAYERS_SEED={seed} fails: {key:?} of {other:?}, not {own:?}, below {layers:?}: {text:?}"
                ));
            }
        }
    }
    Ok(count)
}

#[test]
fn the_accounts_of_most_keys_are_found() {
    let found: usize = (1..2_000).map(|seed| play_owned(seed).unwrap()).sum();
    assert!(found > 1_500, "{found} keys with accounts in 2000 cases");
    println!("{found} keys with accounts in 2000 cases");
}

#[test]
fn a_key_below_any_layers_is_found_or_rejected_and_never_another() {
    let one = setting("LAYERS_SEED");
    let from = one.or(setting("LAYERS_FROM")).unwrap_or(1);
    let cases = if one.is_some() { 1 } else { setting("LAYERS_CASES").unwrap_or(CASES) };
    let (mut found, mut wrong) = (0, Vec::new());
    for seed in from..from + cases {
        match play(seed) {
            Ok(count) => found += count as u64,
            Err(report) if (wrong.len() as u64) < setting("LAYERS_SHOWN").unwrap_or(SHOWN) => wrong.push(report),
            Err(_) => {}
        }
    }
    println!("seeds {from} to {}: {found} keys found", from + cases - 1);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Guards against a reader that makes no mistakes because it finds nothing.
    assert!(one.is_some() || found > cases / 2, "{found} keys in {cases} cases");
}

#[test]
fn a_key_below_one_layer_is_found() {
    let must = [
        "json",
        "json, ASCII alone",
        "percent",
        "octal",
        "rsyslog",
        "python repr",
        "nginx",
        "html",
        "cat -v",
        "markdown",
        "quoted mail",
        "list",
        "object",
        "border",
        "numbered",
        "no-break space",
    ];
    for (name, write) in LAYERS.iter().chain(SPOILS).chain(FRAMES).filter(|(name, _)| must.contains(name)) {
        for seed in 0..500 {
            let mut chance = Chance::new(seed);
            let key = key(&mut chance);
            let plain = format!("sent \"{key}\" ok");
            let text = write(&plain, &mut chance);
            let found = find_msg_keys(&text, None);
            assert_eq!(
                found.msg_keys.iter().map(|key| key.text()).collect::<Vec<_>>(),
                [key.as_str()],
                "seed {seed}, {name}: {text:?}: {found:?}"
            );
        }
    }
}
