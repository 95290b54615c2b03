//! Claims about UTF-8 in chunks: the text is that of all bytes at once, wherever they are cut.

use crate::keys::utf8_chunks::Utf8Chunks;

#[test]
fn any_bytes_are_the_same_text_at_every_cut() {
    let texts: [&[u8]; 6] = [
        "键é\u{1f600}a".as_bytes(),
        b"a\xff\xe9\x94b\xe9\x94\xaec",
        b"\xf0\x9f\x98",
        b"\xf0\x9f\x98\xf0\x9f\x98\x80",
        b"\xed\xa0\x80\xc0\xaf",
        b"",
    ];
    for bytes in texts {
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let (mut decoder, mut text) = (Utf8Chunks::default(), String::new());
                for chunk in [&bytes[..first], &bytes[first..second], &bytes[second..]] {
                    decoder.decode(chunk, |part| text.push_str(part));
                }
                text.push_str(decoder.end());
                assert_eq!(text, String::from_utf8_lossy(bytes), "{bytes:?} cut at {first} and {second}");
            }
        }
    }
}
