//! Checks the caller's input: takes any value and returns a parsed one, or issues with paths.

pub mod member_names;
pub mod raw_value;
pub mod issues;
pub mod key_index;
pub mod client_options;
pub mod key_list;

#[cfg(test)]
#[path = "../../tests/input/mod.rs"]
mod tests;
