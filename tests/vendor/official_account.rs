//! Tests of official account IDs: which are accepted, which are rejected, and with which problem.

use crate::issue::problem::Problem;
use crate::said;
use crate::vendor::official_account::OfficialAccount;

fn refused<T: std::fmt::Debug>(parsed: Result<T, Problem>) -> String {
    said::problem(&parsed.unwrap_err())
}

#[test]
fn an_official_account_begins_with_its_prefix_once_or_twice() {
    let longest = format!("@TOA#_{}", "x".repeat(42));
    for fits in ["@TOA#_2J4SZEAEL", "@TOA#_a", "@TOA#_@TOA#2J4SZEAEL", "@TOA#_@TOA#_2J4SZEAEL", "@TOA#_a b~", &longest]
    {
        assert_eq!(OfficialAccount::parse(fits).unwrap().as_str(), fits);
    }
    assert_eq!(refused(OfficialAccount::parse("")), "empty official-account");
    for other in ["2J4SZEAEL", "@TOA#", "@TOA#_", "@toa#_2J4SZEAEL", " @TOA#_2J4SZEAEL", "@TGS#_2J4SZEAEL"] {
        assert_eq!(refused(OfficialAccount::parse(other)), format!("account-prefix \"{other}\""));
    }
    assert_eq!(refused(OfficialAccount::parse(&format!("{longest}x"))), "account-too-long 49 48");
    for other in ["@TOA#_é", "@TOA#_a\n", "@TOA#_a\u{7f}", "@TOA#_公"] {
        assert!(refused(OfficialAccount::parse(other)).starts_with("account-characters "), "{other}");
    }
}
