//! From YAML files to a rulebook. Every mistake of a load is told in one run; nothing is repaired in silence.
//! Takes texts, not folders: reading files is for the command line.

use crate::checks::mistake_words::Wrong;
use std::sync::{Arc, OnceLock};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::amend::amend;
use super::book::Rulebook;
use super::bounds;
use super::coverage::Coverage;
use super::input::Input;
use super::law::Law;
use super::lexicon_source::LexiconSource;
use super::mistakes::{Mistake, Mistakes, RuleFile, Session};
use super::schema::{RawAmendment, RawRule};
use super::scheme::Scheme;
use super::yaml;
use crate::checks::parameter::{Mark, Problems};
use crate::lexicon::forms::RawForm;
use crate::lexicon::{Lexicon, RawVocabulary};
use gouji_tree::{Builder, written};

/// A rulebook read from YAML, with what linting has no need of.
#[derive(Debug)]
pub struct Loaded {
    pub rulebook: Rulebook,
    /// The file of each rule of `rulebook.rules`, in the same order; none for those that came packed.
    pub files: Vec<Option<RuleFile>>,
    pub warnings: Vec<Mistake>,
}

/// Loads a rulebook. Where the files hold no `rulebook.yaml` they are added to `base`.
///
/// # Errors
/// All the mistakes found.
pub fn load(inputs: Vec<Input>, base: Option<&Rulebook>) -> Result<Loaded, Mistakes> {
    let mut session = Session::default();
    let mut digest = Sha256::new();
    if let Some(base) = base {
        digest.update(base.digest.as_bytes());
    }
    let (mut head, mut instruments, mut eras, mut scoring, mut causes) = (None, None, None, None, None);
    let mut coverage: Option<(Coverage, RuleFile)> = None;
    let (mut vocabulary, mut forms) = (Builder::files(), Vec::new());
    let mut rules: Vec<(RawRule, Option<RuleFile>)> = Vec::new();
    let mut amendments: Vec<(RawAmendment, RuleFile)> = Vec::new();
    let mut schemes: Vec<(Scheme, RuleFile)> = Vec::new();
    // Files that only a whole rulebook may bring.
    let mut of_whole: Vec<RuleFile> = Vec::new();
    let mut inputs = inputs;
    inputs.sort_by(|a, b| a.inside.cmp(&b.inside));
    for input in inputs {
        digest.update(input.inside.as_bytes());
        digest.update([0]);
        digest.update(input.text.as_bytes());
        digest.update([0]);
        let file = RuleFile { path: Arc::from(input.shown), text: Arc::from(input.text) };
        if is_of_whole(&input.inside) {
            of_whole.push(file.clone());
        }
        match input.inside.as_str() {
            "rulebook.yaml" => head = read(&file, &mut session),
            "instruments.yaml" => instruments = read(&file, &mut session),
            "eras.yaml" => eras = read(&file, &mut session),
            "scoring.yaml" => scoring = read(&file, &mut session),
            "causes.yaml" => causes = read(&file, &mut session),
            "coverage.yaml" => coverage = read(&file, &mut session).map(|read| (read, file)),
            path => {
                if let Some(name) = path.strip_prefix("vocabulary/").and_then(|p| p.strip_suffix(".yaml")) {
                    match yaml::vocabulary(name, &file.text) {
                        Ok(built) => {
                            session.take(&file, bounds::too_much(&built));
                            super::vocabulary::check(name, &file, &mut session);
                            vocabulary.entry(name, &file.text);
                        }
                        Err(problem) => session.take(&file, Problems { list: vec![*problem] }),
                    }
                } else if path.starts_with("forms/") {
                    forms.extend(read::<RawForm>(&file, &mut session).map(|form| (form, file)));
                } else if path.starts_with("schemes/") {
                    schemes.extend(read::<Scheme>(&file, &mut session).map(|scheme| (scheme, file)));
                } else if path.starts_with("amendments/") {
                    amendments.extend(read::<RawAmendment>(&file, &mut session).map(|a| (a, file)));
                } else {
                    rules.extend(read(&file, &mut session).map(|rule| (rule, Some(file))));
                }
            }
        }
    }
    let forms = bounds::within(forms, &mut session);
    let mut rulebook = match (head, base) {
        (None, Some(base)) => {
            for file in &of_whole {
                let mut problems = Problems::default();
                problems.add(Mark::default(), &Wrong::NoRulebook);
                session.take(file, problems);
            }
            rules.extend(base.rules.iter().map(|rule| (rule.clone(), None)));
            let mut law = base.law.clone();
            law.add(instruments.unwrap_or_default(), schemes.iter().map(|(scheme, _)| scheme.clone()));
            Rulebook {
                name: base.name.clone(),
                title: base.title.clone(),
                version: base.version.clone(),
                language: base.language,
                documents: base.documents.clone(),
                places: base.places.clone(),
                digest: String::new(),
                law,
                coverage: base.coverage.clone(),
                rules: Vec::new(),
                lexicon: base.lexicon.clone(),
                prefilter: OnceLock::new(),
            }
        }
        (None, None) => return Err(Mistakes { list: session.mistakes }),
        (Some(head), _) => {
            let head: super::law::RulebookFile = head;
            let (instruments, eras) = (instruments.unwrap_or_default(), eras.unwrap_or_default());
            let own = schemes.iter().map(|(scheme, _)| scheme.clone()).collect();
            let law = Law::new(instruments, eras, scoring.unwrap_or_default(), causes, own);
            // Each of its files was decoded by itself.
            let vocabulary: RawVocabulary = written(&vocabulary).unwrap_or_default();
            Rulebook {
                name: head.name,
                title: head.title,
                version: head.version,
                language: head.language,
                documents: head.documents,
                places: head.places,
                digest: String::new(),
                law,
                coverage: Coverage::default(),
                rules: Vec::new(),
                lexicon: LexiconSource::Loaded(Arc::new(Lexicon::new(vocabulary, forms))),
                prefilter: OnceLock::new(),
            }
        }
    };
    let ids: Vec<&str> = rules.iter().map(|(rule, _)| rule.id.as_str()).collect();
    for (scheme, file) in &schemes {
        let mut problems = Problems::default();
        scheme.validate(&ids, rulebook.lexicon(), &mut problems);
        session.take(file, problems);
    }
    if let Some((read, file)) = coverage {
        let mut problems = Problems::default();
        read.validate(rules.iter().map(|(rule, _)| rule), &rulebook.law, &mut problems);
        session.take(&file, problems);
        rulebook.coverage.add(read);
    }
    finish(rulebook, rules, amendments, digest, session)
}

