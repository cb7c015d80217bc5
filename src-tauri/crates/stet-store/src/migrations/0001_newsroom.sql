-- The text of versions, once each, named by the SHA-256 of what it unpacks to.
CREATE TABLE content (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    size INTEGER NOT NULL,              -- bytes unpacked
    data BLOB NOT NULL                  -- zstd
) WITHOUT ROWID;

-- One row per edition: a story in one language, or a standing page. The working copy's head is a version.
CREATE TABLE edition (
    id INTEGER PRIMARY KEY,
    story TEXT NOT NULL,                -- ULID, the same in every language
    lang TEXT NOT NULL,                 -- BCP 47
    kind TEXT NOT NULL CHECK (kind IN ('story', 'page')),
    path TEXT NOT NULL UNIQUE,          -- of the mirror file, from the newsroom's root
    slug TEXT NOT NULL,                 -- the one it goes by
    title TEXT NOT NULL,
    section TEXT NOT NULL,              -- '' for none
    state TEXT NOT NULL,
    source TEXT NOT NULL,               -- name, '' for none
    date INTEGER,                       -- milliseconds since 1970, UTC
    updated INTEGER NOT NULL,           -- when the head changed
    words INTEGER NOT NULL,
    fault TEXT,                         -- why the file cannot be read, where it cannot
    head BLOB NOT NULL REFERENCES version (id) DEFERRABLE INITIALLY DEFERRED,
    mirror BLOB,                        -- hash of what the mirror file is known to hold; NULL: not written yet
    removed INTEGER                     -- when its file went away; NULL: it is there
);
CREATE INDEX edition_slug ON edition (lang, slug);
CREATE INDEX edition_story ON edition (story);
CREATE INDEX edition_updated ON edition (removed, kind, updated DESC);
CREATE INDEX edition_section ON edition (section);

CREATE TABLE edition_tag (
    edition INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (edition, position)
) WITHOUT ROWID;
CREATE INDEX edition_tag_name ON edition_tag (name);

-- Immutable snapshots. The id covers edition, content, parents, author, time and reason.
CREATE TABLE version (
    id BLOB PRIMARY KEY CHECK (length(id) = 32),
    edition INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    content BLOB NOT NULL REFERENCES content (hash),
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX version_edition ON version (edition, at);

CREATE TABLE version_parent (
    version BLOB NOT NULL REFERENCES version (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    parent BLOB NOT NULL REFERENCES version (id),
    PRIMARY KEY (version, position)
) WITHOUT ROWID;

-- Keystroke safety: what was typed since the base version, in order, until a version holds it.
CREATE TABLE journal (
    edition INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    base BLOB NOT NULL REFERENCES version (id),
    at INTEGER NOT NULL,
    operation TEXT NOT NULL,            -- JSON
    PRIMARY KEY (edition, seq)
) WITHOUT ROWID;

-- What an import took out of the copy, kept with the story.
CREATE TABLE set_aside (
    edition INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (edition, position)
) WITHOUT ROWID;

-- Which file became which edition, so that the same file twice makes no second story.
CREATE TABLE imported (
    source TEXT PRIMARY KEY,            -- absolute path
    hash BLOB NOT NULL,                 -- SHA-256 of the file's bytes
    edition INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    version BLOB NOT NULL REFERENCES version (id)
) WITHOUT ROWID;
CREATE INDEX imported_hash ON imported (hash);

-- The index holds folded text only (see stet-core's `fold`); what is shown comes from the version.
CREATE VIRTUAL TABLE search USING fts5 (
    title, standfirst, body, byline, source, tags,
    content = '', contentless_delete = 1, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
