//! Tests of identifiers and their limits: which are accepted, which are rejected, and with which message.

use crate::text::excerpt;
use crate::vendor::identifier::{MsgKey, OfficialAccount, Reason, SdkAppId, UserId, quoted};

fn refused<T: std::fmt::Debug>(parsed: Result<T, String>) -> String {
    parsed.unwrap_err()
}

#[test]
fn an_sdk_app_id_is_any_u32_above_zero() {
    assert_eq!(SdkAppId::parse(1).unwrap().get(), 1);
    assert_eq!(SdkAppId::parse(u32::MAX).unwrap().get(), u32::MAX);
    assert_eq!(refused(SdkAppId::parse(0)), "found 0, expected the SDKAppID from the console, 1 to 4294967295");
}

#[test]
fn an_identifier_has_at_most_32_bytes_of_utf8() {
    for fits in ["a", "administrator", "管理员", &"x".repeat(32), "十个汉字共三十字节哦", "a b", "a@b.c"] {
        assert_eq!(UserId::parse(fits).unwrap().as_str(), fits);
    }
    assert_eq!(refused(UserId::parse("")), "empty, expected the UserID of an app administrator");
    let long = "found a UserID of 33 bytes, expected at most 32 bytes of UTF-8";
    assert_eq!(refused(UserId::parse(&"x".repeat(33))), long);
    // Eleven characters, and 33 bytes.
    assert_eq!(refused(UserId::parse("十一个汉字共三十三字节")), long);
}

#[test]
fn an_identifier_has_no_control_characters() {
    let expected = "expected a UserID without control characters";
    for (text, shown) in [
        ("admin\n", "\"admin\\n\""),
        ("a\nTLS.time:1", "\"a\\nTLS.time:1\""),
        ("a\r", "\"a\\r\""),
        ("a\0b", "\"a\\u{0}b\""),
        ("a\u{7f}", "\"a\\u{7f}\""),
        ("a\u{85}", "\"a\\u{85}\""),
    ] {
        assert_eq!(refused(UserId::parse(text)), format!("found {shown}, {expected}"));
    }
}

#[test]
fn a_plain_identifier_has_only_characters_that_every_document_allows() {
    for plain in ["admin", "Admin_01", "a-b"] {
        assert!(UserId::parse(plain).unwrap().is_plain(), "{plain}");
    }
    for other in ["a b", "管理员", "a@b", "a.b", "a#b"] {
        assert!(!UserId::parse(other).unwrap().is_plain(), "{other}");
    }
}

#[test]
fn an_official_account_begins_with_its_prefix_once_or_twice() {
    let longest = format!("@TOA#_{}", "x".repeat(42));
    for fits in ["@TOA#_2J4SZEAEL", "@TOA#_a", "@TOA#_@TOA#2J4SZEAEL", "@TOA#_@TOA#_2J4SZEAEL", "@TOA#_a b~", &longest]
    {
        assert_eq!(OfficialAccount::parse(fits).unwrap().as_str(), fits);
    }
    assert_eq!(refused(OfficialAccount::parse("")), "empty, expected an official account id like \"@TOA#_2J4SZEAEL\"");
    for other in ["2J4SZEAEL", "@TOA#", "@TOA#_", "@toa#_2J4SZEAEL", " @TOA#_2J4SZEAEL", "@TGS#_2J4SZEAEL"] {
        let sentence = format!("found \"{other}\", expected an official account id that begins with \"@TOA#_\"");
        assert_eq!(refused(OfficialAccount::parse(other)), sentence);
    }
    assert_eq!(
        refused(OfficialAccount::parse(&format!("{longest}x"))),
        "found an official account id of 49 bytes, expected at most 48 bytes"
    );
    for other in ["@TOA#_é", "@TOA#_a\n", "@TOA#_a\u{7f}", "@TOA#_公"] {
        assert!(refused(OfficialAccount::parse(other)).ends_with(", expected printable ASCII only"), "{other}");
    }
}

