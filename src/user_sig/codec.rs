//! Encodes and decodes the two outer layers of a UserSig: base64 with three replaced symbols, and a zlib container.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use base64ct::{Base64, Encoding};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::issue::code::IssueCode;
use crate::issue::problem::Problem;
use crate::vendor::limits::MAX_USER_SIG_BYTES;

/// Largest decompressed size of the JSON in bytes, so that a short text cannot exhaust the memory.
pub(super) const MAX_JSON_BYTES: usize = 16 * 1024;
/// Largest size of a stored block in bytes. Source: RFC 1951, 3.2.4.
const MAX_BLOCK: usize = 0xffff;
/// Symbols of standard base64 and their replacements. This is not the URL-safe alphabet of RFC 4648.
const SYMBOLS: [(u8, u8); 3] = [(b'+', b'*'), (b'/', b'-'), (b'=', b'_')];

/// Encodes JSON. The zlib blocks are stored, not compressed, as by the vendor's Go signer: this is the fastest, needs no compressor,
/// and makes the URL about 60 bytes longer.
#[must_use]
pub(super) fn wrap(json: &str) -> String {
    let mut text = String::new();
    for byte in Base64::encode_string(&store(json.as_bytes())).bytes() {
        let symbol = SYMBOLS.iter().find(|(standard, _)| *standard == byte).map_or(byte, |(_, own)| *own);
        text.push(symbol.into());
    }
    text
}

/// Decodes the JSON.
///
/// # Errors
/// The problem of the layer that could not be read.
pub fn unwrap(text: &str) -> Result<String, Problem> {
    if text.len() > MAX_USER_SIG_BYTES {
        let params = [text.len().into(), MAX_USER_SIG_BYTES.into()];
        return Err(Problem::new(IssueCode::InspectedTooLong, params));
    }
    if text.is_empty() {
        return Err(IssueCode::InspectedEmpty.into());
    }
    let base64 = to_standard(text)?;
    let Ok(bytes) = STANDARD.decode(&base64) else {
        return Err(IssueCode::InspectedBase64.into());
    };
    String::from_utf8(inflate(&bytes)?).map_err(|_| IssueCode::InspectedUtf8.into())
}

fn to_standard(text: &str) -> Result<String, Problem> {
    let mut base64 = String::with_capacity(text.len());
    for symbol in text.chars() {
        let standard = SYMBOLS.iter().find(|(_, own)| char::from(*own) == symbol).map(|(standard, _)| *standard);
        match standard {
            Some(standard) => base64.push(standard.into()),
            None if symbol.is_ascii_alphanumeric() => base64.push(symbol),
            None => return Err(IssueCode::InspectedAlphabet.into()),
        }
    }
    Ok(base64)
}

fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    if bytes.first() == Some(&b'{') {
        return Err(IssueCode::InspectedPlain.into());
    }
    let found = if is_header(bytes) { bytes.get(2..).and_then(inflate_raw) } else { None };
    match found {
        Some((out, rest)) if rest == adler32(&out).to_be_bytes() => Ok(out),
        Some((out, rest)) if rest.starts_with(&adler32(&out).to_be_bytes()) => Err(IssueCode::InspectedTrailing.into()),
        _ => Err(Problem::new(IssueCode::InspectedZlib, [MAX_JSON_BYTES.into()])),
    }
}

/// The inflated data and the bytes after its end. `None` if it is invalid or too long.
fn inflate_raw(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut out = vec![0; MAX_JSON_BYTES + 1];
    let mut state = Box::<DecompressorOxide>::default();
    let (status, read, written) = decompress(&mut state, bytes, &mut out, 0, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF);
    out.truncate(written);
    (status == TINFLStatus::Done && written <= MAX_JSON_BYTES).then_some((out, bytes.get(read..)?))
}

/// Method 8, a window of at most 32 KB, no dictionary, and the check bits. Source: RFC 1950, 2.2.
fn is_header(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..]
        if method & 0xf == 8 && method >> 4 <= 7 && flags & 0x20 == 0
            && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0)
}

/// A zlib container of stored blocks. Source: RFC 1950 and RFC 1951.
fn store(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut rest = bytes;
    loop {
        let (block, after) = rest.split_at_checked(MAX_BLOCK).unwrap_or((rest, &[]));
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(after.is_empty().into());
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
        if after.is_empty() {
            break;
        }
        rest = after;
    }
    out.extend_from_slice(&adler32(bytes).to_be_bytes());
    out
}

fn adler32(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}
