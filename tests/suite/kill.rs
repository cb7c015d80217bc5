//! SIGKILL in the middle of an import: nothing that was reported is lost, and the newsroom opens.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Duration;

use crate::desk::Desk;

#[test]
fn a_killed_import_loses_nothing_that_was_reported() {
    for round in 0..6_u64 {
        let desk = Desk::empty();
        for number in 0..1_500 {
            desk.put(
                &format!("in/{number:04}.md"),
                format!("---\ntitle: Story number {number}\nslug: story-{number}\n---\n\nText of {number}.\n"),
            );
        }
        let mut child =
            desk.command(&["import", desk.beside("in").to_str().unwrap()]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut reported = Vec::new();
        // Killed at another place each time: after some reports, or before any.
        for line in lines.by_ref().take(round as usize * 130) {
            reported.push(line.unwrap());
        }
        std::thread::sleep(Duration::from_millis(round * 7));
        child.kill().unwrap();
        child.wait().unwrap();
        // What was in the pipe when it died had been reported too.
        reported.extend(lines.map_while(Result::ok));
        let reported: Vec<String> = reported
            .into_iter()
            .filter(|line| line.starts_with("en/"))
            .map(|line| line[3..].split('\t').next().unwrap().to_owned())
            .collect();
        let list = desk.json(&["list"], 0);
        let there: std::collections::BTreeSet<&str> =
            list["stories"].as_array().unwrap().iter().map(|story| story["slug"].as_str().unwrap()).collect();
        for slug in &reported {
            assert!(there.contains(slug.as_str()), "round {round}: {slug} was reported and is gone");
        }
        for story in list["stories"].as_array().unwrap() {
            let text = desk.read(story["path"].as_str().unwrap());
            assert!(text.ends_with(".\n") && text.starts_with("---\n"), "round {round}: torn file {}", story["path"]);
        }
        // The import can simply be run again.
        let again = desk.json(&["import", desk.beside("in").to_str().unwrap()], 0);
        assert_eq!(again["imported"].as_array().unwrap().len() + again["unchanged"].as_array().unwrap().len(), 1_500);
        assert_eq!(desk.json(&["list"], 0)["stories"].as_array().unwrap().len(), 1_500);
    }
}
