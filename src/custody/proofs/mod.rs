//! What is added to a sealed archive: time-stamps, signatures, and the manifests they renew others by. FORMAT.md section 10.

pub mod add;
pub mod attach;
pub mod check;
pub mod container;
pub mod disclose;
pub mod manifest;
pub mod name;
pub mod simple;
pub mod tree;
