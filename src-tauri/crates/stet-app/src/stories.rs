//! Lists, search, vocabulary and checks over the newsroom's editions.

use std::collections::BTreeSet;

use rayon::prelude::*;
use stet_core::check::{PictureFacts, Surroundings, check as check_draft};
use stet_core::{Draft, Place, Problem, Severity, slug};
use stet_store::{Edition, Filter, Hit, Kind, Order, Query};

use crate::wire::{Counted, ListStories, Mark, Nothing, SearchHit, SearchResult, SearchStories, StoryList, StoryRow, Vocabulary};
use crate::{App, Fault, Room, clock, draft, facts, pictures};

/// An edition as lists show it.
pub fn row(edition: &Edition) -> StoryRow {
    StoryRow {
        edition: edition.id as u32,
        id: edition.story.clone(),
        lang: edition.lang.clone(),
        slug: edition.slug.clone(),
        path: edition.path.clone(),
        kind: if edition.kind == Kind::Page { "page".into() } else { "story".into() },
        title: edition.title.clone(),
        section: edition.section.clone(),
        state: edition.state.clone(),
        source: edition.source.clone(),
        date: edition.date.map(clock::rfc3339).unwrap_or_default(),
        updated: clock::rfc3339(edition.updated),
        words: edition.words,
        fault: edition.fault.clone().unwrap_or_default(),
        conflict: edition.conflict,
    }
}

/// The stories a filter lets through, the latest change first.
pub fn list(room: &Room, request: &ListStories) -> Result<StoryList, Fault> {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let filter = Filter {
        kind: Some(if request.kind == "page" { Kind::Page } else { Kind::Story }),
        lang: some(&request.lang),
        section: some(&request.section),
        state: some(&request.state),
        tag: some(&request.tag),
        limit: request.limit as usize,
        offset: request.offset as usize,
        ..Filter::default()
    };
    let store = room.reader();
    Ok(StoryList { stories: store.editions(&filter)?.iter().map(row).collect(), total: store.count(&filter)? as u32 })
}

/// Full-text search, the best first.
pub fn search(room: &Room, query: &str, limit: usize) -> Result<Vec<Hit>, Fault> {
    Ok(room.reader().search(&Query::parse(query), limit.max(1), &facts::words_around)?)
}

/// Problems of one edition's draft.
pub fn check(room: &Room, edition: &Edition, draft: &Draft) -> Result<Vec<Problem>, Fault> {
    let newsroom = room.newsroom();
    let own_slug = draft.article().ok().and_then(|article| article.slug).unwrap_or_else(|| edition.slug.clone());
    let same_slug = room
        .store()
        .editions_by_slug(Some(&edition.lang), &own_slug)?
        .into_iter()
        .find(|other| other.id != edition.id)
        .map(|other| other.path);
    let has_picture = |path: &str| pictures::exists(&room.root, path);
    let picture = |path: &str| picture_facts(room, path);
    let has_story = |stem: &str| {
        let store = room.store();
        store.editions_by_slug(Some(&edition.lang), stem).is_ok_and(|found| !found.is_empty())
            || store.edition_at(&format!("{}/{stem}.md", folder(&edition.path))).is_ok_and(|found| found.is_some())
    };
    let around = Surroundings {
        newsroom: &newsroom,
        lang: &edition.lang,
        slug: &own_slug,
        same_slug: same_slug.as_deref(),
        has_picture: &has_picture,
        picture: &picture,
        has_story: &has_story,
    };
    let mut problems = check_draft(draft, &around);
    if edition.conflict {
        problems.push(undecided());
    }
    if edition.kind == Kind::Page {
        // A standing page is the newsroom's own word: it has no source to name.
        problems.retain(|problem| problem.rule != "source-missing");
    }
    Ok(problems)
}

/// Problems of many editions as they stand, in their order; worked out side by side.
pub fn check_all(room: &Room, editions: &[Edition]) -> Result<Vec<Vec<Problem>>, Fault> {
    editions.par_iter().map(|edition| check(room, edition, &Draft::new(draft::current_text(room, edition)?))).collect()
}

/// A story of which nobody has said what it says must not leave the house.
fn undecided() -> Problem {
    Problem {
        rule: "conflict".into(),
        severity: Severity::Block,
        field: None,
        place: Place { line: 1, column: 1, start: 0, end: 0 },
        message: "Two sides changed one place of this story, and nobody has decided which one stands.".into(),
        hint: "Compare them in the window (Conflicts), or restore one of the versions that `stet history` shows.".into(),
    }
}

/// What checks need to know of a picture.
fn picture_facts(room: &Room, path: &str) -> PictureFacts {
    match room.album().get(path) {
        Some(Ok(original)) => {
            let facts = &original.picture.facts;
            let shows = [&facts.alt, &facts.caption].into_iter().find(|text| !text.is_empty()).cloned();
            PictureFacts { credit: facts.credit_line(), shows, moving: original.moving, refused: None }
        }
        Some(Err(refused)) => PictureFacts { refused: Some((refused.to_string(), refused.hint().to_owned())), ..PictureFacts::default() },
        None => PictureFacts::default(),
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Every edition in path order, stories and pages.
pub fn all(room: &Room) -> Result<Vec<Edition>, Fault> {
    Ok(room.store().editions(&Filter { order: Order::Path, ..Filter::default() })?)
}

pub(crate) fn list_request(app: &App, request: ListStories) -> Result<StoryList, Fault> {
    list(&*app.room()?, &request)
}

pub(crate) fn search_request(app: &App, request: SearchStories) -> Result<SearchResult, Fault> {
    let room = app.room()?;
    let limit = if request.limit == 0 { 50 } else { request.limit as usize };
    let hits = search(&room, &request.query, limit)?;
    Ok(SearchResult { hits: hits.iter().map(hit).collect() })
}

fn hit(hit: &Hit) -> SearchHit {
    let units = |byte: usize| hit.snippet[..byte].encode_utf16().count() as u32;
    SearchHit {
        story: row(&hit.edition),
        snippet: hit.snippet.clone(),
        marks: hit.marks.iter().map(|(from, to)| Mark { from: units(*from), to: units(*to) }).collect(),
    }
}

pub(crate) fn vocabulary(app: &App, _: Nothing) -> Result<Vocabulary, Fault> {
    let room = app.room()?;
    let counted = |(name, count): (String, usize)| Counted { name, count: count as u32 };
    let mut tags: Vec<Counted> = room.reader().tags()?.into_iter().map(counted).collect();
    let used: BTreeSet<String> = tags.iter().map(|tag| slug::slug(&tag.name)).collect();
    let newsroom = room.newsroom();
    for tag in &newsroom.tags {
        tags.extend(
            tag.name.values().filter(|name| !used.contains(&slug::slug(name))).map(|name| Counted { name: name.clone(), count: 0 }),
        );
    }
    let sources = room.reader().sources()?.into_iter().map(counted).collect();
    Ok(Vocabulary { tags, sources, pictures: pictures::names(&room.root)? })
}
