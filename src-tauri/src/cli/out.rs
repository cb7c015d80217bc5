//! Printing: results to stdout, words about them to stderr.

use std::io::Write;

use serde::Serialize;
use stet_app::Fault;
use stet_app::conflict::Heads;

/// Prints one JSON document.
pub(super) fn json(value: &impl Serialize) -> Result<(), Fault> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Fault::new("json", format!("The result could not be written as JSON: {error}."), "Report this."))?;
    line(&text)
}

/// Prints a line. A reader that has gone away (`| head`) is no fault.
pub(super) fn line(text: &str) -> Result<(), Fault> {
    bytes(format!("{text}\n").as_bytes())
}

/// Prints bytes as they are.
pub(super) fn bytes(bytes: &[u8]) -> Result<(), Fault> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Fault::new("stdout", format!("The result could not be printed: {error}."), "Check where it goes."))
        }
        _ => Ok(()),
    }
}

/// Says that two sides of a story wait for a decision, and how one is made.
pub(super) fn conflict(slug: &str, heads: &Heads) {
    let places = if heads.places == 1 { "1 place".to_owned() } else { format!("{} places", heads.places) };
    let theirs = &heads.theirs[..12];
    eprintln!(
        "stet: Two sides changed {places} of {slug}. What Stet has now is version {}; the other side, which the file holds, is {theirs}.",
        &heads.now[..12]
    );
    eprintln!("      Decide in the window, or with `stet restore {slug} VERSION`. `stet diff {slug} {theirs}` compares them.");
}

/// Says what failed and what to do; as JSON on stdout too, where JSON was asked for.
pub(super) fn fault(fault: &Fault, as_json: bool) {
    if as_json {
        let _ = json(&serde_json::json!({ "fault": fault }));
    }
    eprintln!("stet: {}", fault.message);
    if !fault.hint.is_empty() {
        eprintln!("      {}", fault.hint);
    }
}
