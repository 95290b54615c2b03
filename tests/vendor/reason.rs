//! Tests of the reason of a recall: which are accepted, which are rejected, and with which problem.

use crate::issue::problem::Problem;
use crate::said;
use crate::vendor::reason::Reason;

fn refused<T: std::fmt::Debug>(parsed: Result<T, Problem>) -> String {
    said::problem(&parsed.unwrap_err())
}

#[test]
fn a_reason_is_limited_in_bytes_and_may_have_any_character() {
    let (hanzi, hundred) = ("撤".repeat(33), "x".repeat(100));
    for fits in ["r", "wrong \"price\"\n\t\\", "\0", "👍", &hanzi, &hundred] {
        assert_eq!(Reason::parse(fits).unwrap().as_str(), fits);
    }
    assert_eq!(refused(Reason::parse("")), "empty reason");
    // 34 characters, of which one counts two bytes.
    let text = format!("{hanzi}é");
    assert_eq!((text.chars().count(), text.len()), (34, 101));
    assert_eq!(refused(Reason::parse(&text)), "reason-too-long 101 100");
    assert!(Reason::parse(&"👍".repeat(25)).is_ok());
    assert!(Reason::parse(&"👍".repeat(26)).is_err());
}
