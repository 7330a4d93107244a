-- Version 6: Gmail's labels.

-- As the server has them, one a line; NULL: none, or the message was stored by an earlier version.
ALTER TABLE messages ADD COLUMN labels TEXT;

CREATE TABLE account (
    gmail_labels INTEGER NOT NULL       -- 1: the server has X-GM-EXT-1
);
INSERT INTO account VALUES (0);
