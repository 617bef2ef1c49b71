//! The border to the `pgp` crate: a panic in there, should hostile input ever cause one, becomes an error here and does not end the
//! program. (The panic's own message still goes to standard error.)

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::OpenPgpError;

/// Runs `work`; a panic in it is an error.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, OpenPgpError>) -> Result<T, OpenPgpError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(OpenPgpError::Library("it gave up on this input".into())))
}

/// The crate's error as ours, where no better name is known.
pub(super) fn library(error: pgp::errors::Error) -> OpenPgpError {
    match error {
        pgp::errors::Error::Unsupported { message, .. } => OpenPgpError::NotSupported(message),
        other => OpenPgpError::Library(other.to_string()),
    }
}
