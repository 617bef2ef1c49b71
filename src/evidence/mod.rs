//! evidence

pub mod mutf7;
pub mod role;
