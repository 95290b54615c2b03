//! Issues as data: a path, a code from a closed list, and parameters. The sentences are in `pkg-template/messages/`.

pub mod word;
pub mod code;
pub mod javascript;
pub mod problem;
