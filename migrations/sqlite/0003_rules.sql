-- Facts and checkpoints are only ever added. The one exception is erasing a fact's payload and salt.

CREATE TRIGGER facts_update BEFORE UPDATE ON facts
WHEN NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
    OR NEW.chain IS NOT OLD.chain OR NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at
    OR NEW.actor IS NOT OLD.actor OR NEW.kind IS NOT OLD.kind
    OR NEW.payload_hash IS NOT OLD.payload_hash OR NEW.prev_hash IS NOT OLD.prev_hash
    OR NEW.hash IS NOT OLD.hash
BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END;

CREATE TRIGGER facts_delete BEFORE DELETE ON facts
BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END;

-- INSERT OR REPLACE deletes without firing the trigger above.
CREATE TRIGGER facts_replace BEFORE INSERT ON facts
WHEN EXISTS (SELECT 1 FROM facts WHERE chain = NEW.chain AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END;

CREATE TRIGGER checkpoints_update BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER checkpoints_delete BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER checkpoint_heads_update BEFORE UPDATE ON checkpoint_heads
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER checkpoint_heads_delete BEFORE DELETE ON checkpoint_heads
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
