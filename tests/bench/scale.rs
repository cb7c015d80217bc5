//! What a newsroom of 1,000, 10,000 or 100,000 stories with five versions each takes to open, list, search and save,
//! through the real use cases. Prints figures, judges nothing.
//!
//!   STET_BENCH_SIZES="1000 10000" cargo bench -p stet-app --bench scale -- CORPUS WORK
//!
//! CORPUS is what `gen_corpus.py` wrote, WORK a folder for the newsrooms; one that is there is used again (take it away
//! after a change of the tables). `STET_BENCH_PARTS` and `STET_BENCH_QUERY` narrow down what is measured.

#![allow(clippy::unwrap_used, missing_docs, reason = "a measurement stops at the first thing that is wrong")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use stet_app::wire::{EditDraft, ListStories, Operation, SaveDraft};
use stet_app::{Room, draft, facts, newsroom, stories, sync};
use stet_store::{Change, Kind, NewEdition, Reason, Store, hash};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let corpus = PathBuf::from(arguments.next().expect("name the corpus"));
    let work = PathBuf::from(arguments.next().expect("name a folder to work in"));
    let sizes = std::env::var("STET_BENCH_SIZES").unwrap_or_else(|_| "1000 10000".into());
    let parts = std::env::var("STET_BENCH_PARTS").unwrap_or_else(|_| "open list search save trace".into());
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(&corpus)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort_by_key(|path| path.file_name().map(ToOwned::to_owned));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{cores} cores");
    for size in sizes.split_whitespace().map(|size| size.parse::<usize>().unwrap()) {
        assert!(files.len() >= size, "the corpus has only {} articles", files.len());
        println!("\n== {size} stories with 5 versions each");
        let root = work.join(format!("newsroom-{size}"));
        if !root.join("loaded").exists() {
            load(&root, &files[..size]);
        }
        heading();
        for part in parts.split_whitespace() {
            match part {
                "open" => open(&root),
                "list" => list(&root),
                "search" => search(&root),
                "save" => save(&root),
                "trace" => {}
                other => panic!("there is no part {other}"),
            }
        }
        sizes_of(&root);
    }
    if parts.contains("trace") {
        trace(&work);
    }
}

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// A sentence put in somewhere: what an editor does between two versions.
fn edited(text: &str, numbers: &mut Numbers) -> String {
    let body = text.find("\n---\n").map_or(0, |at| at + 5);
    let ends: Vec<usize> = text[body..].match_indices(". ").map(|(at, _)| body + at + 2).collect();
    let at = ends.get(numbers.below(ends.len())).copied().unwrap_or(text.len());
    let more = format!("The clerk of the {} council added {} words. ", numbers.below(90) + 10, numbers.below(900) + 100);
    format!("{}{more}{}", &text[..at], &text[at..])
}

