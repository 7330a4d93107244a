-- Version 1. Times are milliseconds since 1970 UTC, sizes are octets.

CREATE TABLE folders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,          -- as people read it
    wire BLOB NOT NULL,                 -- empty unless the name must be sent as these bytes
    delimiter INTEGER,                  -- UTF-16 unit; NULL: no hierarchy
    attributes BLOB NOT NULL,           -- words
    role INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    selectable INTEGER NOT NULL,
    subscribed INTEGER NOT NULL,
    total INTEGER,
    unseen INTEGER,
    position INTEGER NOT NULL,          -- in the server's list
    gone_at INTEGER,                    -- no longer in the server's list since
    uid_next INTEGER NOT NULL DEFAULT 0,
    highest_modseq INTEGER NOT NULL DEFAULT 0,
    exists_count INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX folders_position ON folders (position) WHERE gone_at IS NULL;

-- A folder's messages under one UIDVALIDITY. A new UIDVALIDITY begins a new generation and retires the
-- old one at once, however many messages it has.
CREATE TABLE generations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder INTEGER REFERENCES folders (id) ON DELETE SET NULL,
    uid_validity INTEGER NOT NULL,      -- 0: not known yet
    retired_at INTEGER
);
CREATE UNIQUE INDEX generations_current ON generations (folder) WHERE retired_at IS NULL;
CREATE INDEX generations_folder ON generations (folder, uid_validity);
CREATE INDEX generations_retired ON generations (retired_at) WHERE retired_at IS NOT NULL;

CREATE TABLE row_maps (
    folder INTEGER PRIMARY KEY REFERENCES folders (id) ON DELETE CASCADE,
    data BLOB NOT NULL
);

-- The id of a message is its generation times 2^32 plus its UID, so that a folder lies in one piece, in
-- order. What changes and is counted stands apart from what is large and never changes.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    flags INTEGER NOT NULL,             -- bits; 1 is \Seen
    keywords BLOB,                      -- words
    modseq INTEGER NOT NULL,
    date INTEGER,                       -- INTERNALDATE
    date_offset INTEGER,                -- its zone, seconds east of UTC
    size INTEGER NOT NULL,
    removed_at INTEGER
);
-- All that counting asks for, so that it reads nothing else.
CREATE INDEX messages_unseen ON messages (id, removed_at, flags) WHERE removed_at IS NULL AND flags & 1 = 0;
CREATE INDEX messages_removed ON messages (removed_at) WHERE removed_at IS NOT NULL;

CREATE TABLE summaries (
    id INTEGER PRIMARY KEY,             -- as messages.id
    envelope BLOB NOT NULL,
    refs BLOB,                          -- the References header
    structure BLOB
);

CREATE TABLE bodies (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- also the name of the file, so it is never used twice
    message INTEGER NOT NULL,           -- as messages.id
    section BLOB NOT NULL,
    size INTEGER NOT NULL,              -- as fetched
    stored INTEGER NOT NULL,            -- as kept
    packed INTEGER NOT NULL,            -- 1: zlib
    checksum INTEGER NOT NULL,          -- CRC-32 of what is kept
    used_at INTEGER NOT NULL,
    data BLOB,                          -- NULL: in a file
    UNIQUE (message, section)
);
CREATE INDEX bodies_used ON bodies (used_at, stored);

CREATE TABLE operations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created INTEGER NOT NULL,
    kind BLOB NOT NULL,
    folder TEXT NOT NULL,
    folder_wire BLOB NOT NULL,
    uid_validity INTEGER NOT NULL,
    uids BLOB NOT NULL,                 -- sequence-set
    payload BLOB NOT NULL,
    inverse BLOB NOT NULL,
    state INTEGER NOT NULL,             -- 0 waiting, 1 running, 2 done, 3 failed, 4 undone
    error TEXT NOT NULL,
    undoes INTEGER NOT NULL
);
CREATE INDEX operations_open ON operations (state, id) WHERE state < 2;
