-- Rows of version 4: a message that was sent, one that somebody began to send, and one beside them.
INSERT INTO slots (thread, key, wanted, wanted_hash, priority, state, message, lease_worker, lease_fence, lease_until)
VALUES ('local:web:1', 'reply:1', '{"post":{"blocks":[],"buttons":[],"audience":"thread","subject":null}}',
        X'5708566b7370fecd81e8001f2bd3a063fcf4b15558d9f84a1cc334fb0cd2d23e', 2, 'posted', 'local:web:2', NULL, 1, 0),
    ('local:web:1', 'reply:2', '{"post":{"blocks":[],"buttons":[],"audience":"thread","subject":null}}',
        X'5708566b7370fecd81e8001f2bd3a063fcf4b15558d9f84a1cc334fb0cd2d23e', 2, 'sending', NULL, 'w0', 1, 1),
    ('local:web:1', 'reply:3', '{"post":{"blocks":[],"buttons":[],"audience":"thread","subject":null}}',
        X'5708566b7370fecd81e8001f2bd3a063fcf4b15558d9f84a1cc334fb0cd2d23e', 2, 'wanted', NULL, NULL, 0, 0);
