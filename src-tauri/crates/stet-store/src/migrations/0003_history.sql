-- Names that people give to versions. A name means one version of an edition.
CREATE TABLE version_name (
    version BLOB PRIMARY KEY REFERENCES version (id) ON DELETE CASCADE,
    edition INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    name TEXT NOT NULL,                 -- as it was written
    folded TEXT NOT NULL,               -- as it is compared
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    UNIQUE (edition, folded)
) WITHOUT ROWID;

-- Bundles that left the house.
CREATE TABLE export (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    bundle TEXT NOT NULL                -- its name by content
);

-- Which versions they held: one row a version, with the first and the last bundle it was in, so that exporting
-- everything every day does not grow the store by every story every day.
CREATE TABLE version_export (
    version BLOB PRIMARY KEY REFERENCES version (id) ON DELETE CASCADE,
    first INTEGER NOT NULL REFERENCES export (id),
    last INTEGER NOT NULL REFERENCES export (id)
) WITHOUT ROWID;

-- How many words a text has, by the text's hash: counted when its history is first looked at.
CREATE TABLE content_words (
    content BLOB PRIMARY KEY CHECK (length(content) = 32),
    words INTEGER NOT NULL
) WITHOUT ROWID;
