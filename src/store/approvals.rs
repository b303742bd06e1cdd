//! Approvals: what each person decided last on each exact subject, written with the fact that says so.

use sqlx::AnyConnection;

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

/// Keeps the decisions among new facts. Only a person's count.
pub(super) async fn decide(on: &mut AnyConnection, task: &TaskId, facts: &[Fact]) -> Result<()> {
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
        let statement = "INSERT INTO approvals (task, subject, person, verdict, fact_seq)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (task, subject, person)
            DO UPDATE SET verdict = excluded.verdict, fact_seq = excluded.fact_seq";
        sqlx::query(statement)
            .bind(task.as_str())
            .bind(head.as_str())
            .bind(person.to_string())
            .bind(verdict.as_str())
            .bind(i64::from(fact.seq))
            .execute(&mut *on)
            .await?;
    }
    Ok(())
}
