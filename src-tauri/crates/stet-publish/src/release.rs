//! `data/release.json`: what the bundle holds, for programs that never heard of BagIt.

use serde::{Deserialize, Serialize};

/// Where the release manifest is in a bundle, below `data/`.
pub const RELEASE_FILE: &str = "release.json";
/// What a release manifest says in `format`, by which it is told from somebody's own `release.json`.
pub const RELEASE_FORMAT: &str = "stet-release-1";

/// How long a server may keep a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CacheClass {
    /// Its name changes with its content: for good.
    Immutable,
    /// Pages, lists, feeds: ask each time.
    Revalidate,
    /// Not for the web server: records and sources.
    Private,
}

/// One file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReleaseFile {
    /// Below `data/`.
    pub path: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    pub media_type: String,
    #[serde(rename = "cache_class")]
    pub cache: CacheClass,
    /// The edition it belongs to, as `lang/slug`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// The release manifest. It names every payload file but itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Release {
    pub format: String,
    pub tool: String,
    pub organization: String,
    pub identifier: String,
    pub date: String,
    pub base_url: String,
    pub files: Vec<ReleaseFile>,
    pub record: serde_json::Value,
}
