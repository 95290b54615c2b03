//! Tests of SDKAppIDs and UserIDs: which are accepted, which are rejected, and with which problem.

use crate::issue::problem::Problem;
use crate::said;
use crate::vendor::user_id::{SdkAppId, UserId};

fn refused<T: std::fmt::Debug>(parsed: Result<T, Problem>) -> String {
    said::problem(&parsed.unwrap_err())
}

#[test]
fn an_sdk_app_id_is_any_u32_above_zero() {
    assert_eq!(SdkAppId::parse(1).unwrap().get(), 1);
    assert_eq!(SdkAppId::parse(u32::MAX).unwrap().get(), u32::MAX);
    assert_eq!(refused(SdkAppId::parse(0)), "unexpected-value sdk-app-id number 0");
}

#[test]
fn an_identifier_has_at_most_32_bytes_of_utf8() {
    for fits in ["a", "administrator", "管理员", &"x".repeat(32), "十个汉字共三十字节哦", "a b", "a@b.c"] {
        assert_eq!(UserId::parse(fits).unwrap().as_str(), fits);
    }
    assert_eq!(refused(UserId::parse("")), "empty identifier");
    let long = "identifier-too-long 33 32";
    assert_eq!(refused(UserId::parse(&"x".repeat(33))), long);
    // Eleven characters, and 33 bytes.
    assert_eq!(refused(UserId::parse("十一个汉字共三十三字节")), long);
}

#[test]
fn an_identifier_has_no_control_characters() {
    for (text, shown) in [
        ("admin\n", "\"admin\\n\""),
        ("a\nTLS.time:1", "\"a\\nTLS.time:1\""),
        ("a\r", "\"a\\r\""),
        ("a\0b", "\"a\\u{0}b\""),
        ("a\u{7f}", "\"a\\u{7f}\""),
        ("a\u{85}", "\"a\\u{85}\""),
    ] {
        assert_eq!(refused(UserId::parse(text)), format!("identifier-characters {shown}"));
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
