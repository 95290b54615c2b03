//! Reads the known answers of the vendor's own signer.

use crate::user_sig::sign::{Claims, Expected, SecretKey};
use crate::vendor::user_id::{SdkAppId, UserId};
use data_encoding::BASE64;
use miniz_oxide::deflate::compress_to_vec_zlib;
use serde_json::Value;

/// One known answer.
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) identifier: UserId,
    pub(crate) sdk_app_id: SdkAppId,
    pub(crate) time: u64,
    pub(crate) expire: u32,
    pub(crate) user_buf: Option<Vec<u8>>,
    pub(crate) content: String,
    pub(crate) hmac: String,
    pub(crate) json: String,
    pub(crate) level6: String,
    pub(crate) stored: String,
}

impl Vector {
    pub(crate) fn claims(&self) -> Claims<'_> {
        let user_buf = self.user_buf.as_deref();
        Claims {
            sdk_app_id: self.sdk_app_id,
            identifier: &self.identifier,
            time: self.time,
            expire: self.expire,
            user_buf,
        }
    }

    pub(crate) fn expected(&self) -> Expected<'_> {
        let user_buf = self.user_buf.as_deref();
        Expected { sdk_app_id: self.sdk_app_id, identifier: &self.identifier, user_buf, now: self.time }
    }
}

/// The key of all known answers, and the answers.
pub(crate) fn vectors() -> (SecretKey, Vec<Vector>) {
    let file: Value = serde_json::from_str(include_str!("../vectors/usersig.json")).unwrap();
    let read = |one: &Value| {
        let text = |name: &str| one[name].as_str().unwrap().to_owned();
        let number = |name: &str| u32::try_from(one[name].as_u64().unwrap()).unwrap();
        Vector {
            name: text("name"),
            identifier: UserId::parse(&text("identifier")).unwrap(),
            sdk_app_id: SdkAppId::parse(number("sdkAppId")).unwrap(),
            time: number("time").into(),
            expire: number("expire"),
            user_buf: one["userBufBase64"].as_str().map(from_base64),
            content: text("hmacContent"),
            hmac: text("hmacBase64"),
            json: text("inflatedJson"),
            level6: text("userSigLevel6"),
            stored: text("userSigStored"),
        }
    };
    let all: Vec<Vector> = file["vectors"].as_array().unwrap().iter().map(read).collect();
    assert_eq!(all.len(), 5);
    (SecretKey::parse(file["secretKey"].as_str().unwrap()).unwrap(), all)
}

/// Decodes standard base64.
pub(crate) fn from_base64(text: &str) -> Vec<u8> {
    BASE64.decode(text.as_bytes()).unwrap()
}

/// Encodes bytes in the outer base64.
pub(crate) fn outer(bytes: &[u8]) -> String {
    let text = BASE64.encode(bytes);
    text.replace('+', "*").replace('/', "-").replace('=', "_")
}

/// Compresses JSON as other signers do.
pub(crate) fn compressed(json: &str, level: u8) -> String {
    outer(&compress_to_vec_zlib(json.as_bytes(), level))
}

/// Decodes the outer base64.
pub(crate) fn inner(user_sig: &str) -> Vec<u8> {
    from_base64(&user_sig.replace('*', "+").replace('-', "/").replace('_', "="))
}
