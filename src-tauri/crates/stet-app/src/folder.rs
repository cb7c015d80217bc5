//! The whole site in a folder: made again where what it is made from changed, removed where it is Stet's own, and
//! nothing else touched.
//!
//! One pass over the names of all files: each is compared by its print, and where that differs it is made, written and
//! let go. So the memory a build takes does not grow with the bodies of the archive.

mod explain;
mod record;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use rayon::prelude::*;
use serde::Serialize;
use stet_publish::Content;
use stet_render::Print;
use stet_store::hash;

use self::explain::Changes;
pub(crate) use self::record::Stamp;
use self::record::{Entry, Record};
use crate::site::outputs::{self, Asked, Maker, Output};
use crate::site::{self, Built, Sources};
use crate::{Fault, Room, mirror};

/// What a build did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Files that were not there.
    pub added: Vec<String>,
    /// Files whose content changed.
    pub changed: Vec<String>,
    /// Files that are no longer part of the site.
    pub removed: Vec<String>,
    /// How many stayed as they were.
    pub unchanged: usize,
    /// How many were made, whether they came out different or not.
    pub made: usize,
    /// Why, for each file that was added, changed or removed, where that was asked for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub why: BTreeMap<String, Vec<String>>,
}

/// How a build is done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// Look into every file, also into those that the file system says nobody has touched.
    pub verify: bool,
    /// Say why.
    pub explain: bool,
}

/// Builds the site into a folder that is new, empty, or holds an earlier build.
///
/// Errors: a folder that holds something else is left alone; a disk that fails leaves every page whole, old or new.
pub fn build(room: &Room, to: &Path, manner: Manner) -> Result<Report, Fault> {
    let mut folder = Folder::open(to)?;
    let report = folder.build(room, manner)?;
    folder.close()?;
    Ok(report)
}

/// A folder with a site in it, and the record of what is there.
///
/// While it is kept, what it has seen standing is not looked at again: meddling with the folder of a Stet that runs is
/// noticed at its next start.
pub struct Folder {
    root: PathBuf,
    record: Record,
    /// Whether all files have been looked at since it was opened.
    seen: bool,
    /// The record of the last build, while it is written down.
    writing: Option<JoinHandle<(Record, Result<(), Fault>)>>,
}

impl Folder {
    /// Opens a folder that is new, empty, or holds an earlier build.
    pub fn open(root: &Path) -> Result<Folder, Fault> {
        Ok(Folder { root: root.to_owned(), record: Record::read(root)?, seen: false, writing: None })
    }

    /// Brings the folder up to date with the newsroom. Its record is still being written down when this returns; see
    /// [`Folder::close`].
    pub fn build(&mut self, room: &Room, manner: Manner) -> Result<Report, Fault> {
        let report = self.written().and_then(|()| self.step(room, manner));
        // One that fails half way has written what the record does not know.
        self.seen &= report.is_ok();
        report
    }

    /// Sees the last build's record to its place.
    ///
    /// Errors: it cannot be written. The next build then makes again what it cannot know.
    pub fn close(mut self) -> Result<(), Fault> {
        self.written()
    }

    /// Waits until the record is written, and takes it back.
    fn written(&mut self) -> Result<(), Fault> {
        let Some(writing) = self.writing.take() else { return Ok(()) };
        let stopped = |_| Fault::new("site-record", "The record of the site could not be written.", "Build the site again.");
        let (record, result) = writing.join().map_err(stopped)?;
        self.record = record;
        result
    }

    fn step(&mut self, room: &Room, manner: Manner) -> Result<Report, Fault> {
        let sources = Sources::of(room)?;
        if self.record.inputs == Some(sources.print)
            && self.record.until.is_none_or(|until| site::now().as_millisecond() < until)
            && self.all_stand(manner.verify)
        {
            self.seen = true;
            return Ok(Report { unchanged: self.record.files.len(), ..Report::default() });
        }
        let built = site::built_from(room, sources)?;
        let outputs = built.outputs();
        self.record.begin(&self.root, outputs.iter().map(|output| output.path.clone()))?;
        let mut done: Vec<Done> = outputs.par_iter().map(|output| self.one(room, &built, output, manner)).collect::<Result<_, Fault>>()?;
        done.extend(self.pictures(room, &built, &done, manner)?);
        self.settle(&built, done, manner)
    }

