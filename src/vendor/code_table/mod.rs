//! The table of the vendor's codes: its columns, its sentences of advice and its rows. `code.rs` looks codes up in it.

pub mod row;
pub mod advice;
pub mod rows;
