//! Where output goes: standard output, a file that appears whole or not at all, or what is no file (a device, a pipe).

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::temporary::Fleeting;

/// What is collected before it is written.
const ROOM: usize = 1 << 16;

/// An open output.
#[derive(Debug)]
pub struct Sink {
    to: To,
    /// The reader went away: no more is written, and that is no error.
    closed: bool,
}

#[derive(Debug)]
enum To {
    Stdout(BufWriter<StdoutLock<'static>>),
    /// A device or a pipe, which must stay what it is.
    Stream(BufWriter<File>),
    File(BufWriter<Fleeting<NamedTempFile>>, Target),
}

/// The file that will be replaced or made.
#[derive(Debug)]
struct Target {
    path: PathBuf,
    /// Those of the file that is there.
    permissions: Option<Permissions>,
}

impl Target {
    /// The file that a path leads to; links stay links.
    fn of(path: &Path, there: Option<&fs::Metadata>) -> Self {
        let led = if there.is_some() {
            fs::canonicalize(path).ok()
        } else {
            // A link to what is not there yet.
            fs::read_link(path).ok().map(|to| path.parent().unwrap_or(Path::new("")).join(to))
        };
        Self { path: led.unwrap_or_else(|| path.to_owned()), permissions: there.map(fs::Metadata::permissions) }
    }

    fn folder(&self) -> &Path {
        self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }
}

impl Sink {
    /// Opens standard output, a temporary file beside the one named, or what is no file as it is.
    ///
    /// # Errors
    /// The folder of the file cannot be written to, or the path is a folder itself.
    pub fn open(path: Option<&Path>) -> io::Result<Self> {
        let to = match path {
            None => To::Stdout(BufWriter::with_capacity(ROOM, io::stdout().lock())),
            Some(path) => {
                let there = fs::metadata(path).ok();
                match &there {
                    Some(there) if there.is_dir() => return Err(io::Error::from(io::ErrorKind::IsADirectory)),
                    Some(there) if !there.is_file() => {
                        To::Stream(BufWriter::with_capacity(ROOM, OpenOptions::new().write(true).open(path)?))
                    }
                    there => {
                        // One that may not be written is not replaced either.
                        if there.as_ref().is_some_and(|there| there.permissions().readonly()) {
                            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
                        }
                        if there.is_some() {
                            OpenOptions::new().write(true).open(path)?;
                        }
                        let target = Target::of(path, there.as_ref());
                        let file = temporary(target.folder(), target.permissions.as_ref())?;
                        To::File(BufWriter::with_capacity(ROOM, file), target)
                    }
                }
            }
        };
        Ok(Self { to, closed: false })
    }

    /// Writes; once the reader of standard output has gone, does nothing.
    ///
    /// # Errors
    /// The disk is full, or the like.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        self.write_bytes(text.as_bytes())
    }

    /// The same for what is no text.
    ///
    /// # Errors
    /// As [`Sink::write`].
    pub fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.closed || bytes.is_empty() {
            return Ok(());
        }
        let written = match &mut self.to {
            To::Stdout(out) => out.write_all(bytes),
            To::Stream(out) => out.write_all(bytes),
            To::File(out, _) => out.write_all(bytes),
        };
        self.forgive(written)
    }

    pub fn closed(&self) -> bool {
        self.closed
    }

    /// Writes out what is left and puts the file in its place.
    ///
    /// # Errors
    /// As [`Sink::write`].
    pub fn finish(mut self) -> io::Result<()> {
        let flushed = match &mut self.to {
            To::Stdout(out) => out.flush(),
            To::Stream(out) => out.flush(),
            To::File(out, _) => out.flush(),
        };
        self.forgive(flushed)?;
        let To::File(out, target) = self.to else { return Ok(()) };
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        if let Some(permissions) = target.permissions {
            fs::set_permissions(file.path(), permissions)?;
        }
        file.sync()?;
        file.persist(&target.path)
    }

    fn forgive(&mut self, result: io::Result<()>) -> io::Result<()> {
        match result {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            other => other,
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_bytes(bytes)?;
        Ok(bytes.len())
    }

    /// What is collected is written out by [`Sink::finish`].
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether a path leads to what is there and no file: a device, a pipe, a folder.
pub fn is_no_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|there| !there.is_file())
}

/// A file with the mode of the one it will replace from the start; else one that others may read, as any new file.
fn temporary(folder: &Path, of: Option<&Permissions>) -> io::Result<Fleeting<NamedTempFile>> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gouji-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(of.cloned().unwrap_or_else(|| Permissions::from_mode(0o666)));
    }
    #[cfg(not(unix))]
    let _ = of;
    Fleeting::file(|| builder.tempfile_in(folder)).map_err(|e| of_the_system(&e))
}

/// What the system said, without the name of a file that the user never named.
fn of_the_system(error: &io::Error) -> io::Error {
    let inner = error.get_ref().and_then(|e| e.source()).and_then(|e| e.downcast_ref::<io::Error>());
    match inner.unwrap_or(error).raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::from(error.kind()),
    }
}

/// Whether a person looks at the output.
pub fn to_person(path: Option<&Path>) -> bool {
    path.is_none() && io::stdout().is_terminal()
}
