-- Version 2: what the journal needs beside its entries.

-- Messages as octets: those that are yet to be appended, and those that were deleted for good, until the entry
-- is forgotten.
CREATE TABLE kept_messages (
    operation INTEGER NOT NULL,         -- as operations.id
    item INTEGER NOT NULL,
    size INTEGER NOT NULL,              -- as it came
    packed INTEGER NOT NULL,            -- 1: zlib
    data BLOB NOT NULL,
    PRIMARY KEY (operation, item)
);

-- Where messages went: those with the UIDs first to last of a folder are the same as those from to_first on in
-- another (or the same) folder.
CREATE TABLE trails (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder TEXT NOT NULL,
    uid_validity INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    to_folder TEXT NOT NULL,
    to_folder_wire BLOB NOT NULL,
    to_validity INTEGER NOT NULL,
    to_first INTEGER NOT NULL,
    made_at INTEGER NOT NULL            -- milliseconds since 1970 UTC
);
CREATE INDEX trails_from ON trails (folder, uid_validity, last);
