-- Who writes to the threads of a platform: one process at a time, by the database's clock. A lease of the
-- writer instead of one of every message: a message is stored twice less often.
CREATE TABLE writers (
    platform TEXT NOT NULL PRIMARY KEY,
    worker TEXT NOT NULL,
    fence BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    -- JSON: thread and key of each new message that it was last about to send
    sending TEXT NOT NULL
);

DROP INDEX slots_busy;
DROP INDEX slots_pending;
-- No state 'sending' any more. Interrupted is 1 where somebody began to send it, and how that ended is not known.
UPDATE slots SET interrupted = CASE WHEN state = 'sending' THEN 1 ELSE 0 END, state = 'wanted'
    WHERE state IN ('wanted', 'sending');
ALTER TABLE slots DROP COLUMN lease_worker;
ALTER TABLE slots DROP COLUMN lease_fence;
ALTER TABLE slots DROP COLUMN lease_until;
CREATE INDEX slots_pending ON slots (priority, thread, key) WHERE state = 'wanted';
