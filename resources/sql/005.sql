-- Version 5: entries that are to be taken back as soon as they are done outlive the program.

ALTER TABLE operations ADD COLUMN undo_wanted INTEGER NOT NULL DEFAULT 0;
