//! Claims about UserSigs that a caller passes in: what can be told without the secret key is told.

use crate::host;
use crate::said;
use crate::user_sig::check::check;
use crate::user_sig::codec;

#[test]
fn a_user_sig_of_the_old_form_and_a_cut_one_are_refused() {
    let old = codec::wrap(r#"{"TLS.account_type":"0","TLS.identifier":"administrator","TLS.sig":"MEUCIQ"}"#);
    let refused = |text: &str| said::problem(&check(text, None, None, host::claims).unwrap_err());
    assert_eq!(refused(&old), "user-sig-old");
    assert_eq!(refused(&old[..old.len() - 8]), "user-sig-cut");
}

#[test]
fn a_user_sig_of_an_unknown_form_is_passed_on() {
    for unknown in ["abc", &codec::wrap(r#"{"TLS.ver":"3.0","TLS.sig":"x"}"#)] {
        assert_eq!(check(unknown, None, None, host::claims), Ok(()), "{unknown}");
    }
}
