//! Inflates raw deflate data, for `container.rs`: in wasm by a function of the package's JavaScript, elsewhere by miniz_oxide.
//!
//! The package carries an inflater in JavaScript already, which unpacks the core itself; a second one in wasm takes 10 KB.

/// The data as it was before it was deflated, up to the limit; `None` when it cannot be read. What is cut off at the limit,
/// and what may follow the end of the data, is for the caller to notice by its checksum.
#[must_use]
pub fn inflate(bytes: &[u8], limit: usize) -> Option<Vec<u8>> {
    host::inflate(bytes, limit)
}

#[cfg(target_arch = "wasm32")]
pub use host::provide;

#[cfg(target_arch = "wasm32")]
mod host {
    use std::cell::RefCell;

    use js_sys::{Function, Uint8Array};
    use wasm_bindgen::{JsCast, JsValue};

    thread_local! {
        static INFLATER: RefCell<Option<Function>> = const { RefCell::new(None) };
    }

    /// Takes a function that inflates one `Uint8Array` into another, given as its second argument, and returns what it filled.
    pub fn provide(inflater: Function) {
        INFLATER.set(Some(inflater));
    }

    pub(super) fn inflate(bytes: &[u8], limit: usize) -> Option<Vec<u8>> {
        let inflater = INFLATER.with_borrow(Clone::clone)?;
        let (from, to) = (Uint8Array::from(bytes), Uint8Array::new_with_length(u32::try_from(limit).ok()?));
        let filled = inflater.call2(&JsValue::UNDEFINED, &from, &to).ok()?;
        Some(filled.dyn_ref::<Uint8Array>()?.to_vec())
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

    pub(super) fn inflate(bytes: &[u8], limit: usize) -> Option<Vec<u8>> {
        match decompress_to_vec_with_limit(bytes, limit) {
            Ok(out) => Some(out),
            Err(failed) if failed.status == TINFLStatus::HasMoreOutput => Some(failed.output),
            Err(_) => None,
        }
    }
}
