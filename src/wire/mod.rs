//! The wire format of requests, answers and webhooks.

pub mod request;
pub mod response;
pub mod webhook;

#[cfg(test)]
#[path = "../../tests/wire/mod.rs"]
mod tests;
