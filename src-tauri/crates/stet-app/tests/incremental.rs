//! A build over an earlier one equals a clean build, byte for byte, whatever happened in between.
//!
//! `STET_SITE_STEPS=1000` takes more steps, `STET_SITE_SEED=7` others. A failure names both, and the steps so far.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use stet_app::folder::{self, Folder, Manner};
use stet_app::{Room, newsroom, sync};

/// Small numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    fn of<'a, T: ?Sized>(&mut self, values: &[&'a T]) -> &'a T {
        values[self.roll(values.len())]
    }
}

const TAGS: [&str; 6] = ["Harbour", "Sea level", "Ferry", "Port", "Council", "القناة"];
const SECTIONS: [&str; 5] = ["news", "news/city", "sport", "", "elsewhere/far"];
const STATES: [&str; 6] = ["ready", "ready", "ready", "draft", "hold", "spiked"];
const PICTURES: [&str; 3] = ["media/quay.png", "media/boat.png", "media/gone.png"];

/// A newsroom whose stories are kept as lists of fields, so that one can be changed.
struct Desk {
    root: PathBuf,
    dice: Dice,
    stories: Vec<Story>,
    made: usize,
    settings: String,
}

#[derive(Clone)]
struct Story {
    path: String,
    id: String,
    fields: BTreeMap<&'static str, String>,
    body: String,
}

impl Desk {
    fn new(root: &Path, seed: u64) -> Desk {
        newsroom::create(root, "The Quay", &["en".into(), "ar".into()]).unwrap();
        let settings =
            fs::read_to_string(root.join("newsroom.toml")).unwrap().replace("base_url = \"\"", "base_url = \"https://quay.example\"");
        let mut desk = Desk { root: root.to_owned(), dice: Dice(seed | 1), stories: Vec::new(), made: 0, settings };
        fs::write(root.join("newsroom.toml"), &desk.settings).unwrap();
        fs::write(root.join("pages/en/about.md"), "---\ntitle: About us\n---\n\nWe are [here](story-3.md).\n").unwrap();
        desk.picture(0);
        desk.picture(1);
        for _ in 0..32 {
            desk.add();
        }
        desk
    }

    fn picture(&mut self, which: usize) {
        // The head of a PNG is all that anybody reads of it here.
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0".to_vec();
        bytes.extend([100 + self.dice.roll(100) as u8, 0, 0, 0, 80, 8, 6, 0, 0, 0, self.dice.roll(256) as u8]);
        fs::write(self.root.join(PICTURES[which]), bytes).unwrap();
    }

    fn add(&mut self) {
        let number = self.made;
        self.made += 1;
        let lang = if self.dice.roll(4) == 0 { "ar" } else { "en" };
        // Now and then the other language of a story that is there.
        let other = (lang == "ar" && self.dice.roll(2) == 0).then(|| self.any()).flatten().filter(|at| {
            let id = &self.stories[*at].id;
            !self.stories.iter().any(|story| story.id == *id && story.path.starts_with("ar/"))
        });
        let id = other.map_or_else(|| format!("01JD3V7Y5Z{number:016}"), |at| self.stories[at].id.clone());
        let mut story = Story { path: format!("{lang}/2026/story-{number}.md"), id, fields: BTreeMap::new(), body: String::new() };
        story.fields.insert("title", format!("Story {number}"));
        story.fields.insert("state", "ready".into());
        self.stories.push(story);
        let at = self.stories.len() - 1;
        for change in [Desk::retag, Desk::resection, Desk::redate, Desk::edit] {
            change(self, at);
        }
        self.save(at);
    }

    fn any(&mut self) -> Option<usize> {
        (!self.stories.is_empty()).then(|| self.dice.roll(self.stories.len()))
    }