    /// Whether every file is as it was left.
    fn all_stand(&self, verify: bool) -> bool {
        if self.seen && !verify {
            return true;
        }
        let files: Vec<(&String, &Entry)> = self.record.files.iter().collect();
        // A file whose stamp moved while its bytes did not is worth a new record, so this asks for the stamp too.
        files.par_iter().with_min_len(256).all(|(path, entry)| entry.stands(&self.root, path, verify) == Some(entry.stamp))
    }

    /// What the record says of a file that is as the record says, and the stamp it has now.
    fn standing(&self, path: &str, manner: Manner) -> Option<(&Entry, Stamp)> {
        let entry = self.record.files.get(path)?;
        if self.seen && !manner.verify && entry.sha256.is_some() {
            return Some((entry, entry.stamp));
        }
        Some((entry, entry.stands(&self.root, path, manner.verify)?))
    }

    /// Looks at one file, and makes it where it has to be made.
    fn one(&self, room: &Room, built: &Built, output: &Output, manner: Manner) -> Result<Done, Fault> {
        let path = &output.path;
        let standing = self.standing(path, manner);
        if let Some((entry, stamp)) = standing
            && entry.print.is_some()
            && outputs::print(built, &output.maker, &entry.asked())? == entry.print
        {
            return Ok(Done { path: path.clone(), entry: Entry { stamp, ..entry.clone() }, what: What::Kept });
        }
        let made = outputs::make(room, built, &output.maker)?;
        self.put(path, &made.bytes, made.print, made.asked, standing)
    }

    /// Writes a file, unless it holds these very bytes.
    fn put(&self, path: &str, bytes: &[u8], print: Option<Print>, asked: Asked, standing: Option<(&Entry, Stamp)>) -> Result<Done, Fault> {
        let sha256 = Some(hash(bytes));
        let entry = move |stamp| Entry { sha256, stamp, print, links: asked.links, pictures: asked.pictures };
        if let Some((before, stamp)) = standing
            && before.sha256 == sha256
        {
            return Ok(Done { path: path.to_owned(), entry: entry(stamp), what: What::Same });
        }
        let known = self.record.files.contains_key(path);
        let stamp = write(&self.root, path, bytes, known)?;
        let what = if known && self.record.files[path].sha256.is_some() { What::Changed } else { What::Added };
        Ok(Done { path: path.to_owned(), entry: entry(stamp), what })
    }

    /// The pictures that pages name.
    fn pictures(&self, room: &Room, built: &Built, pages: &[Done], manner: Manner) -> Result<Vec<Done>, Fault> {
        let mut names: BTreeSet<String> = pages.iter().flat_map(|done| done.entry.pictures.iter().cloned()).collect();
        names.extend(outputs::logo(room));
        let used = outputs::originals(built, &names);
        let files = outputs::pictures(built, &used, &mut |_, _, _| ControlFlow::Continue(()))?;
        built.album.renditions().tidy(&used);
        let media = files.iter().map(|file| file.path.strip_prefix("site/").unwrap_or(&file.path).to_owned());
        self.record.begin(&self.root, built.outputs().iter().map(|output| output.path.clone()).chain(media))?;
        files
            .par_iter()
            .map(|file| {
                let path = file.path.strip_prefix("site/").unwrap_or(&file.path);
                // A picture's path is named by its content.
                let print = Some(Print::of(path));
                let standing = self.standing(path, manner);
                if let Some((entry, stamp)) = standing
                    && entry.print == print
                {
                    return Ok(Done { path: path.to_owned(), entry: Entry { stamp, ..entry.clone() }, what: What::Kept });
                }
                let bytes = match &file.content {
                    Content::File(from) => fs::read(from).map_err(|error| Fault::file("read", from, &error))?,
                    Content::Bytes(bytes) => bytes.clone(),
                    Content::Later => return Err(Fault::new("picture", format!("Nobody makes {path}."), "Report this.")),
                };
                self.put(path, &bytes, print, Asked::default(), standing)
            })
            .collect()
    }

