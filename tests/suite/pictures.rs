//! Pictures from the media folder to the site: what goes out, what is left out, and what is not made twice.

use std::fs;
use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use crate::desk::{Desk, walk};

/// A small picture; another number gives another one.
fn picture(number: u8, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(60, 40, |x, y| Rgb([number, (x * 4) as u8, (y * 6) as u8]));
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn story(lead: &str, body: &str) -> String {
    format!(
        "---\ntitle: One\nstate: ready\nsource: Wire\ndate: 2026-11-24T08:00:00Z\nlead: {{image: {lead}, alt: a, credit: c}}\n---\n\nText.\n\n{body}\n"
    )
}

/// The files of the published media folder.
fn media(root: &std::path::Path) -> Vec<String> {
    walk(root).into_iter().filter_map(|name| Some(name.strip_prefix("media/")?.to_owned())).collect()
}

#[test]
fn what_cannot_be_published_is_named_and_left_out_and_the_rest_goes_on() {
    let desk = Desk::empty();
    let jpeg = picture(1, ImageFormat::Jpeg);
    // What a file is, its content decides.
    desk.write("media/good.jpg", picture(1, ImageFormat::Png));
    desk.write("media/drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>");
    desk.write("media/page.jpg", "<!DOCTYPE html><script>alert(1)</script>");
    desk.write("media/half.jpg", &jpeg[..jpeg.len() / 2]);
    desk.write("media/tail.jpg", [&jpeg[..], b"<script>alert(1)</script>"].concat());
    let body = "![a](media/drawing.svg \"Credit: D\")\n\n![a](media/page.jpg \"Credit: D\")\n\n![a](media/half.jpg \"Credit: D\")\n\n![a](media/tail.jpg \"Credit: D\")";
    desk.write("en/2026/one.md", story("media/good.jpg", body));
    let problems = desk.json(&["check", "one"], 1);
    let said: Vec<(&str, u64)> = problems["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| (problem["rule"].as_str().unwrap(), problem["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(said, [("picture-unusable", 11), ("picture-unusable", 13), ("picture-unusable", 15)], "{problems}");
    assert!(
        problems["problems"][0]["message"].as_str().unwrap().contains("SVG")
            && problems["problems"][0]["hint"].as_str().unwrap().contains("PNG")
    );
    let public = desk.beside("public");
    desk.ok(&["site", "-o", public.to_str().unwrap()]);
    let page = fs::read_to_string(public.join("en/one/index.html")).unwrap();
    for name in media(&public) {
        assert!(name.starts_with("good-") || name.starts_with("tail-"), "{name} went out");
        assert!(page.contains(&name), "{name} is on no page");
        let bytes = fs::read(public.join("media").join(&name)).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"script"), "{name} holds what was behind the picture");
    }
    assert_eq!(media(&public).len(), 6, "two pictures in three forms: {:?}", media(&public));
    assert!(!page.contains("drawing") && !page.contains("half"), "{page}");
    let given = desk.run(&["export", "-o", desk.beside("bundle").to_str().unwrap()]);
    assert_eq!(given.code, 1, "{}", given.err);
}

#[test]
fn a_picture_is_made_once_for_what_it_holds() {
    let desk = Desk::empty();
    desk.write("media/one.jpg", picture(1, ImageFormat::Jpeg));
    desk.write("en/2026/one.md", story("media/one.jpg", ""));
    let public = |number: usize| desk.beside(&format!("public-{number}"));
    let build = |number: usize| {
        let output = desk.command(&["site", "-o", public(number).to_str().unwrap()]).env_remove("STET_RENDITIONS").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        media(&public(number))
    };
    let published = |number: usize| {
        let name = media(&public(number)).into_iter().find(|name| name.ends_with(".webp")).unwrap();
        fs::read(public(number).join("media").join(name)).unwrap()
    };
    let first = build(1);
    assert_eq!(first.len(), 3);
    // What is kept is taken as it is: this stands for a file that took long to make.
    let kept = desk.root().join(".stet/renditions");
    let folder = fs::read_dir(&kept).unwrap().next().unwrap().unwrap().path();
    let mark = "not made again, because it was there already";
    fs::write(folder.join("60.webp"), mark).unwrap();
    assert_eq!(build(2), first);
    assert_eq!(published(2), mark.as_bytes());
    // What a site has got already is not written again.
    assert_eq!(build(1), first);
    assert_ne!(published(1), mark.as_bytes());
    // A file that was being written when the machine stopped is made anew, and so is all of a folder that is gone.
    fs::write(folder.join("60.webp"), "").unwrap();
    build(3);
    assert_eq!(published(3), published(1));
    fs::remove_dir_all(&kept).unwrap();
    assert_eq!(build(4), first);
    // Other bytes under the same name are another picture.
    desk.write("media/one.jpg", picture(2, ImageFormat::Jpeg));
    let second = build(1);
    assert!(second.len() == 3 && second.iter().all(|name| !first.contains(name)), "{first:?} {second:?}");
}

#[test]
fn a_bundle_holds_every_file_that_its_pages_name() {
    let desk = Desk::sample();
    let bundle = desk.beside("bundle");
    desk.ok(&["export", "-o", bundle.to_str().unwrap()]);
    let site = bundle.join("data/site");
    let mut named = 0;
    for page in walk(&site).into_iter().filter(|name| name.ends_with(".html")) {
        let html = fs::read_to_string(site.join(&page)).unwrap();
        let folder = site.join(&page).parent().unwrap().to_path_buf();
        for list in html.split(" srcset=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            for file in list.split(", ").map(|one| one.split(' ').next().unwrap()) {
                assert!(folder.join(file).is_file(), "{page} names {file}");
                named += 1;
            }
        }
    }
    assert!(named > 500, "only {named} files named");
    let given = desk.run(&["verify", bundle.to_str().unwrap()]);
    assert_eq!(given.code, 0, "{}{}", given.out, given.err);
}
