//! What to check: files named, files found below folders, standard input; and reading one of them.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::gitignore::GitignoreBuilder;

use super::convert::to_docx;
use gouji_core::lint::{Intake, decode, intake, is_old_word};
use gouji_core::report::{Problem, ProblemKind};
use gouji_core::source::{Format, MAX_BYTES, Source};
use gouji_core::terms::Language;

/// No more than this is read of any file.
const LARGEST: u64 = MAX_BYTES as u64;

/// One file to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// As the user named it, with `/` between folders.
    pub name: String,
    pub from: From,
    /// Named by the user, not found in a folder.
    pub explicit: bool,
}

/// Where its bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    File(PathBuf),
    Stdin,
    /// A folder that could not be read, and what the system says.
    Nowhere(String),
}

/// All files, in path order, each once.
pub fn collect(paths: &[PathBuf], stdin_name: Option<&str>) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let name = stdin_name.unwrap_or("-").replace('\\', "/");
            inputs.push(Input { name, from: From::Stdin, explicit: true });
        } else if path.is_dir() {
            walk(path, &mut inputs);
        } else {
            inputs.push(Input { name: name(path), from: From::File(path.clone()), explicit: true });
        }
    }
    inputs.sort_by(|a, b| a.name.cmp(&b.name).then(b.explicit.cmp(&a.explicit)));
    inputs.dedup_by(|a, b| a.name == b.name && a.from.is(&b.from));
    if paths.len() > 1 {
        // A file that is named in two ways is checked once, under the first name.
        let mut seen = HashSet::new();
        inputs.retain(|input| match &input.from {
            From::File(path) => fs::canonicalize(path).map_or(true, |real| seen.insert(real)),
            _ => true,
        });
    }
    inputs
}

impl From {
    /// Whether two files of one name are one: `./a.md` and `a.md` are.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            // Names that differ in bytes that are no text look the same.
            (From::File(a), From::File(b)) => a == b || a.to_str().is_some() && b.to_str().is_some(),
            _ => self == other,
        }
    }
}

/// The inputs that settings do not leave out, by patterns as in `.gitignore`; what was named itself stays.
pub fn without(mut inputs: Vec<Input>, exclude: Option<&(PathBuf, Vec<String>)>) -> Vec<Input> {
    let Some((folder, patterns)) = exclude else { return inputs };
    let mut builder = GitignoreBuilder::new(folder);
    for pattern in patterns {
        // A pattern that makes no sense leaves nothing out.
        let _ = builder.add_line(None, pattern);
    }
    let Ok(left_out) = builder.build() else { return inputs };
    inputs.retain(|input| match &input.from {
        From::File(path) if !input.explicit => {
            let path = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            !path.starts_with(folder) || !left_out.matched_path_or_any_parents(&path, false).is_ignore()
        }
        _ => true,
    });
    inputs
}

fn walk(folder: &Path, inputs: &mut Vec<Input>) {
    for entry in WalkBuilder::new(folder).require_git(false).skip_stdout(true).build() {
        match entry {
            Ok(entry) => {
                let file = entry.file_type().is_some_and(|t| t.is_file());
                let name = name(entry.path());
                let known = Format::of_name(&name).is_some() || is_old_word(&name);
                if file && known && !is_owner_file(&name) {
                    inputs.push(Input { name, from: From::File(entry.into_path()), explicit: false });
                }
            }
            Err(error) => {
                let cause = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                inputs.push(Input { name: failed(&error, folder), from: From::Nowhere(cause), explicit: false });
            }
        }
    }
}

/// What Word and WPS put beside a document while it is open, under its name.
fn is_owner_file(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|n| n.starts_with("~$"))
}

fn failed(error: &ignore::Error, folder: &Path) -> String {
    match error {
        ignore::Error::WithPath { path, .. } => name(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => failed(err, folder),
        _ => name(folder),
    }
}

fn name(path: &Path) -> String {
    let name = path.to_string_lossy().replace('\\', "/");
    let mut short = name.as_str();
    while let Some(rest) = short.strip_prefix("./") {
        short = rest.trim_start_matches('/');
    }
    if short.is_empty() { name } else { short.to_owned() }
}

impl Input {
    /// The format its name stands for.
    pub fn format(&self) -> Option<Format> {
        Format::of_name(&self.name)
    }

    /// Reads and decodes it.
    ///
    /// # Errors
    /// What is the matter with the file, in words for the user.
    pub fn read(&self, language: Language) -> Result<Source, Problem> {
        let (format, bytes) = self.load(language)?;
        decode(&self.name, format, &bytes, language)
    }

    /// Its bytes and its format; an old Word document comes as the new one made of it.
    ///
    /// # Errors
    /// As [`Input::read`].
    pub fn load(&self, language: Language) -> Result<(Format, Vec<u8>), Problem> {
        let bytes = match &self.from {
            From::Nowhere(cause) => return Err(Problem::with(ProblemKind::Unreadable, language, cause)),
            From::Stdin => {
                let mut bytes = Vec::new();
                let read = io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes);
                read.map_err(|e| Problem::with(ProblemKind::Unreadable, language, e))?;
                bytes
            }
            From::File(path) => self.bytes(path, language)?,
        };
        match intake(&self.name, bytes, language)? {
            Intake::Ready(format, bytes) => Ok((format, bytes)),
            Intake::OldWord(bytes) => Ok((Format::Docx, to_docx(&bytes, &self.name, language)?)),
        }
    }

    fn bytes(&self, path: &Path, language: Language) -> Result<Vec<u8>, Problem> {
        let failed = |e: io::Error| match e.kind() {
            io::ErrorKind::NotFound => Problem::new(ProblemKind::NotFound, language),
            _ => Problem::with(ProblemKind::Unreadable, language, e),
        };
        if self.format().is_none() && !is_old_word(&self.name) {
            fs::metadata(path).map_err(failed)?;
            return Err(Problem::new(ProblemKind::UnsupportedFormat, language));
        }
        // To open a pipe waits for somebody to write into it.
        if !fs::metadata(path).map_err(failed)?.is_file() {
            let why = language.pick("不是普通文件", "not a regular file");
            return Err(Problem::with(ProblemKind::Unreadable, language, why));
        }
        let file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        if size > LARGEST {
            return Err(Problem::with(ProblemKind::TooLarge, language, format_args!("{} MB", size >> 20)));
        }
        let mut bytes = Vec::with_capacity(size as usize + 1);
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }
}