fn load(root: &Path, files: &[PathBuf]) {
    let _ = fs::remove_dir_all(root);
    newsroom::create(root, "Bench", &["en".into(), "ar".into()]).unwrap();
    drop(Room::open(root, "bench").unwrap());
    let mut store = Store::open(&root.join(".stet/newsroom.sqlite")).unwrap();
    let began = Instant::now();
    let mut numbers = Numbers(7);
    for (number, batch) in files.chunks(250).enumerate() {
        let mut all: Vec<(String, Vec<String>, Vec<stet_store::Facts>)> = Vec::new();
        for file in batch {
            let mut texts = vec![fs::read_to_string(file).unwrap().replacen("status:", "state:", 1)];
            for _ in 0..4 {
                texts.push(edited(texts.last().unwrap(), &mut numbers));
            }
            let year = 2024 + all.len() % 3;
            let path = format!("en/{year}/{}", file.file_name().unwrap().to_string_lossy());
            let worked = texts.iter().map(|text| facts::facts(text, &path)).collect();
            fs::create_dir_all(root.join(&path).parent().unwrap()).unwrap();
            fs::write(root.join(&path), texts.last().unwrap()).unwrap();
            all.push((path, texts, worked));
        }
        let ids: Vec<String> = (0..batch.len()).map(|at| format!("{:026}", number * 250 + at)).collect();
        let at = 1_700_000_000_000 + number as i64 * 1000;
        let new: Vec<NewEdition<'_>> = all
            .iter()
            .zip(&ids)
            .map(|((path, texts, worked), story)| NewEdition {
                story,
                lang: "en",
                kind: Kind::Story,
                path,
                text: &texts[0],
                facts: &worked[0],
                on_disk: false,
                at,
                author: "bench",
                reason: Reason::Import,
            })
            .collect();
        let added = store.add(&new).unwrap();
        let changes: Vec<Change<'_>> = all
            .iter()
            .zip(&added)
            .flat_map(|((_, texts, worked), (edition, _))| {
                texts.iter().zip(worked).enumerate().skip(1).map(move |(step, (text, facts))| Change {
                    edition: *edition,
                    base: None,
                    text,
                    facts,
                    at: at + step as i64 * 60_000,
                    author: "bench",
                    reason: Reason::Pause,
                    mirror: (step == 4).then(|| hash(text.as_bytes())),
                })
            })
            .collect();
        store.save_many(&changes).unwrap();
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("loaded in {seconds:.1} s: {:.2} ms a story with its versions", seconds * 1000.0 / files.len() as f64);
    let began = Instant::now();
    while store.tidy_index(1024).unwrap() {}
    store.checkpoint().unwrap();
    println!("index tended to in {:.1} s", began.elapsed().as_secs_f64());
    fs::write(root.join("loaded"), "").unwrap();
}

/// A measured time: on the wall, and of this thread's own work. On a busy machine the second says more.
#[derive(Clone, Copy)]
struct Time {
    wall: Duration,
    work: Duration,
}

/// Milliseconds at some shares of the measured times.
fn spread(name: &str, times: Vec<Time>) {
    let line = |mut times: Vec<Duration>| {
        times.sort();
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1000.0;
        format!("{:8.2} {:8.2} {:8.2}", at(0.5), at(0.99), at(1.0))
    };
    let wall = line(times.iter().map(|time| time.wall).collect());
    let work = line(times.iter().map(|time| time.work).collect());
    println!("{name:<58} {wall} | {work}  {:>5} times", times.len());
}

fn heading() {
    println!("{:<58} {:>26} | {:>26}", "milliseconds", "wall p50, p99, most", "own work p50, p99, most");
}

fn timed<T>(work: impl FnOnce() -> T) -> (Time, T) {
    let spent = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    };
    let (began, before) = (Instant::now(), spent());
    let out = work();
    (Time { wall: began.elapsed(), work: spent() - before }, out)
}

fn first_page(room: &Room) -> usize {
    stories::list(room, &ListStories { limit: 100, ..ListStories::default() }).unwrap().stories.len()
}

fn open(root: &Path) {
    let whole = |room: &Room| sync::look(room, sync::Reading::Whole, &mut |_, _, _| {}).unwrap();
    let (once, _) = timed(|| whole(&Room::enter(root, "bench").unwrap()));
    spread("the first look, which notes what it saw", vec![once]);
    let mut window = Vec::new();
    let mut read = Vec::new();
    let mut verb = Vec::new();
    for _ in 0..5 {
        let (time, room) = timed(|| {
            let room = Room::enter(root, "bench").unwrap();
            first_page(&room);
            room
        });
        window.push(time);
        read.push(timed(|| whole(&room)).0);
        drop(room);
        verb.push(timed(|| first_page(&Room::open(root, "bench").unwrap())).0);
    }
    spread("window: open to the first list", window);
    spread("window: every file read, in the background", read);
    spread("command line: open, files compared, first list", verb);
}

fn list(root: &Path) {
    let room = Room::enter(root, "bench").unwrap();
    let total = stories::list(&room, &ListStories { limit: 1, ..ListStories::default() }).unwrap().total;
    let plain = ListStories { limit: 100, ..ListStories::default() };
    let tag = room.store().tags().unwrap();
    for (name, request) in [
        ("list: first page", plain.clone()),
        ("list: last page", ListStories { offset: total.saturating_sub(100), ..plain.clone() }),
        ("list: a section", ListStories { section: "culture".into(), ..plain.clone() }),
        (
            "list: a section, a state, deep",
            ListStories { section: "culture".into(), state: "ready".into(), offset: total / 10, ..plain.clone() },
        ),
        ("list: a state nobody has", ListStories { state: "spiked".into(), ..plain.clone() }),
        ("list: the commonest tag", ListStories { tag: tag[0].0.clone(), ..plain.clone() }),
        ("list: the rarest tag", ListStories { tag: tag[tag.len() - 1].0.clone(), ..plain.clone() }),
    ] {
        let times = (0..30).map(|_| timed(|| stories::list(&room, &request).unwrap()).0).collect();
        spread(name, times);
    }
    spread("tags in use, counted", (0..10).map(|_| timed(|| room.reader().tags().unwrap()).0).collect());
}

