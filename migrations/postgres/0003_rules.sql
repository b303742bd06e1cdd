-- What PostgreSQL needs said: how ids sort, and that facts and checkpoints are only ever added.

-- Numbers the inbox in order of arrival; SQLite counts for itself, it has one writer.
CREATE SEQUENCE inbox_ids;
SELECT setval('inbox_ids', (SELECT COALESCE(MAX(id), 0) + 1 FROM inbox), false);

-- Ids sort by their bytes, as in SQLite: prefixes are found by the index, and chains are verified in
-- the order in which they were signed.
ALTER TABLE tasks ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE chains ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE facts ALTER COLUMN chain TYPE TEXT COLLATE "C";
ALTER TABLE checkpoint_heads ALTER COLUMN chain TYPE TEXT COLLATE "C";

-- The one exception to append-only is erasing a fact's payload and salt.

CREATE FUNCTION baton_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;

CREATE TRIGGER facts_update BEFORE UPDATE ON facts FOR EACH ROW
WHEN (NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
    OR (NEW.chain, NEW.seq, NEW.at, NEW.actor, NEW.kind, NEW.payload_hash, NEW.prev_hash, NEW.hash)
        IS DISTINCT FROM
        (OLD.chain, OLD.seq, OLD.at, OLD.actor, OLD.kind, OLD.payload_hash, OLD.prev_hash, OLD.hash))
EXECUTE FUNCTION baton_refuse();

CREATE TRIGGER facts_delete BEFORE DELETE ON facts FOR EACH ROW EXECUTE FUNCTION baton_refuse();
CREATE TRIGGER facts_truncate BEFORE TRUNCATE ON facts FOR EACH STATEMENT EXECUTE FUNCTION baton_refuse();

CREATE TRIGGER checkpoints_change BEFORE UPDATE OR DELETE ON checkpoints
FOR EACH ROW EXECUTE FUNCTION baton_refuse();
CREATE TRIGGER checkpoints_truncate BEFORE TRUNCATE ON checkpoints
FOR EACH STATEMENT EXECUTE FUNCTION baton_refuse();
CREATE TRIGGER checkpoint_heads_change BEFORE UPDATE OR DELETE ON checkpoint_heads
FOR EACH ROW EXECUTE FUNCTION baton_refuse();
CREATE TRIGGER checkpoint_heads_truncate BEFORE TRUNCATE ON checkpoint_heads
FOR EACH STATEMENT EXECUTE FUNCTION baton_refuse();
