//! Pictures as use cases: on demand, with progress, stopped in the middle, and changed under way.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use std::fs;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use image::{ImageFormat, Rgb, RgbImage};
use stet_app::pictures::{Album, Original};
use stet_app::{Room, newsroom, serve, site};

fn picture(number: u8) -> Vec<u8> {
    let image = RgbImage::from_fn(700, 40, |x, y| Rgb([number, x as u8, (y * 6) as u8]));
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

/// A newsroom with one story and two pictures, of which the story leads with the first.
fn room(folder: &Path) -> Room {
    let root = folder.join("post");
    newsroom::create(&root, "Post", &["en".into()]).unwrap();
    for (number, name) in ["media/one.png", "media/two.png"].into_iter().enumerate() {
        fs::write(root.join(name), picture(number as u8)).unwrap();
    }
    fs::create_dir_all(root.join("en")).unwrap();
    fs::write(root.join("en/one.md"), "---\ntitle: One\nlead: {image: media/one.png, alt: a, credit: c}\n---\n\nText.\n").unwrap();
    Room::open(&root, "tester").unwrap()
}

fn originals(album: &Album) -> Vec<Arc<Original>> {
    ["media/one.png", "media/two.png"].map(|name| album.get(name).unwrap().unwrap()).into()
}

#[test]
fn stopping_keeps_what_is_made_and_the_next_time_goes_on_from_there() {
    let folder = tempfile::tempdir().unwrap();
    let room = room(folder.path());
    let album = room.album();
    let originals = originals(&album);
    let all: usize = originals.iter().map(|original| original.picture.renditions().len()).sum();
    let mut heard = Vec::new();
    let stopped = album.renditions().all(&originals, &mut |done, total, path| {
        heard.push((done, total, path.to_owned()));
        ControlFlow::Break(())
    });
    assert_eq!(stopped.err().map(|fault| fault.code).as_deref(), Some("cancelled"));
    assert!(!heard.is_empty() && heard.len() < all && heard.iter().all(|(_, total, _)| *total == all), "{heard:?}");
    let mut rest = 0;
    let files = album.renditions().all(&originals, &mut |_, total, _| {
        rest = total;
        ControlFlow::Continue(())
    });
    assert_eq!(files.unwrap().len(), all);
    assert!(rest < all, "all of them were made again");
}

/// The code of the fault that asking for a path ends with.
fn refused(room: &Room, path: &str) -> String {
    serve::file(room, &format!("/{path}")).map_or_else(|fault| fault.code, |served| format!("{} bytes", served.bytes.len()))
}

#[test]
fn the_live_site_makes_a_picture_when_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let room = room(folder.path());
    let picture = Arc::clone(&originals(&room.album())[0].picture);
    // Asked by a reader whose page an earlier process has made.
    room.reload_settings().unwrap();
    for rendition in picture.renditions() {
        let served = serve::file(&room, &format!("/{}", picture.path(rendition))).unwrap();
        assert_eq!(served.media_type, rendition.form.media_type());
        assert!(served.bytes.len() > 100);
    }
    for path in ["media/one.png", "media/one-000000000000-640.webp", "media/../newsroom.toml"] {
        assert_eq!(refused(&room, path), "not-found", "{path}");
    }
    let wider = picture.path(picture.plain()).replace("-700.", "-701.");
    assert_eq!(refused(&room, &wider), "not-found", "no size but those on offer");
}

#[test]
fn an_original_that_changes_under_way_is_not_published_as_another() {
    let folder = tempfile::tempdir().unwrap();
    let room = room(folder.path());
    let built = site::built(&room).unwrap();
    let originals = originals(&built.album);
    fs::write(room.root.join("media/one.png"), picture(9)).unwrap();
    let fault = built.album.renditions().all(&originals, &mut |_, _, _| ControlFlow::Continue(())).unwrap_err();
    assert!(fault.message.contains("media/one.png changed"), "{fault:?}");
}
