//! Tests of signing and verifying UserSigs, against known answers of the vendor's own signer (`vectors/usersig.json`).

use crate::user_sig::codec;
use crate::user_sig::sign::{self, Check, Claims, EXPIRE, Expected, SecretKey};
use crate::vendor::code;
use crate::vendor::limits::USER_SIG_EXPIRE_RANGE;
use crate::vendor::user_id::{SdkAppId, UserId};

use super::vectors::{compressed, inner, outer, vectors};

#[test]
fn signing_gives_the_known_answers_byte_for_byte() {
    let (key, vectors) = vectors();
    for vector in vectors {
        let name = &vector.name;
        assert_eq!(vector.claims().content(), vector.content, "{name}");
        let signed = sign::sign(&key, &vector.claims());
        assert_eq!(signed, vector.stored, "{name}");
        assert_eq!(codec::unwrap(&signed).as_deref(), Ok(vector.json.as_str()), "{name}");
        assert!(vector.json.contains(&vector.hmac), "{name}");
    }
}

#[test]
fn stored_and_compressed_forms_are_read_and_verified() {
    let (key, vectors) = vectors();
    for vector in vectors {
        for form in [&vector.level6, &vector.stored, &compressed(&vector.json, 1), &compressed(&vector.json, 9)] {
            let info = super::inspect(form).unwrap();
            assert_eq!(info.identifier, vector.identifier.as_str(), "{}", vector.name);
            assert_eq!((info.sdk_app_id, info.time), (vector.sdk_app_id.get(), vector.time), "{}", vector.name);
            assert_eq!((info.expire, &info.user_buf), (vector.expire.into(), &vector.user_buf), "{}", vector.name);
            assert_eq!(super::verify(form, &key, &vector.expected()), Ok(info), "{}", vector.name);
        }
    }
}

/// The form of the Go signer: expire before time, a line break at the end, and an empty final block after a stored block.
fn go_form(json: &str) -> String {
    let text = [json.replace("\"TLS.time\":1700000000,", ""), "\n".into()].concat();
    let text = text.replace(",\"TLS.sig\"", ",\"TLS.time\":1700000000,\"TLS.sig\"");
    let length = u16::try_from(text.len()).unwrap();
    let mut bytes = vec![0x78, 0x01, 0x00];
    bytes.extend([length.to_le_bytes(), (!length).to_le_bytes()].concat());
    bytes.extend(text.as_bytes());
    bytes.extend([0x01, 0x00, 0x00, 0xff, 0xff]);
    let own = inner(&codec::wrap(&text));
    bytes.extend(&own[own.len() - 4..]);
    outer(&bytes)
}

#[test]
fn the_forms_of_every_official_signer_are_read_and_verified() {
    let (key, vectors) = vectors();
    for vector in vectors {
        let escaped: String = vector
            .json
            .chars()
            .flat_map(|c| {
                if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) }
                    .chars()
                    .collect::<Vec<_>>()
            })
            .collect();
        let python = escaped.replace("\",\"", "\", \"").replace(",\"TLS", ", \"TLS").replace("\":", "\": ");
        let app = "\"TLS.sdkappid\":1400000000,";
        let cpp = vector.json.replace(app, "").replace("\"TLS.identifier\"", &format!("{app}\"TLS.identifier\""));
        let php = vector.json.replace('/', "\\/");
        let numbers_as_text =
            vector.json.replace("1400000000", "\"1400000000\"").replace(":1700000000", ":\"1700000000\"");
        assert!(python != vector.json && cpp != vector.json && numbers_as_text != vector.json);
        let forms = [go_form(&vector.json), compressed(&python, 6), compressed(&cpp, 1), compressed(&php, 6)];
        for form in forms.iter().chain([&compressed(&numbers_as_text, 6)]) {
            let verdict = super::verify(form, &key, &vector.expected());
            assert!(verdict.is_ok(), "{}: {verdict:?} of {:?}", vector.name, codec::unwrap(form));
        }
    }
}

