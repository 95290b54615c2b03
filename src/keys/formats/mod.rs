//! Readers for each format of a text: CSV, JSON, printed tables and lists.

pub mod row;
pub mod csv_reader;
mod json_members;
pub mod json_scanner;
pub mod text_format;
pub mod list;
