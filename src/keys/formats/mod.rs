//! Readers for each format of a text: CSV, JSON, printed tables and lists.

pub mod row;
mod account_columns;
pub mod csv_reader;
mod json_owners;
mod json_level;
mod json_members;
pub mod json_text;
pub mod json_scanner;
pub mod text_format;
pub mod list;
