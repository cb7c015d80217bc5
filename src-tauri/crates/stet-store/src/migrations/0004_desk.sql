-- Two sides of a draft that changed one place, until somebody decides. The texts differ at the open places only.
CREATE TABLE conflict (
    edition INTEGER PRIMARY KEY REFERENCES edition (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    mine BLOB NOT NULL REFERENCES version (id),     -- the side in Stet, as it was when they met
    theirs BLOB NOT NULL REFERENCES version (id),   -- the other side
    base_text BLOB NOT NULL,            -- zstd: the draft with what stood at the open places before
    theirs_text BLOB NOT NULL           -- zstd: the draft with theirs at the open places
);

-- What Undo would take back in a draft, as the window's editor writes it, and the version whose body it belongs to.
CREATE TABLE undo (
    edition INTEGER PRIMARY KEY REFERENCES edition (id) ON DELETE CASCADE,
    version BLOB NOT NULL REFERENCES version (id),
    history BLOB NOT NULL               -- zstd of JSON
);
