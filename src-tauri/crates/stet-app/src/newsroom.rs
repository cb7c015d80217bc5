//! Opening and making newsrooms.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use stet_core::{Newsroom, lang};

use crate::wire::{
    Changed, CreateNewsroom, EditionView, Event, NewsroomView, Nothing, OpenNewsroom, OpenNewsroomRequest, RecentNewsroom, RecentNewsrooms,
    SectionView, StoryRow, TagView,
};
use crate::{App, Fault, Room, backup, draft, mirror, place, room, stories, upkeep, watch};

/// Makes a newsroom in a folder that is new or empty.
pub fn create(folder: &Path, name: &str, langs: &[String]) -> Result<(), Fault> {
    if name.trim().is_empty() {
        return Err(Fault::new("name", "The newsroom needs a name.", "Give it one, such as `The Harbour Post`."));
    }
    if langs.is_empty() {
        return Err(Fault::new("lang", "The newsroom needs at least one language.", "Name one, such as `en` or `ar`."));
    }
    if let Some(bad) = langs.iter().find(|tag| !lang::is_tag(tag)) {
        return Err(Fault::new("lang", format!("`{bad}` is not a language tag."), "Use one such as `en`, `ar` or `pt-BR`."));
    }
    if let Some(twice) = langs.iter().enumerate().find(|(at, tag)| langs[..*at].contains(tag)) {
        return Err(Fault::new("lang", format!("`{}` is named twice.", twice.1), "Name each language once."));
    }
    if folder.join(room::SETTINGS_FILE).exists() {
        return Err(Fault::new(
            "newsroom-exists",
            format!("{} is a newsroom already.", folder.display()),
            "Open it, or choose another folder.",
        ));
    }
    mirror::make_folder(folder)?;
    let taken = fs::read_dir(folder)
        .map_err(|error| Fault::file("read", folder, &error))?
        .filter_map(Result::ok)
        .any(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    if taken {
        return Err(Fault::new(
            "folder-not-empty",
            format!("{} is not empty.", folder.display()),
            "Choose a new or empty folder, then import what you have.",
        ));
    }
    let settings = Newsroom::starter(name.trim(), langs);
    let text = toml::to_string_pretty(&settings)
        .map_err(|error| Fault::new("settings", format!("The settings could not be written: {error}."), "Report this."))?;
    for folder_name in langs.iter().cloned().chain(["media".to_owned()]).chain(langs.iter().map(|lang| format!("pages/{lang}"))) {
        mirror::make_folder(&folder.join(folder_name))?;
    }
    // Last, because this file is what makes the folder a newsroom.
    mirror::write(folder, room::SETTINGS_FILE, text.as_bytes())
}

fn view(room: &Room, recovered: Vec<StoryRow>) -> NewsroomView {
    let newsroom = room.newsroom();
    NewsroomView {
        path: room.root.to_string_lossy().into_owned(),
        name: newsroom.name.clone(),
        base_url: newsroom.base_url.clone(),
        time_zone: newsroom.time_zone.clone(),
        default_lang: newsroom.default_lang().to_owned(),
        editions: newsroom
            .editions
            .iter()
            .map(|edition| EditionView {
                lang: edition.lang.clone(),
                label: edition.label.clone().unwrap_or_else(|| lang::own_name(&edition.lang).to_owned()),
                title: newsroom.title(&edition.lang).to_owned(),
                direction: lang::direction(&edition.lang).as_str().into(),
            })
            .collect(),
        sections: newsroom
            .section_paths()
            .into_iter()
            .map(|(path, section)| SectionView { depth: path.matches('/').count() as u32, path, name: section.name.clone() })
            .collect(),
        tags: newsroom
            .tags
            .iter()
            .map(|tag| TagView { slug: tag.slug.clone(), name: tag.name.clone(), aliases: tag.aliases.clone() })
            .collect(),
        recovered,
        conflicts: room.store().conflicted().map(|found| found.iter().map(stories::row).collect()).unwrap_or_default(),
        notices: room.notices(),
        place: place::look(&room.root).map(|found| Fault::new(found.rule(), found.message(), found.hint())),
    }
}

/// Opens a newsroom in a running Stet: puts journalled work back, watches the folder, remembers it. The stories are
/// there at once as the store has them; the files are looked at in the background. One that could not be opened is
/// remembered too, so that the window can offer to mend it.
pub fn open(app: &App, path: &Path) -> Result<NewsroomView, Fault> {
    let opened = enter(app, path);
    let refused = opened.as_ref().err().map(|fault| (path.to_path_buf(), fault.clone()));
    *app.refused.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = refused;
    opened
}

fn enter(app: &App, path: &Path) -> Result<NewsroomView, Fault> {
    let room = Arc::new(Room::enter(path, &app.settings.author)?);
    let mut recovered = Vec::new();
    let pending = room.store().pending()?;
    for left in pending {
        if let Ok(view) = draft::open(&room, left.edition)
            && view.recovered
        {
            recovered.push(view.story);
        }
    }
    let watch = watch::start(Arc::clone(&room), Arc::clone(&app.tell));
    if let Err(fault) = &watch {
        room.note(vec![format!("{} {}", fault.message, fault.hint)]);
    }
    *app.watch.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = watch.ok();
    *app.backups.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(backup::timer::start(&room, Arc::clone(&app.tell)));
    let view = view(&room, recovered);
    app.set_room(Arc::clone(&room));
    upkeep::start(app, &room);
    remember(app, &view);
    Ok(view)
}

#[derive(Default, Serialize, Deserialize)]
struct Remembered {
    newsrooms: Vec<RecentNewsroom>,
}

fn remembered(app: &App) -> Remembered {
    app.settings
        .recent
        .as_ref()
        .and_then(|path| fs::read(path).ok())
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// A list that cannot be remembered is no reason not to open a newsroom.
fn remember(app: &App, view: &NewsroomView) {
    let Some(file) = &app.settings.recent else { return };
    let mut list = remembered(app);
    list.newsrooms.retain(|other| other.path != view.path);
    list.newsrooms.insert(0, RecentNewsroom { path: view.path.clone(), name: view.name.clone() });
    list.newsrooms.truncate(12);
    if let (Some(folder), Some(name), Ok(json)) = (file.parent(), file.file_name(), serde_json::to_vec_pretty(&list)) {
        let _ = mirror::write(folder, &name.to_string_lossy(), &json);
    }
}

pub(crate) fn current(app: &App, _: Nothing) -> Result<OpenNewsroom, Fault> {
    let open = app.room().ok().map(|room| view(&room, Vec::new()));
    let refused = app.refused.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone().filter(|_| open.is_none());
    let (refused, fault) = refused.map_or((String::new(), None), |(path, fault)| (path.to_string_lossy().into_owned(), Some(fault)));
    Ok(OpenNewsroom { open, refused, fault })
}

pub(crate) fn open_request(app: &App, request: OpenNewsroomRequest) -> Result<NewsroomView, Fault> {
    let view = open(app, Path::new(&request.path))?;
    app.tell(Event::Changed(Changed::default()));
    Ok(view)
}

pub(crate) fn create_request(app: &App, request: CreateNewsroom) -> Result<NewsroomView, Fault> {
    let path = PathBuf::from(&request.path);
    if !path.is_absolute() {
        return Err(Fault::new("path", format!("`{}` is not a full path.", request.path), "Choose a folder, or write its whole path."));
    }
    create(&path, &request.name, &request.langs)?;
    open(app, &path)
}

pub(crate) fn recent(app: &App, _: Nothing) -> Result<RecentNewsrooms, Fault> {
    let newsrooms =
        remembered(app).newsrooms.into_iter().filter(|recent| Path::new(&recent.path).join(room::SETTINGS_FILE).is_file()).collect();
    Ok(RecentNewsrooms { newsrooms })
}
