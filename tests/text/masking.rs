//! Tests of masking: which parts of a text from outside are shown.
#![allow(clippy::string_slice, reason = "texts of ASCII are cut")]

use crate::text::masking::masked;

const USER_SIG: &str =
    "eJwtzMEKgkAURuFXkVmH3Jm5V1NoIS1aJAlmQu2iuePchPJqSdG7N6jLcz7*L9E*rX0*mZCmIQgyg-PWMnQWTzBxjS3ZzkAH*vaXoJ_";
const SECRET_KEY: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

#[test]
fn text_without_secrets_is_unchanged() {
    for text in [
        "",
        r#"field "MsgKeyList[3]" is bad: \"71_1\""#,
        "RequestId=356a192b7913b04c54574d18c28d46e6395428ab",
        "trace 5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e of another",
        "消息不存在 @TOA#_2J4SZEAEL",
        "https://service.example/v4/official_account_open_http_svc/official_account_msg_recall",
    ] {
        assert_eq!(masked(text, &[USER_SIG]), text);
    }
}

#[test]
fn no_part_of_a_secret_remains_in_any_encoding() {
    let percent = USER_SIG.replace('*', "%2B").replace('-', "%2F").replace('_', "%3D");
    let texts = [
        format!("GET /v4?usersig={USER_SIG}&random=1"),
        format!("bad {}", &USER_SIG[..40]),
        format!("bad {}, key {SECRET_KEY}", &percent[20..70]),
        format!("{}\n{}", &USER_SIG[..30], &SECRET_KEY[5..30]),
    ];
    for text in texts {
        let shown = masked(&text, &[USER_SIG, SECRET_KEY]);
        assert!(shown.contains('\u{2026}'), "{shown}");
        for secret in [USER_SIG, SECRET_KEY, &percent] {
            let leaked = (0..secret.len() - 16).find(|at| shown.contains(&secret[*at..at + 16]));
            assert_eq!(leaked, None, "{shown}");
        }
    }
}

#[test]
fn an_unknown_user_sig_is_recognized_by_its_length() {
    assert_eq!(masked(&"x".repeat(101), &[]), "\u{2026}");
    assert_eq!(masked(&"x".repeat(100), &[]), "x".repeat(100));
}

#[test]
fn a_text_becomes_one_line_of_limited_length() {
    assert_eq!(masked("a\nb\u{1b}[31m\u{202e}c", &[]), "a b [31m c");
    assert_eq!(masked(&"word ".repeat(50), &[]), format!("{}\u{2026}", "word ".repeat(40)));
}
