//! A report in words.

use std::fmt;

use super::{BundleFormat, Report};

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.format {
            BundleFormat::Folder => "folder",
            BundleFormat::Zip => "zip file",
        };
        let count = |number: usize, one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
        if self.ok {
            writeln!(
                out,
                "The bundle is whole: {}, {} bytes, {}, in a {kind}.",
                count(self.files, "file", "files"),
                self.bytes,
                count(self.pages, "page", "pages")
            )?;
        } else {
            writeln!(out, "The bundle is NOT whole: {}.", count(self.faults.len(), "fault", "faults"))?;
        }
        for fault in &self.faults {
            // A name may hold line ends, or codes that a terminal obeys.
            let place = if fault.path.is_empty() { String::new() } else { format!("{}: ", plain(&fault.path)) };
            writeln!(out, "- {place}{} [{}]\n  {}", plain(&fault.message), fault.code, fault.hint)?;
        }
        if let Some(release) = &self.release {
            let parts = [
                ("", &release.organization),
                ("", &release.identifier),
                ("copy up to ", &release.date),
                ("for ", &release.base_url),
                ("sealed by ", &release.tool),
            ];
            let said: Vec<String> =
                parts.iter().filter(|(_, value)| !value.is_empty()).map(|(word, value)| format!("{word}{}", plain(value))).collect();
            writeln!(out, "Release: {}.", said.join(", "))?;
        }
        for note in &self.notes {
            writeln!(out, "Note: {}", plain(note))?;
        }
        if !self.hash.is_empty() {
            writeln!(out, "{}", self.hash)?;
        }
        Ok(())
    }
}

/// A text with nothing in it that would change the screen it is shown on, marks that turn its direction included.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            out.extend(letter.escape_default());
        } else {
            out.push(letter);
        }
    }
    out
}
