-- Texts as rows of a table with numbers, so that one can be packed against another. A text is whole (base is NULL)
-- or holds what differs from its base; it is never more than two steps from a whole one.
CREATE TABLE content_new (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    size INTEGER NOT NULL,              -- bytes unpacked
    base INTEGER REFERENCES content_new (id),
    depth INTEGER NOT NULL DEFAULT 0,   -- steps to the whole text
    run INTEGER NOT NULL DEFAULT 0,     -- how many texts since the last whole one, along the parents
    data BLOB NOT NULL                  -- zstd; with the base's text as dictionary where there is a base
);
INSERT INTO content_new (hash, size, data) SELECT c.hash, c.size, c.data FROM content c LEFT JOIN version v ON v.content = c.hash GROUP BY c.hash ORDER BY min(v.edition), min(v.at);
DROP TABLE content;
ALTER TABLE content_new RENAME TO content;

-- What the file system said of the mirror file when its bytes were last compared; NULL: they must be read.
ALTER TABLE edition ADD COLUMN seen BLOB;

-- Small facts about the store itself.
CREATE TABLE note (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

-- Lists and their counts are answered from these alone.
DROP INDEX edition_updated;
CREATE INDEX edition_list ON edition (kind, updated DESC, path, lang, state, section) WHERE removed IS NULL;
CREATE INDEX edition_count ON edition (kind, lang, state, section) WHERE removed IS NULL;
CREATE INDEX edition_source ON edition (source) WHERE removed IS NULL;
CREATE INDEX edition_dated ON edition (coalesce(date, updated)) WHERE removed IS NULL;
CREATE INDEX edition_recent ON edition (updated DESC, path) WHERE removed IS NULL;
DROP INDEX edition_section;
-- An edition that is gone has no part in the tally of tags.
DELETE FROM edition_tag WHERE edition IN (SELECT id FROM edition WHERE removed IS NOT NULL);

-- A tag as filters ask for it: “Sea level” and “sea_level” are one. `slug()` is Stet's own function.
ALTER TABLE edition_tag ADD COLUMN slug TEXT NOT NULL DEFAULT '';
UPDATE edition_tag SET slug = slug(name);
CREATE INDEX edition_tag_slug ON edition_tag (slug);

-- The index again, with what filters ask for (`keys`), the headline's words under names of their own (`head`), and
-- shorter forms of words (`forms`). It is filled from the versions at the next start.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
    title, standfirst, body, byline, source, tags, forms, head, keys,
    content = '', contentless_delete = 1, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
-- Words wait in memory up to so many bytes, so that an import writes few large pieces of the index and not many small.
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
-- Pieces are brought together in idle moments (`Store::tidy_index`), and else only where 16 of a size have gathered:
-- not a little with every save.
INSERT INTO search (search, rank) VALUES ('automerge', 0);
INSERT INTO note (name, value) SELECT 'unindexed', 1 WHERE EXISTS (SELECT 1 FROM edition);
INSERT INTO note (name, value) SELECT 'unpacked', 0 WHERE EXISTS (SELECT 1 FROM edition);
