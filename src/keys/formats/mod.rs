//! Formats that a text can have as a whole: CSV, JSON, printed tables and lists.

pub mod row;
pub mod csv_reader;
mod json_members;
pub mod json_scanner;
pub mod text_format;
pub mod list;
