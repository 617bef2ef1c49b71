//! What convinces somebody who trusts neither us nor the operator: trusted time, signatures, hash trees, encryption. Pure functions over
//! bytes, readers and writers; archives, cases and files are others' business.

pub mod openpgp;
