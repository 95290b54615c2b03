//! Tests of texts made to keep a reader busy: they are read in linear time; with quadratic time these tests would take hours.

use crate::keys::found_keys::find_msg_keys;
use crate::keys::rejection::RejectCode;

const KEY: &str = "71_1_1698741698";

#[test]
fn escapes_without_end_are_read_in_linear_time() {
    for part in [
        "\\",
        "%25",
        "%2525",
        "&amp;",
        "&#",
        "=3D",
        "\\u005c",
        "\\x5c",
        "\u{1b}[",
        "\u{1b}]",
        "[[",
        "^[",
        "#011",
        "{\"a\":\"",
        "[\"",
        "_1_",
        "1_1_",
        "%",
        "=",
        "-",
        "\u{200b}",
        "\"",
        "a=",
        "71_1_1698741698=",
        "7\n",
        "\\n7",
        "1-",
        "7\n1-",
    ] {
        let text = part.repeat(500_000 / part.len().max(2));
        let pasted = find_msg_keys(&text, None);
        assert!(pasted.msg_keys.iter().all(|key| key.text() == KEY), "{part:?}");
        let around = find_msg_keys(&format!("x {text} {KEY}\n{KEY} {text}\n"), None);
        assert!(around.msg_keys.iter().all(|key| key.text() == KEY), "{part:?}");
    }
}

#[test]
fn too_many_layers_of_escapes_are_rejected() {
    let text = format!("x %{}22{KEY}%{}22", "25".repeat(1000), "25".repeat(1000));
    let pasted = find_msg_keys(&text, None);
    assert!(pasted.msg_keys.is_empty(), "{pasted:?}");
    assert_eq!(pasted.rejected.first().map(|one| one.code), Some(RejectCode::TooDeep));
}