    fn save(&self, at: usize) {
        let story = &self.stories[at];
        let mut text = format!("---\nid: {}\n", story.id);
        for (key, value) in &story.fields {
            text.push_str(&format!("{key}: {value}\n"));
        }
        text.push_str(&format!("---\n\n{}", story.body));
        let file = self.root.join(&story.path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn edit(&mut self, at: usize) {
        let number = self.dice.roll(1000);
        let to = self.dice.roll(self.made.max(1) + 3);
        let more = [
            "".to_owned(),
            format!(" See [that](story-{to}.md)."),
            format!("\n\n![a]({})", self.dice.of(&PICTURES)),
            " [Tag](/en/tag/ferry/).".into(),
        ];
        self.stories[at].body = format!("Text {number}.{}\n", more[self.dice.roll(more.len())]);
    }

    fn set(&mut self, at: usize, key: &'static str, value: String) {
        if value.is_empty() {
            self.stories[at].fields.remove(key);
        } else {
            self.stories[at].fields.insert(key, value);
        }
    }

    fn retitle(&mut self, at: usize) {
        let title = format!("Title {}", self.dice.roll(10_000));
        self.set(at, "title", title);
    }

    fn retag(&mut self, at: usize) {
        let tags: Vec<&str> = (0..self.dice.roll(4)).map(|_| self.dice.of(&TAGS)).collect();
        self.set(at, "tags", format!("[{}]", tags.join(", ")));
    }

    fn resection(&mut self, at: usize) {
        let section = self.dice.of(&SECTIONS).to_owned();
        self.set(at, "section", section);
    }

    fn redate(&mut self, at: usize) {
        let date = format!("2026-{:02}-{:02}T{:02}:00:00Z", 1 + self.dice.roll(11), 1 + self.dice.roll(28), self.dice.roll(24));
        let key = if self.dice.roll(5) == 0 { "updated" } else { "date" };
        self.set(at, key, date);
    }

    /// One thing that happens to a newsroom, in words.
    fn step(&mut self) -> String {
        let Some(at) = self.any() else {
            self.add();
            return "new".into();
        };
        let name = self.stories[at].path.clone();
        let what = match self.dice.roll(24) {
            0..=3 => (Desk::edit(self, at), "edit").1,
            4 | 5 => (self.retitle(at), "retitle").1,
            6 | 7 => (self.retag(at), "retag").1,
            8 => (self.resection(at), "re-section").1,
            9 => {
                let slug = if self.dice.roll(3) == 0 { String::new() } else { format!("slug-{}", self.dice.roll(60)) };
                self.set(at, "slug", slug);
                "slug"
            }
            10 => (self.redate(at), "date").1,
            11 => {
                let state = self.dice.of(&STATES).to_owned();
                self.set(at, "state", state);
                "state"
            }
            12 => {
                let embargo = ["", "2999-01-01T00:00:00Z", "2020-01-01T00:00:00Z"][self.dice.roll(3)].to_owned();
                self.set(at, "embargo", embargo);
                "embargo"
            }
            13 => {
                let to = format!("{}/moved-{}.md", name.rsplit_once('/').unwrap().0, self.dice.roll(10_000));
                fs::rename(self.root.join(&name), self.root.join(&to)).unwrap();
                self.stories[at].path = to;
                "rename"
            }
            14 => {
                fs::remove_file(self.root.join(&name)).unwrap();
                self.stories.remove(at);
                return format!("delete {name}");
            }
            15 => {
                self.add();
                return format!("new story-{}", self.made - 1);
            }
            16 => {
                let line = ["name = \"The Quay\"", "name = \"The Pier\""][self.dice.roll(2)];
                let zone = ["time_zone = \"UTC\"", "time_zone = \"Asia/Beirut\""][self.dice.roll(2)];
                let text = self.settings.replace("name = \"The Quay\"", line).replace("time_zone = \"UTC\"", zone);
                fs::write(self.root.join("newsroom.toml"), text).unwrap();
                return "settings".into();
            }
            17 => {
                let theme = self.root.join("theme/css");
                if self.dice.roll(2) == 0 {
                    let _ = fs::remove_dir_all(self.root.join("theme"));
                } else {
                    fs::create_dir_all(&theme).unwrap();
                    fs::write(theme.join("own.css"), format!("body {{ margin: {}px }}\n", self.dice.roll(9))).unwrap();
                    fs::write(self.root.join("theme/not-found.html"), format!("{{{{ edition.title }}}} {}", self.dice.roll(9))).unwrap();
                }
                return "theme".into();
            }
            18 => {
                let which = self.dice.roll(3);
                if self.dice.roll(3) == 0 {
                    let _ = fs::remove_file(self.root.join(PICTURES[which]));
                } else {
                    self.picture(which);
                }
                return format!("picture {which}");
            }
            19 => {
                let names = ["", "[A. Writer]", "[A. Writer, {name: B. Other, role: Pictures}]", "[كاتبة]"];
                let names = self.dice.of(&names).to_owned();
                self.set(at, "byline", names);
                "byline"
            }
            20 => {
                let source = self.dice.of(&["", "City Wire", "{name: Agency, url: 'https://agency.example/'}"]).to_owned();
                self.set(at, "source", source);
                "source"
            }
            21 => {
                let before = self.dice.of(&["", "[/2019/quay/, /old.html]", "[/2019/pier/]"]).to_owned();
                self.set(at, "aliases", before);
                "aliases"
            }
            22 => {
                self.stories[at].body =
                    format!("Text.\n\n> [!correction] 2026-11-{:02}\n> It was {}.\n", 1 + self.dice.roll(28), self.dice.roll(99));
                "correction"
            }
            _ => {
                let lead = format!("{{image: {}, alt: a}}", self.dice.of(&PICTURES));
                self.set(at, "lead", lead);
                "lead"
            }
        };
        self.save(at);
        format!("{what} {name}")
    }
}

/// What a reader of the site sees. The record may still be on its way, under a name that begins with a dot.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file() && !entry.file_name().to_string_lossy().starts_with('.'))
        .map(|entry| (entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// Paths at which two trees differ.
fn differing<'t>(one: &'t BTreeMap<String, Vec<u8>>, other: &'t BTreeMap<String, Vec<u8>>) -> Vec<&'t String> {
    one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).collect()
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn a_build_after_any_step_equals_a_clean_build() {
    let (steps, seed) = (setting("STET_SITE_STEPS", 80), setting("STET_SITE_SEED", 20_261_124));
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("newsroom");
    let mut desk = Desk::new(&root, seed);
    let mut room = Room::open(&root, "test").unwrap();
    let public = place.path().join("public");
    let mut folder = Folder::open(&public).unwrap();
    folder.build(&room, Manner::default()).unwrap();
    let mut log = Vec::new();
    let mut made = 0;
    for number in 0..steps {
        let mut words = desk.step();
        // Sometimes somebody meddles with what was built, too; a Stet that runs sees that at its next start.
        let meddled = desk.dice.roll(10) == 0;
        if meddled {
            let files: Vec<String> = tree(&public).into_keys().collect();
            let file = public.join(&files[desk.dice.roll(files.len())]);
            if desk.dice.roll(2) == 0 {
                fs::remove_file(&file).unwrap();
            } else {
                fs::write(&file, "not Stet's").unwrap();
            }
            words.push_str(&format!(", and somebody meddled with {}", file.display()));
        }
        log.push(format!("{number}: {words}"));
        // Warm, or from a cold start, with and without what is kept between starts.
        match desk.dice.roll(4) {
            warm if warm == 0 || meddled => {
                drop(room);
                folder.close().unwrap();
                if desk.dice.roll(3) == 0 {
                    let _ = fs::remove_file(root.join(".stet/cards.jsonl"));
                }
                room = Room::open(&root, "test").unwrap();
                folder = Folder::open(&public).unwrap();
            }
            _ => {
                room.reload_settings().unwrap();
                sync::all(&room).unwrap();
            }
        }
        let report = folder.build(&room, Manner { explain: true, ..Manner::default() }).unwrap();
        made += report.made;
        let clean = place.path().join(format!("clean-{number}"));
        let whole = folder::build(&Room::open(&root, "test").unwrap(), &clean, Manner::default()).unwrap();
        let (mine, wanted) = (tree(&public), tree(&clean));
        let differing = differing(&mine, &wanted);
        assert!(differing.is_empty(), "seed {seed}, step {number}: {differing:?} differ after\n{}", log.join("\n"));
        assert_eq!(report.unchanged + report.changed.len() + report.added.len(), whole.added.len(), "{words}");
        for path in report.added.iter().chain(&report.changed).chain(&report.removed) {
            assert!(report.why.get(path).is_some_and(|why| !why.is_empty()), "{words}: nothing is said of {path}");
        }
        fs::remove_dir_all(clean).unwrap();
    }
    let all = tree(&public).len() * steps as usize;
    assert!(made * 2 < all, "{made} files were made in {steps} steps, of {all}: that is not incremental");
}

/// What of a build's work a change to one story takes.
#[test]
fn a_change_makes_again_what_shows_it_and_says_why() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("newsroom");
    let mut desk = Desk::new(&root, 3);
    let public = place.path().join("public");
    let build = || {
        let room = Room::open(&root, "test").unwrap();
        folder::build(&room, &public, Manner { explain: true, ..Manner::default() }).unwrap()
    };
    let first = build();
    assert!(first.added.len() > 60 && first.why.values().all(|why| why == &["the first build"]));
    assert_eq!(build(), folder::Report { unchanged: first.added.len(), ..Default::default() });
    let at = desk.stories.iter().position(|story| story.path.starts_with("en/") && story.fields["tags"].contains("Harbour")).unwrap();
    let page = desk.stories[at].path.replace("2026/", "").replace(".md", "/index.html");
    let name = page.replace("/index.html", "");
    // A body is on one page alone.
    desk.stories[at].body = "Other words.\n".into();
    desk.save(at);
    let report = build();
    assert_eq!((&report.changed, report.made), (&vec![page.clone()], 2), "the news sitemap costs as much to ask about as to make");
    assert_eq!(report.why[&page], [format!("{name} has another text")]);
    // A headline is on lists and beside other stories, too.
    desk.set(at, "title", "Another headline altogether".into());
    desk.save(at);
    let report = build();
    for path in [page.as_str(), "en/index.html", "en/tag/harbour/index.html", "en/feed/rss.xml", "en/feed/tag/harbour/atom.xml"] {
        assert!(report.changed.iter().any(|changed| changed == path), "{path} shows the headline");
        assert_eq!(report.why[path], [format!("{name} has another headline")]);
    }
    assert!(!report.changed.iter().any(|path| path.starts_with("assets/") || path == "robots.txt"));
    for path in &report.changed {
        assert!(fs::read_to_string(public.join(path)).unwrap().contains("Another headline altogether"), "{path} was written for nothing");
    }
    fs::remove_file(root.join(&desk.stories[at].path)).unwrap();
    let report = build();
    assert!(report.removed.contains(&page), "{:?}", report.removed);
    assert_eq!(report.why[&page], [format!("{name} is gone")]);
}

#[test]
fn what_somebody_else_did_to_the_folder_is_put_right_or_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("newsroom");
    let _desk = Desk::new(&root, 5);
    let public = place.path().join("public");
    let room = Room::open(&root, "test").unwrap();
    let build = |manner| folder::build(&room, &public, manner).unwrap();
    build(Manner::default());
    let wanted = tree(&public);
    let page = public.join("en/about/index.html");
    let bytes = fs::read(&page).unwrap();
    type Damage<'a> = (&'a str, Box<dyn Fn() + 'a>);
    let damages: [Damage; 6] = [
        ("other bytes, as many", Box::new(|| fs::write(&page, vec![b'x'; bytes.len()]).unwrap())),
        ("shorter", Box::new(|| fs::write(&page, "x").unwrap())),
        ("gone", Box::new(|| fs::remove_file(&page).unwrap())),
        (
            "other bytes, dated back",
            Box::new(|| {
                let before = fs::metadata(&page).unwrap().modified().unwrap();
                fs::write(&page, vec![b'y'; bytes.len()]).unwrap();
                fs::File::options().write(true).open(&page).unwrap().set_modified(before).unwrap();
            }),
        ),
        (
            "a build that was cut short",
            Box::new(|| {
                fs::create_dir_all(public.join("en/half")).unwrap();
                fs::write(public.join("en/half/index.html"), "half a pa").unwrap();
                fs::write(public.join(".stet-site.pending"), "en/half/index.html\n").unwrap();
            }),
        ),
        (
            "a first build that was cut short",
            Box::new(|| {
                fs::remove_file(public.join(".stet-site.json")).unwrap();
                fs::write(&page, "half a pa").unwrap();
                fs::write(public.join(".stet-site.pending"), wanted.keys().cloned().collect::<Vec<_>>().join("\n")).unwrap();
            }),
        ),
    ];
    for (name, damage) in damages {
        damage();
        build(Manner::default());
        assert!(tree(&public) == wanted, "{name}");
        let again = build(Manner { verify: true, ..Manner::default() });
        assert_eq!((again.made, again.unchanged), (0, wanted.len()), "{name}");
    }
    // The same bytes written anew are looked into, and stand.
    fs::write(&page, &bytes).unwrap();
    let report = build(Manner::default());
    assert_eq!(report.changed.len() + report.added.len(), 0);
    // A record that leads out of the folder is not believed.
    fs::write(place.path().join("outside.txt"), "mine").unwrap();
    let record = fs::read_to_string(public.join(".stet-site.json")).unwrap();
    fs::write(public.join(".stet-site.json"), record.replacen("\"404.html\"", "\"../outside.txt\"", 1)).unwrap();
    assert_eq!(folder::build(&room, &public, Manner::default()).unwrap_err().code, "site-record");
    assert!(place.path().join("outside.txt").exists());
}

#[test]
fn any_number_of_threads_gives_the_same_tree() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("newsroom");
    let _desk = Desk::new(&root, 11);
    let room = Room::open(&root, "test").unwrap();
    let trees: Vec<_> = [1, 2, 8]
        .into_iter()
        .map(|threads| {
            let to = place.path().join(threads.to_string());
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| folder::build(&room, &to, Manner::default())).unwrap();
            tree(&to)
        })
        .collect();
    assert!(trees[0] == trees[1] && trees[1] == trees[2]);
}

