//! A triage from end to end: messages are read on one thread, judged on all cores, and told in the order of the mailbox.

use std::io;
use std::sync::mpsc::sync_channel;
use std::thread;

use rayon::prelude::*;

use super::feed::{self, Feed, Gate, Lost};
use super::judge::{Judge, Judged};
use crate::custody::archive::ArchiveError;

/// Enough for the deepest nesting that decoding lets through.
const STACK: usize = 64 << 20;

/// Why a triage could not be done.
#[derive(Debug, thiserror::Error)]
pub enum TriageError {
    /// the archive cannot be read
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// the threads could not be started
    #[error("cannot start the threads that judge")]
    Threads(#[source] rayon::ThreadPoolBuildError),
    /// what was found could not be written
    #[error("cannot write what was found")]
    Write(#[source] io::Error),
}

/// Is told what was found, in the order of the mailbox.
pub trait Teller {
    /// The next message.
    fn tell(&mut self, judged: Judged) -> io::Result<()>;
}

/// Judges every message of `feed`. `progress` is called with bytes of the mailbox that are done. Returns what could not be read.
pub fn triage(
    feed: Feed<'_>,
    judge: Judge<'_>,
    teller: &mut dyn Teller,
    progress: &dyn Fn(u64),
) -> Result<Vec<Lost>, TriageError> {
    let name = |number: usize| format!("judge-{number}");
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).thread_name(name).build();
    let pool = pool.map_err(TriageError::Threads)?;
    let gate = Gate::default();
    thread::scope(|scope| {
        let (sender, batches) = sync_channel(4);
        let gate = &gate;
        let reading = scope.spawn(move || feed::read(feed, gate, &mut |batch| sender.send(batch).is_ok()));
        let mut told = Ok(());
        for batch in &batches {
            let judged: Vec<Judged> = pool.install(|| batch.items.par_iter().map(|item| judge.judge(item)).collect());
            gate.leave(batch.weight());
            told = judged.into_iter().try_for_each(|judged| teller.tell(judged));
            if told.is_err() {
                break;
            }
            progress(batch.bytes_read);
        }
        drop(batches);
        // A reader that waits at the gate must be let through to see that nobody listens.
        gate.open();
        let lost = reading.join().expect("because the reading thread does not panic");
        told.map_err(TriageError::Write)?;
        Ok(lost?)
    })
}
