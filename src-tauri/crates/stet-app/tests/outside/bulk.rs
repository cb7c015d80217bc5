//! Twenty thousand files at once by a real `git checkout`, with the watcher stopped for so long that the system's queue
//! of events runs over.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use stet_app::watch;
use stet_app::{Room, history};

use crate::desk::Desk;
use crate::editors::QUICK;

const CHILD: &str = "STET_WATCH_CHILD";
const FILES: usize = 20_000;

/// The child's part: a watched newsroom that tells how many stories it has after each change.
#[test]
fn child_watches_until_it_is_killed() {
    let Ok(root) = std::env::var(CHILD) else { return };
    let room = Arc::new(Room::open(Path::new(&root), "watcher").unwrap());
    let (sender, changes) = std::sync::mpsc::channel();
    let _watch = watch::start_with(Arc::clone(&room), Arc::new(move |_| sender.send(()).unwrap()), QUICK).unwrap();
    let tell = || {
        let all = stet_app::stories::all(&room).unwrap();
        let second = all.iter().filter(|edition| edition.title.starts_with("Second")).count();
        println!("\nstories {} {second}", all.len());
        std::io::stdout().flush().unwrap();
    };
    tell();
    for () in changes {
        tell();
    }
}

fn git(root: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=Desk", "-c", "user.email=desk@example.org", "-c", "gc.auto=0", "-C"])
        .arg(root)
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn twenty_thousand_files_by_git_with_an_overflow() {
    let desk = Desk::new();
    let root = &desk.root;
    git(root, &["init", "-q", "-b", "empty"]);
    fs::write(root.join(".gitignore"), ".stet/\n").unwrap();
    git(root, &["add", "."]);
    git(root, &["commit", "-q", "-m", "Empty"]);
    // Two branches: the second changes the headline of every hundredth story. Written without a working copy.
    let mut import = Command::new("git").arg("-C").arg(root).args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stream = std::io::BufWriter::new(import.stdin.take().unwrap());
    for (branch, word, from) in [("first", "First", "empty"), ("second", "Second", "first")] {
        let message = "Copy";
        write!(
            stream,
            "commit refs/heads/{branch}\ncommitter Desk <desk@example.org> 1764000000 +0000\ndata {}\n{message}\n",
            message.len()
        )
        .unwrap();
        writeln!(stream, "from refs/heads/{from}").unwrap();
        for number in 0..FILES {
            if word == "Second" && number % 100 != 0 {
                continue;
            }
            let text = format!("---\ntitle: {word} {number}\n---\n\nText of {number}.\n");
            write!(stream, "M 100644 inline en/{}/story-{number}.md\ndata {}\n{text}\n", number % 40, text.len()).unwrap();
        }
    }
    drop(stream);
    assert!(import.wait().unwrap().success());

    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["bulk::child_watches_until_it_is_killed", "--exact", "--nocapture", "--test-threads=1"])
        .env(CHILD, root)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let begun = std::time::Instant::now();
    let mut wait_for = |wanted: &str| {
        println!("{:.1} s: {wanted}", begun.elapsed().as_secs_f64());
        for line in lines.by_ref() {
            if line.unwrap() == wanted {
                return;
            }
        }
        panic!("the watcher ended before it saw {wanted}");
    };
    let signal = |name: &str| {
        assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
    };
    wait_for("stories 0 0");
    // Events pile up while the watcher cannot read them.
    signal("-STOP");
    git(root, &["checkout", "-q", "first"]);
    let limit: usize = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap().trim().parse().unwrap();
    assert!(FILES * 3 > limit, "the queue holds {limit} events: too many to run over");
    signal("-CONT");
    wait_for("stories 20000 0");
    signal("-STOP");
    git(root, &["checkout", "-q", "second"]);
    signal("-CONT");
    wait_for("stories 20000 200");
    // Watched from the first to the last event.
    git(root, &["checkout", "-q", "empty"]);
    wait_for("stories 0 0");
    git(root, &["checkout", "-q", "first"]);
    wait_for("stories 20000 0");
    std::thread::sleep(Duration::from_millis(200));
    child.kill().unwrap();
    child.wait().unwrap();
    let room = desk.room();
    let all = stet_app::stories::all(&room).unwrap();
    assert_eq!(all.len(), FILES);
    for edition in all.iter().step_by(97) {
        let versions = history::versions(&room, edition).unwrap();
        let changed = edition.title[6..].parse::<usize>().unwrap() % 100 == 0;
        let reasons: Vec<&str> = versions.iter().rev().map(|version| version.reason.as_str()).collect();
        assert_eq!(reasons, if changed { vec!["found", "outside-edit", "outside-edit"] } else { vec!["found"] }, "{}", edition.path);
    }
}
