-- What the embedded chat and forge keep: messages with reactions, pull requests, and the counters
-- that number them.

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE pulls (
    repo TEXT NOT NULL,
    number BIGINT NOT NULL,
    branch TEXT NOT NULL,
    target TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    -- open, merged or closed
    state TEXT NOT NULL,
    head TEXT NOT NULL,
    merged_commit TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (repo, number)
);
CREATE UNIQUE INDEX pulls_open ON pulls (repo, branch) WHERE state = 'open';

CREATE TABLE messages (
    channel TEXT NOT NULL,
    number BIGINT NOT NULL,
    thread TEXT NOT NULL,
    author TEXT NOT NULL,
    content TEXT NOT NULL,
    nonce TEXT UNIQUE,
    created_at BIGINT NOT NULL,
    edited_at BIGINT,
    deleted_at BIGINT,
    PRIMARY KEY (channel, number)
);
CREATE INDEX messages_thread ON messages (thread, number);

CREATE TABLE reactions (
    channel TEXT NOT NULL,
    number BIGINT NOT NULL,
    emoji TEXT NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (channel, number, emoji, author)
);
