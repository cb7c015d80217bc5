//! The whole site, live: any of its files by address, rendered when asked for.
//!
//! A page that is looked at follows what it is made of: a script that is added to served pages, and to nothing that is
//! written anywhere, asks whether the page would come out otherwise by now. Where a template has a mistake the page stays
//! as it is, and says which file and line.

use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use stet_store::hash;

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

/// Address of the script that follows changes.
pub const FOLLOW: &str = "/.stet/follow.js";

/// Address that answers when a page would come out otherwise: `?page=/en/&seen=HASH&fault=…`.
pub const CHANGES: &str = "/.stet/changes";

/// The script behind [`FOLLOW`].
pub const SCRIPT: &str = include_str!("serve/follow.js");

/// A served page with the script that follows changes.
pub fn followed(bytes: Vec<u8>) -> Vec<u8> {
    let seen = short_hash(&bytes);
    let script = format!("<script src=\"{FOLLOW}\" data-seen=\"{seen}\" defer></script>\n</head>");
    match String::from_utf8(bytes) {
        Ok(html) => html.replacen("</head>", &script, 1).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// A fault as a page, which goes away by itself once the fault does.
pub fn fault_page(fault: &Fault) -> Vec<u8> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>Stet</title>\n</head>\n<body>\n<h1>This page cannot be made</h1>\n<p>{}</p>\n<p>{}</p>\n</body>\n</html>\n",
        escaped(&fault.message),
        escaped(&fault.hint)
    );
    followed(html.into_bytes())
}

/// What became of a page that somebody looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// It would come out otherwise.
    pub changed: bool,
    /// It cannot be made, and why; empty where it can.
    pub fault: String,
}

/// Waits until a page would come out otherwise than `seen`, or its fault is another than `fault`, for as long as `patience`.
pub fn wait(room: &Room, page: &str, seen: &str, fault: &str, patience: Duration) -> Change {
    let end = Instant::now() + patience;
    let mut looked_at = None;
    loop {
        let generation = room.generation();
        if looked_at != Some(generation) {
            looked_at = Some(generation);
            let now = match file(room, page) {
                Ok(served) => Change { changed: short_hash(&served.bytes) != seen, fault: String::new() },
                Err(error) if error.code == "not-found" => Change { changed: true, fault: String::new() },
                Err(error) => Change { changed: false, fault: format!("{} {}", error.message, error.hint) },
            };
            if now.changed && now.fault.is_empty() || now.fault != fault {
                return now;
            }
        }
        if Instant::now() >= end {
            return Change { changed: false, fault: fault.to_owned() };
        }
        thread::sleep(Duration::from_millis(60));
    }
}

fn short_hash(bytes: &[u8]) -> String {
    hash(bytes).hex()[..16].to_owned()
}

fn not_found(address: &str) -> Fault {
    Fault::new("not-found", format!("There is nothing at {address}."), "")
}
