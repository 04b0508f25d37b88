//! The files of allowed findings that lie beside the reports: each report has the nearest one, in its folder or above,
//! as far as its repository goes. All commands come to them through here.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::book::Book;
use super::inputs::{From, Input};
use super::usage::Usage;
use gouji_core::allow::{Allowances, Known, Met, NAME, Standing};
use gouji_core::lint::Selection;
use gouji_core::report::{Document, Finding};
use gouji_core::terms::{Date, Language};

/// A file of allowed findings and the folder it is for.
#[derive(Debug)]
pub struct Beside {
    pub folder: PathBuf,
    pub allowances: Allowances,
}

/// The files of a run.
#[derive(Debug)]
pub struct Allowed {
    pub files: Vec<Beside>,
    /// Of each input its file, and where it really is.
    of: Vec<(Option<usize>, PathBuf)>,
    by_name: HashMap<String, usize>,
    pub today: Date,
    language: Language,
}

/// What became of the entries while reports were judged.
#[derive(Debug, Default)]
pub struct Record {
    /// By file and entry.
    met: Vec<Vec<Option<Met>>>,
    judged: HashSet<PathBuf>,
}

/// The day it is in China.
pub fn today() -> Date {
    let zone = Offset::from_hours(8).map_or(TimeZone::UTC, TimeZone::fixed);
    Timestamp::now().to_zoned(zone).date()
}

/// Where a file is, also where it is not there yet.
pub fn real(path: &Path) -> PathBuf {
    let found = fs::canonicalize(path);
    found
        .or_else(|_| {
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            fs::canonicalize(folder).map(|folder| folder.join(path.file_name().unwrap_or_default()))
        })
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_owned())
}

