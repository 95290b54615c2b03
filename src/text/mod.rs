//! Text primitives that every floor uses: numbers, JSON, excerpts, masking of secrets, splitting.

pub mod decimal;
pub mod excerpt;
pub mod masking;
pub mod json;
pub mod split;

#[cfg(test)]
#[path = "../../tests/text/mod.rs"]
mod tests;
