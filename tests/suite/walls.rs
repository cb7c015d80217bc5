//! The walls: who may depend on whom, who knows Tauri, who knows SQL, who reads the clock.

use std::fs;
use std::path::Path;

use crate::desk::{repository, walk};

/// For each crate, the crates of ours it may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("stet-core", &[]),
    ("stet-render", &["stet-core"]),
    ("stet-store", &["stet-core"]),
    ("stet-publish", &["stet-core", "stet-render"]),
    ("stet-app", &["stet-core", "stet-render", "stet-store", "stet-publish"]),
    ("xtask", &["stet-app"]),
];

#[test]
fn arrows_point_one_way() {
    for (name, allowed) in ARROWS {
        let manifest = fs::read_to_string(repository().join(format!("src-tauri/crates/{name}/Cargo.toml"))).unwrap();
        for line in manifest.lines().filter(|line| line.starts_with("stet")) {
            let dependency = line.split([' ', '=', '.']).next().unwrap();
            assert!(allowed.contains(&dependency), "{name} depends on {dependency}");
        }
    }
    let crates: Vec<String> = fs::read_dir(repository().join("src-tauri/crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(crates.len(), ARROWS.len(), "a crate is a wall: {crates:?}");
}

/// Asserts that none of the words is in the code below a folder, files that pass `except` apart. Tests may say what
/// they like.
fn nowhere(folder: &str, words: &[&str], except: impl Fn(&str) -> bool) {
    let root = repository().join(folder);
    for name in walk(&root).into_iter().filter(|name| !name.contains("node_modules/") && !name.starts_with("dist/")) {
        let code = [".rs", ".toml", ".ts", ".tsx"].iter().any(|ending| name.ends_with(ending));
        if !code || except(&name) || name.contains("tests") || name.contains(".test.") {
            continue;
        }
        let text = fs::read_to_string(Path::new(&root).join(&name)).unwrap();
        // What only tests are built with, in code and in a manifest.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default().split("[dev-dependencies]").next().unwrap_or_default();
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for word in words {
            assert!(!code.contains(word), "{folder}/{name} says `{word}`");
        }
    }
}

#[test]
fn only_the_shell_knows_tauri() {
    nowhere("src-tauri/crates", &["tauri::", "tauri-", "tauri ="], |_| false);
}

#[test]
fn only_one_file_of_the_interface_knows_tauri() {
    nowhere("ui/src", &["@tauri-apps", "__TAURI"], |name| name == "bridge/tauri.ts");
}

#[test]
fn only_the_store_knows_sql() {
    nowhere("src-tauri", &["rusqlite", "SELECT ", "INSERT INTO", "PRAGMA "], |name| name.starts_with("crates/stet-store/"));
}

#[test]
fn core_and_render_touch_no_file_and_read_no_clock() {
    for name in ["stet-core", "stet-render"] {
        nowhere(
            &format!("src-tauri/crates/{name}/src"),
            &["std::fs", "File::open", "Timestamp::now", "SystemTime", "Instant::now", "std::env::var", "std::net", "rand::"],
            |_| false,
        );
    }
}

#[test]
fn one_place_reads_the_clock_of_the_use_cases() {
    nowhere("src-tauri/crates/stet-app/src", &["Timestamp::now", "SystemTime", "Zoned::now"], |name| name == "clock.rs");
    nowhere("src-tauri/crates/stet-store/src", &["Timestamp::now", "SystemTime", "CURRENT_TIMESTAMP", "strftime("], |_| false);
}

#[test]
fn the_draft_session_and_the_editor_do_not_know_react() {
    for folder in ["ui/src/bridge", "ui/src/editor"] {
        nowhere(folder, &["from 'react'", "from \"react\""], |_| false);
    }
}
