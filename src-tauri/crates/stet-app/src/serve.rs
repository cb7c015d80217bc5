//! The whole site, live: any of its files by address, rendered when asked for.

use crate::preview::{self, Served};
use crate::site::{self, outputs};
use crate::{Fault, Room};

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
    let outputs = built.outputs();
    let found = outputs.binary_search_by(|output| output.path.as_str().cmp(&path)).map_err(|_| not_found(address))?;
    let made = outputs::make(room, &built, &outputs[found].maker)?;
    Ok(Served { bytes: made.bytes, media_type: outputs[found].media_type.to_owned() })
}

fn not_found(address: &str) -> Fault {
    Fault::new("not-found", format!("There is nothing at {address}."), "")
}
