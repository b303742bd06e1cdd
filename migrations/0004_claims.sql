-- What each requester waits for, in the order it is claimed: a claim looks at one task of each.
DROP INDEX tasks_due;
CREATE INDEX tasks_due ON tasks (requester, priority DESC, created_at, id) WHERE due_at IS NOT NULL;

-- Every change of a task pays for each index; lists by state go by age and skip the others.
DROP INDEX tasks_state;
