//! The caller's input, checked: any value in, a parsed one or issues with their paths out.

pub mod member_names;
pub mod raw_value;
pub mod issues;
pub mod key_index;
pub mod client_options;
pub mod key_list;

#[cfg(test)]
#[path = "../../tests/input/mod.rs"]
mod tests;
