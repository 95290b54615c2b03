//! Small pieces of text handling without which every floor would have its own: numbers, JSON, and what of a text may be shown.

pub mod decimal;
pub mod ascii;
pub mod excerpt;
pub mod masking;
pub mod json;

#[cfg(test)]
#[path = "../../tests/text/mod.rs"]
mod tests;
