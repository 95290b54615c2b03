//! Tests of MsgKeys: which are accepted, which are rejected, and with which problem.

use crate::issue::problem::Problem;
use crate::said;
use crate::text::excerpt::brief;
use crate::vendor::msg_key::MsgKey;

fn refused<T: std::fmt::Debug>(parsed: Result<T, Problem>) -> String {
    said::problem(&parsed.unwrap_err())
}

#[test]
fn a_msg_key_is_three_numbers_and_at_most_50_characters() {
    let longest = format!("4294967295_{}_1698741698", "1".repeat(28));
    assert_eq!(longest.len(), 50);
    for fits in ["71_1_1698741698", "0_1_0", "4294967295_1_4294967295", "71_2_1698741698", &longest] {
        assert_eq!(MsgKey::parse(fits).unwrap().as_str(), fits);
    }
    assert_eq!(refused(MsgKey::parse("")), "empty msg-key");
    let too_long = format!("4294967295_{}_1698741698", "1".repeat(29));
    assert_eq!(refused(MsgKey::parse(&too_long)), "msg-key-too-long 50 \"4294967295_1…\"");
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
        assert_eq!(refused(MsgKey::parse(other)), format!("msg-key-form \"{}\"", brief(other)));
    }
}

#[test]
fn numbers_of_a_msg_key_have_no_leading_zero_and_fit_32_bits() {
    for text in ["0071_1_1698741698", "01171_1_1698741698", "00_1_1698741698", "71_01_1698741698", "71_1_0698741698"] {
        assert_eq!(refused(MsgKey::parse(text)), format!("msg-key-leading-zero \"{text}\""));
    }
    for text in ["4294967296_1_1698741698", "71_1_4294967296", "71_1_9999999999", "9999999999_1_0"] {
        assert_eq!(refused(MsgKey::parse(text)), format!("msg-key-out-of-range \"{text}\""));
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
fn a_very_long_text_is_rejected_with_a_short_problem() {
    let flood = refused(MsgKey::parse(&"9".repeat(1_000_000)));
    assert!(flood.len() < 200, "{} bytes", flood.len());
}
