//! What lists need of each version, read from its text once and kept in `.stet/cards.jsonl`.
//!
//! A version never changes, so what was read from it is good for ever. The file is a cache: a line that is damaged, or
//! was written by another Stet, is passed over, and the whole file may be deleted at any time.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use stet_core::{Article, Draft, Embargo, State};
use stet_render::{Card, Print};
use stet_store::{Edition, Hash};

use crate::{Fault, Room};

/// What is known of a version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Known {
    /// What lists and other pages show of it.
    pub card: Arc<Card>,
    /// Its editorial state.
    pub state: State,
    /// Not to be published before.
    pub embargo: Option<Embargo>,
}

impl Known {
    fn of(edition: &Edition, article: &Article) -> Known {
        let card = Card::of(&edition.lang, &edition.slug, &edition.story, article);
        Known { card: Arc::new(card), state: article.state, embargo: article.embargo }
    }

    /// Whether it still goes by the same names: a file that moves takes its version along.
    fn is_of(&self, edition: &Edition) -> bool {
        self.card.lang == edition.lang && self.card.slug == edition.slug && self.card.story == edition.story
    }
}

/// Cards by version.
#[derive(Default)]
pub struct Cards {
    known: HashMap<Hash, Known>,
    /// Whether the file has been read.
    read: bool,
    /// Lines in the file that mean nothing any more.
    stale: usize,
}

/// Texts are read from the store by batches of this many.
const BATCH: usize = 256;

impl Cards {
    /// What is known of each edition's head, in their order. Only what is not known yet is read from the store.
    pub fn of(&mut self, room: &Room, editions: &[Edition]) -> Result<Vec<Known>, Fault> {
        if !self.read {
            self.load(&place(room));
            self.read = true;
        }
        let missing: Vec<&Edition> =
            editions.iter().filter(|edition| self.known.get(&edition.head).is_none_or(|known| !known.is_of(edition))).collect();
        let mut fresh = Vec::new();
        for batch in missing.chunks(BATCH) {
            let texts = batch.iter().map(|edition| Ok(room.store().head_text(edition)?)).collect::<Result<Vec<String>, Fault>>()?;
            let read: Vec<(Hash, Known)> = batch
                .par_iter()
                .zip(texts)
                .map(|(edition, text)| (edition.head, Known::of(edition, &Draft::new(text).article().unwrap_or_default())))
                .collect();
            fresh.extend(read);
        }
        let before = self.known.len();
        if !fresh.is_empty() {
            self.keep(&place(room), &fresh);
            self.known.extend(fresh);
        }
        // What belongs to no edition any more is forgotten, once there is enough of it.
        if self.known.len() > editions.len() + editions.len() / 2 + 1000 || self.stale > before + 1000 {
            let heads: std::collections::HashSet<&Hash> = editions.iter().map(|edition| &edition.head).collect();
            self.known.retain(|head, _| heads.contains(head));
            self.rewrite(&place(room));
        }
        Ok(editions.iter().filter_map(|edition| self.known.get(&edition.head).cloned()).collect())
    }

    fn load(&mut self, file: &Path) {
        let Ok(open) = File::open(file) else { return };
        let mut reader = BufReader::with_capacity(1 << 20, open);
        let mut lines = Vec::new();
        loop {
            let mut line = Vec::new();
            let more = reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0);
            if more {
                lines.push(line);
            }
            if !more || lines.len() == 4096 {
                let read: Vec<(Hash, Known)> = lines.par_iter().filter_map(|line| parsed(line)).collect();
                self.stale += lines.len() - read.len();
                for (head, known) in read {
                    self.stale += usize::from(self.known.insert(head, known).is_some());
                }
                lines.clear();
            }
            if !more {
                return;
            }
        }
    }

    /// Adds lines at the end. A cache that cannot be written is no fault: the next start reads more from the store.
    fn keep(&self, file: &Path, fresh: &[(Hash, Known)]) {
        let mut bytes = Vec::new();
        for (head, known) in fresh {
            bytes.extend(line(head, known));
        }
        if let Ok(mut open) = OpenOptions::new().append(true).create(true).open(file) {
            let _ = open.write_all(&bytes);
        }
    }

    fn rewrite(&mut self, file: &Path) {
        let mut bytes = Vec::new();
        for (head, known) in &self.known {
            bytes.extend(line(head, known));
        }
        let part = file.with_extension("part");
        if fs::write(&part, &bytes).and_then(|()| fs::rename(&part, file)).is_ok() {
            self.stale = 0;
        }
    }
}

fn place(room: &Room) -> PathBuf {
    room.root.join(".stet/cards.jsonl")
}

/// One line: a print over the rest of it and over the Stet that wrote it, then version and card as JSON.
fn line(head: &Hash, known: &Known) -> Vec<u8> {
    let json = serde_json::to_string(&(head.hex(), known)).unwrap_or_default();
    format!("{} {json}\n", check(&json)).into_bytes()
}

fn parsed(line: &[u8]) -> Option<(Hash, Known)> {
    let (print, json) = std::str::from_utf8(line).ok()?.trim_end_matches('\n').split_once(' ')?;
    if print != check(json) {
        return None;
    }
    let (head, known): (String, Known) = serde_json::from_str(json).ok()?;
    Some((Hash::from_hex(&head)?, known))
}

fn check(json: &str) -> String {
    Print::of(&(super::SOURCE, json)).hex()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_back_and_a_damaged_one_is_passed_over() {
        let card =
            Card { lang: "en".into(), slug: "one".into(), title: "One\n“two”".into(), tags: vec!["A".into()], ..Card::default() };
        let known = Known { card: Arc::new(card), state: State::Ready, embargo: Some(Embargo::Indefinite) };
        let head = stet_store::hash(b"x");
        let mut written = line(&head, &known);
        let (read_head, read) = parsed(&written).unwrap();
        assert_eq!((read_head, &read.card, read.state, read.embargo), (head, &known.card, known.state, known.embargo));
        let at = written.len() - 10;
        written[at] ^= 1;
        assert!(parsed(&written).is_none());
        assert!(parsed(b"").is_none());
    }
}
