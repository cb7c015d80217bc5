//! Importing files and folders: read in parallel, recognised, and taken in by batches that are whole or not at all.
//!
//! A file is reported as imported only when its batch is in the store and its Markdown file is on disk. A crash in
//! between leaves either nothing of a batch, or a batch whose files are written when the newsroom is next opened.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;
use stet_core::import::{Imported, LIMIT_BYTES, import};
use stet_core::{Draft, address, block, slug};
use stet_store::{Filter, Hash, Kind, NewEdition, Reason, SetAside, hash};

use crate::{Fault, Room, clock, draft, facts, mirror, pictures};

/// What an import did.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Files that became stories, or new versions of stories that came from them.
    pub imported: Vec<Done>,
    /// Files that were imported before and have not changed since.
    pub unchanged: Vec<Unchanged>,
    /// Files that could not be taken.
    pub refused: Vec<Refused>,
}

/// One imported file.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Done {
    /// The file.
    pub file: String,
    /// Story id.
    pub id: String,
    /// Slug it goes by now.
    pub slug: String,
    /// Its language.
    pub lang: String,
    /// Its headline.
    pub title: String,
    /// Its mirror file.
    pub path: String,
    /// What was recognised, in words.
    pub recognised: Vec<String>,
    /// What was set aside: kind and text.
    pub set_aside: Vec<Aside>,
    /// What should be looked at.
    pub warnings: Vec<String>,
}

/// Text that was set aside.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Aside {
    /// What it was taken for.
    pub kind: String,
    /// Line of the file, from 1.
    pub line: u32,
    /// The text.
    pub text: String,
}

/// A file that was imported before.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Unchanged {
    /// The file.
    pub file: String,
    /// The story it became.
    pub slug: String,
    /// Its language.
    pub lang: String,
}

/// A file that could not be taken.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Refused {
    /// The file or folder.
    pub file: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// How far an import is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Files dealt with.
    pub done: usize,
    /// Files in all.
    pub total: usize,
}

/// What the import tells as it goes. `Break` stops it after the batch under way.
pub trait Listener {
    /// A batch is safe: its files are reported now.
    fn batch(&mut self, report: &Report, progress: Progress) -> ControlFlow<()>;
}

impl<F: FnMut(&Report, Progress) -> ControlFlow<()>> Listener for F {
    fn batch(&mut self, report: &Report, progress: Progress) -> ControlFlow<()> {
        self(report, progress)
    }
}

const BATCH: usize = 256;
const ENDINGS: [&str; 6] = ["md", "markdown", "mdown", "mkd", "txt", "text"];

struct Candidate {
    file: PathBuf,
    /// The folder named in the request, for picture paths that start at a site's root.
    root: PathBuf,
}

struct Read {
    candidate: Candidate,
    hash: Hash,
    imported: Imported,
}

/// Imports files and folders. `lang` is the language of files that do not say; the default edition's where `None`.
///
/// Errors: only what stops the whole import (the store fails, the newsroom's disk is full); a file that cannot be
/// taken is in the report.
pub fn run(room: &Room, paths: &[PathBuf], lang: Option<&str>, listener: &mut dyn Listener) -> Result<Report, Fault> {
    let newsroom = room.newsroom();
    if let Some(lang) = lang
        && newsroom.edition(lang).is_none()
    {
        let known: Vec<&str> = newsroom.editions.iter().map(|edition| edition.lang.as_str()).collect();
        return Err(Fault::new(
            "no-edition",
            format!("The newsroom has no edition in `{lang}`."),
            format!("Use one of: {}.", known.join(", ")),
        ));
    }
    let mut total = Report::default();
    let mut files = Vec::new();
    for path in paths {
        gather(path, &room.root, &mut files, &mut total.refused);
    }
    let progress = |done| Progress { done, total: files.len() };
    if listener.batch(&Report { refused: total.refused.clone(), ..Report::default() }, progress(0)).is_break() {
        return Err(cancelled());
    }
    let mut taken = Taken::default();
    let count = files.len();
    let mut done = 0;
    let mut files = files.into_iter();
    loop {
        let batch: Vec<Candidate> = files.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        done += batch.len();
        let report = take_batch(room, batch, lang, &mut taken)?;
        let stop = listener.batch(&report, Progress { done, total: count }).is_break();
        total.imported.extend(report.imported);
        total.unchanged.extend(report.unchanged);
        total.refused.extend(report.refused);
        if stop && done < count {
            return Err(cancelled());
        }
    }
    room.touched();
    Ok(total)
}

fn cancelled() -> Fault {
    Fault::new("cancelled", "The import was stopped.", "What was reported as imported is in the newsroom; run the import again to go on.")
}

