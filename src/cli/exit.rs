//! Every way the program can end. The numbers are permanent.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// done, nothing to object
    Success,
    /// done, and the answer is no: the archive or the journal is not what it must be
    Refuted,
    /// the command line cannot be understood
    Usage,
    /// the job could not be done
    Failure,
    /// done, but something of the evidence could not be preserved, or a proof of it could not be had
    Incomplete,
}

impl Exit {
    /// Every way, in the order of the numbers.
    pub const ALL: [Exit; 5] = [Exit::Success, Exit::Refuted, Exit::Usage, Exit::Failure, Exit::Incomplete];

    /// The process's exit status.
    pub fn code(self) -> u8 {
        match self {
            Exit::Success => 0,
            Exit::Refuted => 1,
            Exit::Usage => 2,
            Exit::Failure => 3,
            Exit::Incomplete => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_documented() {
        assert_eq!(Exit::ALL.map(Exit::code), [0, 1, 2, 3, 4]);
    }
}
