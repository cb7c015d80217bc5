//! Renders a newsroom folder into another, to look at.
use std::{collections::BTreeMap, fs, path::{Path, PathBuf}};
use stet_core::{Draft, Newsroom};
use stet_render::*;
fn files(dir: &Path, out: &mut Vec<PathBuf>) { if let Ok(list) = fs::read_dir(dir) { for e in list.flatten() { let p = e.path(); if p.is_dir() { files(&p, out) } else { out.push(p) } } } out.sort(); }
fn write(out: &Path, path: &str, bytes: &[u8]) { let p = out.join(path); fs::create_dir_all(p.parent().unwrap()).unwrap(); fs::write(p, bytes).unwrap(); }
fn main() {
    let (root, out) = (PathBuf::from(std::env::args().nth(1).unwrap()), PathBuf::from(std::env::args().nth(2).unwrap()));
    let newsroom = Newsroom::parse(&fs::read_to_string(root.join("newsroom.toml")).unwrap()).unwrap();
    let (mut cards, mut articles, mut pages, mut bodies, mut pictures) = (vec![], vec![], vec![], vec![], BTreeMap::new());
    for e in &newsroom.editions {
        let mut list = vec![]; files(&root.join(&e.lang), &mut list);
        for f in list { let a = Draft::new(fs::read_to_string(&f).unwrap()).article().unwrap(); let slug = a.slug.clone().unwrap(); cards.push(Card::of(&e.lang, &slug, a.id.as_deref().unwrap(), &a)); articles.push((e.lang.clone(), slug, a)); }
        let mut list = vec![]; files(&root.join("pages").join(&e.lang), &mut list);
        for f in list { let a = Draft::new(fs::read_to_string(&f).unwrap()).article().unwrap(); let slug = f.file_stem().unwrap().to_string_lossy().to_string(); pages.push(StandingPage { lang: e.lang.clone(), slug: slug.clone(), title: a.title.clone() }); bodies.push((e.lang.clone(), slug, a)); }
    }
    let mut list = vec![]; files(&root.join("media"), &mut list);
    for f in list { let name = format!("media/{}", f.file_name().unwrap().to_string_lossy()); let s = imagesize::size(&f).unwrap(); write(&out, &name, &fs::read(&f).unwrap()); pictures.insert(name.clone(), Picture { path: name, width: s.width as u32, height: s.height as u32, media_type: "image/jpeg".into() }); }
    let clock = articles.iter().filter_map(|a| a.2.date).map(|d| d.0).max().unwrap();
    let start = std::time::Instant::now();
    let site = Site::new(SiteInput { newsroom, cards, pages, pictures, clock, theme: Theme::built_in() }).unwrap();
    eprintln!("new {:?}", start.elapsed());
    let start = std::time::Instant::now();
    for (l, s, a) in &articles { let p = site.story(l, s, a).unwrap(); if !p.missing.is_empty() { eprintln!("{} {:?}", p.path, p.missing) } write(&out, &p.path, p.html.as_bytes()); }
    eprintln!("{} stories {:?}", articles.len(), start.elapsed());
    for (l, s, a) in &bodies { let p = site.standing(l, s, &a.title, &a.body).unwrap(); write(&out, &p.path, p.html.as_bytes()); }
    for k in site.keys() { let p = site.list(&k).unwrap(); write(&out, &p.path, p.html.as_bytes()); }
    for a in site.assets() { write(&out, &a.path, &a.bytes); }
}
