//! The site as the newsroom stands: the index that every page is rendered against.
//!
//! Preview and export share it, which is why they give the same bytes. It is built again only after something that
//! pages are made of has changed, and only what changed is read again.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::sync::{Arc, OnceLock, PoisonError};

use stet_core::{Article, Embargo, Newsroom};
use stet_render::{Card, Page, Print, Site, SiteInput, StandingPage, Theme};
use stet_store::{Edition, Kind};

use self::cards::Cards;
use self::outputs::Output;
use crate::folder::Stamp;
use crate::pictures::{self, Album};
use crate::{Fault, Room, clock, mirror, stories};

pub mod cards;
pub mod outputs;

/// Names the source that this program was built from: what another build worked out is not taken for its own.
const SOURCE: &str = env!("STET_SOURCE");

/// The site and what it was built from.
pub struct Built {
    /// Renders pages.
    pub site: Site,
    /// The pictures that its pages are made from.
    pub album: Arc<Album>,
    /// Stories that may leave the house now, in path order.
    pub stories: Vec<Story>,
    /// Standing pages, in path order.
    pub pages: Vec<Edition>,
    /// Date of the newest copy, `YYYY-MM-DD`: what a bundle is dated by.
    pub date: String,
    /// When the next embargo ends, and with it what was built.
    pub until: Option<jiff::Timestamp>,
    /// What all of it was built from.
    pub inputs: Print,
    /// Settings and the newsroom's own theme files, by name.
    pub house: BTreeMap<String, String>,
    /// Drafts that hold something their head does not: their text as it stood.
    typed: HashMap<i64, String>,
    outputs: OnceLock<Vec<Output>>,
}

/// A story that may leave the house.
pub struct Story {
    /// Its row.
    pub edition: Edition,
    /// What other pages show of it.
    pub card: Arc<Card>,
}

/// What is kept between builds.
#[derive(Default)]
pub struct Cache {
    built: Option<(u64, Arc<Built>)>,
    cards: Cards,
}

impl Built {
    /// Every file of the site but pictures: sorted by path, no path twice.
    pub fn outputs(&self) -> &[Output] {
        self.outputs.get_or_init(|| outputs::all(self))
    }

    /// The text that an edition's page is made from: what is typed where it is open, otherwise its head.
    pub(crate) fn text(&self, room: &Room, edition: &Edition) -> Result<String, Fault> {
        match self.typed.get(&edition.id) {
            Some(text) => Ok(text.clone()),
            None => Ok(room.store().head_text(edition)?),
        }
    }

    /// Stands for that text.
    pub(crate) fn text_print(&self, edition: &Edition) -> Print {
        match self.typed.get(&edition.id) {
            Some(text) => Print::of(text),
            None => Print::of(&edition.head),
        }
    }
}

/// The site as the newsroom stands.
pub fn built(room: &Room) -> Result<Arc<Built>, Fault> {
    let mut cache = room.site.lock().unwrap_or_else(PoisonError::into_inner);
    let generation = room.generation();
    if let Some((at, built)) = &cache.built
        && *at == generation
        && built.until.is_none_or(|until| now() < until)
    {
        return Ok(Arc::clone(built));
    }
    let sources = Sources::of(room)?;
    cache.build(room, generation, sources)
}

/// The site as the newsroom stands at this moment, with all that is typed: for what leaves the house.
pub fn fresh(room: &Room) -> Result<Arc<Built>, Fault> {
    built_from(room, Sources::of(room)?)
}

/// The site as sources that were just read say it stands.
pub(crate) fn built_from(room: &Room, sources: Sources) -> Result<Arc<Built>, Fault> {
    let mut cache = room.site.lock().unwrap_or_else(PoisonError::into_inner);
    cache.build(room, sources.generation, sources)
}

impl Cache {
    fn build(&mut self, room: &Room, generation: u64, sources: Sources) -> Result<Arc<Built>, Fault> {
        let built = Arc::new(build(room, &mut self.cards, sources)?);
        self.built = Some((generation, Arc::clone(&built)));
        Ok(built)
    }
}

/// Whether an edition may leave the house: its state is one the newsroom publishes, and no embargo holds.
pub fn may_leave(state: stet_core::State, embargo: Option<stet_core::Embargo>, states: &[stet_core::State], now: jiff::Timestamp) -> bool {
    states.contains(&state) && !embargo.is_some_and(|embargo| embargo.holds_at(now))
}