/// The nearest file of that name, in a folder or above it, as far as the repository goes.
pub fn above(folder: &Path, name: &str) -> Option<PathBuf> {
    for folder in folder.ancestors() {
        let file = folder.join(name);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// A path as a person would write it from here.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(fs::canonicalize).ok();
    let path = here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

impl Allowed {
    /// Finds and reads them.
    ///
    /// # Errors
    /// One that cannot be read, or is of another shape.
    pub fn open(inputs: &[Input], today: Option<Date>, language: Language) -> Result<Self, Usage> {
        let mut files: Vec<Beside> = Vec::new();
        let mut known: HashMap<PathBuf, Option<usize>> = HashMap::new();
        let mut of = Vec::with_capacity(inputs.len());
        for input in inputs {
            let path = match &input.from {
                From::File(path) => path.clone(),
                From::Stdin if input.name != "-" => PathBuf::from(&input.name),
                From::Stdin | From::Nowhere(_) => {
                    of.push((None, PathBuf::new()));
                    continue;
                }
            };
            let named = path.parent().map(Path::to_owned).unwrap_or_default();
            let real = real(&path);
            let file = match known.get(&named) {
                Some(file) => *file,
                None => {
                    let found = real.parent().and_then(|folder| above(folder, NAME));
                    let file = found.map(|found| Self::file(&found, &mut files, language)).transpose()?;
                    known.insert(named, file);
                    file
                }
            };
            of.push((file, real));
        }
        let by_name = inputs.iter().enumerate().map(|(index, input)| (input.name.clone(), index)).collect();
        Ok(Self { files, of, by_name, today: today.unwrap_or_else(self::today), language })
    }

    fn file(path: &Path, files: &mut Vec<Beside>, language: Language) -> Result<usize, Usage> {
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        if let Some(there) = files.iter().position(|file| file.folder == folder) {
            return Ok(there);
        }
        files.push(Beside { folder, allowances: read(path, language)? });
        Ok(files.len() - 1)
    }

    /// The files themselves.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.files.iter().map(|file| file.folder.join(NAME)).collect()
    }

    pub fn record(&self) -> Record {
        let met = self.files.iter().map(|file| vec![None; file.allowances.entries.len()]).collect();
        Record { met, judged: HashSet::new() }
    }

    /// Marks what is allowed of a report.
    pub fn apply(&self, index: usize, report: &mut Document) -> Vec<(usize, Met)> {
        let Some(file) = self.of[index].0 else { return Vec::new() };
        self.files[file].allowances.allow(&mut report.findings, self.today, self.language)
    }

    /// The same for a finding between reports.
    pub fn across(&self, finding: &mut Finding, record: &mut Record) {
        let Some(file) = self.by_name.get(&finding.primary.path).and_then(|index| self.of[*index].0) else { return };
        let met = self.files[file].allowances.allow([finding], self.today, self.language);
        record.put(file, met);
    }

    /// Takes note of what became of entries.
    pub fn note(&self, index: usize, met: Vec<(usize, Met)>, judged: bool, record: &mut Record) {
        let (file, real) = &self.of[index];
        if let Some(file) = file {
            record.put(*file, met);
            if judged {
                record.judged.insert(real.clone());
            }
        }
    }

    /// The file and the folder of an input.
    pub fn beside(&self, name: &str) -> Option<(&Beside, &Path)> {
        let (file, real) = &self.of[*self.by_name.get(name)?];
        Some((&self.files[(*file)?], real))
    }

    /// Where an input really is.
    pub fn place(&self, name: &str) -> Option<&Path> {
        self.by_name.get(name).map(|index| self.of[*index].1.as_path())
    }

    /// What is to be said of each entry of each file.
    pub fn standings(&self, record: &Record, book: &Book, selection: &Selection) -> Vec<Vec<Standing>> {
        let rule = |id: &str| book.rule(id).is_some();
        let of = |(file, met): (&Beside, &Vec<Option<Met>>)| {
            let seen = |path: &str| {
                let path = real(&file.folder.join(path));
                record.judged.contains(&path) || !path.exists()
            };
            let judged = |entry: &gouji_core::rulebook::allowed::AllowedEntry| {
                let asked = book.rule(&entry.rule).is_some_and(|r| selection.admits(&r.id.value, r.category));
                asked && entry.file.as_ref().is_some_and(|f| seen(f)) && entry.with.iter().all(|f| seen(f))
            };
            file.allowances.standings(met, &Known { today: self.today, rule: &rule, judged: &judged })
        };
        self.files.iter().zip(&record.met).map(of).collect()
    }

    /// The findings about the entries themselves.
    pub fn complaints(&self, record: &Record, book: &Book, selection: &Selection) -> Vec<Finding> {
        let standings = self.standings(record, book, selection);
        let told = |(file, s): (&Beside, &Vec<Standing>)| file.allowances.complaints(s, self.language);
        self.files.iter().zip(&standings).flat_map(told).collect()
    }
}

impl Record {
    fn put(&mut self, file: usize, met: Vec<(usize, Met)>) {
        for (entry, met) in met {
            let slot = &mut self.met[file][entry];
            // One report in two formats: it is enough that one still is as it was.
            if *slot != Some(Met::Used) {
                *slot = Some(met);
            }
        }
    }
}

/// Reads one of them.
///
/// # Errors
/// It cannot be read, or is of another shape.
pub fn read(path: &Path, language: Language) -> Result<Allowances, Usage> {
    let shown = shown(path);
    let text = fs::read_to_string(path).map_err(|e| {
        let message = language.pick("无法读取", "cannot read");
        Usage::new(format!("{message} {shown}: {e}"), None)
    })?;
    let lines = text.clone();
    Allowances::read(shown.clone(), text).map_err(|at| {
        let line = lines[..lines.floor_char_boundary(at.min(lines.len()))].matches('\n').count() + 1;
        let (message, help) = match language {
            Language::Zh => (
                format!("{shown} 第{line}行不合写法"),
                "写法：allowed: [{fingerprint: 指纹, rule: 规则, file: 文件, figures: 当时的数, reason: 理由}]",
            ),
            Language::En => (
                format!("{shown}: line {line} is not of its shape"),
                "as in: allowed: [{fingerprint: …, rule: …, file: …, figures: …, reason: …}]",
            ),
        };
        Usage::new(message, Some(help.to_owned()))
    })
}
