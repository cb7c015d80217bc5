//! What the store keeps beside a draft's text, worked out from it.

use stet_core::{Draft, block, slug, words};
use stet_store::Facts;

use crate::mirror;

/// Works out the facts of a file. One that cannot be read has a fault, and its name for a headline.
pub fn facts(text: &str, path: &str) -> Facts {
    let draft = Draft::new(text);
    let stem_slug = || {
        let stem = mirror::stem(path);
        if slug::is_slug(stem) { stem.to_owned() } else { slug::story_slug(stem) }
    };
    match draft.article() {
        Ok(article) => {
            let blocks = block::blocks(&article.body);
            let body: Vec<&str> =
                blocks.iter().flat_map(|block| [block.title.as_str(), block.words.as_str()]).filter(|words| !words.is_empty()).collect();
            Facts {
                // A slug is part of a path: what cannot be one is made into one, and a check says so.
                slug: match &article.slug {
                    Some(written) if slug::is_slug(written) => written.clone(),
                    Some(written) => slug::story_slug(written),
                    None => stem_slug(),
                },
                section: article.section.unwrap_or_default(),
                state: article.state.as_str().into(),
                source: article.source.map(|source| source.name).unwrap_or_default(),
                tags: article.tags,
                date: article.date.map(|moment| moment.0.as_millisecond()),
                words: blocks.iter().map(|block| words::count(&block.words)).sum::<usize>() as u32,
                fault: None,
                standfirst: article.standfirst.unwrap_or_default(),
                byline: article.byline.iter().map(|by| by.name.as_str()).collect::<Vec<_>>().join(" | "),
                body: body.join("\n"),
                title: article.title,
            }
        }
        Err(error) => Facts {
            slug: stem_slug(),
            title: mirror::stem(path).to_owned(),
            state: "draft".into(),
            fault: Some(error.to_string()),
            body: text.to_owned(),
            ..Facts::default()
        },
    }
}

/// Letters of a text that a search snippet is cut from.
const ENOUGH: usize = 600;

/// The words of a version's text for a search snippet, from the first block on that has what was searched for. Only
/// what is shown is read as Markdown.
pub fn words_around(text: &str, has: &dyn Fn(&str) -> bool) -> String {
    let draft = Draft::new(text);
    let pieces: Vec<&str> = draft.body().split("\n\n").collect();
    let first = pieces.iter().position(|piece| has(piece)).unwrap_or(0);
    let mut out = String::new();
    for piece in &pieces[first..] {
        for block in block::blocks(piece).into_iter().filter(|block| !block.words.is_empty()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&block.words);
        }
        if out.len() > ENOUGH {
            break;
        }
    }
    out
}
