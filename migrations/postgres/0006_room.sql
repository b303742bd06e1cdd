-- Room on each page for the next states of its tasks: one that fits beside the last needs no new entry in
-- any index.
ALTER TABLE tasks SET (fillfactor = 60);
