//! What is added to a sealed archive: time-stamps, signatures, and the manifests they renew others by. FORMAT.md section 10.

pub mod attach;
pub mod manifest;
pub mod name;
