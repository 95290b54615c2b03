//! Tests of the layers around the JSON of a UserSig: truncated, altered or oversized data is rejected with the name of its layer.

use crate::user_sig::codec;
use crate::user_sig::sign::{self, Claims};
use crate::vendor::limits::MAX_USER_SIG_BYTES;
use miniz_oxide::deflate::compress_to_vec_zlib;
use serde_json::Value;

use super::vectors::{compressed, from_base64, inner, outer, vectors};

#[test]
fn a_changed_character_never_changes_what_verifies() {
    let (key, vectors) = vectors();
    let symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-_+/=% \u{4e2d}";
    for (vector, original) in vectors.iter().flat_map(|one| [(one, &one.stored), (one, &one.level6)]) {
        let json = codec::unwrap(original).unwrap();
        let mut same = 0;
        for at in 0..original.len() {
            for symbol in symbols.chars().filter(|symbol| !original[at..].starts_with(*symbol)) {
                let changed = [&original[..at], symbol.encode_utf8(&mut [0; 4]), &original[at + 1..]].concat();
                if super::verify(&changed, &key, &vector.expected()).is_ok() {
                    same += 1;
                    assert_eq!(codec::unwrap(&changed).as_ref(), Ok(&json), "{} at {at}: {symbol}", vector.name);
                }
            }
            assert!(super::inspect(&original[..at]).is_err(), "{} cut at {at}", vector.name);
        }
        // At most 7 bits before a stored block or the checksum are unused by deflate; all other bits are checked.
        assert!(same < 128, "{}: {same} changes verify", vector.name);
        assert!(super::inspect(&[original, "AAAA"].concat()).is_err(), "{}", vector.name);
    }
}

#[test]
fn altered_json_with_a_correct_checksum_does_not_verify() {
    let (key, vectors) = vectors();
    for vector in &vectors {
        let whole = super::inspect(&vector.stored).unwrap();
        for at in 0..vector.json.len() {
            for byte in [b'0', b'9', b'"', b'\\', b'}', b' ', b'a', 0, 0xff] {
                let mut json = vector.json.clone().into_bytes();
                json[at] = byte;
                let Ok(json) = String::from_utf8(json) else { continue };
                if let Ok(info) = super::verify(&codec::wrap(&json), &key, &vector.expected()) {
                    assert_eq!(info, whole, "{json}");
                }
            }
        }
    }
}

#[test]
fn memory_is_bounded_for_any_compressed_data() {
    let bomb = outer(&compress_to_vec_zlib(&vec![b' '; 4 << 20], 9));
    assert!(bomb.len() < MAX_USER_SIG_BYTES, "{}", bomb.len());
    assert!(super::inspect(&bomb).unwrap_err().starts_with("inspected-zlib"));
    let (_, vectors) = vectors();
    let spaces = |count: usize| compressed(&[&vectors[0].json, " ".repeat(count).as_str()].concat(), 6);
    let room = codec::MAX_JSON_BYTES - vectors[0].json.len();
    assert!(super::inspect(&spaces(room)).is_ok());
    assert!(super::inspect(&spaces(room + 1)).unwrap_err().starts_with("inspected-zlib"));
    assert!(super::inspect(&"A".repeat(MAX_USER_SIG_BYTES + 4)).unwrap_err().starts_with("inspected-too-long"));
}

#[test]
fn the_checksum_directly_follows_the_data() {
    let (_, vectors) = vectors();
    for level in [0, 6] {
        let (data, sum) = ends(&compress_to_vec_zlib(vectors[0].json.as_bytes(), level));
        assert!(super::inspect(&outer(&[&data[..], &sum].concat())).is_ok());
        let other = [&data[..], &sum[..3], &[sum[3] ^ 1]].concat();
        assert!(super::inspect(&outer(&other)).unwrap_err().starts_with("inspected-zlib"));
        for between in [&[0][..], &sum[..3], &data, &[0x78, 1, 3, 0]] {
            let message = super::inspect(&outer(&[&data[..], between, &sum].concat())).unwrap_err();
            assert!(message.starts_with("inspected-zlib") || message == "inspected-trailing", "{message}");
        }
    }
    // Data truncated at the limit does not pass with the checksum of the rest.
    let long = [&vectors[0].json, " ".repeat(codec::MAX_JSON_BYTES).as_str()].concat();
    let (data, _) = ends(&compress_to_vec_zlib(long.as_bytes(), 6));
    let (_, sum) = ends(&compress_to_vec_zlib(&long.as_bytes()[..codec::MAX_JSON_BYTES], 6));
    assert!(super::inspect(&outer(&[data, sum].concat())).unwrap_err().starts_with("inspected-zlib"));
}

/// A zlib container without its checksum, and the checksum.
fn ends(container: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (data, sum) = container.split_at(container.len() - 4);
    (data.to_vec(), sum.to_vec())
}

#[test]
fn a_userbuf_longer_than_a_stored_block_is_stored_completely() {
    let (key, vectors) = vectors();
    let long: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let signed = sign::sign(&key, &Claims { user_buf: Some(&long), ..vectors[0].claims() });
    let bytes = inner(&signed);
    let json = miniz_oxide::inflate::decompress_to_vec_zlib(&bytes).unwrap();
    let members: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(from_base64(members["TLS.userbuf"].as_str().unwrap()), long);
}

#[test]
fn a_problem_names_the_layer_and_never_quotes_the_text() {
    let (_, vectors) = vectors();
    let (good, json) = (&vectors[0].stored, &vectors[0].json);
    let cases = [
        ("inspected-empty", String::new()),
        ("inspected-alphabet", good.replace('*', "+")),
        ("inspected-alphabet", good.replace('*', "%2A")),
        ("inspected-alphabet", format!("{good}\n")),
        ("inspected-alphabet", good.replace('*', "\u{4e2d}")),
        ("inspected-base64", good[..good.len() - 1].into()),
        ("inspected-plain", outer(json.as_bytes())),
        ("inspected-zlib 16384", good[..good.len() / 2].into()),
        ("inspected-trailing", [vectors[2].stored.as_str(), "AAAA"].concat()),
        ("inspected-utf8", outer(&compress_to_vec_zlib(&[b'{', 0xff], 6))),
        ("inspected-json", codec::wrap(&json.replace('}', ""))),
        ("inspected-type", codec::wrap(&json.replace("\"admin\"", "5"))),
        ("inspected-type", codec::wrap(&json.replace("604800", "-1"))),
        ("inspected-type", codec::wrap(&json.replace("604800", "1e99"))),
        ("inspected-type", codec::wrap(&json.replace("604800", "\"+604800\""))),
        ("inspected-type", codec::wrap(&json.replace("604800", "9007199254740993"))),
        ("inspected-version", codec::wrap(&json.replace("2.0", "1.0"))),
        ("inspected-member \"TLS.expire\"", codec::wrap(&json.replace("expire", "expiry"))),
        ("inspected-member \"TLS.sdkappid\"", codec::wrap(&json.replace("1400000000", "4294967296"))),
        ("inspected-signature", codec::wrap(&json.replace("ZsaY", ""))),
    ];
    for (start, text) in cases {
        let message = super::inspect(&text).unwrap_err();
        assert!(message.starts_with(start), "{message}, expected {start}");
        assert!(
            text.len() < 8
                || (0..text.len() - 8).all(|at| text.get(at..at + 8).is_none_or(|part| !message.contains(part)))
        );
    }
}
