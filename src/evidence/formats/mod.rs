//! One file a format of export. Each says whether a file is of that format, which folder its messages are in, and how the file
//! is cut into messages; none reads more than a file's first bytes.

pub mod container;
pub mod eml;
pub mod emlx;
pub mod maildir;
pub mod mbox;
pub mod mh;
pub mod msg;
pub mod pffexport;
pub mod pst;
pub mod readpst;
pub mod takeout;
pub mod thunderbird;
