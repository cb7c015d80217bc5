//! The order of system calls: what is flushed before what is said.

use std::fs;

use crate::work::{Desk, Work};

/// Which of the two SQLite calls depends on how it was built.
const FLUSH: &[&str] = &["fsync", "fdatasync"];

/// One system call of a run.
pub struct Call {
    /// The thread, as the system numbers it.
    pub thread: u32,
    pub name: String,
    /// Arguments, files by their paths, and result.
    pub rest: String,
}

/// The calls of a run, in the order in which they began.
pub fn trace(desk: &Desk, work: Work, calls: &[&str]) -> Vec<Call> {
    let file = desk.folder.path().join("trace");
    let words = desk.words(work);
    let output = desk
        .command("strace")
        .args([
            "-f",
            "-qq",
            "-y",
            "-s",
            "64",
            "-o",
            file.to_str().unwrap(),
            "-e",
            &format!("trace={}", calls.join(",")),
            "-e",
            "signal=none",
            "--",
        ])
        .args(words)
        .output()
        .expect("strace is not there: .ci/setup test installs it");
    assert!(output.status.success(), "{output:?}");
    let mut out = Vec::new();
    for line in fs::read_to_string(file).unwrap().lines() {
        let Some((thread, rest)) = line.trim_start().split_once(' ') else { continue };
        let rest = rest.trim_start();
        // `<... name resumed>` is the second half of a call that is counted already.
        if let (Ok(thread), Some((name, rest))) = (thread.parse(), rest.split_once('('))
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        {
            out.push(Call { thread, name: name.to_owned(), rest: rest.to_owned() });
        }
    }
    out
}

/// The place of the first call after `from` that fits.
fn after(calls: &[Call], from: usize, what: &str, fits: impl Fn(&Call) -> bool) -> usize {
    let at = calls.iter().skip(from).position(fits);
    from + at.unwrap_or_else(|| {
        let seen: Vec<String> = calls.iter().skip(from).take(60).map(|call| format!("{}({}", call.name, call.rest)).collect();
        panic!("{what} does not come after call {from}:\n{}", seen.join("\n"))
    })
}

#[test]
fn a_save_is_flushed_before_it_is_reported() {
    let template = Desk::template();
    let desk = template.copy();
    let calls = trace(&desk, Work::Type, &["openat", "write", "pwrite64", "fsync", "fdatasync", "renameat2", "unlink", "unlinkat"]);
    let said = |call: &Call, what: &str| call.name == "write" && call.rest.starts_with("1<") && call.rest.contains(what);
    let on = |call: &Call, names: &[&str], what: &str| names.contains(&call.name.as_str()) && call.rest.contains(what);
    // Each keystroke: the journal is in the log, and the log on the disk, before it is acknowledged.
    let mut from = 0;
    for number in 1..=4 {
        let acknowledged = after(&calls, from, "the acknowledgement", |call| said(call, &format!("acknowledged {number}")));
        let flushed = (from..acknowledged).rev().find(|at| on(&calls[*at], FLUSH, "newsroom.sqlite-wal"));
        let written = (from..acknowledged).rev().find(|at| on(&calls[*at], &["pwrite64"], "newsroom.sqlite-wal"));
        let (Some(flushed), Some(written)) = (flushed, written) else { panic!("keystroke {number} is not written and flushed") };
        assert!(written < flushed, "keystroke {number} is acknowledged before it is flushed");
        from = acknowledged;
    }
    // The file: a temporary one, its bytes, its flush, the exchange, and the folder's flush, all before "saved".
    let version = after(&calls, 0, "the first keystroke", |call| said(call, "acknowledged 2"));
    let version = after(&calls, version, "the version's flush", |call| on(call, FLUSH, "newsroom.sqlite-wal"));
    let made = after(&calls, version, "the temporary file", |call| on(call, &["openat"], ".stet-part") && call.rest.contains("O_EXCL"));
    let written = after(&calls, made, "its bytes", |call| on(call, &["write"], ".stet-part"));
    let flushed = after(&calls, written, "its flush", |call| on(call, FLUSH, ".stet-part"));
    let renamed =
        after(&calls, flushed, "the exchange", |call| on(call, &["renameat2"], "story.md") && call.rest.contains("RENAME_EXCHANGE"));
    let cleared = after(&calls, renamed, "the old file's end", |call| on(call, &["unlink", "unlinkat"], ".stet-part"));
    let folder = after(&calls, cleared, "the folder's flush", |call| on(call, FLUSH, "/en/2026>"));
    let noted = after(&calls, folder, "the note of it", |call| on(call, FLUSH, "newsroom.sqlite-wal"));
    after(&calls, noted, "the report", |call| said(call, "saved 2"));
}

#[test]
fn an_import_is_flushed_before_it_is_reported() {
    let template = Desk::template();
    let desk = template.copy();
    let calls = trace(&desk, Work::Import, &["write", "fsync", "fdatasync", "rename", "renameat", "renameat2", "syncfs"]);
    let version =
        after(&calls, 0, "the versions' flush", |call| FLUSH.contains(&call.name.as_str()) && call.rest.contains("newsroom.sqlite-wal"));
    let renamed = after(&calls, version, "the file's rename", |call| call.name.starts_with("rename") && call.rest.contains("n-0.md"));
    let flushed = after(&calls, renamed, "the flush of all files", |call| call.name == "syncfs");
    let noted =
        after(&calls, flushed, "the note of it", |call| FLUSH.contains(&call.name.as_str()) && call.rest.contains("newsroom.sqlite-wal"));
    let told = after(&calls, 0, "the report", |call| call.name == "write" && call.rest.starts_with("1<") && call.rest.contains("en/n-0"));
    assert!(noted < told, "reported before it was flushed");
}
