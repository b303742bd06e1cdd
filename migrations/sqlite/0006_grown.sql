-- Whether a task has facts that no checkpoint covers.
DROP INDEX tasks_unanchored;
ALTER TABLE tasks ADD COLUMN grown BIGINT
    GENERATED ALWAYS AS (CASE WHEN fact_count > anchored_count THEN 1 ELSE 0 END) VIRTUAL;
CREATE INDEX tasks_grown ON tasks (id) WHERE grown = 1;
