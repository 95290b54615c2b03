//! Claims about the reason of a recall: what is taken, what is refused, and with which sentence.

use crate::vendor::reason::Reason;

fn refused<T: std::fmt::Debug>(parsed: Result<T, String>) -> String {
    parsed.unwrap_err()
}

#[test]
fn a_reason_is_counted_in_bytes_and_may_hold_any_character() {
    let (hanzi, hundred) = ("撤".repeat(33), "x".repeat(100));
    for fits in ["r", "wrong \"price\"\n\t\\", "\0", "👍", &hanzi, &hundred] {
        assert_eq!(Reason::parse(fits).unwrap().as_str(), fits);
    }
    assert_eq!(refused(Reason::parse("")), "empty, expected 1 to 100 bytes of text, or no reason at all");
    // 34 characters, of which one counts two bytes.
    let text = format!("{hanzi}é");
    assert_eq!((text.chars().count(), text.len()), (34, 101));
    assert_eq!(
        refused(Reason::parse(&text)),
        "found a text of 101 bytes, expected at most 100 bytes of UTF-8 (a Chinese character takes 3)"
    );
    assert!(Reason::parse(&"👍".repeat(25)).is_ok());
    assert!(Reason::parse(&"👍".repeat(26)).is_err());
}
