//! Templates, styles, words and the small script of the site, built in or overridden by the newsroom.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, Value};
use sha2::{Digest, Sha256};

use crate::strings::Strings;

const BUILT_IN: [(&str, &str); 19] = [
    ("base.html", include_str!("../theme/base.html")),
    ("parts.html", include_str!("../theme/parts.html")),
    ("story.html", include_str!("../theme/story.html")),
    ("standing.html", include_str!("../theme/standing.html")),
    ("home.html", include_str!("../theme/home.html")),
    ("list.html", include_str!("../theme/list.html")),
    ("not-found.html", include_str!("../theme/not-found.html")),
    ("root.html", include_str!("../theme/root.html")),
    ("archive.html", include_str!("../theme/archive.html")),
    ("corrections.html", include_str!("../theme/corrections.html")),
    ("search.html", include_str!("../theme/search.html")),
    ("moved.html", include_str!("../theme/moved.html")),
    ("css/theme.css", include_str!("../theme/css/theme.css")),
    ("css/print.css", include_str!("../theme/css/print.css")),
    ("script.js", include_str!("../theme/script.js")),
    ("search.js", include_str!("../theme/search.js")),
    ("icon.svg", include_str!("../theme/icon.svg")),
    ("strings/en.toml", include_str!("../theme/strings/en.toml")),
    ("strings/ar.toml", include_str!("../theme/strings/ar.toml")),
];

/// The files of a theme by their path in the `theme/` folder, such as `story.html`, `css/theme.css` or `strings/ar.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Theme {
    files: BTreeMap<String, String>,
}

/// Why a theme cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// A template does not compile.
    #[error("{file}, line {line}: {message}")]
    Template {
        /// The file, such as `story.html`.
        file: String,
        /// Line in it, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A file of strings is not TOML, or holds something other than texts.
    #[error("{file}: {message}")]
    Strings {
        /// The file, such as `strings/ar.toml`.
        file: String,
        /// What is wrong, and where.
        message: String,
    },
    /// The newsroom's time zone is not in the IANA database.
    #[error("`{0}` is not a time zone such as `UTC` or `Asia/Beirut`")]
    TimeZone(String),
    /// There is no data for an edition's language.
    #[error("dates cannot be written for the language `{lang}`: {message}")]
    Language {
        /// The language tag.
        lang: String,
        /// What is missing.
        message: String,
    },
}

/// A file that pages need, named by its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Output path below the site's root, such as `assets/stet.1a2b3c4d.css`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its media type (RFC 6838).
    pub media_type: &'static str,
}

impl Default for Theme {
    fn default() -> Self {
        Theme::built_in()
    }
}

impl Theme {
    /// The theme that Stet brings along.
    pub fn built_in() -> Theme {
        Theme { files: BUILT_IN.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect() }
    }

    /// The built-in theme with single files replaced or added. A file of strings need only hold the words that differ;
    /// every further file in `css/` is added to the style sheet, in the order of its name.
    pub fn with_overrides(overrides: BTreeMap<String, String>) -> Theme {
        let mut theme = Theme::built_in();
        for (name, text) in overrides {
            // Words are merged, so that a newer Stet may ask for a word that an older override does not have.
            if let Some(known) = theme.files.get(&name).filter(|_| name.starts_with("strings/")) {
                let merged = match (known.parse::<toml::Table>(), text.parse::<toml::Table>()) {
                    (Ok(mut known), Ok(own)) => {
                        known.extend(own);
                        known.to_string()
                    }
                    _ => text,
                };
                theme.files.insert(name, merged);
            } else {
                theme.files.insert(name, text);
            }
        }
        theme
    }

    /// The words of every language there are words for.
    pub(crate) fn strings(&self) -> Result<BTreeMap<String, BTreeMap<String, String>>, ThemeError> {
        let mut out = BTreeMap::new();
        for (file, text) in &self.files {
            if let Some(lang) = file.strip_prefix("strings/").and_then(|name| name.strip_suffix(".toml")) {
                let words: BTreeMap<String, String> =
                    toml::from_str(text).map_err(|error| ThemeError::Strings { file: file.clone(), message: error.to_string() })?;
                out.insert(lang.to_owned(), words);
            }
        }
        Ok(out)
    }

    /// Style sheet, script and icon, each named by its content so that it may be cached for good.
    pub(crate) fn assets(&self) -> Assets {
        // The main sheet first, then print, then what the newsroom adds.
        let mut css = String::new();
        for name in ["css/theme.css", "css/print.css"] {
            css.push_str(self.files.get(name).map_or("", String::as_str));
        }
        for (name, text) in self.files.range("css/".to_owned().."css0".to_owned()) {
            if name.ends_with(".css") && name != "css/theme.css" && name != "css/print.css" {
                css.push_str(text);
            }
        }
        let file = |name: &str| self.files.get(name).cloned().unwrap_or_default();
        Assets {
            css: asset("css", css, "text/css; charset=utf-8"),
            script: asset("js", file("script.js"), "text/javascript; charset=utf-8"),
            search: asset("js", file("search.js"), "text/javascript; charset=utf-8"),
            icon: asset("svg", file("icon.svg"), "image/svg+xml"),
        }
    }

    /// The templates, compiled.
    pub(crate) fn templates(&self) -> Result<Environment<'static>, ThemeError> {
        let mut templates = Environment::new();
        // Block tags on a line of their own leave no blank lines behind.
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            templates.set_syntax(syntax);
        }
        templates.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        templates.set_formatter(write_value);
        for (name, text) in self.files.iter().filter(|(name, _)| name.ends_with(".html")) {
            templates.add_template_owned(name.clone(), text.clone()).map_err(|error| ThemeError::Template {
                file: error.name().unwrap_or(name).to_owned(),
                line: error.line().unwrap_or(1),
                message: said(&error),
            })?;
        }
        Ok(templates)
    }
}

/// The files that every page names.
#[derive(Debug, Clone)]
pub(crate) struct Assets {
    pub(crate) css: Asset,
    pub(crate) script: Asset,
    pub(crate) search: Asset,
    pub(crate) icon: Asset,
}

fn asset(ending: &str, text: String, media_type: &'static str) -> Asset {
    let hash: String = Sha256::digest(text.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    Asset { path: format!("assets/stet.{hash}.{ending}"), bytes: text.into_bytes(), media_type }
}

/// What a template's error says, without the place, which is given apart.
pub(crate) fn said(error: &minijinja::Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

/// Escapes as `minijinja` does, save that a slash stays a slash: it is harmless in quoted attributes, and every link has some.
fn write_value(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() && *state.auto_escape() == AutoEscape::Html => {
            let mut rest = text;
            while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
                out.write_str(&rest[..at])?;
                out.write_str(match rest.as_bytes()[at] {
                    b'&' => "&amp;",
                    b'<' => "&lt;",
                    b'>' => "&gt;",
                    b'"' => "&quot;",
                    _ => "&#39;",
                })?;
                rest = &rest[at + 1..];
            }
            out.write_str(rest)?;
            Ok(())
        }
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// The words of every edition.
pub(crate) fn strings(theme: &Theme, langs: impl Iterator<Item = String>) -> Result<BTreeMap<String, Strings>, ThemeError> {
    let files = theme.strings()?;
    Ok(langs.map(|lang| (lang.clone(), Strings::of(&lang, &files))).collect())
}
