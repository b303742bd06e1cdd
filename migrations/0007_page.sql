-- Every change of a message has a number that grows in its channel: whoever looks on asks for what changed since.
ALTER TABLE messages ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
-- 1: it opens a thread.
ALTER TABLE messages ADD COLUMN opens BIGINT NOT NULL DEFAULT 0;
UPDATE messages SET revision = number,
    opens = CASE WHEN thread = 'local:' || channel || ':' || CAST(number AS TEXT) THEN 1 ELSE 0 END;
INSERT INTO counters (name, value) SELECT 'revision:' || channel, MAX(number) FROM messages GROUP BY channel;
CREATE INDEX messages_changed ON messages (channel, revision);
CREATE INDEX messages_opening ON messages (channel, number) WHERE opens = 1;
