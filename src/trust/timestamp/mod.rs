//! Trusted time (RFC 3161): a request for some bytes' digest, the authority's answer, the token in it, and what the token proves. Only
//! `http.rs` touches the network; a request and its answer can be carried by hand as well.

mod complaint;
pub mod http;
mod imprint;
mod request;
mod response;
mod status;
mod token;
mod verify;

pub use complaint::{Complaint, Misuse};
pub use imprint::Imprint;
pub use request::Request;
pub use response::{Response, ResponseError};
pub use status::{Failure, Status};
pub use token::{Accuracy, Token};
pub use verify::{Trust, Verification};

#[cfg(test)]
mod tests;
