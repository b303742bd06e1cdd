-- The core: what came in, the tasks, their facts, and what their threads show.
-- Types that both databases have: TEXT, BIGINT (also Unix milliseconds), BYTEA. Leases hold the
-- database's own time, every other moment comes from baton.

CREATE TABLE inbox (
    id BIGINT NOT NULL PRIMARY KEY,
    event_key TEXT NOT NULL UNIQUE,
    thread TEXT NOT NULL,
    payload TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    -- waiting, handled or dead
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL DEFAULT 0,
    lease_worker TEXT,
    lease_fence BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    outcome TEXT,
    error TEXT
);
CREATE INDEX inbox_waiting ON inbox (thread, id) WHERE state = 'waiting';
CREATE INDEX inbox_arrival ON inbox (id) WHERE state = 'waiting';
CREATE INDEX inbox_dead ON inbox (id) WHERE state = 'dead';

CREATE TABLE tasks (
    id TEXT NOT NULL PRIMARY KEY,
    thread TEXT NOT NULL,
    repo TEXT,
    requester TEXT NOT NULL,
    priority BIGINT NOT NULL,
    state TEXT NOT NULL,
    -- null: only people can move it; 0: at once
    due_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    fact_count BIGINT NOT NULL,
    head_hash BYTEA NOT NULL,
    -- facts that a signed checkpoint covers
    anchored_count BIGINT NOT NULL DEFAULT 0,
    lease_worker TEXT,
    lease_fence BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    -- 1: the last claim took it over from a worker that never gave it back
    taken_over BIGINT NOT NULL DEFAULT 0,
    failures BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX tasks_due ON tasks (priority DESC, created_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX tasks_leased ON tasks (requester, lease_until) WHERE lease_worker IS NOT NULL;
CREATE INDEX tasks_thread ON tasks (thread, created_at);
CREATE INDEX tasks_created ON tasks (created_at);
CREATE INDEX tasks_state ON tasks (state, created_at);
CREATE INDEX tasks_unanchored ON tasks (id) WHERE fact_count > anchored_count;

-- Chains of facts that belong to no task: the system's own.
CREATE TABLE chains (
    id TEXT NOT NULL PRIMARY KEY,
    fact_count BIGINT NOT NULL,
    head_hash BYTEA NOT NULL,
    anchored_count BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE facts (
    -- a task's id, or one of chains
    chain TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- both null once the payload was erased
    payload TEXT,
    salt BYTEA,
    payload_hash BYTEA NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (chain, seq)
);

CREATE TABLE checkpoints (
    number BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    -- chains and facts that this checkpoint adds
    chain_count BIGINT NOT NULL,
    fact_count BIGINT NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    signature BYTEA NOT NULL
);

-- Where each chain stood that had grown since the checkpoint before.
CREATE TABLE checkpoint_heads (
    checkpoint BIGINT NOT NULL,
    chain TEXT NOT NULL,
    fact_count BIGINT NOT NULL,
    head_hash BYTEA NOT NULL,
    PRIMARY KEY (checkpoint, chain)
);
CREATE INDEX checkpoint_heads_chain ON checkpoint_heads (chain, fact_count);

CREATE TABLE approvals (
    task TEXT NOT NULL,
    -- the hash that was decided on: a head commit
    subject TEXT NOT NULL,
    person TEXT NOT NULL,
    -- approved or withdrawn
    verdict TEXT NOT NULL,
    fact_seq BIGINT NOT NULL,
    PRIMARY KEY (task, subject, person)
);

CREATE TABLE slots (
    thread TEXT NOT NULL,
    key TEXT NOT NULL,
    task TEXT,
    wanted TEXT NOT NULL,
    wanted_hash BYTEA NOT NULL,
    priority BIGINT NOT NULL,
    -- wanted, sending, posted or removed
    state TEXT NOT NULL DEFAULT 'wanted',
    posted_hash BYTEA,
    message TEXT,
    subject TEXT,
    -- 1: it was already sending when it was last claimed
    interrupted BIGINT NOT NULL DEFAULT 0,
    failures BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL DEFAULT 0,
    lease_worker TEXT,
    lease_fence BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (thread, key)
);
CREATE INDEX slots_pending ON slots (priority, thread, key) WHERE state IN ('wanted', 'sending');
CREATE INDEX slots_busy ON slots (thread, lease_until) WHERE state = 'sending';
CREATE INDEX slots_message ON slots (message) WHERE message IS NOT NULL;
