//! Where output goes: standard output, or a file that appears whole or not at all.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

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
    File(BufWriter<NamedTempFile>, PathBuf),
}

impl Sink {
    /// Opens standard output, or a temporary file beside the one named.
    ///
    /// # Errors
    /// The folder of the file cannot be written to.
    pub fn open(path: Option<&Path>) -> io::Result<Self> {
        let to = match path {
            None => To::Stdout(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
            Some(path) => {
                let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
                if path.is_dir() {
                    return Err(io::Error::from(io::ErrorKind::IsADirectory));
                }
                To::File(BufWriter::with_capacity(1 << 16, temporary(folder)?), path.to_owned())
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
        if let To::Stdout(out) = &mut self.to {
            let flushed = out.flush();
            return self.forgive(flushed);
        }
        match self.to {
            To::Stdout(_) => Ok(()),
            To::File(out, path) => {
                let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.persist(path).map(|_| ()).map_err(|e| e.error)
            }
        }
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

/// A file that others may read once it is in place, as any new file.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gouji-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Whether a person looks at the output.
pub fn to_person(path: Option<&Path>) -> bool {
    path.is_none() && io::stdout().is_terminal()
}
