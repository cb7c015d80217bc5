//! Every file of the site by name, and what each is made from.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use stet_core::Draft;
use stet_publish::OutFile;
use stet_render::{FileKey, Page, PageKey, Print};
use stet_store::Edition;

use super::{Built, SOURCE, list_fault};
use crate::pictures::Original;
use crate::{Fault, Room};

/// A file of the site.
#[derive(Debug, Clone)]
pub struct Output {
    /// Output path below the site's root.
    pub path: String,
    /// How it is made.
    pub maker: Maker,
    /// Its media type.
    pub media_type: &'static str,
}

/// How a file is made.
#[derive(Debug, Clone)]
pub enum Maker {
    /// The page of a story: its place in [`Built::stories`].
    Story(usize),
    /// A standing page: its place in [`Built::pages`].
    Standing(usize),
    /// A page made from the index.
    List(PageKey),
    /// A file for machines.
    File(FileKey),
    /// Style sheet, script or icon: its place in the site's assets.
    Asset(usize),
}

/// What a page's copy asked of the newsroom when it was made: the answers are part of what it is made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Paths that links gave.
    pub links: Vec<String>,
    /// Pictures named, whether they were there or not.
    pub pictures: Vec<String>,
}

/// A file that has been made.
pub struct Made {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What its copy asked for.
    pub asked: Asked,
    /// What it is made from; see [`print`].
    pub print: Option<Print>,
}

/// Every file of the site but pictures, which the pages name: sorted by path, no path twice.
///
/// Where two would have the same address, the story that comes first by the path of its file has it.
pub fn all(built: &Built) -> Vec<Output> {
    let page = |edition: &Edition| format!("{}/{}/index.html", edition.lang, edition.slug);
    let html = |path: String, maker: Maker| Output { path, maker, media_type: "text/html; charset=utf-8" };
    let mut out: Vec<Output> = Vec::with_capacity(built.stories.len() + built.stories.len() / 2);
    out.extend(built.stories.iter().enumerate().map(|(at, story)| html(page(&story.edition), Maker::Story(at))));
    out.extend(built.pages.iter().enumerate().map(|(at, edition)| html(page(edition), Maker::Standing(at))));
    out.extend(built.site.keys().into_iter().map(|key| html(key.path(), Maker::List(key))));
    out.extend(built.site.files().into_iter().map(|key| Output {
        path: key.path(),
        media_type: key.media_type(),
        maker: Maker::File(key),
    }));
    let assets = built.site.assets().into_iter().enumerate();
    out.extend(assets.map(|(at, asset)| Output { path: asset.path, media_type: asset.media_type, maker: Maker::Asset(at) }));
    out.sort_by(|one, other| one.path.cmp(&other.path));
    out.dedup_by(|later, first| later.path == first.path);
    out
}

/// What a file is made from; `None` where that costs as much to find out as the file itself.
///
/// `asked` is what the copy of the page asked for when it was last made. It is a function of the copy, so it stands
/// where the copy does, and where the copy changed the print changes anyway.
pub fn print(built: &Built, maker: &Maker, asked: &Asked) -> Result<Option<Print>, Fault> {
    let site = &built.site;
    match maker {
        Maker::Story(at) => {
            let story = &built.stories[*at];
            let around = site.story_print(&story.edition.lang, &story.edition.slug, &story.card.article()).map_err(list_fault)?;
            copy_print(built, &story.edition, around, asked).map(Some)
        }
        Maker::Standing(at) => {
            let edition = &built.pages[*at];
            copy_print(built, edition, standing_print(built, edition), asked).map(Some)
        }
        Maker::List(key) => Ok(Some(own(site.list_sheet(key).map_err(list_fault)?.print()))),
        Maker::File(key) => Ok(site.file_print(key).map_err(list_fault)?.map(own)),
        Maker::Asset(at) => Ok(Some(own(Print::of(&site.assets()[*at].path)))),
    }
}

/// A print that only this build of Stet understands.
fn own(print: Print) -> Print {
    Print::of(&(SOURCE, print))
}

/// The print of a page of copy: its text, what stands around it, and what its questions are answered with.
fn copy_print(built: &Built, edition: &Edition, around: Print, asked: &Asked) -> Result<Print, Fault> {
    let answers = built.site.answers(&edition.lang, &asked.links, asked.pictures.iter()).map_err(list_fault)?;
    Ok(own(Print::of(&(built.text_print(edition), around, answers))))
}

/// Which languages have the page is in what the house holds in common.
fn standing_print(built: &Built, edition: &Edition) -> Print {
    Print::of(&(built.site.house(), &edition.slug))
}

/// Makes a file.
pub fn make(room: &Room, built: &Built, maker: &Maker) -> Result<Made, Fault> {
    match maker {
        Maker::Story(at) => copy(room, built, &built.stories[*at].edition),
        Maker::Standing(at) => copy(room, built, &built.pages[*at]),
        Maker::List(key) => {
            let sheet = built.site.list_sheet(key).map_err(list_fault)?;
            let print = own(sheet.print());
            let page = sheet.page().map_err(list_fault)?;
            Ok(Made { print: Some(print), asked: asked(&page), bytes: page.html.into_bytes() })
        }
        Maker::File(key) => {
            let bytes = built.site.file(key).map_err(list_fault)?.bytes;
            Ok(Made { bytes, asked: Asked::default(), print: print(built, maker, &Asked::default())? })
        }
        Maker::Asset(at) => {
            let bytes = built.site.assets().swap_remove(*at).bytes;
            Ok(Made { bytes, asked: Asked::default(), print: print(built, maker, &Asked::default())? })
        }
    }
}

fn copy(room: &Room, built: &Built, edition: &Edition) -> Result<Made, Fault> {
    let article = Draft::new(built.text(room, edition)?)
        .article()
        .map_err(|error| Fault::new("front-matter", format!("{}: {error}.", edition.path), "Mend that line in a text editor."))?;
    let (page, around) = super::page_and_print(built, edition, &article)?;
    let asked = asked(&page);
    let print = Some(copy_print(built, edition, around.unwrap_or_else(|| standing_print(built, edition)), &asked)?);
    Ok(Made { bytes: page.html.into_bytes(), asked, print })
}

fn asked(page: &Page) -> Asked {
    Asked { links: page.asked.clone(), pictures: page.pictures.union(&page.missing).cloned().collect() }
}

/// The publisher's logo, which no page shows and the structured data of every page names.
pub fn logo(room: &Room) -> Option<String> {
    room.newsroom().logo.as_deref().and_then(stet_core::address::picture_path)
}

/// The originals behind the names that pages give pictures: sorted, no bytes twice.
pub fn originals(built: &Built, names: &BTreeSet<String>) -> Vec<Arc<Original>> {
    let mut used: Vec<Arc<Original>> = names.iter().filter_map(|name| built.album.get(name)?.ok()).collect();
    // The same bytes under two names that read alike are one picture.
    used.sort_by(|one, other| one.picture.stem.cmp(&other.picture.stem));
    used.dedup_by(|one, other| one.picture.stem == other.picture.stem);
    used
}

/// The files that pictures are published as, made where they are not there yet: sorted by path, no path twice.
/// `progress` hears of files made, files to make, and the one made last.
pub fn pictures(
    built: &Built,
    originals: &[Arc<Original>],
    progress: &mut dyn FnMut(usize, usize, &str) -> ControlFlow<()>,
) -> Result<Vec<OutFile>, Fault> {
    let mut files = built.album.renditions().all(originals, progress)?;
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}