pub(crate) fn now() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(clock::now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// Everything that the site is made from, as it stands.
pub(crate) struct Sources {
    generation: u64,
    newsroom: Arc<Newsroom>,
    editions: Vec<Edition>,
    album: Arc<Album>,
    theme: Theme,
    house: BTreeMap<String, String>,
    typed: HashMap<i64, String>,
    /// All of it as one number: where that stands, so does the site, until the next embargo ends.
    pub(crate) print: Print,
}

impl Sources {
    pub(crate) fn of(room: &Room) -> Result<Sources, Fault> {
        // Read before anything else: what changes meanwhile makes this old.
        let generation = room.generation();
        let newsroom = room.newsroom();
        let overrides = theme_files(room)?;
        let mut house: BTreeMap<String, String> = overrides.iter().map(|(name, text)| (format!("theme/{name}"), text.clone())).collect();
        // Settings are maps in order all the way down, so their JSON is one text for one meaning.
        house.insert("newsroom.toml".into(), serde_json::to_string(&*newsroom).unwrap_or_default());
        let typed: HashMap<i64, String> =
            room.sessions().iter().filter(|(_, session)| session.is_dirty()).map(|(id, session)| (*id, session.text())).collect();
        let editions: Vec<Edition> = stories::all(room)?.into_iter().filter(|edition| edition.fault.is_none()).collect();
        let album = room.album();
        let pictures = picture_stamps(room)?;
        let print = {
            let editions: Vec<_> =
                editions.iter().map(|one| (&one.path, one.kind, &one.lang, &one.slug, &one.story, one.head, typed.get(&one.id))).collect();
            Print::of(&(SOURCE, &house, editions, pictures))
        };
        Ok(Sources { generation, newsroom, editions, album, theme: Theme::with_overrides(overrides), house, typed, print })
    }
}

fn build(room: &Room, cards: &mut Cards, sources: Sources) -> Result<Built, Fault> {
    let now = now();
    let inputs = sources.print;
    let Sources { newsroom, editions, generation: _, print: _, album, theme, house, typed } = sources;
    let known = cards.of(room, &editions)?;
    let (mut published, mut standing, mut stories, mut pages) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut newest = jiff::Timestamp::UNIX_EPOCH;
    let mut until = None;
    for (edition, known) in editions.into_iter().zip(known) {
        match edition.kind {
            Kind::Page => {
                let title = known.card.title.clone();
                standing.push(StandingPage { lang: edition.lang.clone(), slug: edition.slug.clone(), title });
                pages.push(edition);
            }
            Kind::Story if may_leave(known.state, known.embargo, &newsroom.publish.states, now) => {
                let dated = [known.card.date, known.card.updated].into_iter().flatten().map(|moment| moment.0).max();
                newest = newest.max(dated.unwrap_or(newest));
                published.push(Arc::clone(&known.card));
                stories.push(Story { edition, card: known.card });
            }
            Kind::Story => {
                if let Some(Embargo::Until(moment)) = known.embargo
                    && moment.0 > now
                {
                    until = Some(until.map_or(moment.0, |until: jiff::Timestamp| until.min(moment.0)));
                }
            }
        }
    }
    let input =
        SiteInput { newsroom: (*newsroom).clone(), cards: published, pages: standing, pictures: album.pictures(), clock: newest, theme };
    let site = Site::new(input).map_err(|error| {
        Fault::new(
            "theme",
            format!("The theme cannot be used: {error}."),
            "Mend the file in the newsroom's theme folder, or take it away to use the built-in one.",
        )
    })?;
    Ok(Built {
        site,
        album,
        stories,
        pages,
        date: newest.strftime("%Y-%m-%d").to_string(),
        until,
        inputs,
        house,
        typed,
        outputs: OnceLock::new(),
    })
}

/// What the file system says of each picture. Reading them all would take longer than everything else; the time of the
/// last change of an inode cannot be set by anyone, so a picture that was changed and dated back is seen too.
fn picture_stamps(room: &Room) -> Result<Vec<(String, Stamp)>, Fault> {
    let names = pictures::names(&room.root)?;
    Ok(names
        .into_iter()
        .map(|name| (room.root.join(&name), name))
        .filter_map(|(file, name)| Some((name, Stamp::of(&fs::metadata(file).ok()?))))
        .collect())
}

/// The newsroom's own theme files, by their path in its `theme` folder.
fn theme_files(room: &Room) -> Result<BTreeMap<String, String>, Fault> {
    let folder = room.root.join("theme");
    let mut overrides = BTreeMap::new();
    if folder.is_dir() {
        for entry in walkdir::WalkDir::new(&folder).follow_links(false) {
            let entry = entry.map_err(|error| Fault::file("read", &folder, &std::io::Error::other(error)))?;
            if entry.file_type().is_file()
                && !entry.file_name().to_string_lossy().starts_with('.')
                && let Ok(relative) = entry.path().strip_prefix(&folder)
            {
                let text = fs::read_to_string(entry.path()).map_err(|error| Fault::file("read", entry.path(), &error))?;
                overrides.insert(mirror::slashed(relative), text);
            }
        }
    }
    Ok(overrides)
}

/// Renders one edition's page from an article: the one way to a page, for preview, site, export and command line.
pub fn page(built: &Built, edition: &Edition, article: &Article) -> Result<Page, Fault> {
    Ok(page_and_print(built, edition, article)?.0)
}

/// The page, and for a story what stands around it.
fn page_and_print(built: &Built, edition: &Edition, article: &Article) -> Result<(Page, Option<Print>), Fault> {
    let made = match edition.kind {
        Kind::Story => built.site.story_made(&edition.lang, &edition.slug, article).map(|(page, print)| (page, Some(print))),
        Kind::Page => built.site.standing(&edition.lang, &edition.slug, &article.title, &article.body).map(|page| (page, None)),
    };
    made.map_err(|error| {
        Fault::new(
            "render",
            format!("{} cannot be rendered: {error}.", edition.path),
            "If you have changed the theme, mend the file and line named here.",
        )
    })
}

pub(crate) fn list_fault(error: stet_render::RenderError) -> Fault {
    Fault::new(
        "render",
        format!("A list cannot be rendered: {error}."),
        "If you have changed the theme, mend the file and line named here.",
    )
}
