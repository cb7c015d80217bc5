//! Exporting: from stories to a sealed bundle, and checking one.

mod pieces;

use std::collections::{BTreeSet, HashSet};
use std::ops::ControlFlow;
use std::path::Path;

use rayon::prelude::*;
use stet_core::{Article, Draft, Problem, Severity};
use stet_publish::{BundleError, BundleInfo};
use stet_store::{Edition, Kind, Reason};

pub use stet_publish::Report;

use self::pieces::Piece;
use crate::site::{self, Built, outputs};
use crate::{Fault, Room, clock, draft, stories};

/// What to export.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// These editions; empty for everything that may leave the house, and the site around it.
    pub editions: Vec<Edition>,
    /// Whether blocking problems may go out; the bundle's record then names them.
    pub despite_problems: bool,
}

/// How an export ended.
pub enum Outcome {
    /// The bundle is in its place.
    Sealed(Sealed),
    /// Nothing was written, because of these.
    Blocked(Vec<Blocked>),
}

/// A sealed bundle.
#[derive(Debug, Clone, Default)]
pub struct Sealed {
    /// Pages in it.
    pub pages: usize,
    /// Files in it.
    pub files: usize,
    /// Bytes in it.
    pub bytes: u64,
    /// Its name by content.
    pub hash: String,
    /// What was left out and why, and whatever else should be said, in words.
    pub left_out: Vec<String>,
}

/// A blocking problem of an edition that was to be exported.
#[derive(Debug, Clone)]
pub struct Blocked {
    /// The edition.
    pub edition: Edition,
    /// What is wrong with it.
    pub problem: Problem,
}

impl Blocked {
    /// Place and message on one line.
    pub fn line(&self) -> String {
        let place = self.problem.place;
        format!("{}:{}:{}: {} [{}]", self.edition.path, place.line, place.column, self.problem.message, self.problem.rule)
    }

    /// In the form of `check --json`.
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "story": name(&self.edition),
            "rule": self.problem.rule,
            "severity": "block",
            "line": self.problem.place.line,
            "column": self.problem.place.column,
            "message": self.problem.message,
            "hint": self.problem.hint,
        })
    }
}

/// The fault that an export stopped by problems ends with.
pub fn blocked_fault(blocked: &[Blocked]) -> Fault {
    let stories: BTreeSet<&str> = blocked.iter().map(|found| found.edition.path.as_str()).collect();
    let message = format!(
        "{} blocking {} in {} {}: nothing was written.",
        blocked.len(),
        plural(blocked.len(), "problem"),
        stories.len(),
        if stories.len() == 1 { "story" } else { "stories" }
    );
    Fault::new("blocked", message, "Mend them, or export in spite of them.")
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

fn name(edition: &Edition) -> String {
    format!("{}/{}", edition.lang, edition.slug)
}

/// How far an export is.
pub use stet_publish::Progress;

/// Who is told how far an export is, and may stop it.
pub type Tell<'a> = dyn FnMut(Progress<'_>) -> ControlFlow<()> + 'a;