#[test]
fn checks_run_in_the_order_of_the_vendors_verifier() {
    let (key, vectors) = vectors();
    let (vector, other) = (&vectors[2], SecretKey::parse("another key").unwrap());
    let (app, identifier) = (SdkAppId::parse(1).unwrap(), UserId::parse("someone").unwrap());
    let end = vector.time + u64::from(vector.expire);
    let mut expected = Expected { sdk_app_id: app, identifier: &identifier, user_buf: Some(b"x"), now: end + 1 };
    let failed = |text: &str, key: &SecretKey, expected: &Expected<'_>| {
        super::verify(text, key, expected).map_err(|(check, info)| (check.as_str(), check.code(), info.is_some()))
    };
    assert_eq!(failed("AAAA", &other, &expected), Err(("format", 70003, false)));
    assert_eq!(failed(&vector.stored, &other, &expected), Err(("sdkAppId", 70014, true)));
    expected.sdk_app_id = vector.sdk_app_id;
    assert_eq!(failed(&vector.stored, &other, &expected), Err(("identifier", 70013, true)));
    expected.identifier = &vector.identifier;
    assert_eq!(failed(&vector.stored, &other, &expected), Err(("expired", 70001, true)));
    expected.now = end;
    assert_eq!(failed(&vector.stored, &other, &expected), Err(("userBuf", 70003, true)));
    expected.user_buf = None;
    assert_eq!(failed(&vector.stored, &other, &expected), Err(("userBuf", 70003, true)));
    expected.user_buf = Some(b"abc");
    assert_eq!(failed(&vector.stored, &other, &expected), Err(("signature", 70009, true)));
    assert!(failed(&vector.stored, &key, &expected).is_ok(), "valid in its last second");
    assert_eq!(Check::Format.as_str(), "format");
    assert!(Check::UserBuf.message().contains("another userbuf"), "{}", Check::UserBuf.message());
    assert!(Check::Signature.message().contains("another secret key"), "{}", Check::Signature.message());
    assert_eq!(Check::Expired.message(), code::find(70001).unwrap().meaning[0]);
}

#[test]
fn an_empty_userbuf_is_not_an_absent_one() {
    let (key, vectors) = vectors();
    let (without, empty) = (Claims { user_buf: None, ..vectors[4].claims() }, vectors[4].claims());
    assert_ne!(sign::sign(&key, &without), sign::sign(&key, &empty));
    let expected = Expected { user_buf: None, ..vectors[4].expected() };
    assert!(super::verify(&vectors[4].stored, &key, &expected).is_err());
    assert!(super::verify(&sign::sign(&key, &without), &key, &expected).is_ok());
}

#[test]
fn a_signed_user_sig_verifies_for_any_claims() {
    let seed: u64 = std::env::var("SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_190_719);
    let mut state = seed;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let letters =
        ['a', 'Z', '"', '\\', '/', ' ', '<', '\u{7f}', '\u{e9}', '\u{7ba1}', '\u{1f600}', '\u{2028}', '&', '%'];
    for round in 0..3_000 {
        let name: String = (0..=next(7)).map(|_| letters[next(14) as usize]).collect();
        let Ok(identifier) = UserId::parse(&name) else { continue };
        let key = SecretKey::parse(&format!("k{}", "ab".repeat(next(80) as usize))).unwrap();
        let buf: Vec<u8> = (0..next(40)).map(|_| next(256) as u8).collect();
        let claims = Claims {
            sdk_app_id: SdkAppId::parse(1 + next(u64::from(u32::MAX)) as u32).unwrap(),
            identifier: &identifier,
            time: next(1 << 31),
            expire: USER_SIG_EXPIRE_RANGE.0 + next(u64::from(USER_SIG_EXPIRE_RANGE.1 - USER_SIG_EXPIRE_RANGE.0)) as u32,
            user_buf: (next(2) == 0).then_some(&buf),
        };
        let expected = Expected {
            sdk_app_id: claims.sdk_app_id,
            identifier: &identifier,
            user_buf: claims.user_buf,
            now: claims.time,
        };
        let verdict = super::verify(&sign::sign(&key, &claims), &key, &expected);
        assert!(verdict.is_ok(), "SEED={seed}, round {round}: {verdict:?}");
    }
}

#[test]
fn secrets_are_not_shown() {
    let (key, vectors) = vectors();
    assert_eq!(format!("{key:?}"), "SecretKey");
    let shown = format!("{:?}", super::inspect(&vectors[0].stored).unwrap());
    assert!(shown.contains("admin") && shown.contains("signature: Signature }"), "{shown}");
    assert_eq!(crate::said::problem(&SecretKey::parse("").unwrap_err()), "empty secret-key");
    assert_eq!(EXPIRE, 24 * 60 * 60);
}