/// One file; none where it has a mistake of shape, which is noted.
fn read<T: DeserializeOwned>(file: &RuleFile, session: &mut Session) -> Option<T> {
    match yaml::read(&file.text) {
        Ok(value) => Some(value),
        Err(problem) => {
            session.take(file, Problems { list: vec![*problem] });
            None
        }
    }
}

/// True for words, forms, eras and scoring: they replace those of another rulebook and are not added to them.
fn is_of_whole(inside: &str) -> bool {
    matches!(inside, "eras.yaml" | "scoring.yaml" | "causes.yaml")
        || inside.starts_with("vocabulary/")
        || inside.starts_with("forms/")
}

fn finish(
    mut rulebook: Rulebook,
    mut rules: Vec<(RawRule, Option<RuleFile>)>,
    amendments: Vec<(RawAmendment, RuleFile)>,
    digest: Sha256,
    mut session: Session,
) -> Result<Loaded, Mistakes> {
    rules.sort_by(|(a, _), (b, _)| a.id.value.cmp(&b.id.value));
    super::validate::validate(&rulebook, &rules, &amendments, &mut session);
    if !session.mistakes.is_empty() {
        session
            .mistakes
            .sort_by(|a, b| (&a.file.path, a.problem.mark.start).cmp(&(&b.file.path, b.problem.mark.start)));
        return Err(Mistakes { list: session.mistakes });
    }
    rulebook.digest = format!("sha256:{}", hex(&digest.finalize()));
    let (rules, files) = rules.into_iter().unzip();
    rulebook.rules = rules;
    for (amendment, _) in amendments {
        amend(&mut rulebook.rules, amendment);
    }
    Ok(Loaded { rulebook, files, warnings: session.warnings })
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
