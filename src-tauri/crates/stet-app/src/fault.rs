//! The one error that leaves this crate: a code, what happened, and what to do.

use std::path::Path;

use serde::{Deserialize, Serialize};
use stet_store::StoreError;
use ts_rs::TS;

/// What went wrong, for people and for programs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// Stable, in kebab-case.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Fault {
    /// A fault from its three parts.
    pub fn new(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Fault {
        Fault { code: code.into(), message: message.into(), hint: hint.into() }
    }

    pub(crate) fn wire(command: &str, error: &serde_json::Error) -> Fault {
        Fault::new("wire", format!("The command {command} was not understood: {error}."), "This is a mistake in Stet; please report it.")
    }

    pub(crate) fn unknown_command(name: &str) -> Fault {
        Fault::new("wire", format!("There is no command {name}."), "This is a mistake in Stet; please report it.")
    }

    pub(crate) fn no_newsroom() -> Fault {
        Fault::new("no-newsroom", "No newsroom is open.", "Open one first.")
    }

    pub(crate) fn no_story(slug: &str) -> Fault {
        Fault::new("no-story", format!("There is no story `{slug}`."), "`stet list` shows them all; write `ar/slug` for the one in Arabic.")
    }

    /// A store that is broken.
    pub(crate) fn store_damaged(found: &str) -> Fault {
        Fault::new(
            "store-damaged",
            format!("The newsroom's store is damaged: {found}."),
            "Save a copy of what you are writing; your Markdown files are not affected. Repair it with `stet doctor --repair`, or with “Check and repair” in the window: \
             the damaged store is put aside, and versions and unsaved text are taken out of it.",
        )
    }

    /// A file that could not be read or written.
    pub fn file(doing: &str, path: &Path, error: &std::io::Error) -> Fault {
        use std::io::ErrorKind;
        let (code, what, hint) = match error.kind() {
            ErrorKind::NotFound => ("file", "it is not there".to_owned(), "Check the path."),
            ErrorKind::PermissionDenied => ("not-allowed", "you may not".to_owned(), "Ask for access to it, or choose another place."),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                ("disk-full", "the disk is full".to_owned(), "Make room on the disk and try again.")
            }
            ErrorKind::FileTooLarge => ("disk-full", "the file may not grow so large".to_owned(), "Make room and try again."),
            ErrorKind::ReadOnlyFilesystem => ("disk-read-only", "the disk is read-only".to_owned(), "Choose another place."),
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
                ("file", "something of that name is in its way".to_owned(), "Move it away and try again.")
            }
            ErrorKind::IsADirectory => ("file", "a folder of that name is in its place".to_owned(), "Move the folder away and try again."),
            _ => ("disk", error.to_string(), "Check the disk and try again."),
        };
        Fault::new(code, format!("{} could not be {doing}: {what}.", path.display()), hint)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        if error.is_damage() {
            return Fault::store_damaged(&error.to_string());
        }
        let message = format!("{}.", capital(&error.to_string()));
        match error {
            StoreError::Newer { .. } => Fault::new("store-newer", message, "Update Stet on this machine; nothing was changed."),
            StoreError::Stale => Fault::new("stale", message, "Open it again; your text is kept in the journal."),
            StoreError::NameTaken(_) => Fault::new("name-taken", message, "Choose another name, or take it away from that version first."),
            StoreError::Missing(_) => Fault::new("missing", message, "It may have been removed meanwhile; refresh the list."),
            StoreError::Full => Fault::new("disk-full", message, "Make room on the disk."),
            StoreError::ReadOnly => Fault::new("disk-read-only", message, "Make the newsroom's folder writable again."),
            StoreError::Disk(_) => Fault::new("disk", message, "Check the disk, and its cable or connection."),
            StoreError::Busy => Fault::new("store-busy", message, "Wait until the other Stet has finished, or end it."),
            StoreError::Damaged(_) => Fault::new(
                "version-damaged",
                message,
                "Other versions are not affected. Where it is the latest one, the Markdown file holds its text; `stet history` lists the rest.",
            ),
            _ => Fault::new(
                "store",
                message,
                "Check that the disk is not full or read-only. The Markdown files in the newsroom are not affected.",
            ),
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
