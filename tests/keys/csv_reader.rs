//! Tests of CSV cells that span several lines, and of missing quotes.

use crate::keys::formats::text_format::Format;
use crate::keys::found_keys::{Pasted, find_msg_keys};
use crate::keys::rejection::Params;

const A: &str = "71_1_1698741698";
const B: &str = "72_1_1698741698";
const C: &str = "89541_1_1572870301";

/// Checks the keys with their lines, and the lines of rejected texts.
#[track_caller]
fn reads(text: &str, keys: &[(&str, u32)], rejected: &[u32]) -> Pasted {
    let pasted = find_msg_keys(text, None);
    let found: Vec<_> =
        pasted.msg_keys.iter().map(|key| &*key.text().leak()).zip(pasted.lines.iter().copied()).collect();
    assert_eq!(found, keys, "{text:?}: {pasted:?}");
    assert_eq!(pasted.rejected.iter().map(|one| one.line).collect::<Vec<_>>(), rejected, "{text:?}: {pasted:?}");
    assert_eq!(pasted.format, Format::Csv, "{text:?}");
    pasted
}

#[test]
fn a_row_after_a_missing_quote_is_rejected_and_not_lost() {
    let text = format!("id,MsgKey,t\n1,{A},\"he said no\n2,\"{B}\",x\n3,{C},y\n");
    let quoted =
        format!("\"id\",\"MsgKey\",\"t\"\n\"1\",\"{A}\",\"he said no\n\"2\",\"{B}\",\"x\"\n\"3\",\"{C}\",\"y\"\n");
    let bare = format!("1,{A},\"he said no\n2,\"{B}\",x\n3,{C},y\n");
    for (text, last) in [(text, 4), (quoted, 4), (bare, 3)] {
        let pasted = reads(&text, &[(A, last - 2), (C, last)], &[last - 1]);
        assert!(pasted.rejected[0].text.contains(B), "{:?}", pasted.rejected);
        assert_eq!(pasted.rejected[0].params, Params::Opened(last - 2), "{:?}", pasted.rejected);
    }
    // As a spreadsheet writes it: a cell of two lines with doubled quotes, followed by blanks or cells.
    let whole = format!("id,MsgKey,t,u\n1,{A},\"a \"\"b\"\"\nc\" ,\"x\"\n2,{B},\"d\n\n\"\"e\"\"\"\n3,{C},,\n");
    reads(&whole, &[(A, 2), (B, 4), (C, 7)], &[]);
}

#[test]
fn a_rejected_row_yields_no_key() {
    // As part of the row before it, its second cell would be in the key column.
    let text = format!("t,MsgKey\n\"he said no,{A}\n\"x\",{B}\nz,{C}\n");
    reads(&text, &[(C, 4)], &[2, 3]);
}

#[test]
fn a_line_inside_a_cell_is_neither_a_comment_nor_blank() {
    let text = format!("MsgKey,Text\n{A},\"one\n# two\n\n# three\",x\n# {B},a comment\n\n{C},y\n");
    reads(&text, &[(A, 2), (C, 8)], &[]);
}

#[test]
fn the_delimiter_is_what_follows_the_quotes() {
    for (delimiter, others) in [(',', ";|\t"), (';', ",|\t"), ('|', ",;\t"), ('\t', ",;|")] {
        for inside in others.chars() {
            let d = delimiter;
            let text = format!("\"MsgKey\"{d}b\n{A}{d}1\n{B}{d}2\n");
            reads(&text, &[(A, 2), (B, 3)], &[]);
            let text = format!("\"MsgKey\"{d}\"a{inside}b\"\n\"{A}\"{d}\"1{inside}2\"\n\"{B}\"{d}x\n");
            reads(&text, &[(A, 2), (B, 3)], &[]);
            let text = format!("\"a{inside}b\"{d}\"MsgKey\"\n\"1{inside}2\"{d}\"{A}\"\nx{d}{B}\n");
            reads(&text, &[(A, 2), (B, 3)], &[]);
            let text = format!("\"{A}\"{d}\"1{inside}2\"\n\"{B}\"{d}\"x{inside}y\"\n");
            reads(&text, &[(A, 1), (B, 2)], &[]);
        }
    }
}