    /// Removes what is no longer part of the site, and writes down how things stand.
    fn settle(&mut self, built: &Arc<Built>, done: Vec<Done>, manner: Manner) -> Result<Report, Fault> {
        let mut report = Report::default();
        let mut after = Record {
            inputs: Some(built.inputs),
            until: built.until.map(|until| until.as_millisecond()),
            house: explain::house(built),
            stories: BTreeMap::new(),
            files: BTreeMap::new(),
        };
        for done in done {
            report.made += usize::from(done.what != What::Kept);
            match done.what {
                What::Kept | What::Same => report.unchanged += 1,
                What::Changed => report.changed.push(done.path.clone()),
                What::Added => report.added.push(done.path.clone()),
            }
            after.files.insert(done.path, done.entry);
        }
        for path in self.record.files.keys().filter(|path| !after.files.contains_key(*path)) {
            remove(&self.root, path)?;
            report.removed.push(path.clone());
        }
        report.added.sort();
        report.changed.sort();
        if manner.explain {
            after.stories = explain::notes(built);
            let outputs = built.outputs();
            let changes = Changes::between(&self.record, &after, built);
            let maker = |path: &String| -> Option<&Maker> {
                outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok().map(|at| &outputs[at].maker)
            };
            for path in report.added.iter().chain(&report.changed).chain(&report.removed) {
                report.why.insert(
                    path.clone(),
                    changes.reasons(path, maker(path), self.record.files.contains_key(path), after.files.contains_key(path)),
                );
            }
        }
        self.seen = true;
        // The site is right by now, and a reader of it need not wait for the book-keeping. Nothing is flushed to the disk: all
        // of it can be made again, and what a power cut leaves of a file has another size than the record says.
        let (root, built) = (self.root.clone(), Arc::clone(built));
        let write = move || {
            if after.stories.is_empty() {
                after.stories = explain::notes(&built);
            }
            let result = after.end(&root);
            (after, result)
        };
        let started = std::thread::Builder::new().name("site record".into()).spawn(write);
        self.writing = Some(started.map_err(|error| {
            Fault::new("site-record", format!("The record of the site could not be written: {error}."), "Build the site again.")
        })?);
        Ok(report)
    }
}

/// A file that has been seen to.
struct Done {
    path: String,
    entry: Entry,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Not made: what it is made from stands.
    Kept,
    /// Made, and the same as before.
    Same,
    /// Made anew, and different.
    Changed,
    /// Not there before.
    Added,
}

/// Writes a file and gives its stamp. One that was there is replaced in one step; a new one is written in its place,
/// which takes half the time, and belongs to nobody's page before the build is done.
fn write(root: &Path, path: &str, bytes: &[u8], known: bool) -> Result<Stamp, Fault> {
    let target = root.join(path);
    let failed = |error: io::Error| Fault::file("written", &target, &error);
    if !known {
        let create = || OpenOptions::new().write(true).create_new(true).open(&target);
        let opened = match create() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                mirror::make_folder(target.parent().unwrap_or(root))?;
                create()
            }
            opened => opened,
        };
        match opened {
            Ok(mut file) => {
                let written = file.write_all(bytes).and_then(|()| file.metadata());
                return written.map(|meta| Stamp::of(&meta)).map_err(failed);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
    }
    mirror::write_unflushed(root, path, bytes)?;
    fs::symlink_metadata(&target).map(|meta| Stamp::of(&meta)).map_err(failed)
}

/// Removes a file and the folders that are empty without it.
fn remove(root: &Path, path: &str) -> Result<(), Fault> {
    let file = root.join(path);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Fault::file("removed", &file, &error)),
        _ => {}
    }
    let mut folder = file.parent();
    while let Some(path) = folder.filter(|path| *path != root && path.starts_with(root)) {
        // One that is not empty stays, and so do those above it.
        if fs::remove_dir(path).is_err() {
            break;
        }
        folder = path.parent();
    }
    Ok(())
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nobody hears of a fault here; the next build finds out by itself.
        let _ = self.written();
    }
}
