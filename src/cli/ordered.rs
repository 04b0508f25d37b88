//! Work on many items at once, results in order, never more than a window of them in memory.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, PoisonError};

/// How many batches the others may run ahead of the slowest one, for each thread.
const AHEAD: usize = 4;
/// Items of a batch at most: to hand over each by itself would wake a thread for each.
const BATCH: usize = 16;

struct Progress {
    next: usize,
    written: usize,
    stopped: bool,
}

/// Runs `work` on 0 to `count` on up to `jobs` threads, and hands results to `write` in order, on this thread. `write` may stop it.
pub fn run<T: Send>(
    count: usize,
    jobs: usize,
    work: impl Fn(usize) -> T + Sync,
    mut write: impl FnMut(T) -> ControlFlow<()>,
) {
    let jobs = jobs.min(count);
    if jobs <= 1 {
        for index in 0..count {
            if write(work(index)).is_break() {
                return;
            }
        }
        return;
    }
    // Few items are spread over all threads.
    let batch = (count / (jobs * AHEAD)).clamp(1, BATCH);
    let window = jobs * AHEAD * batch;
    let state = Mutex::new(Progress { next: 0, written: 0, stopped: false });
    let turn = Condvar::new();
    // A thread that panics leaves plain numbers behind, which are whole whatever happened.
    let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
    let take = || {
        let mut progress = lock();
        while !progress.stopped && progress.next < count && progress.next >= progress.written + window {
            progress = turn.wait(progress).unwrap_or_else(PoisonError::into_inner);
        }
        if progress.stopped || progress.next >= count {
            return None;
        }
        let start = progress.next;
        progress.next = count.min(start + batch);
        Some(start..progress.next)
    };
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let (send, work, take) = (send.clone(), &work, &take);
            scope.spawn(move || {
                while let Some(items) = take() {
                    if send.send((items.start, items.map(work).collect::<Vec<T>>())).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut written = 0;
        for (start, results) in receive {
            waiting.insert(start, results);
            while let Some(results) = waiting.remove(&written) {
                written += results.len();
                let stop = results.into_iter().any(|result| write(result).is_break());
                let mut progress = lock();
                progress.written = written;
                progress.stopped |= stop;
                turn.notify_all();
                if stop {
                    return;
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_out_of_a_window() {
        let (begun, mut got) = (AtomicUsize::new(0), Vec::new());
        let work = |i: usize| {
            begun.fetch_max(i, Ordering::SeqCst);
            if i.is_multiple_of(7) {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            i
        };
        run(200, 4, work, |i| {
            assert!(begun.load(Ordering::SeqCst) < i + (4 * AHEAD + 1) * 12);
            got.push(i);
            ControlFlow::Continue(())
        });
        assert_eq!(got, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn stops_when_told() {
        let mut got = Vec::new();
        run(
            1000,
            3,
            |i| i,
            |i| {
                got.push(i);
                if i == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(got, [0, 1, 2, 3, 4, 5]);
    }
}
