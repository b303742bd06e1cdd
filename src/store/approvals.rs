//! Approvals: what each person decided last on each exact subject, written with the fact that says so.

use std::collections::BTreeMap;

use serde_json::json;

use super::change::{Change, Table};
use super::dialect::Kind;
use super::error::{Result, StoreError};
use super::open::Store;
use super::row::Columns;
use crate::domain::chat_ids::Person;
use crate::domain::fact::{Actor, Body, Decided, Fact};
use crate::domain::ids::{Oid, TaskId};

/// One person's last word on one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub person: Person,
    /// What they said last.
    pub verdict: Verdict,
    /// The fact that says so.
    pub fact: u32,
}

/// Whether an approval stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It stands.
    Approved,
    /// It was taken back.
    Withdrawn,
}

static APPROVALS: Table = Table {
    name: "approvals",
    columns: &[
        ("task", Kind::Text),
        ("subject", Kind::Text),
        ("person", Kind::Text),
        ("verdict", Kind::Text),
        ("fact_seq", Kind::Number),
    ],
    on_conflict: "ON CONFLICT (task, subject, person)
        DO UPDATE SET verdict = excluded.verdict, fact_seq = excluded.fact_seq",
};

impl Verdict {
    fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Store {
    /// Who decided what on this head of a task's pull request, in the order of their facts.
    pub async fn approvals(&self, task: &TaskId, head: &Oid) -> Result<Vec<Approval>> {
        let statement = "SELECT person, verdict, fact_seq FROM approvals
            WHERE task = $1 AND subject = $2 ORDER BY fact_seq";
        let query = sqlx::query(statement).bind(task.as_str()).bind(head.as_str());
        let mut approvals = Vec::new();
        for row in query.fetch_all(&self.reads).await? {
            let verdict = match row.text("verdict")?.as_str() {
                "approved" => Verdict::Approved,
                "withdrawn" => Verdict::Withdrawn,
                other => return Err(StoreError::corrupt(format!("{other:?} is not a verdict"))),
            };
            approvals.push(Approval { person: row.id("person")?, verdict, fact: row.count("fact_seq")? });
        }
        Ok(approvals)
    }
}

/// Adds the decisions among new facts to a change. Only a person's count.
pub(super) fn decide(change: &mut Change, task: &TaskId, facts: &[Fact]) {
    let mut last = BTreeMap::new();
    for fact in facts {
        let (Actor::Person(person), Body::Decided(decided)) = (&fact.by, &fact.body) else { continue };
        let (head, verdict) = match decided {
            Decided::Approved { head } => (head, Verdict::Approved),
            Decided::Unapproved { head } => (head, Verdict::Withdrawn),
            Decided::Chose { .. }
            | Decided::Closed
            | Decided::Stopped
            | Decided::Retried
            | Decided::Muted
            | Decided::Unmuted => continue,
        };
        // A statement may not touch a row twice.
        last.insert((head, person.to_string()), (verdict, fact.seq));
    }
    for ((head, person), (verdict, seq)) in last {
        change.row(
            &APPROVALS,
            json!({
                "task": task.as_str(),
                "subject": head.as_str(),
                "person": person,
                "verdict": verdict.as_str(),
                "fact_seq": seq,
            }),
        );
    }
}
