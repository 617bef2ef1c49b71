//! scelle: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    scelle::cli::main(std::env::args_os())
}