fn search(root: &Path) {
    let room = Room::enter(root, "bench").unwrap();
    let all: Vec<(&str, Vec<&str>)> = vec![
        ("the commonest word", vec!["the ", "of ", "and "]),
        ("a common word", vec!["government ", "court ", "election "]),
        ("a rare word", vec!["łódź ", "gdańsk ", "øresund ", "jalapeño "]),
        ("Arabic", vec!["الحكومة ", "حكومة ", "خطة ", "المدارس "]),
        ("two common words", vec!["the government ", "court council ", "police report "]),
        ("five common words", vec!["the of and to in ", "government court police city council "]),
        ("a common and a rare word", vec!["the gdańsk ", "government øresund "]),
        ("a phrase of common words", vec!["\"of the\"", "\"government of\"", "\"in the court\""]),
        ("a phrase that is nowhere", vec!["\"council the of government\"", "\"crème jalapeño the of\""]),
        ("one letter, being typed", vec!["t", "g", "c", "s"]),
        ("two letters, being typed", vec!["th", "go", "co", "st"]),
        ("three letters, being typed", vec!["the", "gov", "cou", "str"]),
        ("four letters and more, being typed", vec!["gove", "coun", "elec", "stru", "governm", "counc"]),
        ("a common word and a section", vec!["the section:culture", "court section:sport"]),
        ("a common word, language without it", vec!["the lang:ar "]),
        ("a common word and a source", vec!["the source:wire ", "the source:own "]),
        ("a common word in a month", vec!["the after:2024-02-01 before:2024-03-01", "court after:2024-03-07"]),
        ("a common word not with another", vec!["the -government", "court -the"]),
        ("filters alone", vec!["section:sport state:ready", "state:spiked", "after:2024-02-01 before:2024-02-03", "source:reuters"]),
        ("a tag", vec!["tag:council", "the tag:nowhere"]),
    ];
    // One's own query may be measured alone.
    let own = std::env::var("STET_BENCH_QUERY").ok();
    let all = own.as_deref().map_or(all, |query| vec![("asked for", vec![query])]);
    let mut every = Vec::new();
    for (name, queries) in all {
        let mut times = Vec::new();
        let mut hits = Vec::new();
        for query in &queries {
            for _ in 0..50 {
                let (time, found) = timed(|| stories::search(&room, query, 20).unwrap());
                times.push(time);
                hits.push(found.len());
            }
        }
        every.extend(times.iter().copied());
        spread(&format!("search: {name} ({} to {} hits)", hits.iter().min().unwrap(), hits.iter().max().unwrap()), times);
    }
    spread("search: all of these", every);
}

fn save(root: &Path) {
    let room = Room::enter(root, "bench").unwrap();
    let total = stories::list(&room, &ListStories { limit: 1, ..ListStories::default() }).unwrap().total as usize;
    let saves: usize = std::env::var("STET_BENCH_SAVES").ok().and_then(|text| text.parse().ok()).unwrap_or(600);
    let mut numbers = Numbers(11);
    let (mut opened, mut typed, mut saved) = (Vec::new(), Vec::new(), Vec::new());
    let mut edition = 1;
    for turn in 0..saves {
        if turn % 5 == 0 {
            edition = 1 + numbers.below(total) as u32;
            opened.push(timed(|| draft::open(&room, i64::from(edition)).unwrap()).0);
        }
        let insert = format!("A sentence that was typed at turn {turn}. ");
        let request = EditDraft { edition, revision: 0, operations: vec![Operation::Splice { at: 0, remove: 0, insert }] };
        typed.push(timed(|| draft::edit(&room, &request).unwrap()).0);
        saved.push(timed(|| draft::save(&room, &SaveDraft { edition, reason: "pause".into() }).unwrap()).0);
    }
    spread("draft: opened", opened);
    spread("draft: keystrokes on disk", typed);
    spread("draft: saved (version, index and file)", saved.clone());
    // The same again without the file, to see which part is whose.
    let mut store = Vec::new();
    for turn in 0..saves / 2 {
        let id = 1 + numbers.below(total) as i64;
        let edition = room.edition(id).unwrap();
        let text = edited(&room.store().head_text(&edition).unwrap(), &mut numbers);
        let worked = facts::facts(&text, &edition.path);
        store.push(timed(|| room.store().save(id, edition.head, &text, &worked, turn as i64, "bench", Reason::Pause, None).unwrap()).0);
        room.store().mirrored(&[(id, hash(fs::read_to_string(root.join(&edition.path)).unwrap().as_bytes()))]).unwrap();
    }
    spread("store alone: a version and its index, committed", store);
}

