//! Problems as data: a path, a code of a closed list and its parameters. The sentences are in `pkg-template/messages/`.

pub mod word;
pub mod code;
pub mod javascript;
pub mod problem;
