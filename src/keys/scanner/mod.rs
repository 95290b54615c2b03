//! Finds where a MsgKey begins and ends in arbitrary text, and what makes it doubtful.

pub mod escape_byte;
pub mod escape;
pub mod owner;
mod markup;
pub mod boundary;
pub mod hex_dump;
pub mod line_break;
pub mod line_owners;
pub mod msg_key_scanner;
pub mod frame;
