//! Randomized tests of reading a text, whole and in chunks of any length.

use crate::keys::formats::text_format::{Format, Traits};
use crate::keys::found_keys;
use crate::keys::msg_key_reader::MsgKeyReader;
use crate::keys::rejection::Rejected;
use crate::keys::scanner::msg_key_scanner::Found;

/// The parts of random texts.
const PARTS: [&str; 45] = [
    "@TOA#_a",
    "@TOA#_b c",
    "\"Official_Account\":",
    "\"officialAccount\":\"@TOA#_b\",",
    "\"account\":5",
    "Official_Account",
    "公众号",
    "},{",
    "71_1_1698741698",
    "72_1_1698741698",
    "89541_1_1572870301",
    "\n",
    "\n",
    "\r\n",
    ",",
    "\t",
    ";",
    "\"",
    "\"\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ":",
    "\"MsgKey\":",
    "MsgKey",
    "#",
    " ",
    "\\",
    "\u{feff}",
    "71_1_",
    "_",
    "44739199_12_1665388280",
    "oops",
    "消息",
    "\u{1f600}",
    "-",
    ".",
    "key",
    "|",
    "\0",
    "\r",
    "[\"",
    "{\"",
];

/// Keys with their lines, rejected texts, and what the text is.
#[derive(Debug, Default, PartialEq)]
struct Read {
    keys: Vec<(String, u32, Option<String>)>,
    rejected: Vec<Rejected>,
    format: Option<(Format, Traits)>,
}

impl Read {
    fn add(&mut self, part: Found) {
        assert_eq!(part.msg_keys.len(), part.lines.len());
        part.each(|key, line, account| self.keys.push((key.text(), line, account.map(str::to_owned))));
        self.rejected.extend(part.rejected);
    }

    fn whole(text: &str, column: Option<&str>) -> Self {
        let found_keys::Pasted { msg_keys, lines, rejected, owners, format, traits, .. } =
            found_keys::find_msg_keys(text, column);
        let mut read = Self { format: Some((format, traits)), ..Self::default() };
        read.add(Found { msg_keys, lines, rejected, owners });
        read
    }

    /// In pieces of the lengths that `next` gives.
    fn in_pieces(text: &str, column: Option<&str>, mut next: impl FnMut() -> usize) -> Self {
        let (mut reader, mut read, mut rest) = (MsgKeyReader::new(column), Self::default(), text);
        while !rest.is_empty() {
            let end = (next()..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
            reader.push(&rest[..end]);
            read.add(reader.take());
            rest = &rest[end..];
        }
        let (last, format, traits) = reader.finish();
        read.add(last);
        Self { format: Some((format, traits)), ..read }
    }
}

#[test]
fn any_text_is_read_without_panic_and_gives_the_same_result_in_chunks() {
    let seed: u64 = std::env::var("SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(60_811);
    let mut state = seed;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for round in 0..4_000 {
        let text: String = (0..next(40)).map(|_| PARTS[next(PARTS.len())]).collect();
        let column = [None, None, Some("MsgKey")][next(3)];
        let at = format!("SEED={seed}, round {round}: {text:?}");
        let whole = Read::whole(&text, column);
        let lines: Vec<&str> = text.split('\n').collect();
        for (key, line, _) in &whole.keys {
            assert!(lines[*line as usize - 1].contains(key.as_str()), "{key} is not on line {line}, {at}");
        }
        for Rejected { line, .. } in &whole.rejected {
            assert!((1..=lines.len()).contains(&(*line as usize)), "there is no line {line}, {at}");
        }
        let longest = 1 + next(20);
        assert_eq!(Read::in_pieces(&text, column, || 1 + next(longest)), whole, "{at}");
    }
}

#[test]
fn every_key_of_a_long_text_is_found() {
    let keys: Vec<String> = (0..50_000).map(|seq| format!("{seq}_1_{}", 1_698_741_698 + seq / 200)).collect();
    let texts = [
        keys.join("\n"),
        format!("[\"{}\"]", keys.join("\",\"")),
        keys.iter().map(|key| format!("{{\"MsgKey\":\"{key}\"}}\n")).collect(),
        format!("id,MsgKey\n{}", keys.iter().map(|key| format!("1,{key}\r\n")).collect::<String>()),
        keys.join(" "),
        format!("x {}", "[\"{,_1_".repeat(100_000)) + "\n" + &keys.join("\n"),
    ];
    for text in texts {
        let pasted = found_keys::find_msg_keys(&text, None);
        assert!(pasted.msg_keys.iter().map(|key| key.text()).eq(keys.iter().cloned()), "{:.60}", text);
        assert_eq!(pasted.duplicates, 0);
    }
}

#[test]
fn what_waits_for_the_end_of_its_line_or_value_is_counted() {
    let mut reader = MsgKeyReader::new(None);
    reader.push("71_1_1698741698\n");
    assert_eq!(reader.held(), 0);
    reader.push(&" ".repeat(1000));
    assert_eq!(reader.held(), 1000);
    let mut reader = MsgKeyReader::new(None);
    for _ in 0..1000 {
        reader.push("[{\"id\":\"71_1_1698741698\"},\n");
    }
    assert!(reader.held() >= 1000, "{}", reader.held());
    let mut reader = MsgKeyReader::new(None);
    reader.push(&"{\"id\":\"71_1_1698741698\"}\n".repeat(1000));
    assert_eq!((reader.held(), reader.take().msg_keys.len()), (0, 1000));
}
