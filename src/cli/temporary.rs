//! What must not outlast the program: temporary files and folders, and processes that it started. A program that ends
//! by itself drops them; one that is ended (Ctrl-C, a request to end, a terminal that goes away) clears them here
//! first, and then ends as the signal would have ended it, so that a shell sees 130, 143 or 129. Knows nothing of what
//! they are for.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tempfile::{NamedTempFile, TempDir};

static HELD: Mutex<Held> = Mutex::new(Held { paths: Vec::new(), groups: Vec::new(), watched: false });

/// What is there now.
struct Held {
    paths: Vec<PathBuf>,
    /// Processes that lead a group of their own.
    groups: Vec<u32>,
    /// Whether signals are waited for.
    watched: bool,
}

/// Plain lists, which are whole whatever happened to a thread that held them.
fn held() -> MutexGuard<'static, Held> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Held {
    fn watch(&mut self) {
        if !self.watched {
            self.watched = true;
            watch();
        }
    }
}

/// A temporary file or folder, gone when this is dropped and when the program is ended.
#[derive(Debug)]
pub struct Fleeting<T> {
    /// None once it was kept.
    value: Option<T>,
    path: PathBuf,
}

impl Fleeting<NamedTempFile> {
    /// Makes a file.
    ///
    /// # Errors
    /// Those of making it.
    pub fn file(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<Self> {
        Self::new(make, NamedTempFile::path)
    }

    /// Has the system write out what it holds.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.value.as_ref().map_or(Ok(()), |file| file.as_file().sync_all())
    }

    /// Puts the file in its place, from which nothing takes it away any more.
    ///
    /// # Errors
    /// It cannot be moved there.
    pub fn persist(mut self, path: &Path) -> io::Result<()> {
        // Held, so that an end by a signal comes before or after.
        let _held = held();
        match self.value.take() {
            Some(file) => file.persist(path).map(|_| ()).map_err(|e| e.error),
            None => Ok(()),
        }
    }
}

impl Fleeting<TempDir> {
    /// Makes a folder that nobody else may look into.
    ///
    /// # Errors
    /// Those of making it.
    pub fn folder() -> io::Result<Self> {
        #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
        let mut builder = tempfile::Builder::new();
        // What is converted there may be a draft.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        Self::new(|| builder.tempdir(), TempDir::path)
    }
}

impl<T> Fleeting<T> {
    fn new(make: impl FnOnce() -> io::Result<T>, path: impl FnOnce(&T) -> &Path) -> io::Result<Self> {
        let mut held = held();
        held.watch();
        let value = make()?;
        let path = path(&value).to_owned();
        held.paths.push(path.clone());
        Ok(Self { value: Some(value), path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl io::Write for Fleeting<NamedTempFile> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.value.as_mut().map_or(Ok(bytes.len()), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.value.as_mut().map_or(Ok(()), |file| file.flush())
    }
}

impl<T> Drop for Fleeting<T> {
    fn drop(&mut self) {
        drop(self.value.take());
        held().paths.retain(|path| *path != self.path);
    }
}

/// A process that leads a group, which ends with the program.
#[derive(Debug)]
pub struct Group(u32);

impl Group {
    pub fn of(id: u32) -> Self {
        let mut held = held();
        held.watch();
        held.groups.push(id);
        Self(id)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        held().groups.retain(|group| *group != self.0);
    }
}

/// Ends a process and those that it started.
pub fn end_group(id: u32) -> io::Result<()> {
    let mut kill = if cfg!(windows) { Command::new("taskkill") } else { Command::new("kill") };
    if cfg!(windows) {
        kill.args(["/F", "/T", "/PID", &id.to_string()]);
    } else {
        kill.args(["-KILL", "--", &format!("-{id}")]);
    }
    kill.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().map(|_| ())
}

/// Takes everything away. Whoever calls it ends the program while holding what it returns, lest more be made.
fn clear() -> MutexGuard<'static, Held> {
    let held = held();
    for group in &held.groups {
        // Nothing is left to tell of a failure.
        let _ = end_group(*group);
    }
    for path in &held.paths {
        // A process that was just ended may still write.
        for _ in 0..10 {
            let gone = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            if gone.is_ok() || !path.exists() {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
    held
}

#[cfg(unix)]
fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let ignored = ignored();
    let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    // Where signals cannot be waited for, they end the program at once, as ever.
    let Ok(mut signals) = Signals::new(wanted) else { return };
    #[expect(clippy::disallowed_methods, reason = "the end that was asked for, after what is not whole has gone")]
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            let _held = clear();
            let _ = emulate_default_handler(signal);
            std::process::exit(128 + signal);
        }
    };
    let _ = thread::Builder::new().name("signals".to_owned()).spawn(wait);
}

/// Signals that whoever started the program had it ignore, such as `nohup` does, one bit each: they stay ignored. Only
/// Linux says so without unsafe code.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(windows)]
#[expect(clippy::disallowed_methods, reason = "the end that was asked for, after what is not whole has gone")]
fn watch() {
    let _ = ctrlc::set_handler(|| {
        let _held = clear();
        std::process::exit(130);
    });
}

#[cfg(not(any(unix, windows)))]
fn watch() {}