fn sizes_of(root: &Path) {
    let store = Store::open(&root.join(".stet/newsroom.sqlite")).unwrap();
    let sizes = store.sizes().unwrap();
    let file = fs::metadata(root.join(".stet/newsroom.sqlite")).unwrap().len();
    println!(
        "{} versions: {:.0} bytes each, stored in {:.0}; {} of {} texts whole; store {:.0} MB",
        sizes.versions,
        sizes.bytes as f64 / sizes.texts as f64,
        sizes.packed as f64 / sizes.versions as f64,
        sizes.whole,
        sizes.texts,
        file as f64 / 1e6
    );
}

/// One story of 900 words typed from nothing, with a version at every pause: bytes a version takes, and what reading
/// one costs.
fn trace(work: &Path) {
    println!("\n== a story of 900 words typed with pauses, 500 versions");
    let root = work.join("trace");
    let _ = fs::remove_dir_all(&root);
    newsroom::create(&root, "Trace", &["en".into()]).unwrap();
    let room = Room::open(&root, "bench").unwrap();
    let view = draft::create(&room, &stet_app::wire::NewDraft::default()).unwrap();
    let edition = view.story.edition;
    let before = fs::metadata(root.join(".stet/newsroom.sqlite")).unwrap().len();
    let words: Vec<&str> = "the of council and harbour to a wall in minister that is rise for report it was by two metres on ferry budget plan as with said spring election night market price engineer water school".split(' ').collect();
    let mut numbers = Numbers(3);
    let mut body = String::new();
    let apply = |at: usize, remove: usize, insert: &str| {
        let operations = vec![Operation::Splice { at: at as u32, remove: remove as u32, insert: insert.into() }];
        draft::edit(&room, &EditDraft { edition, revision: 0, operations }).unwrap();
    };
    for pause in 0..500 {
        let mut burst = String::new();
        for _ in 0..2 {
            burst.push_str(words[numbers.below(words.len())]);
            burst.push_str(if numbers.below(12) == 0 { ". " } else { " " });
        }
        // Mostly one goes on at the end; now and then one goes back, takes out a word or puts in some.
        match numbers.below(10) {
            0..=6 => {
                if numbers.below(25) == 0 {
                    burst.push_str("\n\n");
                }
                apply(body.len(), 0, &burst);
                body.push_str(&burst);
            }
            7..=8 => {
                let at = body.match_indices(' ').map(|(at, _)| at + 1).nth(numbers.below(body.matches(' ').count())).unwrap_or(0);
                apply(at, 0, &burst);
                body.insert_str(at, &burst);
            }
            _ => {
                let at = body.match_indices(' ').map(|(at, _)| at + 1).nth(numbers.below(body.matches(' ').count())).unwrap_or(0);
                let length = body[at..].find(' ').unwrap_or(0);
                apply(at, length, "");
                body.replace_range(at..at + length, "");
            }
        }
        draft::save(&room, &SaveDraft { edition, reason: if pause % 20 == 0 { "save" } else { "pause" }.into() }).unwrap();
    }
    let edition = room.edition(i64::from(edition)).unwrap();
    room.store().checkpoint().unwrap();
    let sizes = room.store().sizes().unwrap();
    let versions = room.store().versions(edition.id).unwrap();
    let after = fs::metadata(root.join(".stet/newsroom.sqlite")).unwrap().len();
    println!(
        "{} versions, {} words at last: {:.0} bytes each, stored in {:.0}; with row, parents and index {:.0}; {} whole",
        versions.len(),
        body.split_whitespace().count(),
        sizes.bytes as f64 / sizes.texts as f64,
        sizes.packed as f64 / sizes.texts as f64,
        (after as f64 - before as f64) / versions.len() as f64,
        sizes.whole,
    );
    spread("read a version", versions.iter().map(|version| timed(|| room.store().version_text(&version.id).unwrap()).0).collect());
}
