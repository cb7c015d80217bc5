//! Which edition a file belongs to that appeared under a name the store does not know, or that was taken by another
//! story: renames, moves, swaps, files that come back.
//!
//! What counts, the strongest first: the same name and the same story, the story's id, the same bytes, the same story
//! in another language's folder, and at last the name alone. A file is one edition and an edition is one file.

use std::collections::HashMap;

use stet_store::{Edition, Hash, Kind, hash};

use crate::mirror;

/// A file that has no edition yet.
pub(crate) struct Fresh {
    /// From the newsroom's root.
    pub path: String,
    /// What the path says it is.
    pub kind: Kind,
    /// The language that the path says.
    pub lang: String,
    /// What it holds.
    pub text: String,
    /// The story's id, where the file says one.
    pub id: Option<String>,
    content: Hash,
}

impl Fresh {
    /// A file as it was read.
    pub fn new(path: String, kind: Kind, lang: String, text: String, id: Option<String>) -> Fresh {
        let content = hash(text.as_bytes());
        Fresh { path, kind, lang, text, id, content }
    }
}

/// An edition that has no file.
pub(crate) struct Homeless {
    /// The edition as the store knows it.
    pub edition: Edition,
    /// Whether it was taken out of the lists before.
    pub removed: bool,
}

/// Pairs files with editions: for each file the index of its edition, if any. Where several fit, one that has only
/// just lost its file goes first, then one whose file had the same name.
pub(crate) fn pair(fresh: &[Fresh], homeless: &[Homeless], has_edition: &dyn Fn(&str, &str) -> bool) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; fresh.len()];
    let mut taken = vec![false; homeless.len()];
    let (mut by_path, mut by_story, mut by_content) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (at, Homeless { edition, .. }) in homeless.iter().enumerate() {
        by_path.insert(edition.path.as_str(), at);
        by_story.entry((edition.story.as_str(), edition.kind)).or_insert_with(Vec::new).push(at);
        if let Some(content) = edition.mirror {
            by_content.entry((content, edition.kind)).or_insert_with(Vec::new).push(at);
        }
    }
    let none = Vec::new();
    let same_story = |file: &Fresh| file.id.as_deref().and_then(|id| by_story.get(&(id, file.kind))).unwrap_or(&none).clone();
    let same_path = |file: &Fresh| by_path.get(file.path.as_str()).copied().filter(|at| homeless[*at].edition.kind == file.kind);
    for rank in 0..5 {
        for (file, pair) in fresh.iter().zip(&mut pairs) {
            if pair.is_some() {
                continue;
            }
            let fits: Vec<usize> = match rank {
                0 => same_path(file)
                    .filter(|at| {
                        let edition = &homeless[*at].edition;
                        file.id.as_deref() == Some(edition.story.as_str()) || edition.mirror == Some(file.content)
                    })
                    .into_iter()
                    .collect(),
                1 => same_story(file).into_iter().filter(|at| homeless[*at].edition.lang == file.lang).collect(),
                2 => by_content.get(&(file.content, file.kind)).unwrap_or(&none).clone(),
                3 => same_story(file)
                    .into_iter()
                    .filter(|at| !homeless[*at].removed && !has_edition(&homeless[*at].edition.story, &file.lang))
                    .collect(),
                _ if file.id.is_none() => same_path(file).into_iter().collect(),
                _ => Vec::new(),
            };
            let best = fits.into_iter().filter(|at| !taken[*at]).min_by_key(|at| {
                let Homeless { edition, removed } = &homeless[*at];
                (*removed, mirror::stem(&edition.path) != mirror::stem(&file.path), edition.lang != file.lang, *at)
            });
            if let Some(at) = best {
                taken[at] = true;
                *pair = Some(at);
            }
        }
    }
    pairs
}
