//! The page of a draft as it stands, and the files it shows, for the window's preview frame.

use std::path::Path;

use crate::site::Built;
use crate::wire::{EditionRef, PreviewResult};
use crate::{App, Fault, Room, draft, pictures, site};
use stet_render::picture::Rendition;
use stet_store::{Edition, hash};

/// A file for the preview frame or the window.
#[derive(Debug, Clone)]
pub struct Served {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: String,
}

/// Renders an edition as it stands: what is typed where it is open, otherwise its head.
pub fn render(room: &Room, edition: &Edition) -> Result<stet_render::Page, Fault> {
    let built = site::built(room)?;
    let article = draft::current(room, edition)?;
    site::page(&built, edition, &article)
}

pub(crate) fn request(app: &App, request: EditionRef) -> Result<PreviewResult, Fault> {
    let room = app.room()?;
    let edition = room.edition(i64::from(request.edition))?;
    let page = render(&room, &edition)?;
    let hash = hash(page.html.as_bytes()).hex();
    Ok(PreviewResult { path: format!("{}/{hash}/{}", edition.id, page.path), hash, missing: page.missing.into_iter().collect() })
}

/// Answers the window's own scheme: `/preview/{edition}/{hash}/{path of an output file}` and `/media/{path}`.
///
/// The frame that shows a preview runs no script and has no rights; see the window's security policy.
pub fn serve(app: &App, path: &str) -> Result<Served, Fault> {
    let room = app.room()?;
    let missing = || Fault::new("not-found", format!("There is nothing at {path}."), "");
    let path = path.trim_start_matches('/');
    if path.starts_with("media/") {
        // An original, for this window alone: a drawing that could run something is not among them.
        let Some(media_type) = pictures::media_type(path).filter(|_| pictures::exists(&room.root, path)) else { return Err(missing()) };
        return file(&room.root.join(path), media_type);
    }
    let rest = path.strip_prefix("preview/").ok_or_else(missing)?;
    let mut parts = rest.splitn(3, '/');
    let (id, _hash, output) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let edition = room.edition(id.parse().map_err(|_| missing())?)?;
    let built = site::built(&room)?;
    if let Some(served) = beside_pages(&built, output)? {
        return Ok(served);
    }
    let article = draft::current(&room, &edition)?;
    let page = site::page(&built, &edition, &article)?;
    if page.path != output {
        return Err(missing());
    }
    Ok(Served { bytes: page.html.into_bytes(), media_type: "text/html; charset=utf-8".into() })
}

/// What pages need beside them at an output path: styles, script, pictures. `None` for any other path.
pub(crate) fn beside_pages(built: &Built, output: &str) -> Result<Option<Served>, Fault> {
    if let Some(asset) = built.site.assets().into_iter().find(|asset| asset.path == output) {
        return Ok(Some(Served { bytes: asset.bytes, media_type: asset.media_type.to_owned() }));
    }
    if !output.starts_with("media/") {
        return Ok(None);
    }
    let Some(original) = built.album.behind(output) else { return Ok(None) };
    let wanted = original.picture.renditions().into_iter().find(|one| original.picture.path(*one) == output);
    let served =
        |one: Rendition| Ok(Served { bytes: built.album.renditions().one(&original, one)?, media_type: one.form.media_type().into() });
    wanted.map(served).transpose()
}

fn file(path: &Path, media_type: &str) -> Result<Served, Fault> {
    let bytes = std::fs::read(path).map_err(|error| Fault::file("read", path, &error))?;
    Ok(Served { bytes, media_type: media_type.to_owned() })
}
