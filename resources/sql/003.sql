-- Version 3: an index of words over what is cached, and a running total of what bodies take.

-- The text of each message as it stands in `search`. That keeps none itself, to save room, and has to be
-- given the same text again to forget a message; bodies are packed here, as snippets are made of them.
CREATE TABLE search_texts (
    id INTEGER PRIMARY KEY,             -- as messages.id
    subject TEXT NOT NULL,
    people TEXT NOT NULL,
    files TEXT NOT NULL,
    size INTEGER NOT NULL,              -- octets of the body, unpacked
    body BLOB                           -- zlib of UTF-8; NULL: none was cached
);
-- Letters, digits, marks and symbols make words; what stands between words was prepared by searchwords.
CREATE VIRTUAL TABLE search USING fts5(subject, people, files, body, content='', columnsize=0,
    tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co So'");

-- Messages of which something is cached that was not looked at yet.
CREATE TABLE search_queue (
    id INTEGER PRIMARY KEY              -- as messages.id
);
INSERT INTO search_queue SELECT id FROM summaries;
CREATE TRIGGER search_summary AFTER INSERT ON summaries BEGIN
    INSERT INTO search_queue (id) VALUES (new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_body AFTER INSERT ON bodies BEGIN
    INSERT INTO search_queue (id) VALUES (new.message) ON CONFLICT DO NOTHING;
END;

CREATE TABLE body_total (
    stored INTEGER NOT NULL             -- sum of bodies.stored
);
INSERT INTO body_total SELECT coalesce(sum(stored), 0) FROM bodies;
CREATE TRIGGER body_added AFTER INSERT ON bodies BEGIN
    UPDATE body_total SET stored = stored + new.stored;
END;
CREATE TRIGGER body_gone AFTER DELETE ON bodies BEGIN
    UPDATE body_total SET stored = stored - old.stored;
END;
