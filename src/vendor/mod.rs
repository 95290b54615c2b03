//! What the vendor decided, each fact once: limits, forms of identifiers, regions and commands, error codes.

mod code_row;
pub mod code;
pub mod identifier;
pub mod endpoint;

#[cfg(test)]
#[path = "../../tests/vendor/mod.rs"]
mod tests;
