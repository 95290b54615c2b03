//! The layers of `src/`, lowest first: a file imports only from files above it in this table. For whoever adds a file.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What a file may touch of the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// Nothing: it builds and is tested natively.
    Native,
    /// What the host has already in wasm, a crate natively, behind one face.
    Either,
    /// JavaScript values, promises and timers: wasm only.
    Host,
    /// The same, and functions that JavaScript sees.
    Export,
}

use Reach::{Either, Export, Host, Native};

/// Every file in the order of `lib.rs`.
const FILES: &[(&str, Reach)] = &[
    ("decimal", Native),
    ("text", Native),
    ("excerpt", Native),
    ("mispaste", Either),
    ("error", Native),
    ("masking", Native),
    ("code_row", Native),
    ("code", Native),
    ("json", Either),
    ("identifier", Native),
    ("index", Native),
    ("container", Native),
    ("user_sig_info", Either),
    ("user_sig", Native),
    ("user_sig_check", Native),
    ("webhook", Native),
    ("rejection", Native),
    ("escape_byte", Native),
    ("escape", Native),
    ("markup", Native),
    ("boundary", Native),
    ("hex_dump", Native),
    ("line_break", Native),
    ("spot", Native),
    ("frame", Native),
    ("row", Native),
    ("table", Native),
    ("json_members", Native),
    ("json_text", Native),
    ("text_form", Native),
    ("list", Native),
    ("paste_reader", Native),
    ("paste", Native),
    ("loose", Native),
    ("endpoint", Native),
    ("pace", Native),
    ("batch", Native),
    ("retry", Native),
    ("phase", Native),
    ("request", Native),
    ("response", Native),
    ("session", Native),
    ("item", Native),
    ("fold", Native),
    ("options", Native),
    ("run", Native),
    ("verdict", Native),
    ("plan", Native),
    ("credential", Native),
    ("job", Native),
    ("page", Native),
    ("door", Host),
    ("view", Host),
    ("transport", Host),
    ("client", Host),
    ("entry", Host),
    ("words", Export),
    ("run_bindings", Export),
    ("page_bindings", Export),
    ("bindings", Export),
    ("offline", Export),
    ("intake", Export),
];

/// What names the host in a path.
const HOST_CRATES: [&str; 4] = ["js_sys", "web_sys", "wasm_bindgen", "gloo_net"];
const MOST_LINES: usize = 300;

fn source(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file).with_extension("rs");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("src/{file}.rs: {error}"))
}

/// The lines of a file without its comments.
fn code(text: &str) -> String {
    let line = |line: &str| line.trim_start().starts_with("//").then(String::new).unwrap_or_else(|| line.to_owned());
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Words of code: names and numbers, whatever stands between them.
fn words(code: &str) -> BTreeSet<&str> {
    code.split(|mark: char| !mark.is_alphanumeric() && mark != '_').filter(|word| !word.is_empty()).collect()
}

/// Modules of the crate that a file names, as `crate::x` or inside `crate::{x, y::z}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(list) => names.extend(heads(list)),
            None => names.extend(
                words(after.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""))
                    .into_iter()
                    .map(str::to_owned),
            ),
        }
    }
    names
}

/// The first name of each entry of `{a, b::{c, d}, e}`.
fn heads(list: &str) -> Vec<String> {
    let (mut depth, mut heads, mut current) = (0, Vec::new(), String::new());
    for mark in list.chars() {
        match mark {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(std::mem::take(&mut current)),
            _ if depth == 0 => current.push(mark),
            _ => {}
        }
    }
    heads.push(current);
    heads
        .iter()
        .filter_map(|entry| entry.trim().split("::").next())
        .filter(|h| !h.is_empty())
        .map(str::to_owned)
        .collect()
}

fn layer(file: &str) -> Option<usize> {
    FILES.iter().position(|(name, _)| *name == file)
}

#[test]
fn the_reader_of_imports_sees_every_form() {
    let code = "use crate::one;\nuse crate::{two, three::{Four, five}, six::Seven};\nlet x = crate::eight::nine();\npub(crate) fn ten() {}";
    let names: Vec<String> = imports(code).into_iter().collect();
    assert_eq!(names, ["eight", "one", "six", "three", "two"]);
}

#[test]
fn the_table_is_the_list_of_modules_and_the_folder() {
    let library = source("lib");
    let listed: Vec<&str> =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let table: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, table, "src/lib.rs and the table of tests/layers.rs differ");
    let folder: BTreeSet<String> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "lib.rs")
        .collect();
    let expected: BTreeSet<String> = table.iter().map(|name| format!("{name}.rs")).collect();
    assert_eq!(folder, expected, "src/ and the table of tests/layers.rs differ");
}

#[test]
fn files_import_only_from_lower_files() {
    for (place, (file, _)) in FILES.iter().enumerate() {
        for name in imports(&code(&source(file))) {
            let found = layer(&name).unwrap_or_else(|| panic!("src/{file}.rs imports crate::{name}, which is no file"));
            assert!(found < place, "src/{file}.rs imports crate::{name}, which is not below it");
        }
    }
}

#[test]
fn nobody_reaches_for_the_crate_through_super_or_self() {
    for (file, _) in FILES {
        let code = code(&source(file));
        for form in ["super::super", "use self::", "use super::{", "extern crate"] {
            assert!(!code.contains(form), "src/{file}.rs uses {form}, which this test cannot follow");
        }
    }
}

#[test]
fn only_the_files_above_the_core_touch_the_host() {
    for (file, reach) in FILES {
        let code = code(&source(file));
        let words = words(&code);
        let touches = HOST_CRATES.iter().any(|name| words.contains(name));
        assert_eq!(touches, *reach != Native, "src/{file}.rs is {reach:?} in the table");
        let library = source("lib");
        let before = library.split(&format!("]\npub mod {file};")).next().unwrap_or_default();
        let gated = before.lines().last().is_some_and(|line| line.contains("target_arch = \"wasm32\""));
        assert_eq!(gated, *reach >= Host, "src/{file}.rs is {reach:?} in the table; src/lib.rs says otherwise");
    }
}

#[test]
fn only_the_topmost_files_export_to_javascript() {
    for (file, reach) in FILES {
        let source = source(file);
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        let exports = lines.windows(2).any(|pair| {
            let item = ["pub fn", "pub async fn", "pub struct", "pub enum", "impl"]
                .iter()
                .any(|word| pair[1].starts_with(word));
            pair[0].starts_with("#[wasm_bindgen") && item
        });
        assert_eq!(exports, *reach == Export, "src/{file}.rs is {reach:?} in the table");
    }
}

#[test]
fn files_say_what_they_are_and_stay_short() {
    for (file, _) in FILES.iter().chain(&[("lib", Native)]) {
        let source = source(file);
        assert!(source.starts_with("//! "), "src/{file}.rs does not open with what lives there");
        let lines = source.lines().count();
        assert!(lines <= MOST_LINES, "src/{file}.rs has {lines} lines, expected {MOST_LINES} at most");
    }
}

#[test]
fn the_core_asks_no_clock_and_no_chance() {
    for (file, _) in FILES.iter().filter(|(_, reach)| *reach < Host) {
        let code = code(&source(file));
        for word in
            ["SystemTime", "Instant", "getrandom", "thread_rng", "spawn", "println", "eprintln", "std::env", "std::fs"]
        {
            assert!(!code.contains(word), "src/{file}.rs uses {word}: time, chance and output are given to the core");
        }
    }
}