/// Slugs that this import has given out, before they are in the store.
#[derive(Default)]
struct Taken {
    slugs: HashSet<(String, String)>,
    paths: HashSet<String>,
    stories: HashSet<(String, String)>,
}

fn gather(path: &Path, room: &Path, files: &mut Vec<Candidate>, refused: &mut Vec<Refused>) {
    // Without `..` and links in it, so that the same file is known again under any way to it.
    let absolute = fs::canonicalize(path).unwrap_or_else(|_| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
    let room = &fs::canonicalize(room).unwrap_or_else(|_| room.to_path_buf());
    let shown = path.to_string_lossy().into_owned();
    let refuse = |fault: Fault| Refused { file: shown.clone(), message: fault.message, hint: fault.hint };
    let meta = match fs::metadata(&absolute) {
        Ok(meta) => meta,
        Err(error) => return refused.push(refuse(Fault::file("read", path, &error))),
    };
    if meta.is_file() {
        let root = absolute.parent().unwrap_or(Path::new("/")).to_path_buf();
        return files.push(Candidate { file: absolute, root });
    }
    if room.starts_with(&absolute) || absolute.starts_with(room) && absolute != room.join("media") && is_mirror(&absolute, room) {
        let fault = Fault::new(
            "import-self",
            format!("{} holds this newsroom's own files.", path.display()),
            "They are in the newsroom already; import from another folder.",
        );
        return refused.push(refuse(fault));
    }
    let before = files.len();
    let walk = walkdir::WalkDir::new(&absolute).follow_links(false).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')) {
        match entry {
            Ok(entry) => {
                let ending = entry.path().extension().map(|ending| ending.to_string_lossy().to_lowercase());
                let wanted = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
                // Hugo's and Zola's `_index.md` describe a section; they are no story.
                let describes_section = entry.file_name().to_string_lossy().starts_with("_index.");
                if entry.file_type().is_file() && wanted && !describes_section {
                    files.push(Candidate { file: entry.into_path(), root: absolute.clone() });
                }
            }
            Err(error) => {
                let at = error.path().unwrap_or(&absolute).to_path_buf();
                let fault = Fault::file("read", &at, &error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links")));
                refused.push(Refused { file: at.to_string_lossy().into_owned(), message: fault.message, hint: fault.hint });
            }
        }
    }
    if files.len() == before && refused.iter().all(|refusal| !Path::new(&refusal.file).starts_with(&absolute)) {
        let fault = Fault::new(
            "import-empty",
            format!("{} holds no Markdown or text file.", path.display()),
            format!("Stet reads files ending in {}.", ENDINGS.join(", ")),
        );
        refused.push(refuse(fault));
    }
}

fn is_mirror(path: &Path, room: &Path) -> bool {
    path.strip_prefix(room).is_ok_and(|inside| inside.components().count() >= 1)
}

fn read(candidate: Candidate) -> Result<(Candidate, Vec<u8>), Refused> {
    let refuse = |fault: Fault| Refused { file: candidate.file.to_string_lossy().into_owned(), message: fault.message, hint: fault.hint };
    let size = fs::metadata(&candidate.file).map_err(|error| refuse(Fault::file("read", &candidate.file, &error)))?.len();
    if size > LIMIT_BYTES as u64 {
        let message =
            format!("{} is {} MB large; a story may be {} MB.", candidate.file.display(), size / 1_000_000, LIMIT_BYTES / 1_000_000);
        return Err(refuse(Fault::new("too-large", message, "Split it into stories, or check that it is text at all.")));
    }
    match fs::read(&candidate.file) {
        Ok(bytes) => Ok((candidate, bytes)),
        Err(error) => Err(refuse(Fault::file("read", &candidate.file, &error))),
    }
}

/// A file with its bytes and their hash.
type Loaded = (Candidate, Vec<u8>, Hash);

fn take_batch(room: &Room, batch: Vec<Candidate>, lang: Option<&str>, taken: &mut Taken) -> Result<Report, Fault> {
    let mut report = Report::default();
    let loaded: Vec<Result<Loaded, Refused>> = batch
        .into_par_iter()
        .map(|candidate| {
            read(candidate).map(|(candidate, bytes)| {
                let hash = hash(&bytes);
                (candidate, bytes, hash)
            })
        })
        .collect();
    let mut fresh = Vec::new();
    let mut seen: HashMap<Hash, String> = HashMap::new();
    for item in loaded {
        let (candidate, bytes, hash) = match item {
            Ok(item) => item,
            Err(refused) => {
                report.refused.push(refused);
                continue;
            }
        };
        let file = candidate.file.to_string_lossy().into_owned();
        let before = room.store().imported(&file, &hash)?;
        match before {
            Some(before) if before.hash == hash => {
                let edition = room.edition(before.edition)?;
                report.unchanged.push(Unchanged { file, slug: edition.slug, lang: edition.lang });
            }
            _ if seen.contains_key(&hash) => {
                let twin = seen.get(&hash).cloned().unwrap_or_default();
                report.unchanged.push(Unchanged { file, slug: slug::slug(mirror::stem(&twin)), lang: String::new() });
            }
            before => {
                seen.insert(hash, file);
                fresh.push((candidate, bytes, hash, before));
            }
        }
    }
    let recognised: Vec<(Result<Read, Refused>, Option<stet_store::ImportedAs>)> = fresh
        .into_par_iter()
        .map(|(candidate, bytes, hash, before)| {
            let name = candidate.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let read = match import(&bytes, &name) {
                Ok(imported) => Ok(Read { candidate, hash, imported }),
                Err(error) => {
                    let message = format!("{}: {error}.", candidate.file.display());
                    Err(Refused { file: candidate.file.to_string_lossy().into_owned(), message, hint: error.hint().to_string() })
                }
            };
            (read, before)
        })
        .collect();
    // From here on no other process gives out the same names, or takes in the same file.
    let disk = room.disk();
    let mut placed = Vec::new();
    for (read, before) in recognised {
        match read {
            Err(refused) => report.refused.push(refused),
            Ok(read) => {
                let file = read.candidate.file.to_string_lossy().into_owned();
                let before = room.store().imported(&file, &read.hash)?.or(before);
                match before {
                    Some(before) if before.hash == read.hash => {
                        let edition = room.edition(before.edition)?;
                        report.unchanged.push(Unchanged { file, slug: edition.slug, lang: edition.lang });
                    }
                    before => placed.push((find_place(room, read, before.as_ref(), lang, taken)?, before)),
                }
            }
        }
    }
    let ready: Vec<_> = placed.into_par_iter().map(|(placed, before)| (prepare(placed), before)).collect();
    let (again, new): (Vec<_>, Vec<_>) = ready.into_iter().partition(|(_, before)| before.is_some());
    store_batch(room, new, &mut report)?;
    drop(disk);
    for (item, before) in again {
        let Some(before) = before else { continue };
        report.imported.push(take_again(room, item, &before)?);
    }
    Ok(report)
}

/// A recognised file, ready for the store.
struct Prepared {
    source: String,
    hash: Hash,
    story: String,
    lang: String,
    path: String,
    text: String,
    facts: stet_store::Facts,
    set_aside: Vec<SetAside>,
    done: Done,
}

fn find_place(
    room: &Room,
    read: Read,
    before: Option<&stet_store::ImportedAs>,
    lang: Option<&str>,
    taken: &mut Taken,
) -> Result<Placed, Fault> {
    let newsroom = room.newsroom();
    let Read { candidate, hash, mut imported } = read;
    let mut warnings = Vec::new();
    let said = imported.lang.take();
    let lang = match said.as_deref().map(|said| edition_for(&newsroom, said)) {
        Some(Some(lang)) => lang,
        Some(None) if lang.is_none() => {
            warnings.push(format!("The file says its language is `{}`, which the newsroom has no edition in.", said.unwrap_or_default()));
            newsroom.default_lang().to_owned()
        }
        _ => lang.map_or_else(|| newsroom.default_lang().to_owned(), str::to_owned),
    };
    let article = &mut imported.article;
    let wanted = match article.slug.take().map(|written| if slug::is_slug(&written) { written.clone() } else { slug::story_slug(&written) })
    {
        Some(slug) => slug,
        None => slug::story_slug(if article.title.is_empty() {
            candidate.file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
        } else {
            &article.title
        }),
    };
    if let Some(state) = article.section.clone()
        && !newsroom.sections.is_empty()
        && newsroom.section(&state).is_none()
        && let Some(path) =
            newsroom.section_paths().into_iter().find(|(path, _)| path.rsplit('/').next() == Some(state.as_str())).map(|(path, _)| path)
    {
        // A site that says "Middle East" means the newsroom's `world/middle-east`.
        article.section = Some(path);
    }
    bring_pictures(room, &candidate, article, &mut warnings)?;
    let year = article.date.map_or_else(|| clock::year(clock::now()), |moment| clock::year(moment.0.as_millisecond()));
    let (story, path) = match before {
        Some(before) => {
            let edition = room.edition(before.edition)?;
            (edition.story, edition.path)
        }
        None => {
            let (path, given) = place(room, &lang, year, &wanted, taken)?;
            if given != wanted {
                warnings.push(format!("The slug `{wanted}` was taken; this story goes by `{given}`."));
            }
            article.slug = Some(given);
            let known = article.id.clone().filter(|id| !id.is_empty());
            let twice = match &known {
                Some(id) => {
                    let same = Filter { story: Some(id.clone()), lang: Some(lang.clone()), ..Filter::default() };
                    !taken.stories.insert((id.clone(), lang.clone())) || room.store().count(&same)? > 0
                }
                None => false,
            };
            let known = if twice {
                warnings.push("Another story of this language has the same id; this one was given a new id.".into());
                None
            } else {
                known
            };
            (known.unwrap_or_else(clock::story_id), path)
        }
    };
    article.id = Some(story.clone());
    if before.is_some() {
        article.slug = Some(mirror::stem(&path).to_owned());
    }
    let set_aside: Vec<SetAside> = imported
        .set_aside
        .iter()
        .map(|piece| SetAside {
            kind: serde_json::to_value(piece.kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default(),
            line: piece.line,
            reason: piece.reason.clone(),
            text: piece.text.clone(),
        })
        .collect();
    let source = candidate.file.to_string_lossy().into_owned();
    Ok(Placed { source, hash, story, lang, path, imported, set_aside, warnings })
}

/// A recognised file that has a story and a place.
struct Placed {
    source: String,
    hash: Hash,
    story: String,
    lang: String,
    path: String,
    imported: Imported,
    set_aside: Vec<SetAside>,
    warnings: Vec<String>,
}

/// Works out what the store needs of a file; done for many at once.
fn prepare(placed: Placed) -> Prepared {
    let Placed { source, hash, story, lang, path, imported, set_aside, warnings } = placed;
    let text = Draft::compose(&imported.article, &imported.extra).into_text();
    let facts = facts::facts(&text, &path);
    let done = Done {
        file: source.clone(),
        id: story.clone(),
        slug: facts.slug.clone(),
        lang: lang.clone(),
        title: facts.title.clone(),
        path: path.clone(),
        recognised: imported.notes.iter().map(|note| note.message.clone()).collect(),
        set_aside: set_aside.iter().map(|piece| Aside { kind: piece.kind.clone(), line: piece.line, text: piece.text.clone() }).collect(),
        warnings,
    };
    Prepared { source, hash, story, lang, path, text, facts, set_aside, done }
}

/// The newsroom's edition for a language that a file names: the same tag, or one of the same primary language.
fn edition_for(newsroom: &stet_core::Newsroom, said: &str) -> Option<String> {
    let said = said.replace('_', "-");
    let same = newsroom.editions.iter().find(|edition| edition.lang.eq_ignore_ascii_case(&said));
    same.or_else(|| {
        newsroom.editions.iter().find(|edition| stet_core::lang::primary(&edition.lang) == stet_core::lang::primary(&said.to_lowercase()))
    })
    .map(|edition| edition.lang.clone())
}

fn place(room: &Room, lang: &str, year: i16, wanted: &str, taken: &mut Taken) -> Result<(String, String), Fault> {
    let mut number = 1;
    loop {
        let slug = if number == 1 { wanted.to_owned() } else { format!("{wanted}-{number}") };
        let path = mirror::path_for(lang, year, &slug);
        let free = !taken.slugs.contains(&(lang.to_owned(), slug.clone()))
            && !taken.paths.contains(&path.to_lowercase())
            && room.store().editions_by_slug(Some(lang), &slug)?.is_empty()
            && room.store().edition_at(&path)?.is_none()
            && !room.root.join(&path).exists();
        if free {
            taken.slugs.insert((lang.to_owned(), slug.clone()));
            taken.paths.insert(path.to_lowercase());
            return Ok((path, slug));
        }
        number += 1;
    }
}

/// Copies pictures that lie beside the imported file, or in its site's folders, into the newsroom's media folder,
/// and makes the copy name them there. A picture that is nowhere is reported.
fn bring_pictures(room: &Room, candidate: &Candidate, article: &mut stet_core::Article, warnings: &mut Vec<String>) -> Result<(), Fault> {
    let mut moved: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut bring = |url: &str| -> Result<Option<String>, Fault> {
        let Some(path) = address::picture_path(url) else { return Ok(None) };
        if let Some(known) = moved.get(url) {
            return Ok(known.clone());
        }
        let found = find_picture(candidate, url, &path);
        let new = match found {
            Some(file) => Some(pictures::take_in(&room.root, &file)?),
            None => {
                if !pictures::exists(&room.root, &path) {
                    warnings.push(format!(
                        "The picture {url} was not found. Put it in the newsroom's media folder as {path}, or take it out of the copy."
                    ));
                }
                None
            }
        };
        moved.insert(url.to_owned(), new.clone());
        Ok(new)
    };
    if let Some(lead) = &mut article.lead
        && let Some(path) = bring(&lead.image)?
    {
        lead.image = path;
    }
    let uses: Vec<block::PictureUse> = block::blocks(&article.body).into_iter().flat_map(|block| block.pictures).collect();
    for picture in uses.into_iter().rev() {
        if let Some(path) = bring(&picture.url)?
            && path != picture.url
            && let Some(at) = article.body[picture.start..picture.end].rfind(&picture.url)
        {
            let from = picture.start + at;
            article.body.replace_range(from..from + picture.url.len(), &path);
        }
    }
    warnings.sort();
    Ok(())
}

fn find_picture(candidate: &Candidate, url: &str, path: &str) -> Option<PathBuf> {
    let plain = url.split(['?', '#']).next().unwrap_or_default();
    let relative = plain.trim_start_matches('/');
    let bare = path.strip_prefix("media/").unwrap_or(path);
    let beside = candidate.file.parent().unwrap_or(&candidate.root);
    let mut roots: Vec<PathBuf> = vec![beside.to_path_buf(), candidate.root.clone()];
    roots.extend(candidate.root.parent().map(Path::to_path_buf));
    let folders = ["", "static", "public", "assets", "media", "images", "attachments"];
    roots
        .iter()
        .flat_map(|root| folders.iter().map(move |folder| root.join(folder)))
        .flat_map(|folder| [folder.join(relative), folder.join(bare)])
        .find(|file| {
            file.is_file()
                && pictures::media_type(&file.to_string_lossy()).is_some()
                && !file.components().any(|part| part.as_os_str() == "..")
        })
}

fn store_batch(room: &Room, new: Vec<(Prepared, Option<stet_store::ImportedAs>)>, report: &mut Report) -> Result<(), Fault> {
    let at = clock::now();
    let rows: Vec<_> = new
        .iter()
        .map(|(item, _)| {
            let edition = NewEdition {
                story: &item.story,
                lang: &item.lang,
                kind: Kind::Story,
                path: &item.path,
                text: &item.text,
                facts: &item.facts,
                on_disk: false,
                at,
                author: &room.author,
                reason: Reason::Import,
            };
            (item.source.as_str(), item.hash, edition, item.set_aside.as_slice())
        })
        .collect();
    let ids = room.store().add_imported(&rows)?;
    drop(rows);
    let mirrored = new
        .par_iter()
        .zip(&ids)
        .map(|((item, _), (id, _))| {
            mirror::write_unflushed(&room.root, &item.path, item.text.as_bytes())?;
            Ok((*id, hash(item.text.as_bytes())))
        })
        .collect::<Result<Vec<_>, Fault>>()?;
    if !mirrored.is_empty() {
        mirror::flush(&room.root)?;
        room.store().mirrored(&mirrored)?;
    }
    report.imported.extend(new.into_iter().map(|(item, _)| item.done));
    Ok(())
}

/// A file that was imported before and has changed. Where the story has not been edited since, its new text is the
/// story's; otherwise it is kept as a version beside what was edited.
fn take_again(room: &Room, mut item: Prepared, before: &stet_store::ImportedAs) -> Result<Done, Fault> {
    let edition = room.edition(before.edition)?;
    // Somebody may be typing in it in another process.
    let unsaved = room.store().pending()?.iter().any(|pending| pending.edition == edition.id);
    let edited = edition.head != before.version || unsaved;
    let replaced = if edited {
        None
    } else {
        match draft::replace(room, &edition, &item.text, Reason::Import, false) {
            // Somebody was quicker.
            Err(fault) if fault.code == "stale" => None,
            other => Some(other?),
        }
    };
    let version = match replaced {
        Some(version) => {
            item.done.recognised.insert(0, "Imported before; the file has changed, so the story has a new version.".into());
            version
        }
        None => {
            let version =
                room.store().keep_beside(edition.id, &[before.version], &item.text, clock::now(), &room.author, Reason::Import)?;
            item.done.warnings.push(format!(
                "{} was edited since it was imported. The file's new text is in its history as version {}.",
                edition.slug,
                &version.hex()[..12]
            ));
            version
        }
    };
    room.store().imported_again(&item.source, &item.hash, edition.id, &version, &item.set_aside)?;
    item.done.slug = edition.slug;
    Ok(item.done)
}
