//! Bindings of the functions that work offline.

mod plain_object;
mod codes;
mod user_sig;
mod requests;
mod keys;
mod webhook;
