//! Claims about keys as numbers: the texts that have them are the MsgKeys with 1 as the middle number, and no others.

use crate::keys::found_key::FoundKey;
use crate::vendor::msg_key::MsgKey;

/// Numbers at the edges of what each part of a key may be.
const PARTS: &[&str] = &[
    "",
    "0",
    "00",
    "1",
    "01",
    "2",
    "10",
    "1698741698",
    "4294967295",
    "4294967296",
    "9999999999",
    "12345678901",
    "+1",
    "-1",
    " 1",
    "1 ",
    "1a",
    "\u{661}",
];

#[test]
fn a_text_has_numbers_exactly_if_it_is_the_msg_key_of_an_official_account() {
    for (seq, middle) in PARTS.iter().flat_map(|seq| PARTS.iter().map(move |middle| (seq, middle))) {
        for time in PARTS {
            for text in [format!("{seq}_{middle}_{time}"), format!("{seq}_{middle}{time}"), format!("{seq}_{time}_1_")]
            {
                let key = MsgKey::parse(&text).ok().filter(MsgKey::is_usual);
                let numbers = FoundKey::parse(&text);
                assert_eq!(numbers.map(FoundKey::text), key.as_ref().map(|key| key.as_str().to_owned()), "{text:?}");
                assert_eq!(numbers.map(|key| key.time), key.and_then(|key| key.sent_at()), "{text:?}");
            }
        }
    }
}
