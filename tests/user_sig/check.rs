//! Tests of UserSigs passed in by a caller: the checks that need no secret key.

use crate::host;
use crate::said;
use crate::user_sig::check::check;
use crate::user_sig::codec;

#[test]
fn a_user_sig_of_the_old_form_or_truncated_is_rejected() {
    let old = codec::wrap(r#"{"TLS.account_type":"0","TLS.identifier":"administrator","TLS.sig":"MEUCIQ"}"#);
    let refused = |text: &str| said::problem(&check(text, None, None, host::claims).unwrap_err());
    assert_eq!(refused(&old), "user-sig-old");
    assert_eq!(refused(&old[..old.len() - 8]), "user-sig-cut");
}

#[test]
fn a_user_sig_of_an_unknown_form_is_accepted() {
    for unknown in ["abc", &codec::wrap(r#"{"TLS.ver":"3.0","TLS.sig":"x"}"#)] {
        assert_eq!(check(unknown, None, None, host::claims), Ok(()), "{unknown}");
    }
}