#[test]
fn a_msg_key_is_three_numbers_and_at_most_50_characters() {
    let longest = format!("4294967295_{}_1698741698", "1".repeat(28));
    assert_eq!(longest.len(), 50);
    for fits in ["71_1_1698741698", "0_1_0", "4294967295_1_4294967295", "71_2_1698741698", &longest] {
        assert_eq!(MsgKey::parse(fits).unwrap().as_str(), fits);
    }
    assert_eq!(refused(MsgKey::parse("")), "empty, expected a MsgKey like \"71_1_1698741698\"");
    let too_long = format!("4294967295_{}_1698741698", "1".repeat(29));
    assert_eq!(
        refused(MsgKey::parse(&too_long)),
        "found \"4294967295_1…\", expected a MsgKey of at most 50 characters, like \"71_1_1698741698\""
    );
    for other in [
        "71",
        "71_1",
        "71_1_",
        "_1_1698741698",
        "71__1698741698",
        "71_1_1698741698_",
        "71_1_1698741698_1",
        "+71_1_1698741698",
        "-1_1_1698741698",
        "71_1_1698741698 ",
        " 71_1_1698741698",
        "71_1_1698741698\n",
        "71-1-1698741698",
        "71_1_16987.1698",
        "71_1_１６９８７４１６９８",
        "71_0x1_1698741698",
        "12345678901_1_1698741698",
        "71_1_12345678901",
        "71_1_1698741698\0",
    ] {
        let sentence =
            format!("found {}, expected a MsgKey like \"71_1_1698741698\" (Seq_1_ServerTime)", quoted(other));
        assert_eq!(refused(MsgKey::parse(other)), sentence);
    }
}

#[test]
fn numbers_of_a_msg_key_have_no_leading_zero_and_fit_32_bits() {
    for text in ["0071_1_1698741698", "01171_1_1698741698", "00_1_1698741698", "71_01_1698741698", "71_1_0698741698"] {
        assert_eq!(
            refused(MsgKey::parse(text)),
            format!(
                "found \"{text}\", expected a MsgKey whose numbers do not begin with 0 (an escape in front of it?)"
            )
        );
    }
    for text in ["4294967296_1_1698741698", "71_1_4294967296", "71_1_9999999999", "9999999999_1_0"] {
        assert_eq!(
            refused(MsgKey::parse(text)),
            format!("found \"{text}\", expected a MsgKey whose numbers are at most 4294967295")
        );
    }
}

#[test]
fn a_msg_key_has_the_time_and_the_type_of_its_conversation() {
    let key = |text| MsgKey::parse(text).unwrap();
    assert_eq!(key("71_1_1698741698").sent_at(), Some(1_698_741_698));
    assert_eq!(key("71_1_4294967295").sent_at(), Some(u32::MAX));
    assert!(key("71_1_1698741698").is_usual());
    assert!(!key("71_12_1698741698").is_usual());
    assert!(!key("71_2_1698741698").is_usual());
}

#[test]
fn a_reason_is_limited_in_bytes_and_may_have_any_character() {
    let (hanzi, hundred) = ("撤".repeat(33), "x".repeat(100));
    for fits in ["r", "wrong \"price\"\n\t\\", "\0", "👍", &hanzi, &hundred] {
        assert_eq!(Reason::parse(fits).unwrap().as_str(), fits);
    }
    assert_eq!(refused(Reason::parse("")), "empty, expected 1 to 100 bytes of text, or no reason at all");
    // 34 characters, one of which has two bytes.
    let text = format!("{hanzi}é");
    assert_eq!((text.chars().count(), text.len()), (34, 101));
    assert_eq!(
        refused(Reason::parse(&text)),
        "found a text of 101 bytes, expected at most 100 bytes of UTF-8 (a Chinese character takes 3)"
    );
    assert!(Reason::parse(&"👍".repeat(25)).is_ok());
    assert!(Reason::parse(&"👍".repeat(26)).is_err());
}

#[test]
fn a_found_value_is_shortened_and_shown_on_one_line() {
    assert_eq!(quoted("a\"b\n\t\u{1b}[31m"), "\"a\\\"b\\n\\t\\u{1b}[31m\"");
    assert_eq!(quoted("a\u{202e}b\u{200b}c\u{feff}"), "\"a\\u{202e}b\\u{200b}c\\u{feff}\"");
    // A text of 32 characters or more may be a secret key, which has 64.
    assert_eq!(quoted(&"字".repeat(31)), format!("\"{}\"", "字".repeat(31)));
    assert_eq!(quoted(&"字".repeat(32)), format!("\"{}…\"", "字".repeat(12)));
    assert_eq!(excerpt::brief(&"a\"".repeat(16)), format!("{}…", "a\\\"".repeat(6)));
    assert_eq!(excerpt::head(&"a\"".repeat(16)), format!("{}…", "a\"".repeat(6)));
    assert_eq!(excerpt::head(&"a\n".repeat(15)), "a\n".repeat(15));
    let flood = refused(MsgKey::parse(&"9".repeat(1_000_000)));
    assert!(flood.len() < 200, "{} bytes", flood.len());
}
