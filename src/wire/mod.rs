//! The wire form of each command's request and answer, and of webhooks.

pub mod request;
pub mod response;
pub mod webhook;

#[cfg(test)]
#[path = "../../tests/wire/mod.rs"]
mod tests;
