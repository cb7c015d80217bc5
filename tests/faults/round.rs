//! The rounds: every call in turn. `STET_FAULTS=all` takes each one; otherwise a sample spread evenly over them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::case::{Case, Outcome, What};
use crate::order::{Call, trace};
use crate::work::{ALL, Desk, Work};

/// The calls by which a disk is changed.
pub const CALLS: &[&str] = &[
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "linkat",
    "syncfs",
    "fallocate",
    "fchmod",
    "flock",
];

const ERRORS: [&str; 3] = ["ENOSPC", "EIO", "EROFS"];

/// For each call its turns, counted as `strace` counts them, at which it touches the newsroom.
fn turns(desk: &Desk, work: Work) -> BTreeMap<String, BTreeSet<usize>> {
    let calls = trace(&desk.copy(), work, CALLS);
    let mut counts: BTreeMap<(u32, String), usize> = BTreeMap::new();
    let mut out: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for Call { thread, name, rest } in calls {
        let turn = counts.entry((thread, name.clone())).or_default();
        *turn += 1;
        if rest.contains("/newsroom/") || rest.contains("/newsroom>") {
            out.entry(name).or_default().insert(*turn);
        }
    }
    out
}

/// At most `most` of some turns, the first and the last among them.
fn spread(turns: &BTreeSet<usize>, most: usize) -> Vec<usize> {
    let all: Vec<usize> = turns.iter().copied().collect();
    if all.len() <= most {
        return all;
    }
    (0..most).map(|at| all[at * (all.len() - 1) / (most - 1)]).collect()
}

#[test]
fn a_failing_disk_loses_nothing_that_was_acknowledged() {
    let whole = std::env::var("STET_FAULTS").is_ok_and(|word| word == "all");
    let template = Desk::template();
    let mut cases = Vec::new();
    for work in ALL {
        let turns = turns(&template, work);
        let seen: Vec<String> = turns.iter().map(|(call, turns)| format!("{call} {}", turns.len())).collect();
        println!("{work:?} makes these calls on the newsroom: {}", seen.join(", "));
        assert!(turns.contains_key("fsync") || turns.contains_key("fdatasync"), "{work:?}: {turns:?}");
        for (call, turns) in &turns {
            let mut add = |when: usize, what: What| cases.push(Case { work, call: call.clone(), when, what });
            for (number, when) in spread(turns, if whole { usize::MAX } else { 6 }).into_iter().enumerate() {
                // A full round tries each error at each turn, a sample one after the other.
                for (at, error) in ERRORS.into_iter().enumerate() {
                    if whole || at == number % ERRORS.len() {
                        add(when, What::Once(error));
                    }
                    // One that refuses every `write` refuses the pipe as well: nobody could say a word.
                    if call != "write" && (whole || at == (number + 1) % ERRORS.len() && number % 2 == 0) {
                        add(when, What::FromThenOn(error));
                    }
                }
            }
            for when in spread(turns, if whole { usize::MAX } else { 5 }) {
                add(when, What::Kill);
            }
        }
    }
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, |count| count.get().min(4)) {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = case.run(&template);
                    outcomes.lock().unwrap().push(outcome);
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().unwrap();
    let count = |wanted: Outcome| outcomes.iter().filter(|outcome| **outcome == wanted).count();
    let (done, said, killed) = (count(Outcome::Done), count(Outcome::Said), count(Outcome::Killed));
    println!("{} faults: {said} reported, {done} survived, {killed} kills; nothing acknowledged is lost", outcomes.len());
    assert!(said > 20 && killed > 20, "the faults did not strike: {said} reported, {killed} killed");
}
