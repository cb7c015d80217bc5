//! The theme's own words, by language.

use std::collections::BTreeMap;

use stet_core::lang;

/// Words of the theme in one language, by key; English where a language lacks one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Strings(BTreeMap<String, String>);

impl Strings {
    /// The words for a language: those of its tag (`pt-BR`), then of its primary language (`pt`), then English.
    pub(crate) fn of(tag: &str, files: &BTreeMap<String, BTreeMap<String, String>>) -> Strings {
        let mut words = BTreeMap::new();
        for name in ["en", lang::primary(tag), tag] {
            if let Some(file) = files.get(name) {
                words.extend(file.iter().map(|(key, text)| (key.clone(), text.clone())));
            }
        }
        Strings(words)
    }

    /// The words for a key. A theme that lacks even the English ones shows nothing.
    pub(crate) fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// The words for a key with `{name}` replaced.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut text = self.get(key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// Every key with its words, for templates.
    pub(crate) fn all(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}
