//! What convinces somebody who trusts neither us nor the operator: trusted time, signatures, hash trees, encryption. Pure functions over
//! bytes, readers and writers; archives, cases and files are others' business.

pub mod cms;
pub mod der;
pub mod evidence_record;
pub mod hash_tree;
pub mod openpgp;
pub mod timestamp;
pub mod x509;
