-- Rows of version 1: one of each kind.
INSERT INTO inbox (id, event_key, thread, payload, received_at)
VALUES (1, 'said:1', 'local:web:1', '{}', 1800000000000);
INSERT INTO tasks (id, thread, repo, requester, priority, state, due_at, created_at, updated_at,
    fact_count, head_hash)
VALUES ('k7f2q9m3x4', 'local:web:1', 'acme/web', 'local:ana', 0, 'queued', 0, 1800000000000, 1800000000000,
    1, X'5708566b7370fecd81e8001f2bd3a063fcf4b15558d9f84a1cc334fb0cd2d23e');
INSERT INTO facts (chain, seq, at, actor, kind, payload, salt, payload_hash, prev_hash, hash)
VALUES ('k7f2q9m3x4', 1, 1800000000000, 'baton', 'noted', '{"v":1,"noted":"resumed"}',
    X'000102030405060708090a0b0c0d0e0f',
    X'434d1c03e7dea4457e0f8f088af721469a7104178c8a3448c87e527dd1a4ddb1',
    X'0000000000000000000000000000000000000000000000000000000000000000',
    X'5708566b7370fecd81e8001f2bd3a063fcf4b15558d9f84a1cc334fb0cd2d23e');
INSERT INTO approvals (task, subject, person, verdict, fact_seq)
VALUES ('k7f2q9m3x4', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'local:ben', 'approved', 1);
INSERT INTO slots (thread, key, task, wanted, wanted_hash, priority)
VALUES ('local:web:1', 'status:k7f2q9m3x4', 'k7f2q9m3x4', '{}',
    X'44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 3);
