//! Tests of digits next to invisible characters and markup: a reader sees these digits and those of the key as one number.

use crate::keys::found_keys::find_msg_keys;

const K: &str = "71_1_1698741698";

/// The keys of a text.
fn keys(text: &str) -> Vec<String> {
    find_msg_keys(text, None).msg_keys.iter().map(|key| key.text()).collect()
}

#[test]
fn digits_before_an_invisible_mark_belong_to_the_key() {
    for text in [
        // Escape sequences of colours, raw and as other programs show them.
        "sent 12\u{1b}[01;31m\u{1b}[K71_1_1698741698\u{1b}[m\u{1b}[K ok",
        "+1\u{1b}[7m2\u{1b}[27m71_1_1698741698",
        "12^[[01;31m^[[K71_1_1698741698",
        "12[01;31m[K71_1_1698741698",
        r#"{"m":"7\u001b[31m1_1_1698741698\u001b[0m"}"#,
        r"12\e[1m71_1_1698741698\e[0m",
        // Escape sequences that move the cursor.
        "msg 72\u{1b}[D1_1_1698741698",
        "msg 72\u{8} \u{8}1_1_1698741698",
        "msg 72\u{7f}1_1_1698741698",
        "12\u{fffd}71_1_1698741698",
        "\u{9b}371_1_1698741698",
        // Inline tags, and comments.
        "12<em>71_1_1698741698</em>",
        "12<wbr>71_1_1698741698",
        "12<!-- -->71_1_1698741698",
        "<span>12</span>71_1_1698741698",
        "<b class=\"x\">12</b><i>71_1_1698741698</i>",
        "7]]><![CDATA[1_1_1698741698",
        // Emphasis, and comparison operators.
        "12**71_1_1698741698**",
        "7*1_1_1698741698*",
        "12~~71_1_1698741698~~",
        "{+12+}71_1_1698741698",
        "[-12-]71_1_1698741698",
        "7[b]1_1_1698741698[/b]",
        "7(1_1_1698741698)",
        // Escapes of other programs.
        r"\'9371_1_1698741698\'94",
        r"\'9671_1_1698741698",
        "{#2281_1_1698741698#22}",
        "/Msg#2881_1_1698741698",
        r"\05071_1_1698741698",
        // Omissions.
        "[...]71_1_1698741698",
        "(\u{2026})71_1_1698741698",
        // Byte dumps.
        "0x1000: 0x37 0x31 0x5f 0x31 0x5f 0x31 0x36 0x39 0x38 0x37 0x34 0x31 0x36 0x39 0x38 0x0a  71_1_1698741698.",
        "0000000 313738395f315f37 0a38393631343738  71_1_1698741698.",
    ] {
        assert_eq!(keys(text), [""; 0], "{text:?}");
    }
}

#[test]
fn a_key_on_its_own_is_read_whatever_marks_it() {
    for text in [
        "sent \u{1b}[01;31m\u{1b}[K71_1_1698741698\u{1b}[m\u{1b}[K ok",
        "\u{1b}[35mfile.log\u{1b}[m\u{1b}[K:\u{1b}[32m12\u{1b}[m:\u{1b}[31m71_1_1698741698\u{1b}[m",
        "\u{1b}[36mkey\u{1b}[0m=71_1_1698741698",
        "<td>12</td><td>71_1_1698741698</td>",
        "<li>71_1_1698741698</li>",
        "<tr><td class=\"id\">12</td><td class=\"key\"><code>71_1_1698741698</code></td></tr>",
        "key: **71_1_1698741698**",
        "| 12 | **71_1_1698741698** |",
        "[71_1_1698741698]",
        "keys[0] = 71_1_1698741698",
        "recall(71_1_1698741698)",
        "see #71_1_1698741698",
        r"\'71_1_1698741698\'",
        "and so on... 71_1_1698741698",
        "sent (71_1_1698741698).",
    ] {
        assert_eq!(keys(text), [K], "{text:?}");
    }
}
