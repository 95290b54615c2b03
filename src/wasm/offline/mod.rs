//! Bindings of the offline functions.

mod plain_object;
mod codes;
mod user_sig;
mod requests;
mod keys;
mod webhook;
