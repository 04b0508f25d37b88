//! Keeps what is read from being written over: an output that is one of the inputs is wrong usage, and refused before
//! anything is read or written. Files are told apart by what they are on disk, not by how they are spelt.

use std::fs;
use std::path::{self, Path, PathBuf};

use same_file::Handle;

use super::args::{Known, Print};
use super::inputs::{From, Input};
use super::usage::Usage;
use gouji_core::terms::Language;

/// The files that a command reads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reads<'a> {
    pub inputs: &'a [Input],
    pub previous: Option<&'a Path>,
    /// What became of deductions in review.
    pub review: Option<&'a Path>,
    /// Files of allowed findings.
    pub beside: &'a [PathBuf],
    /// Rule files, and folders of them.
    pub rules: &'a [PathBuf],
}

impl<'a> Reads<'a> {
    /// Reports, and the rules they are judged by.
    pub fn of(inputs: &'a [Input], known: &'a Known) -> Self {
        Self { inputs, rules: &known.rules, ..Self::default() }
    }

    /// Rules alone.
    pub fn rules(rules: &'a [PathBuf]) -> Self {
        Self { rules, ..Self::default() }
    }

    /// Refuses an output that is one of these files.
    ///
    /// # Errors
    /// It is, and which.
    pub fn spare(&self, print: &Print) -> Result<(), Usage> {
        let language = print.lang;
        if print.output.is_empty() {
            return self.spare_stdout(language);
        }
        print.output.iter().try_for_each(|output| match output.as_os_str() == "-" {
            true => self.spare_stdout(language),
            false => self.spare_file(output, language),
        })
    }

    fn spare_file(&self, output: &Path, language: Language) -> Result<(), Usage> {
        let found = |named: &Path, in_folder| Err(refusal(&output.display(), named, in_folder, language));
        let output = Output::of(output);
        for input in self.inputs {
            match &input.from {
                From::File(path) if output.is(path) => return found(path, !input.explicit),
                From::Stdin if output.is_stdin() => return found(Path::new("-"), false),
                _ => {}
            }
        }
        let single = self
            .previous
            .into_iter()
            .chain(self.review)
            .chain(self.rules.iter().chain(self.beside).map(PathBuf::as_path));
        for path in single {
            if output.is(path) {
                return found(path, false);
            }
            if output.is_rule_below(path) {
                return found(path, true);
            }
        }
        Ok(())
    }

    /// A shell that appends to an input (`>>`) would have it hold what is said of it.
    fn spare_stdout(&self, language: Language) -> Result<(), Usage> {
        let Some(stdout) = Handle::stdout().ok().filter(|h| h.as_file().metadata().is_ok_and(|m| m.is_file())) else {
            return Ok(());
        };
        let named = self.inputs.iter().filter(|i| i.explicit).filter_map(|input| match &input.from {
            From::File(path) => Some(path.as_path()),
            From::Stdin | From::Nowhere(_) => None,
        });
        let mut all = named.chain(self.previous).chain(self.rules.iter().map(PathBuf::as_path));
        match all.find(|path| is_file(path) && Handle::from_path(path).is_ok_and(|h| h == stdout)) {
            Some(path) => Err(refusal(&language.pick("标准输出", "standard output"), path, false, language)),
            None => Ok(()),
        }
    }
}

/// The file that would be written, as it is before.
struct Output<'a> {
    path: &'a Path,
    absolute: Option<PathBuf>,
    /// Its size and what it really is, where there is such a file.
    there: Option<(u64, PathBuf)>,
}

impl<'a> Output<'a> {
    fn of(path: &'a Path) -> Self {
        let size = fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|m| m.len());
        let there = size.and_then(|size| Some((size, fs::canonicalize(path).ok()?)));
        Self { path, absolute: path::absolute(path).ok(), there }
    }

    /// Whether an input is this file: by its name even where neither is there, and by any other name.
    fn is(&self, input: &Path) -> bool {
        let Some((size, real)) = &self.there else {
            return input == self.path || self.absolute.is_some() && path::absolute(input).ok() == self.absolute;
        };
        // Of many files only those of its size are opened; of a pipe the first to open it is the only reader.
        if !fs::metadata(input).is_ok_and(|m| m.is_file() && m.len() == *size) {
            return false;
        }
        same_file::is_same_file(self.path, input).unwrap_or(false) || fs::canonicalize(input).is_ok_and(|i| i == *real)
    }

    fn is_stdin(&self) -> bool {
        let same = || Ok::<_, std::io::Error>(Handle::stdin()? == Handle::from_path(self.path)?);
        self.there.is_some() && same().unwrap_or(false)
    }

    /// Whether it is a rule file of a folder of rules.
    fn is_rule_below(&self, folder: &Path) -> bool {
        let Some((_, real)) = &self.there else { return false };
        real.extension().is_some_and(|e| e == "yaml" || e == "yml")
            && fs::canonicalize(folder).is_ok_and(|f| f.is_dir() && real.starts_with(f))
    }
}

/// Whether two outputs are one file, there or not yet there.
pub fn one_file(a: &Path, b: &Path) -> bool {
    a == b || path::absolute(a).ok() == path::absolute(b).ok() || same_file::is_same_file(a, b).unwrap_or(false)
}

fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|m| m.is_file())
}

fn refusal(output: &dyn std::fmt::Display, input: &Path, in_folder: bool, language: Language) -> Usage {
    let input = input.display();
    let message = match language {
        Language::Zh => format!("输出文件 {output} 就是要读取的文件（{input}），写入会把它覆盖，所以没有写"),
        Language::En => format!(
            "the output {output} is a file that is read ({input}) and would be written over: nothing was written"
        ),
    };
    let help = match in_folder {
        true => language.pick("把结果写到被检查的文件夹之外", "write the output outside the folder that is read"),
        false => language.pick("用 -o 指明另一个文件", "name another file with -o"),
    };
    Usage::new(message, Some(help.to_owned()))
}