/// Seals a bundle at `to`. `progress` hears of stories checked, then of files sealed; `Break` stops it and leaves no
/// trace.
///
/// Pages are made as the seal comes to them, a few ahead of it, so that an archive of any size fits in little memory.
///
/// Errors: a story named under embargo or spiked, a theme that fails, a disk that fails; an older bundle at `to` then
/// stands as it was.
pub fn run(room: &Room, wanted: &Wanted, to: &Path, progress: &mut Tell<'_>) -> Result<Outcome, Fault> {
    let built = site::fresh(room)?;
    let whole = wanted.editions.is_empty();
    let going: Vec<Edition> = if whole {
        built.stories.iter().map(|story| story.edition.clone()).chain(built.pages.iter().cloned()).collect()
    } else {
        named(room, &built, &wanted.editions)?
    };
    if going.is_empty() {
        return Err(Fault::new(
            "nothing",
            "There is nothing to export.",
            "Write or import a story first, or look at `publish.states` in newsroom.toml.",
        ));
    }
    let judged = judge(room, &built, going, progress)?;
    let blocked: Vec<Blocked> = judged.iter().flat_map(|one| one.blocked.iter().cloned()).collect();
    if !blocked.is_empty() && !wanted.despite_problems {
        return Ok(Outcome::Blocked(blocked));
    }
    let mut left_out = if whole { left_out(room, &built)? } else { Vec::new() };
    let mut names: BTreeSet<String> = judged.iter().flat_map(|one| one.pictures.iter().cloned()).collect();
    let warnings: Vec<&serde_json::Value> = judged.iter().flat_map(|one| &one.warnings).collect();
    let newsroom = room.newsroom();
    let info = BundleInfo {
        organization: newsroom.name.clone(),
        identifier: identifier(room),
        date: built.date.clone(),
        agent: concat!("Stet ", env!("CARGO_PKG_VERSION")).into(),
        base_url: newsroom.base_url.clone(),
        record: serde_json::json!({
            "stories": judged.iter().map(|one| &one.record).collect::<Vec<_>>(),
            "checks": { "blocking": blocked.iter().map(Blocked::json).collect::<Vec<_>>(), "warnings": warnings },
        }),
    };
    let going: Vec<Edition> = judged.into_iter().map(|one| one.edition).collect();
    let mut pieces: Vec<Piece> = going.iter().enumerate().flat_map(|(at, edition)| pieces::of_edition(at, edition)).collect();
    pieces.extend(built.outputs().iter().filter_map(|output| pieces::beside(output, whole)));
    if whole {
        names.extend(pieces::pictures_of_lists(&built)?);
        names.extend(outputs::logo(room));
    }
    let pages = pieces.iter().filter(|piece| piece.file.media_type.starts_with("text/html")).count();
    let used = outputs::originals(&built, &names);
    let pictures = outputs::pictures(&built, &used, &mut |done, total, path| progress(Progress { done, total, path, bytes: 0 }))?;
    pieces.extend(pictures.into_iter().map(Piece::ready));
    if whole {
        built.album.renditions().tidy(&used);
    }
    pieces.sort_by(|one, other| one.file.path.cmp(&other.file.path));
    // What leaves the house is a version, and the history says which.
    let version = |edition: &Edition| draft::version_holding(room, edition, &built.text(room, edition)?, Reason::Export);
    let versions = going.iter().map(version).collect::<Result<Vec<_>, Fault>>()?;
    let sealed = pieces::seal(room, &built, &going, pieces, &info, to, progress)?;
    if let Err(error) = room.store().exported(&versions, &sealed.hash, clock::now(), &room.author) {
        left_out.push(format!("The bundle is whole, but the history could not note it: {error}."));
    }
    Ok(Outcome::Sealed(Sealed { pages, files: sealed.files, bytes: sealed.bytes, hash: sealed.hash, left_out }))
}

fn cancelled() -> Fault {
    Fault::new("cancelled", "The export was stopped.", "Nothing was written.")
}

fn identifier(room: &Room) -> String {
    let name = stet_core::slug::slug(&room.newsroom().name);
    if name.is_empty() { "bundle".into() } else { format!("{name}-bundle") }
}

fn bundle_fault(error: BundleError, to: &Path) -> Fault {
    match error {
        BundleError::Cancelled => cancelled(),
        BundleError::Io { path, source } => Fault::file("written", &path, &source),
        BundleError::Occupied(path) => Fault::new(
            "occupied",
            format!("{} is there already and is no bundle of Stet's; it was left alone.", path.display()),
            "Choose another place, or move that away.",
        ),
        other => Fault::new(
            "bundle",
            format!("The bundle could not be written to {}: {other}.", to.display()),
            "Nothing was written. Mend this and export again.",
        ),
    }
}

/// An edition's article as it stands, and its file's text.
fn load(room: &Room, built: &Built, edition: &Edition) -> Result<(Article, Draft), Fault> {
    let draft = Draft::new(built.text(room, edition)?);
    let article = draft
        .article()
        .map_err(|error| Fault::new("front-matter", format!("{}: {error}.", edition.path), "Mend that line in a text editor."))?;
    Ok((article, draft))
}

