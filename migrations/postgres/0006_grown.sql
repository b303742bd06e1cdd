-- Whether a task has facts that no checkpoint covers: a column, because a row is written anew into every index of
-- its table when a column changes that one of them looks at, and this one stays as it is when facts are added.
DROP INDEX tasks_unanchored;
ALTER TABLE tasks ADD COLUMN grown BIGINT NOT NULL
    GENERATED ALWAYS AS (CASE WHEN fact_count > anchored_count THEN 1 ELSE 0 END) STORED;
CREATE INDEX tasks_grown ON tasks (id) WHERE grown = 1;
-- Room on each page for the next states of its tasks, which need no new entries in the indexes then.
ALTER TABLE tasks SET (fillfactor = 60);
