-- Rows of version 2: one of each kind.
INSERT INTO counters (name, value) VALUES ('message:web', 1), ('pull:acme/web', 1);
INSERT INTO messages (channel, number, thread, author, content, nonce, created_at)
VALUES ('web', 1, 'local:web:1', 'local:ana', '{"text":"hello"}', 'n1', 1800000000000);
INSERT INTO reactions (channel, number, emoji, author) VALUES ('web', 1, '👀', 'baton');
INSERT INTO pulls (repo, number, branch, target, title, body, state, head, created_at, updated_at)
VALUES ('acme/web', 1, 'baton/k7f2q9m3x4-a', 'main', 'Change a to b', '', 'open',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1800000000000, 1800000000000);
