//! Changes that are made together on PostgreSQL, where a connection can be lost on the way.

use baton::domain::ids::TaskId;
use baton::store::{Append, Store, StoreError};
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::place::Place;
use super::sample::{ask, noted, task};
use tokio::task::JoinSet;

/// Who waits for a lock of this session, and of it alone: tests share the server.
const WAITING: &str = "FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))";

/// A session that holds on to the rows of some tasks.
struct Holder {
    session: AnyConnection,
    pid: i32,
}

impl Holder {
    async fn of(place: &Place, tasks: &[&TaskId]) -> Self {
        let mut session = place.connect().await;
        sqlx::query("BEGIN").execute(&mut session).await.unwrap();
        for id in tasks {
            let lock = "SELECT 1 FROM tasks WHERE id = $1 FOR UPDATE";
            sqlx::query(lock).bind(id.as_str()).execute(&mut session).await.unwrap();
        }
        let row = sqlx::query("SELECT pg_backend_pid() AS pid").fetch_one(&mut session).await.unwrap();
        Self { pid: row.get("pid"), session }
    }

    /// Returns once somebody waits for one of the rows.
    async fn is_waited_for(&mut self) {
        let statement = format!("SELECT COUNT(*) AS waiting {WAITING}");
        loop {
            let query = sqlx::query(AssertSqlSafe(statement.clone())).bind(self.pid);
            let row = query.fetch_one(&mut self.session).await.unwrap();
            if row.get::<i64, _>("waiting") > 0 {
                return;
            }
        }
    }

    /// Ends the sessions that wait, as an administrator or a restart does.
    async fn end_those_who_wait(&mut self) {
        let statement = format!("SELECT COUNT(pg_terminate_backend(pid)) {WAITING}");
        sqlx::query(AssertSqlSafe(statement)).bind(self.pid).execute(&mut self.session).await.unwrap();
    }

    async fn lets_go(mut self) {
        sqlx::query("ROLLBACK").execute(&mut self.session).await.unwrap();
    }
}

async fn adds(store: &Store, task: &TaskId, expected: u32) -> Result<(), StoreError> {
    store.record(Append { task: task.clone(), expected, facts: vec![noted(1)] }).await
}

/// Whether they happened is not known to anybody, so each is told, and nothing is done again blindly.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_is_told_to_all_whose_changes_it_carried() {
    let place = Place::postgres().await;
    let store = place.open().await;
    let [first, second, third] =
        [ask(&store, task(1)).await, ask(&store, task(2)).await, ask(&store, task(3)).await];
    let mut ahead = Holder::of(&place, &[&first]).await;
    let mut others = Holder::of(&place, &[&second, &third]).await;
    let change = |task: &TaskId, expected| {
        let (store, task) = (store.clone(), task.clone());
        let mut alone = JoinSet::new();
        alone.spawn(async move { adds(&store, &task, expected).await });
        alone
    };
    // While the first is being made, the other two gather behind it.
    let mut made = change(&first, 1);
    ahead.is_waited_for().await;
    let lost = [change(&second, 1), change(&third, 1)];
    ahead.lets_go().await;
    made.join_next().await.unwrap().unwrap().unwrap();
    for mut lost in lost {
        // As many times as it takes: they may have come one after the other.
        let told = loop {
            match lost.try_join_next() {
                Some(told) => break told.unwrap(),
                None => others.end_those_who_wait().await,
            }
        };
        assert!(matches!(told, Err(StoreError::Unreachable(_))));
    }
    others.lets_go().await;
    for (task, facts) in [(&first, 2), (&second, 1), (&third, 1)] {
        assert_eq!(store.facts(task, 0).await.unwrap().len(), facts);
    }
    // The pool finds another connection.
    adds(&store, &second, 1).await.unwrap();
}
