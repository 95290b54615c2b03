//! Bindings of the readers of MsgKeys. Keys cross as lists of numbers, from which lib/msg_key_reader.js makes strings.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "called from JavaScript only; index.d.ts documents it"
)]

use js_sys::{Array, Uint32Array};
use wasm_bindgen::prelude::*;

use crate::input::issues::Issues;
use crate::input::raw_value::RawValue;
use crate::issue::word::Word;
use crate::keys::formats::text_format::{Format, Traits};
use crate::keys::found_keys::{Pasted, find_with_accounts, odd};
use crate::keys::msg_key_reader::MsgKeyReader;
use crate::keys::rejection::{Params, Rejected};
use crate::keys::scanner::msg_key_scanner::Found;
use crate::keys::utf8_chunks::Utf8Chunks;
use crate::text::excerpt::head;
use crate::wasm::input;
use crate::wasm::js_value::{self, object, set};
use crate::wasm::offline::plain_object::view;

/// The options of all readers.
struct Options {
    column: Option<String>,
    account_column: Option<String>,
    /// Unix seconds.
    now: f64,
}

impl Options {
    fn read(input: &JsValue, issues: &mut Issues) -> Self {
        let mut name = |option: &str| match js_value::loose_member(input, option) {
            RawValue::Absent => None,
            found => issues.text(option, &found, Word::ColumnName, |name| Ok(name.to_owned())),
        };
        let (column, account_column) = (name("column"), name("accountColumn"));
        let now = issues.moment("now", &js_value::loose_member(input, "now")).unwrap_or_else(js_sys::Date::now);
        Self { column, account_column, now: (now / 1000.0).floor() }
    }
}

/// Finds the MsgKeys in a text.
#[wasm_bindgen(js_name = parseMsgKeys)]
pub fn parse_msg_keys(text: &JsValue, input: &JsValue) -> Result<JsValue, JsValue> {
    let mut issues = Issues::default();
    let text = issues.text("text", &js_value::loose(text), Word::PastedText, |text| Ok(text.to_owned()));
    let options = Options::read(input, &mut issues);
    input::check(issues)?;
    let (column, account) = (options.column.as_deref(), options.account_column.as_deref());
    let parsed = find_with_accounts(&text.unwrap_or_default(), column, account);
    let Pasted { msg_keys, lines, rejected, owners, .. } = parsed;
    let found = Found { msg_keys, lines, rejected, owners };
    let result = batch(&found, options.now);
    describe(&result, parsed.format, &parsed.traits);
    set(&result, "duplicates", &(parsed.duplicates as u32).into());
    Ok(result)
}

/// Finds the MsgKeys in a text that arrives in chunks.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CoreKeyReader {
    reader: MsgKeyReader,
    utf8: Utf8Chunks,
    /// Unix seconds.
    now: f64,
}

#[wasm_bindgen]
impl CoreKeyReader {
    /// A reader at the start of a text.
    #[wasm_bindgen(constructor)]
    pub fn new(input: &JsValue) -> Result<CoreKeyReader, JsValue> {
        let mut issues = Issues::default();
        let options = Options::read(input, &mut issues);
        input::check(issues)?;
        let reader = MsgKeyReader::new(options.column.as_deref()).with_accounts(options.account_column.as_deref());
        Ok(Self { reader, utf8: Utf8Chunks::default(), now: options.now })
    }

    /// Reads the next chunk and returns what was found since the last call.
    pub fn push(&mut self, text: &str) -> JsValue {
        self.reader.push(text);
        batch(&self.reader.take(), self.now)
    }

    /// The same for UTF-8. A chunk may end inside a character.
    #[wasm_bindgen(js_name = pushBytes)]
    pub fn push_bytes(&mut self, bytes: &[u8]) -> JsValue {
        let reader = &mut self.reader;
        self.utf8.decode(bytes, |text| reader.push(text));
        batch(&self.reader.take(), self.now)
    }

    /// Approximate number of bytes buffered for an unfinished line or value.
    pub fn held(&self) -> usize {
        self.reader.held()
    }

    /// Ends the text and returns the remaining keys and the format.
    pub fn end(mut self, text: &str) -> JsValue {
        self.reader.push(self.utf8.end());
        self.reader.push(text);
        let (found, format, traits) = self.reader.finish();
        let result = batch(&found, self.now);
        describe(&result, format, &traits);
        result
    }
}

/// `numbers` holds Seq and ServerTime of each key, `lines` the line of each. If the keys are on consecutive lines, as nearly all keys of
/// a large list are, only the first line crosses: with millions of keys, garbage collection is a noticeable cost. If the text names accounts,
/// `owners` holds for each key the number of its line in `accounts`, from 1 on, or 0; keys after the last number have no account.
fn batch(found: &Found, now: f64) -> JsValue {
    let numbers: Vec<u32> = found.msg_keys.iter().flat_map(|key| [key.seq, key.time]).collect();
    let is_list = found.lines.windows(2).all(|pair| matches!(pair, [line, next] if line + 1 == *next));
    let lines =
        if is_list { found.lines.first().copied().into() } else { Uint32Array::from(found.lines.as_slice()).into() };
    let batch = object([
        ("numbers", Uint32Array::from(numbers.as_slice()).into()),
        ("lines", lines),
        ("odd", odd(&found.msg_keys, now).into_iter().map(JsValue::from).collect::<Array>().into()),
        ("rejected", found.rejected.iter().map(rejected).collect::<Array>().into()),
    ]);
    let (owners, accounts) = found.owners.parts();
    if !owners.is_empty() {
        // In one text: accounts have no line breaks, and each text that crosses costs more than its characters.
        set(&batch, "owners", &Uint32Array::from(owners).into());
        set(&batch, "accounts", &accounts.join("\n").into());
    }
    batch
}

/// Adds the format and size of the whole text.
fn describe(result: &JsValue, format: Format, traits: &Traits) {
    set(result, "format", &format.as_str().into());
    set(result, "lineCount", &traits.line_count.into());
    for (name, text) in
        [("sample", &traits.sample), ("column", &traits.column), ("accountColumn", &traits.account_column)]
    {
        if let Some(text) = text {
            set(result, name, &text.into());
        }
    }
    if let Some(columns) = &traits.columns {
        set(result, "columns", &view(columns));
    }
    if let Some(incomplete) = &traits.incomplete {
        set(result, "incomplete", &rejected(incomplete));
    }
}

fn rejected(one: &Rejected) -> JsValue {
    object([
        ("line", one.line.into()),
        ("text", one.text.as_str().into()),
        ("code", one.code.as_str().into()),
        ("params", params(&one.params)),
    ])
}

fn params(params: &Params) -> JsValue {
    match params {
        Params::None => JsValue::UNDEFINED,
        Params::Limit(limit) => object([("limit", (*limit).into())]),
        Params::Opened(line) => object([("opened", (*line).into())]),
        Params::Column(name) => object([("column", head(name).into())]),
        Params::Columns(names) => object([("columns", view(&names.each_ref().map(|name| head(name))))]),
    }
}
