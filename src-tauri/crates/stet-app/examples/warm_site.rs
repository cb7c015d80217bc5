//! Measures how long a running Stet takes to put a built site right after one article changed.
//!
//!     cargo run --release -p stet-app --example warm_site -- NEWSROOM FOLDER
//!
//! Prints, for a change of the text and one of the headline: milliseconds from the write of the file until every file of
//! the site is right again, the middle of nine and the slowest, and how many files were written.

use std::path::Path;
use std::time::Instant;

use stet_app::folder::{Folder, Manner};
use stet_app::{Fault, Room, stories, sync};

fn main() -> Result<(), Fault> {
    let mut arguments = std::env::args().skip(1);
    let (Some(newsroom), Some(to)) = (arguments.next(), arguments.next()) else {
        eprintln!("warm_site NEWSROOM FOLDER");
        return Ok(());
    };
    let room = Room::open(Path::new(&newsroom), "bench")?;
    let mut folder = Folder::open(Path::new(&to))?;
    folder.build(&room, Manner::default())?;
    let editions = stories::all(&room)?;
    let edition = &editions[editions.len() / 2];
    let file = room.root.join(&edition.path);
    let failed = |error: std::io::Error| Fault::file("changed", &file, &error);
    let original = std::fs::read_to_string(&file).map_err(failed)?;
    for what in ["text", "headline", "nothing"] {
        let mut taken = Vec::new();
        let mut written = 0;
        for round in 0..9 {
            let text = match what {
                "text" => format!("{original}\n\nRound {round}.\n"),
                "headline" => with_title(&original, &format!("Round {round} of headlines")),
                _ => original.clone(),
            };
            let start = Instant::now();
            std::fs::write(&file, text).map_err(failed)?;
            sync::one(&room, &room.edition(edition.id)?)?;
            let synced = start.elapsed();
            let report = folder.build(&room, Manner::default())?;
            written = report.changed.len() + report.added.len() + report.removed.len();
            taken.push((start.elapsed().as_secs_f64() * 1000.0, synced.as_secs_f64() * 1000.0));
        }
        taken.sort_by(|one, other| one.0.total_cmp(&other.0));
        println!(
            "{what:<10} {:7.1} ms middle (of which reading the change {:.1}), {:7.1} ms slowest, {written} files written",
            taken[4].0, taken[4].1, taken[8].0
        );
    }
    std::fs::write(&file, original).map_err(failed)?;
    sync::one(&room, &room.edition(edition.id)?)?;
    folder.build(&room, Manner::default())?;
    folder.close()
}

/// A draft with another headline.
fn with_title(text: &str, title: &str) -> String {
    let lines = text.lines().map(|line| if line.starts_with("title:") { format!("title: {title}\n") } else { format!("{line}\n") });
    lines.collect()
}