#[test]
fn a_build_that_fails_half_way_leaves_nothing_stale() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("newsroom");
    let desk = Desk::new(&root, 13);
    let room = Room::open(&root, "test").unwrap();
    let mut folder = Folder::open(&place.path().join("public")).unwrap();
    // In the order of their paths, so that the stories' pages are written before the one that fails.
    let one_by_one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let mut build = || {
        room.reload_settings().unwrap();
        sync::all(&room).unwrap();
        one_by_one.install(|| folder.build(&room, Manner::default()))
    };
    build().unwrap();
    let wanted = tree(&place.path().join("public"));
    // Story pages come out, lists do not.
    let texts: Vec<String> = desk.stories.iter().map(|story| fs::read_to_string(root.join(&story.path)).unwrap()).collect();
    for (story, text) in desk.stories.iter().zip(&texts) {
        fs::write(root.join(&story.path), format!("{text}\nMore.\n")).unwrap();
    }
    fs::create_dir_all(root.join("theme")).unwrap();
    fs::write(root.join("theme/root.html"), "{{ nothing.of_the_kind }}").unwrap();
    let fault = build().unwrap_err();
    assert!(fault.code == "render" && fault.message.contains("root.html, line 1"), "{fault:?}");
    assert!(tree(&place.path().join("public")) != wanted, "some pages were written, or this tests nothing");
    fs::remove_dir_all(root.join("theme")).unwrap();
    for (story, text) in desk.stories.iter().zip(&texts) {
        fs::write(root.join(&story.path), text).unwrap();
    }
    build().unwrap();
    assert_eq!(differing(&tree(&place.path().join("public")), &wanted), Vec::<&String>::new());
}
