//! A triage from end to end: messages are read on one thread, judged on all cores, and told on another thread in the order of the mailbox.

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
        // One batch is told while the next is judged.
        let (finished, all_judged) = sync_channel::<(Vec<Judged>, u64)>(1);
        let gate = &gate;
        let reading = scope.spawn(move || feed::read(feed, gate, &mut |batch| sender.send(batch).is_ok()));
        scope.spawn(move || {
            for batch in batches {
                // One by one: a message may cost as much as a hundred others, and no core should wait for those behind it.
                let items = batch.items.par_iter().with_max_len(1);
                let judged = pool.install(|| items.map(|item| judge.judge(item)).collect());
                gate.leave(batch.weight());
                if finished.send((judged, batch.bytes_read)).is_err() {
                    break;
                }
            }
        });
        let mut told = Ok(());
        for (judged, bytes_read) in &all_judged {
            told = judged.into_iter().try_for_each(|judged| teller.tell(judged));
            if told.is_err() {
                break;
            }
            progress(bytes_read);
        }
        drop(all_judged);
        // A reader that waits at the gate must be let through to see that nobody listens.
        gate.open();
        let lost = reading.join().expect("because the reading thread does not panic");
        told.map_err(TriageError::Write)?;
        Ok(lost?)
    })
}
