//! The whole site, live: any of its files by address, rendered when asked for.

use stet_publish::Content;

use crate::preview::{self, Served};
use crate::{Fault, Room, draft, site};

/// Gives the file at an address such as `/en/harbour-wall/`. Folders give their `index.html`.
///
/// Errors: `not-found`, with the site's own "not found" page as far as it has one.
pub fn file(room: &Room, address: &str) -> Result<Served, Fault> {
    let path = address.trim_start_matches('/');
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let built = site::built(room)?;
    if let Some(served) = preview::beside_pages(&built, &path)? {
        return Ok(served);
    }
    if let Some(edition) =
        built.stories.iter().chain(&built.pages).find(|edition| path == format!("{}/{}/index.html", edition.lang, edition.slug))
    {
        let page = site::page(&built, edition, &draft::current(room, edition)?)?;
        return Ok(Served { bytes: page.html.into_bytes(), media_type: "text/html; charset=utf-8".into() });
    }
    match site::list(&built, &path)? {
        Some(out) => match out.content {
            Content::Bytes(bytes) => Ok(Served { bytes, media_type: out.media_type }),
            Content::File(_) => Err(not_found(address)),
        },
        None => Err(not_found(address)),
    }
}

fn not_found(address: &str) -> Fault {
    Fault::new("not-found", format!("There is nothing at {address}."), "")
}
