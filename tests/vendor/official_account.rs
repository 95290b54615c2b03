//! Claims about the id of an official account: what is taken, what is refused, and with which sentence.

use crate::vendor::official_account::OfficialAccount;

fn refused<T: std::fmt::Debug>(parsed: Result<T, String>) -> String {
    parsed.unwrap_err()
}

#[test]
fn an_official_account_begins_with_its_prefix_even_twice() {
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
