//! The whole site: into a folder step by step, and live.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;

use crate::desk::{Desk, walk};

fn tree(root: &Path) -> Vec<(String, Vec<u8>)> {
    walk(root)
        .into_iter()
        .filter(|name| name != ".stet-site.json")
        .map(|name| (name.clone(), fs::read(root.join(&name)).unwrap()))
        .collect()
}

#[test]
fn a_build_over_an_earlier_one_equals_a_clean_build_and_writes_only_what_changed() {
    let desk = Desk::sample();
    let public = desk.beside("public");
    let build = || desk.json(&["site", "-o", public.to_str().unwrap()], 0);
    assert!(build()["added"].as_array().unwrap().len() > 40);
    let nothing = build();
    assert_eq!((nothing["added"].as_array().unwrap().len(), nothing["changed"].as_array().unwrap().len()), (0, 0));
    fs::write(public.join("mine.txt"), "not Stet's").unwrap();
    let list = desk.json(&["list", "--state", "ready", "--lang", "en"], 0);
    let path = |at: usize| list["stories"][at]["path"].as_str().unwrap().to_owned();
    type Step<'a> = (&'a str, Box<dyn Fn(&Desk)>);
    let (first, second, third) = (path(0), path(1), path(2));
    let steps: Vec<Step> = vec![
        ("a body edit", Box::new(move |desk| desk.write(&first, desk.read(&first) + "\nOne more paragraph.\n"))),
        (
            "a new headline and tag",
            Box::new(move |desk| {
                desk.write(&second, desk.read(&second).replacen("title: ", "title: Anew ", 1).replacen("tags: [", "tags: [Novelty, ", 1))
            }),
        ),
        ("a deletion", Box::new(move |desk| fs::remove_file(desk.root().join(&third)).unwrap())),
        (
            "a new story",
            Box::new(|desk| {
                desk.write(
                    "en/2026/brand-new.md",
                    "---\ntitle: Brand new\nstate: ready\nsection: sport\ndate: 2026-11-24T08:00:00Z\n---\n\nText.\n",
                )
            }),
        ),
    ];
    for (name, step) in steps {
        step(&desk);
        let report = build();
        assert!(report["unchanged"].as_u64().unwrap() > 0, "{name} rewrote everything");
        let clean = desk.beside(&format!("clean {name}"));
        desk.ok(&["site", "-o", clean.to_str().unwrap()]);
        let mine: Vec<_> = tree(&public).into_iter().filter(|(name, _)| name != "mine.txt").collect();
        assert!(mine == tree(&clean), "{name}: the build differs from a clean one");
    }
    assert_eq!(fs::read_to_string(public.join("mine.txt")).unwrap(), "not Stet's");
    let other = desk.beside("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("kept"), "x").unwrap();
    assert_eq!(desk.run(&["site", "-o", other.to_str().unwrap()]).code, 3);
    assert_eq!(walk(&other), ["kept"]);
}

fn get(port: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_live_site_shows_a_change_on_the_next_load() {
    let desk = Desk::sample();
    let mut child = desk.command(&["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.trim().trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
    let list = desk.json(&["list", "--state", "ready", "--lang", "en"], 0);
    let (slug, path) = (list["stories"][0]["slug"].as_str().unwrap(), list["stories"][0]["path"].as_str().unwrap());
    let address = format!("/en/{slug}/");
    let checks = || {
        assert!(get(&port, &address).starts_with("HTTP/1.1 200"));
        assert!(get(&port, "/en/").starts_with("HTTP/1.1 200"));
        assert!(get(&port, "/no/such/page/").starts_with("HTTP/1.1 404"));
        assert!(get(&port, "/../../etc/passwd").starts_with("HTTP/1.1 404"));
        // Served pages follow changes; what is written anywhere does not.
        let page = get(&port, &address);
        assert!(
            page.contains("/.stet/follow.js\" data-seen=\"") && page.to_lowercase().contains("content-security-policy: default-src 'none'")
        );
        assert!(!desk.ok(&["render", slug]).contains(".stet"));
        let seen = page.split("data-seen=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let changes = |fault: &str| {
            let answer = get(&port, &format!("/.stet/changes?page={address}&seen={seen}&fault={fault}"));
            serde_json::from_str::<serde_json::Value>(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
        };
        desk.write("theme/story.html", "{% extends \"base.html\" %}\n{% if %}");
        let fault = changes("")["fault"].as_str().unwrap().to_owned();
        assert!(fault.contains("story.html, line 2"), "{fault}");
        let broken = get(&port, &address);
        assert!(broken.starts_with("HTTP/1.1 500") && broken.contains("story.html, line 2") && broken.contains("follow.js"), "{broken}");
        fs::remove_file(desk.root().join("theme/story.html")).unwrap();
        let mended = changes("x");
        assert_eq!((mended["changed"].as_bool(), mended["fault"].as_str()), (Some(false), Some("")), "the page is as it was");
        desk.write("theme/css/own.css", ".own { color: red }");
        assert_eq!(changes("")["changed"], true);
        desk.write(path, desk.read(path) + "\nA sentence that was not there.\n");
        // The watch waits for quiet before it looks.
        for _ in 0..100 {
            if get(&port, &address).contains("A sentence that was not there.") {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("the change did not show");
    };
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(checks));
    child.kill().unwrap();
    child.wait().unwrap();
    result.unwrap();
}

#[test]
fn no_name_in_copy_leads_out_of_the_folder_or_stops_the_build() {
    let desk = Desk::empty();
    let long = "harbour ".repeat(60);
    for (name, keys) in [
        ("a", "slug: ../../../evil-slug".to_owned()),
        ("b", "section: ../../../../evil-section".to_owned()),
        ("c", "aliases: [/../../evil-alias/]\nold_slugs: [../../evil-old]".to_owned()),
        ("d", format!("tags: [\"{long}\"]\nbyline: [\"{long}\"]\nsource: \"{long}\"")),
    ] {
        desk.write(&format!("en/2026/{name}.md"), format!("---\ntitle: A\nstate: ready\n{keys}\n---\n\nText.\n"));
    }
    let public = desk.beside("deep/er/public");
    desk.ok(&["site", "-o", public.to_str().unwrap()]);
    let everything = walk(&desk.beside("."));
    let outside: Vec<_> = everything.iter().filter(|path| path.contains("evil") && !path.contains("public")).collect();
    assert!(outside.is_empty(), "{outside:?}");
    assert!(public.join("en/evil-slug/index.html").is_file(), "the story is at an address made of its slug");
}
