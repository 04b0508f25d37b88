//! Work on many items at once, results in order, never more than a window of them in memory.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many batches the others may run ahead of the slowest one, for each thread.
const AHEAD: usize = 4;
/// Items of a batch at most: to hand over each by itself would wake a thread for each.
const BATCH: usize = 16;

struct Progress {
    next: usize,
    written: usize,
    stopped: bool,
    /// Threads that wait until more is written.
    waiting: usize,
}

/// Items to work on, handed out in batches that keep within the window.
struct Queue {
    count: usize,
    batch: usize,
    window: usize,
    progress: Mutex<Progress>,
    turn: Condvar,
}

impl Queue {
    fn new(count: usize, jobs: usize) -> Self {
        // Few items are spread over all threads.
        let batch = (count / (jobs * AHEAD)).clamp(1, BATCH);
        let progress = Mutex::new(Progress { next: 0, written: 0, stopped: false, waiting: 0 });
        Self { count, batch, window: jobs * AHEAD * batch, progress, turn: Condvar::new() }
    }

    /// A thread that panics leaves plain numbers behind, which are whole whatever happened.
    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next batch, once the window has room for it; none when all are handed out.
    fn take(&self) -> Option<Range<usize>> {
        let mut progress = self.lock();
        while !progress.stopped && progress.next < self.count && !self.has_room(&progress) {
            progress.waiting += 1;
            progress = self.turn.wait(progress).unwrap_or_else(PoisonError::into_inner);
            progress.waiting -= 1;
        }
        self.hand_out(&mut progress)
    }

    /// The next batch, if there is one and room for it.
    fn take_now(&self) -> Option<Range<usize>> {
        let mut progress = self.lock();
        if self.has_room(&progress) { self.hand_out(&mut progress) } else { None }
    }

    fn has_room(&self, progress: &Progress) -> bool {
        progress.next < progress.written + self.window
    }

    fn hand_out(&self, progress: &mut Progress) -> Option<Range<usize>> {
        if progress.stopped || progress.next >= self.count {
            return None;
        }
        let start = progress.next;
        progress.next = self.count.min(start + self.batch);
        Some(start..progress.next)
    }

    /// Takes note of how far results are written.
    fn wrote(&self, written: usize) {
        let mut progress = self.lock();
        progress.written = written;
        if progress.waiting > 0 {
            self.turn.notify_all();
        }
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.turn.notify_all();
    }
}

/// Ends the others' work when its own thread panics: the batch that is lost would be waited for.
struct Alarm<'q>(&'q Queue);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
        }
    }
}

/// Runs `work` on 0 to `count` on up to `jobs` threads, this one among them, and hands results to `write` in order, on
/// this thread. `write` may stop it.
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
    let queue = Queue::new(count, jobs);
    let batch = |items: Range<usize>| (items.start, items.map(&work).collect::<Vec<T>>());
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 1..jobs {
            let (send, batch, queue) = (send.clone(), &batch, &queue);
            scope.spawn(move || {
                let _alarm = Alarm(queue);
                while let Some(items) = queue.take() {
                    if send.send(batch(items)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let _alarm = Alarm(&queue);
        let mut done = BTreeMap::new();
        let mut written = 0;
        loop {
            done.extend(receive.try_iter());
            while let Some(results) = done.remove(&written) {
                written += results.len();
                if results.into_iter().any(|result| write(result).is_break()) {
                    return queue.stop();
                }
                queue.wrote(written);
            }
            // A thread that only wrote would have to be woken for every batch.
            if let Some(items) = queue.take_now() {
                done.extend([batch(items)]);
            } else if let Ok(others) = receive.recv() {
                done.extend([others]);
            } else {
                return;
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
    fn a_panic_ends_it() {
        for lost in [3, 40, 199] {
            let work = |i: usize| assert!(i != lost, "lost");
            let run = || run(200, 3, work, |()| ControlFlow::Continue(()));
            assert!(std::panic::catch_unwind(run).is_err());
        }
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
