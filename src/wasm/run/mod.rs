//! Bindings of clients, recalls and pages of history.

mod fetch_request;
mod request_input;
mod core_run;
mod core_page;
mod core_client;
