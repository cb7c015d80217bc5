//! The files of a bundle, and how each is made when the seal comes to it.

use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;
use stet_core::{Article, Draft};
use stet_publish::{BundleError, BundleInfo, CacheClass, Content, OutFile, Sealed};
use stet_store::{Edition, Kind};

use super::{Tell, bundle_fault, load, name};
use crate::site::outputs::{self, Maker, Output};
use crate::site::{self, Built};
use crate::{Fault, Room};

/// A file of a bundle.
pub(super) struct Piece {
    pub(super) file: OutFile,
    how: How,
}

/// How it comes to its bytes. Numbers are places among the editions that go out.
enum How {
    Page(usize),
    Record(usize),
    Ninjs(usize),
    Source(usize),
    Output(Maker),
    /// It has them.
    Ready,
}

impl Piece {
    pub(super) fn ready(file: OutFile) -> Piece {
        Piece { file, how: How::Ready }
    }
}

/// Page, record and source of an edition.
pub(super) fn of_edition(at: usize, edition: &Edition) -> Vec<Piece> {
    let name = name(edition);
    let piece = |path: String, media_type: &str, cache: CacheClass, how: How| Piece {
        file: OutFile { path, content: Content::Later, media_type: media_type.into(), cache, owner: Some(name.clone()) },
        how,
    };
    let mut out = vec![piece(format!("site/{name}/index.html"), "text/html; charset=utf-8", CacheClass::Revalidate, How::Page(at))];
    let mut private = |path: String, media_type: &str, how: How| out.push(piece(path, media_type, CacheClass::Private, how));
    if edition.kind == Kind::Story {
        private(format!("stories/{name}.json"), "application/json", How::Record(at));
        private(format!("stories/{name}.ninjs.json"), "application/json", How::Ninjs(at));
        private(format!("stories/{name}.md"), "text/markdown; charset=utf-8", How::Source(at));
    } else {
        private(format!("pages/{name}.md"), "text/markdown; charset=utf-8", How::Source(at));
    }
    out
}

/// What stands around the stories: lists and files for machines, where the whole site goes out; styles in any case.
pub(super) fn beside(output: &Output, whole: bool) -> Option<Piece> {
    let cache = match &output.maker {
        Maker::Asset(_) => CacheClass::Immutable,
        Maker::List(_) | Maker::File(_) if whole => CacheClass::Revalidate,
        _ => return None,
    };
    let file = OutFile {
        path: format!("site/{}", output.path),
        content: Content::Later,
        media_type: output.media_type.into(),
        cache,
        owner: None,
    };
    Some(Piece { file, how: How::Output(output.maker.clone()) })
}

/// The pictures that lists show.
pub(super) fn pictures_of_lists(built: &Built) -> Result<BTreeSet<String>, Fault> {
    let lists: Vec<&stet_render::PageKey> =
        built.outputs().iter().filter_map(|output| if let Maker::List(key) = &output.maker { Some(key) } else { None }).collect();
    lists.par_iter().map(|key| Ok(built.site.list_sheet(key).map_err(site::list_fault)?.pictures().clone())).try_reduce(
        BTreeSet::new,
        |mut all, some| {
            all.extend(some);
            Ok(all)
        },
    )
}

/// Files are made by batches of this many; two batches wait while a third is made.
const AHEAD: usize = 64;

/// Seals the pieces, which are in the order of their paths, and makes what is not ready on the way.
pub(super) fn seal(
    room: &Room,
    built: &Built,
    going: &[Edition],
    pieces: Vec<Piece>,
    info: &BundleInfo,
    to: &Path,
    progress: &mut Tell<'_>,
) -> Result<Sealed, Fault> {
    let (files, how): (Vec<OutFile>, Vec<How>) = pieces.into_iter().map(|piece| (piece.file, piece.how)).unzip();
    let later: Vec<How> = how.into_iter().filter(|how| !matches!(how, How::Ready)).collect();
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<Result<Vec<Vec<u8>>, Fault>>(1);
        scope.spawn(move || {
            for batch in later.chunks(AHEAD) {
                let made = batch.par_iter().map(|how| make(room, built, going, how)).collect();
                // Nobody waits for it any more where the seal was broken off.
                if send.send(made).is_err() {
                    return;
                }
            }
        });
        let mut ready: VecDeque<Vec<u8>> = VecDeque::new();
        let mut fault = None;
        let mut supply = |_: &OutFile| -> Result<Vec<u8>, BundleError> {
            if ready.is_empty() {
                match receive.recv() {
                    Ok(Ok(batch)) => ready = batch.into(),
                    Ok(Err(failed)) => fault = Some(failed),
                    Err(_) => {}
                }
            }
            ready.pop_front().ok_or(BundleError::Cancelled)
        };
        let sealed = stet_publish::write_as_made(&files, info, to, progress, &mut supply);
        drop(receive);
        match fault {
            Some(fault) => Err(fault),
            None => sealed.map_err(|error| bundle_fault(error, to)),
        }
    })
}

fn make(room: &Room, built: &Built, going: &[Edition], how: &How) -> Result<Vec<u8>, Fault> {
    let (How::Page(at) | How::Record(at) | How::Ninjs(at) | How::Source(at)) = how else {
        let How::Output(maker) = how else { return Ok(Vec::new()) };
        return Ok(outputs::make(room, built, maker)?.bytes);
    };
    let edition = &going[*at];
    let (article, _) = load(room, built, edition)?;
    match how {
        How::Page(_) => Ok(site::page(built, edition, &article)?.html.into_bytes()),
        How::Record(_) => json(&built.site.metadata(&edition.lang, &edition.slug, &article)),
        How::Ninjs(_) => ninjs(built, edition, &article),
        // Only the fields Stet publishes: a desk's own keys and comments stay in the house.
        _ => Ok(Draft::compose(&article, &serde_json::Map::new()).into_text().into_bytes()),
    }
}

fn ninjs(built: &Built, edition: &Edition, article: &Article) -> Result<Vec<u8>, Fault> {
    let ninjs = built
        .site
        .ninjs(&edition.lang, &edition.slug, article)
        .map_err(|error| Fault::new("render", format!("{}: {error}.", edition.path), "Report this."))?;
    json(&ninjs)
}

fn json(value: &serde_json::Value) -> Result<Vec<u8>, Fault> {
    let mut json = serde_json::to_vec_pretty(value).unwrap_or_default();
    json.push(b'\n');
    Ok(json)
}
