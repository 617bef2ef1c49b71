//! Writes the synthetic compromised mailbox: `cargo run --example make-samples -- [OUTDIR]` (default `samples`).
//! The same bytes at each run; `tests/samples.rs` holds the committed samples to it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[path = "mod.rs"]
mod make;

fn main() -> io::Result<()> {
    let out = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("samples"), PathBuf::from);
    for (path, bytes) in make::samples().files() {
        write_file(&out.join(path), bytes)?;
    }
    Ok(())
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}
