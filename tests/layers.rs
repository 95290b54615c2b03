//! The layers of `src/`: a folder imports only from lower folders, and a file only from files listed before it in its folder's mod.rs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by failing"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What names JavaScript in a path.
const HOST_CRATES: [&str; 6] = ["js_sys", "web_sys", "wasm_bindgen", "gloo_net", "serde_wasm_bindgen", "serde"];
/// The only folder that may use them.
const BINDINGS: &str = "wasm";
const MOST_LINES: usize = 300;
/// Maximum number of files in a folder; a folder with more has more than one purpose.
const MOST_FILES: usize = 12;

/// One source file: its module path below the crate, such as `keys::scanner::escape`, and its text.
struct Source {
    path: String,
    text: String,
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every module in the order of the lists in `lib.rs` and the `mod.rs` files, lowest first. The `mod.rs` files themselves have no code and
/// are left out.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join("lib.rs"), &root(), "", &mut found);
    found
}

fn collect(list: &Path, folder: &Path, prefix: &str, found: &mut Vec<Source>) {
    for name in modules(&fs::read_to_string(list).unwrap()) {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}::{name}") };
        let (file, inner) = (folder.join(&name).with_extension("rs"), folder.join(&name));
        if inner.is_dir() {
            collect(&inner.join("mod.rs"), &inner, &path, found);
        } else {
            let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            found.push(Source { path, text });
        }
    }
}

/// The modules that a file lists. Test modules, which have a `path` attribute, are left out.
fn modules(text: &str) -> Vec<String> {
    let name = |line: &str| {
        let (visibility, name) = line.strip_suffix(';')?.split_once("mod ")?;
        (visibility.is_empty() || visibility.starts_with("pub")).then(|| name.to_owned())
    };
    let lines: Vec<&str> = text.lines().collect();
    let is_test = |at: usize| at > 0 && lines[at - 1].starts_with("#[path");
    (0..lines.len()).filter(|at| !is_test(*at)).filter_map(|at| name(lines[at])).collect()
}

/// The lines of a file without its comments.
fn code(text: &str) -> String {
    let line = |line: &str| if line.trim_start().starts_with("//") { String::new() } else { line.to_owned() };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Names and numbers in the code.
fn words(code: &str) -> BTreeSet<&str> {
    code.split(|mark: char| !mark.is_alphanumeric() && mark != '_').filter(|word| !word.is_empty()).collect()
}

/// The paths below `crate::` in a file.
fn imports(code: &str) -> Vec<String> {
    let path = |after: &str| {
        let end = after.find(|mark: char| !mark.is_alphanumeric() && mark != '_' && mark != ':').unwrap_or(after.len());
        after.get(..end).unwrap_or(after).trim_end_matches(':').to_owned()
    };
    // A visibility names its own folder.
    code.replace("pub(in crate::", "pub(").split("crate::").skip(1).map(path).collect()
}

/// The index in `sources` of the imported file.
fn place_of(import: &str, sources: &[Source]) -> Option<usize> {
    sources.iter().position(|source| import == source.path || import.starts_with(&format!("{}::", source.path)))
}

fn file_of(path: &str) -> String {
    format!("src/{}.rs", path.replace("::", "/"))
}

#[test]
fn every_form_of_import_is_found() {
    let code =
        "use crate::one::two;\nuse crate::two::{self, Three};\nlet x = crate::eight::nine();\npub(crate) fn ten() {}";
    assert_eq!(imports(code), ["one::two", "two", "eight::nine"]);
}

#[test]
fn every_file_is_listed_in_its_folder() {
    fn walk(folder: &Path, files: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                let count = fs::read_dir(&path).unwrap().count();
                assert!(count <= MOST_FILES, "{} has {count} files, expected {MOST_FILES} at most", path.display());
                walk(&path, files);
            } else {
                files.insert(path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let mut files = BTreeSet::new();
    walk(&root(), &mut files);
    let listed: BTreeSet<String> =
        sources().iter().map(|source| format!("{}.rs", source.path.replace("::", "/"))).collect();
    let on_disk: BTreeSet<String> =
        files.into_iter().filter(|name| name != "lib.rs" && !name.ends_with("mod.rs")).collect();
    assert_eq!(on_disk, listed, "a file of src/ is in no list of modules, or listed and missing");
}

#[test]
fn files_import_only_from_lower_files() {
    let sources = sources();
    for (place, source) in sources.iter().enumerate() {
        for import in imports(&code(&source.text)) {
            let file = file_of(&source.path);
            let found = place_of(&import, &sources)
                .unwrap_or_else(|| panic!("{file} imports crate::{import}, which is no file"));
            assert!(found <= place, "{file} imports crate::{import}, which is not below it");
        }
    }
}

#[test]
fn imports_name_the_whole_path() {
    for source in sources() {
        let code = code(&source.text);
        for form in ["super::super", "use self::", "use super::", "use crate::{", "extern crate"] {
            assert!(!code.contains(form), "{} uses {form}, which this test cannot follow", file_of(&source.path));
        }
    }
}

#[test]
fn only_the_bindings_use_javascript() {
    for source in sources() {
        let is_binding = source.path.starts_with(BINDINGS);
        let code = code(&source.text);
        let words = words(&code);
        let touched: Vec<&str> = HOST_CRATES.into_iter().filter(|name| words.contains(name)).collect();
        assert!(is_binding || touched.is_empty(), "{} knows {touched:?}", file_of(&source.path));
    }
    let library = fs::read_to_string(root().join("lib.rs")).unwrap();
    assert!(
        library.contains("#[cfg(target_arch = \"wasm32\")]\nmod wasm;"),
        "src/wasm/ is compiled for wasm alone, and private"
    );
}

#[test]
fn files_open_with_a_doc_comment_and_are_short() {
    for source in sources() {
        let file = file_of(&source.path);
        assert!(source.text.starts_with("//! "), "{file} does not open with what lives there");
        let lines = source.text.lines().count();
        assert!(lines <= MOST_LINES, "{file} has {lines} lines, expected {MOST_LINES} at most");
    }
}

#[test]
fn the_core_reads_no_clock_and_no_random_numbers() {
    for source in sources().iter().filter(|source| !source.path.starts_with(BINDINGS)) {
        let code = code(&source.text);
        for word in
            ["SystemTime", "Instant", "getrandom", "thread_rng", "spawn", "println", "eprintln", "std::env", "std::fs"]
        {
            assert!(
                !code.contains(word),
                "{} uses {word}: time, chance and output are passed in",
                file_of(&source.path)
            );
        }
    }
}
