//! A copy of what stands in the window, written anywhere: what is left to do when the newsroom's disk fails.
//!
//! Everything comes from the window and nothing from the store, which may be the very thing that is broken.

use std::path::Path;

use stet_core::Draft;

use crate::wire::{Copied, DraftText, SaveCopy, VersionText};
use crate::{App, Fault, fields, mirror};

/// The draft's whole Markdown file as the window has it: its front matter with the fields as they stand, and the body.
/// A front matter that cannot be read is made anew from the fields.
pub fn markdown(text: &DraftText) -> String {
    let mut draft = Draft::new(text.head.as_str());
    let was = draft.article().unwrap_or_default();
    let wanted = fields::to_article(&text.fields, &text.body, &was);
    if !text.head.is_empty() && draft.apply(&wanted).is_ok() {
        return draft.into_text();
    }
    Draft::compose(&wanted, &serde_json::Map::new()).into_text()
}

/// Writes a copy to an absolute path; a file that is there is replaced whole or not at all.
pub fn save(request: &SaveCopy) -> Result<Copied, Fault> {
    let path = Path::new(&request.path);
    let (Some(folder), Some(name), true) = (path.parent(), path.file_name(), path.is_absolute()) else {
        return Err(Fault::new("path", format!("`{}` is not a full path.", request.path), "Choose a place, or write its whole path."));
    };
    let text = markdown(&request.text);
    mirror::write(folder, &name.to_string_lossy(), text.as_bytes())?;
    Ok(Copied { path: request.path.clone(), bytes: text.len() as u32 })
}

pub(crate) fn save_request(_: &App, request: SaveCopy) -> Result<Copied, Fault> {
    save(&request)
}

pub(crate) fn markdown_request(_: &App, request: DraftText) -> Result<VersionText, Fault> {
    Ok(VersionText { text: markdown(&request) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Fields;

    #[test]
    fn a_copy_is_the_file_with_what_was_typed() {
        let head = "---\nid: 01JD3V7Y5Z0000000000000001\ntitle: One # mine\nodd: 1\n---\n\n";
        for (head, body, wanted) in [
            (head, "Typed.\n", head.replace("One # mine", "Two") + "Typed.\n"),
            ("", "Only words.", "---\ntitle: Two\nstate: draft\n---\n\nOnly words.".to_owned()),
            ("---\ntitle: [broken\n---\n", "Words.", "---\ntitle: Two\nstate: draft\n---\n\nWords.".to_owned()),
        ] {
            let fields = Fields { title: "Two".into(), state: "draft".into(), ..Fields::default() };
            let text = markdown(&DraftText { head: head.into(), fields, body: body.into() });
            assert_eq!(text.replace("title: Two # mine", "title: Two"), wanted, "{head}");
        }
    }
}
