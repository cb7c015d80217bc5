//! Exporting: from stories to a sealed bundle, and checking one.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use stet_core::{Article, Draft, Problem, Severity};
use stet_publish::{BundleError, BundleInfo, CacheClass, Content, OutFile};
use stet_render::Page;
use stet_store::{Edition, Kind, Reason};

pub use stet_publish::Report;

use crate::pictures::Original;
use crate::site::{self, Built};
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

/// Seals a bundle at `to`. `progress` hears of files done, files in all, and what is under way; `Break` stops it and
/// leaves no trace.
///
/// Errors: a story named under embargo or spiked, a theme that fails, a disk that fails; an older bundle at `to` then
/// stands as it was.
pub fn run(
    room: &Room,
    wanted: &Wanted,
    to: &Path,
    progress: &mut dyn FnMut(usize, usize, &str) -> ControlFlow<()>,
) -> Result<Outcome, Fault> {
    let built = site::built(room)?;
    let (editions, mut left_out) =
        if wanted.editions.is_empty() { everything(room, &built)? } else { (named(room, &wanted.editions)?, Vec::new()) };
    if editions.is_empty() {
        return Err(Fault::new(
            "nothing",
            "There is nothing to export.",
            "Write or import a story first, or look at `publish.states` in newsroom.toml.",
        ));
    }
    let (blocked, warnings) = check(room, &editions)?;
    if !blocked.is_empty() && !wanted.despite_problems {
        return Ok(Outcome::Blocked(blocked));
    }
    if progress(0, editions.len(), "").is_break() {
        return Err(cancelled());
    }
    let (mut files, pictures) = stories_files(&built, &editions)?;
    if wanted.editions.is_empty() {
        files.extend(site::lists(&built)?);
    }
    files.extend(picture_files(room, &built, pictures, wanted.editions.is_empty(), progress)?);
    let pages = files.iter().filter(|file| file.media_type.starts_with("text/html")).count();
    files.extend(asset_files(&built));
    let newsroom = room.newsroom();
    let info = BundleInfo {
        organization: newsroom.name.clone(),
        identifier: identifier(room),
        date: built.date.clone(),
        agent: concat!("Stet ", env!("CARGO_PKG_VERSION")).into(),
        base_url: newsroom.base_url.clone(),
        record: serde_json::json!({
            "stories": editions.iter().map(|(edition, article, draft)| serde_json::json!({
                "story": name(edition), "id": article.id, "state": article.state.as_str(), "text_sha256": stet_store::hash(draft.text().as_bytes()).hex(),
            })).collect::<Vec<_>>(),
            "checks": { "blocking": blocked.iter().map(Blocked::json).collect::<Vec<_>>(), "warnings": warnings },
        }),
    };
    // What leaves the house is a version, and the history says which.
    let versions = editions
        .iter()
        .map(|(edition, _, draft)| draft::version_holding(room, edition, draft.text(), Reason::Export))
        .collect::<Result<Vec<_>, _>>()?;
    let sealed =
        stet_publish::write(&files, &info, to, &mut |at| progress(at.done, at.total, at.path)).map_err(|error| bundle_fault(error, to))?;
    if let Err(error) = room.store().exported(&versions, &sealed.hash, clock::now(), &room.author) {
        left_out.push(format!("The bundle is whole, but the history could not note it: {error}."));
    }
    Ok(Outcome::Sealed(Sealed { pages, files: sealed.files, bytes: sealed.bytes, hash: sealed.hash, left_out }))
}

fn asset_files(built: &Built) -> impl Iterator<Item = OutFile> {
    built.site.assets().into_iter().map(|asset| OutFile {
        path: format!("site/{}", asset.path),
        content: Content::Bytes(asset.bytes),
        media_type: asset.media_type,
        cache: CacheClass::Immutable,
        owner: None,
    })
}