/// Why what stays in the house does, where everything else leaves it.
fn left_out(room: &Room, built: &Built) -> Result<Vec<String>, Fault> {
    let ids: HashSet<i64> = built.stories.iter().map(|story| story.edition.id).chain(built.pages.iter().map(|page| page.id)).collect();
    let mut left_out = Vec::new();
    let now = site::now();
    for edition in stories::all(room)?.into_iter().filter(|edition| !ids.contains(&edition.id)) {
        let why = match (&edition.fault, load(room, built, &edition)) {
            (Some(fault), _) => format!("its file cannot be read: {fault}"),
            (None, Ok((article, _))) if article.embargo.is_some_and(|embargo| embargo.holds_at(now)) => "it is under embargo".to_owned(),
            _ => format!("its state is {}", edition.state),
        };
        left_out.push(format!("{} was left out: {why}.", name(&edition)));
    }
    Ok(left_out)
}

/// The editions somebody named. One under embargo, or spiked, is refused.
fn named(room: &Room, built: &Built, editions: &[Edition]) -> Result<Vec<Edition>, Fault> {
    let now = site::now();
    for edition in editions {
        let (article, _) = load(room, built, edition)?;
        if article.embargo.is_some_and(|embargo| embargo.holds_at(now)) {
            return Err(Fault::new(
                "embargo",
                format!("{} is under embargo; nothing was written.", name(edition)),
                "Wait until it ends, or take out `embargo` when the story may run.",
            ));
        }
        if article.state == stet_core::State::Spiked {
            return Err(Fault::new("spiked", format!("{} is spiked; nothing was written.", name(edition)), "Give it another state first."));
        }
    }
    Ok(editions.to_vec())
}

/// An edition that is to go out, looked through.
struct Judged {
    edition: Edition,
    blocked: Vec<Blocked>,
    warnings: Vec<serde_json::Value>,
    /// What the bundle's record says of it.
    record: serde_json::Value,
    /// Pictures that its page may show.
    pictures: BTreeSet<String>,
}

/// Stories are looked through by batches of this many, and the caller is asked in between.
const BATCH: usize = 256;

fn judge(room: &Room, built: &Built, going: Vec<Edition>, progress: &mut Tell<'_>) -> Result<Vec<Judged>, Fault> {
    let total = going.len();
    let mut out = Vec::with_capacity(total);
    for batch in going.chunks(BATCH) {
        if progress(Progress { done: out.len(), total, path: "", bytes: 0 }).is_break() {
            return Err(cancelled());
        }
        let judged: Vec<Judged> = batch.par_iter().map(|edition| judge_one(room, built, edition)).collect::<Result<_, Fault>>()?;
        out.extend(judged);
    }
    Ok(out)
}

fn judge_one(room: &Room, built: &Built, edition: &Edition) -> Result<Judged, Fault> {
    let (article, draft) = load(room, built, edition)?;
    let (mut blocked, mut warnings) = (Vec::new(), Vec::new());
    for problem in stories::check(room, edition, &draft)? {
        if problem.severity == Severity::Block {
            blocked.push(Blocked { edition: edition.clone(), problem });
        } else {
            warnings.push(serde_json::json!({ "story": name(edition), "rule": problem.rule, "line": problem.place.line }));
        }
    }
    let record = serde_json::json!({
        "story": name(edition), "id": article.id, "state": article.state.as_str(), "text_sha256": stet_store::hash(draft.text().as_bytes()).hex(),
    });
    let pictures = built.site.pictures_of(&edition.lang, &edition.slug, &article, edition.kind == Kind::Story);
    Ok(Judged { edition: edition.clone(), blocked, warnings, record, pictures: pictures.map_err(site::list_fault)? })
}

/// Checks a bundle with no newsroom at hand.
pub fn verify(path: &Path) -> Result<Report, Fault> {
    stet_publish::verify(path).map_err(|error| match error {
        stet_publish::VerifyError::Io { path, source } => Fault::file("read", &path, &source),
        other => Fault::new("not-a-bundle", format!("{other}."), "A bundle is a folder, or a zip file, that Stet's export made."),
    })
}
