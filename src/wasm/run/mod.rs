//! Bindings of clients and runs.

mod fetch_request;
mod client_context;
mod core_run;
mod core_page;
mod core_client;