/// Every file of the whole site, for a folder of its own; problems in the copy do not stop it.
pub(crate) fn site_files(room: &Room) -> Result<Vec<OutFile>, Fault> {
    let built = site::built(room)?;
    let (editions, _) = everything(room, &built)?;
    let (mut files, pictures) = stories_files(&built, &editions)?;
    files.retain(|file| file.path.starts_with("site/"));
    files.extend(site::lists(&built)?);
    files.extend(picture_files(room, &built, pictures, true, &mut |_, _, _| ControlFlow::Continue(()))?);
    files.extend(asset_files(&built));
    Ok(files)
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

/// An edition, its article as it stands, and its file's text.
type Loaded = (Edition, Article, Draft);

fn load(room: &Room, edition: &Edition) -> Result<Loaded, Fault> {
    let draft = Draft::new(draft::current_text(room, edition)?);
    let article = draft
        .article()
        .map_err(|error| Fault::new("front-matter", format!("{}: {error}.", edition.path), "Mend that line in a text editor."))?;
    Ok((edition.clone(), article, draft))
}

/// Everything that may leave the house, and why the rest may not.
fn everything(room: &Room, built: &Built) -> Result<(Vec<Loaded>, Vec<String>), Fault> {
    let going: Vec<Loaded> = built.stories.iter().chain(&built.pages).map(|edition| load(room, edition)).collect::<Result<_, _>>()?;
    let ids: BTreeSet<i64> = going.iter().map(|(edition, _, _)| edition.id).collect();
    let mut left_out = Vec::new();
    let now = now();
    for edition in stories::all(room)?.into_iter().filter(|edition| !ids.contains(&edition.id)) {
        let why = match (&edition.fault, load(room, &edition)) {
            (Some(fault), _) => format!("its file cannot be read: {fault}"),
            (None, Ok((_, article, _))) if article.embargo.is_some_and(|embargo| embargo.holds_at(now)) => "it is under embargo".to_owned(),
            _ => format!("its state is {}", edition.state),
        };
        left_out.push(format!("{} was left out: {why}.", name(&edition)));
    }
    Ok((going, left_out))
}

fn now() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(clock::now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// The editions somebody named. One under embargo, or spiked, is refused.
fn named(room: &Room, editions: &[Edition]) -> Result<Vec<Loaded>, Fault> {
    let now = now();
    editions
        .iter()
        .map(|edition| {
            let loaded = load(room, edition)?;
            if loaded.1.embargo.is_some_and(|embargo| embargo.holds_at(now)) {
                return Err(Fault::new(
                    "embargo",
                    format!("{} is under embargo; nothing was written.", name(edition)),
                    "Wait until it ends, or take out `embargo` when the story may run.",
                ));
            }
            if loaded.1.state == stet_core::State::Spiked {
                return Err(Fault::new(
                    "spiked",
                    format!("{} is spiked; nothing was written.", name(edition)),
                    "Give it another state first.",
                ));
            }
            Ok(loaded)
        })
        .collect()
}

/// Blocking problems, and the warnings as JSON for the record.
fn check(room: &Room, editions: &[Loaded]) -> Result<(Vec<Blocked>, Vec<serde_json::Value>), Fault> {
    let mut blocked = Vec::new();
    let mut warnings = Vec::new();
    for (edition, _, draft) in editions {
        for problem in stories::check(room, edition, draft)? {
            if problem.severity == Severity::Block {
                blocked.push(Blocked { edition: edition.clone(), problem });
            } else {
                warnings.push(serde_json::json!({ "story": name(edition), "rule": problem.rule, "line": problem.place.line }));
            }
        }
    }
    Ok((blocked, warnings))
}

/// Page, record and source of each story, and the names of the pictures that the pages show.
fn stories_files(built: &Built, editions: &[Loaded]) -> Result<(Vec<OutFile>, BTreeSet<String>), Fault> {
    let rendered: Vec<(&Loaded, Page)> =
        editions.par_iter().map(|loaded| Ok((loaded, site::page(built, &loaded.0, &loaded.1)?))).collect::<Result<_, Fault>>()?;
    let mut files = Vec::new();
    let mut pictures = BTreeSet::new();
    for ((edition, article, _), page) in rendered {
        let owner = Some(name(edition));
        pictures.extend(page.pictures);
        files.push(OutFile {
            path: format!("site/{}", page.path),
            content: Content::Bytes(page.html.into_bytes()),
            media_type: "text/html; charset=utf-8".into(),
            cache: CacheClass::Revalidate,
            owner: owner.clone(),
        });
        if edition.kind == Kind::Story {
            let record = built.site.metadata(&edition.lang, &edition.slug, article);
            let mut json = serde_json::to_vec_pretty(&record).unwrap_or_default();
            json.push(b'\n');
            files.push(private(format!("stories/{}.json", name(edition)), json, "application/json", &owner));
            let ninjs = built
                .site
                .ninjs(&edition.lang, &edition.slug, article)
                .map_err(|error| Fault::new("render", format!("{}: {error}.", edition.path), "Report this."))?;
            let mut json = serde_json::to_vec_pretty(&ninjs).unwrap_or_default();
            json.push(b'\n');
            files.push(private(format!("stories/{}.ninjs.json", name(edition)), json, "application/json", &owner));
        }
        // Only the fields Stet publishes: a desk's own keys and comments stay in the house.
        let source = Draft::compose(article, &serde_json::Map::new()).into_text();
        let folder = if edition.kind == Kind::Story { "stories" } else { "pages" };
        files.push(private(format!("{folder}/{}.md", name(edition)), source.into_bytes(), "text/markdown; charset=utf-8", &owner));
    }
    Ok((files, pictures))
}

/// The files of the pictures that pages show, made where they are not there yet.
fn picture_files(
    room: &Room,
    built: &Built,
    mut names: BTreeSet<String>,
    whole: bool,
    progress: &mut dyn FnMut(usize, usize, &str) -> ControlFlow<()>,
) -> Result<Vec<OutFile>, Fault> {
    // No page shows the publisher's logo; structured data names it on every page.
    if whole {
        names.extend(room.newsroom().logo.as_deref().and_then(stet_core::address::picture_path));
    }
    let mut used: Vec<Arc<Original>> = names.iter().filter_map(|name| built.album.get(name)?.ok()).collect();
    // The same bytes under two names that read alike are one picture.
    used.sort_by(|one, other| one.picture.stem.cmp(&other.picture.stem));
    used.dedup_by(|one, other| one.picture.stem == other.picture.stem);
    let files = built.album.renditions().all(&used, progress)?;
    if whole {
        built.album.renditions().tidy(&used);
    }
    Ok(files)
}

fn private(path: String, bytes: Vec<u8>, media_type: &str, owner: &Option<String>) -> OutFile {
    OutFile { path, content: Content::Bytes(bytes), media_type: media_type.into(), cache: CacheClass::Private, owner: owner.clone() }
}

/// Checks a bundle with no newsroom at hand.
pub fn verify(path: &Path) -> Result<Report, Fault> {
    stet_publish::verify(path).map_err(|error| match error {
        stet_publish::VerifyError::Io { path, source } => Fault::file("read", &path, &source),
        other => Fault::new("not-a-bundle", format!("{other}."), "A bundle is a folder, or a zip file, that Stet's export made."),
    })
}
