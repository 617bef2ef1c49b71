//! The originals in order, prepared ahead: small ones a batch at a time on all cores while the batch before is being written;
//! large ones one by one, streamed by the caller.

use std::io;
use std::ops::Range;
use std::sync::mpsc::sync_channel;
use std::thread;

use rayon::prelude::*;

use super::acquire::{self, Options, Prepared, SMALL};
use crate::evidence::source::Survey;

/// Files of one batch at most.
const FILES: usize = 512;
/// Bytes of one batch at most; three batches exist at once.
const BYTES: u64 = 16 * 1024 * 1024;

/// One original, by its position in [`Survey::files`].
pub enum Batch {
    /// read, hashed, split and compressed; or why it could not be read
    Small(usize, io::Result<Box<Prepared>>),
    /// to be streamed
    Large(usize),
}

enum Work {
    Small(Range<usize>),
    Large(usize),
}

/// Calls `take` for every original in order; stops at its first error.
pub fn for_each(survey: &Survey, options: Options, mut take: impl FnMut(Batch) -> io::Result<()>) -> io::Result<()> {
    let work = plan(survey);
    thread::scope(|scope| {
        let (sender, ready) = sync_channel(1);
        let small: Vec<Range<usize>> = work.iter().filter_map(Work::small).collect();
        scope.spawn(move || {
            for range in small {
                let prepare = |position: usize| {
                    let original = &survey.files[position];
                    (position, acquire::prepare(&survey.path(original), &original.claim, options).map(Box::new))
                };
                let batch: Vec<_> = range.into_par_iter().map(prepare).collect();
                if sender.send(batch).is_err() {
                    return;
                }
            }
        });
        for piece in work {
            match piece {
                Work::Large(position) => take(Batch::Large(position))?,
                Work::Small(_) => {
                    let batch = ready.recv().map_err(|_| io::Error::other("the reading thread has stopped"))?;
                    batch.into_iter().try_for_each(|(position, prepared)| take(Batch::Small(position, prepared)))?;
                }
            }
        }
        Ok(())
    })
}

impl Work {
    fn small(&self) -> Option<Range<usize>> {
        match self {
            Work::Small(range) => Some(range.clone()),
            Work::Large(_) => None,
        }
    }
}

fn plan(survey: &Survey) -> Vec<Work> {
    let mut work = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (position, file) in survey.files.iter().enumerate() {
        let full = position - start >= FILES || bytes + file.size > BYTES;
        if start < position && (full || file.size > SMALL) {
            work.push(Work::Small(start..position));
            (start, bytes) = (position, 0);
        }
        if file.size > SMALL {
            work.push(Work::Large(position));
            start = position + 1;
        } else {
            bytes += file.size;
        }
    }
    if start < survey.files.len() {
        work.push(Work::Small(start..survey.files.len()));
    }
    work
}
