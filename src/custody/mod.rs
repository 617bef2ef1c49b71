//! custody
pub mod clock;
