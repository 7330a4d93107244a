-- Version 4: how far folders have been filled before anybody looked, and which ones people use.

CREATE TABLE fills (
    generation INTEGER PRIMARY KEY REFERENCES generations (id) ON DELETE CASCADE,
    row_uids BLOB NOT NULL,             -- sequence-set of UIDs: what the server had of them is stored
    body_uids BLOB NOT NULL,            -- and of these the text, too
    done_for INTEGER NOT NULL,          -- which policy was fulfilled; 0: none yet
    done_at INTEGER NOT NULL,           -- messages in the folder then
    unseen_at INTEGER NOT NULL          -- unread ones then
);

CREATE TABLE folder_uses (
    folder INTEGER PRIMARY KEY REFERENCES folders (id) ON DELETE CASCADE,
    used_at INTEGER NOT NULL
);
