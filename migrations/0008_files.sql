-- What came with a message, as JSON: names, sizes and the artifacts that hold the bytes.
ALTER TABLE messages ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
