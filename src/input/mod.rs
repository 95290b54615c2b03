//! Checks the caller's input: takes any value and returns a parsed one, or issues with paths.

pub mod member_names;
pub mod raw_value;
pub mod issues;
pub mod text_index;
pub mod accounts;
pub mod client_options;
pub mod message_list;

#[cfg(test)]
#[path = "../../tests/input/mod.rs"]
mod tests;
