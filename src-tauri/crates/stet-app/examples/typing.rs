//! Typing into a large draft: how long the newsroom takes to answer for a key, and for what follows from it.
//!
//!     cargo run --release -p stet-app --example typing -- [bytes] [keys]
//!
//! All of this happens off the interface's thread; what matters there is measured by `tests/bench/typing.mjs`.

use std::time::Instant;

use stet_app::wire::{self, EditDraft, Operation, SaveDraft};
use stet_app::{App, Settings, newsroom};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut numbers = std::env::args().skip(1).filter_map(|text| text.parse::<usize>().ok());
    let (bytes, keys) = (numbers.next().unwrap_or(1_000_000), numbers.next().unwrap_or(500));
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("newsroom");
    newsroom::create(&root, "Bench", &["en".into()])?;
    let paragraph = "The harbour office said on Tuesday that the wall had held, and that boats could return. ";
    let body: String = (0..bytes / (paragraph.len() * 4)).map(|_| paragraph.repeat(4) + "\n\n").collect();
    std::fs::create_dir_all(root.join("en/2026"))?;
    std::fs::write(root.join("en/2026/large.md"), format!("---\ntitle: Large\n---\n\n{body}"))?;
    let app = App::new(Settings { author: "bench".into(), recent: None }, |_| {});
    newsroom::open(&app, &root)?;
    let id = app.room()?.one_by_name("large")?.id as u32;
    let call = |name: &str, request: serde_json::Value| -> Result<f64, stet_app::Fault> {
        let start = Instant::now();
        wire::call(&app, name, request)?;
        Ok(start.elapsed().as_secs_f64() * 1000.0)
    };
    let edition = serde_json::json!({ "edition": id });
    call("open_draft", edition.clone())?;
    let (mut edits, mut saves, mut checks, mut previews) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for key in 0..keys {
        let at = (body.len() / 2 + key) as u32;
        let operations = vec![Operation::Splice { at, remove: 0, insert: "x".into() }];
        edits.push(call("edit_draft", serde_json::to_value(EditDraft { edition: id, revision: 0, operations })?)?);
        if key % 25 == 24 {
            checks.push(call("check_draft", edition.clone())?);
            previews.push(call("preview", edition.clone())?);
            saves.push(call("save_draft", serde_json::to_value(SaveDraft { edition: id, reason: "pause".into() })?)?);
        }
    }
    println!("a draft of {:.2} MB, {keys} keys (ms, p50 / p95 / p99)", body.len() as f64 / 1e6);
    for (name, values) in [("key to journal on disk", edits), ("save", saves), ("check", checks), ("preview", previews)] {
        println!("  {name:<24}{}", told(values));
    }
    Ok(())
}

fn told(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
    format!("{:.1} / {:.1} / {:.1}", at(0.5), at(0.95), at(0.99))
}
