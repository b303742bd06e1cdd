//! Somebody with write access to the database changes history: each kind is named by its row.

use super::on_both;
use super::place::Place;
use super::sample::{NOW, ask, claim, noted, task};
use baton::store::StoreUrl;

/// A task with six facts, and a signed checkpoint over them; then somebody says these statements, with
/// the task's id for `{task}`. Gives what the verification says, with `task` for the id.
async fn tampered(place: &Place, statements: &[&str]) -> Vec<String> {
    let store = place.open().await;
    let id = ask(&store, task(1)).await;
    store.finish(&mut claim(&store).await, (2..=6).map(noted).collect()).await.unwrap();
    store.checkpoint(&[7; 32], NOW).await.unwrap().unwrap();
    store.close().await;
    place.drop_triggers().await;
    for statement in statements {
        place.say(statement.replace("{task}", id.as_str())).await;
    }
    place.findings().await.into_iter().map(|line| line.replace(id.as_str(), "task")).collect()
}

on_both! {
    async fn nothing_was_touched(place) {
        assert_eq!(tampered(&place, &[]).await, [] as [&str; 0]);
    }

    async fn an_edited_payload(place) {
        let edit = "UPDATE facts SET payload = '{\"v\":1,\"noted\":\"resumed\"}' WHERE chain = '{task}' AND seq = 3";
        assert_eq!(tampered(&place, &[edit]).await, ["task #3: its payload was edited"]);
    }

    /// The hash would not tell: salt and payload are hashed one behind the other.
    async fn a_payload_that_was_moved_into_its_salt(place) {
        let edit = match &place.url {
            StoreUrl::Sqlite(_) => {
                "UPDATE facts SET salt = CAST(salt || CAST(substr(payload, 1, 1) AS BLOB) AS BLOB),
                    payload = substr(payload, 2) WHERE chain = '{task}' AND seq = 3"
            }
            StoreUrl::Postgres(_) => {
                "UPDATE facts SET salt = salt || convert_to(substr(payload, 1, 1), 'UTF8'),
                    payload = substr(payload, 2) WHERE chain = '{task}' AND seq = 3"
            }
        };
        assert_eq!(tampered(&place, &[edit]).await, ["task #3: its payload was edited"]);
    }

    /// Each of the two fits the row before it; no chain has a place twice.
    async fn a_second_row_at_one_place(place) {
        let keyless: &[&str] = match &place.url {
            StoreUrl::Sqlite(_) => &[
                "CREATE TABLE copy AS SELECT * FROM facts",
                "DROP TABLE facts",
                "ALTER TABLE copy RENAME TO facts",
            ],
            StoreUrl::Postgres(_) => &["ALTER TABLE facts DROP CONSTRAINT facts_pkey"],
        };
        let double = "INSERT INTO facts SELECT * FROM facts WHERE chain = '{task}' AND seq = 3";
        let found = tampered(&place, &[keyless, &[double]].concat()).await;
        assert_eq!(found, ["task #3: it does not follow the row before it"]);
    }

    /// It would make a rewritten tail look anchored.
    async fn a_head_that_no_checkpoint_signed(place) {
        let forged = "INSERT INTO checkpoint_heads SELECT 0, chain, seq, hash FROM facts WHERE chain = '{task}' AND seq = 2";
        let found = tampered(&place, &[forged]).await;
        assert_eq!(found.len(), 1, "{found:?}");
    }

    /// SQLite stores anything anywhere; a row that cannot be read must not stop the verification.
    async fn a_row_that_cannot_be_read(place) {
        let edit = "UPDATE facts SET hash = salt WHERE chain = '{task}' AND seq = 3";
        let mess = "UPDATE facts SET payload_hash = NULL WHERE chain = '{task}' AND seq = 5";
        let allow = "ALTER TABLE facts ALTER COLUMN payload_hash DROP NOT NULL";
        let expected = [
            "task #3: its place, moment, actor or kind was edited",
            "task #4: it does not follow the row before it",
        ];
        match &place.url {
            StoreUrl::Sqlite(_) => assert_eq!(tampered(&place, &[edit]).await, expected),
            StoreUrl::Postgres(_) => {
                let mut expected = expected.to_vec();
                expected.push("task #5: it cannot be read");
                assert_eq!(tampered(&place, &[allow, edit, mess]).await, expected);
            }
        }
    }

    /// SQLite only: PostgreSQL keeps text out of bytes, and text that is none out of text.
    async fn bytes_and_text_that_are_none(place) {
        let StoreUrl::Sqlite(_) = &place.url else { return };
        let edits = [
            "UPDATE facts SET payload_hash = CAST(payload_hash AS TEXT) WHERE chain = '{task}' AND seq = 2",
            "UPDATE facts SET actor = CAST(x'ff' AS TEXT) WHERE chain = '{task}' AND seq = 4",
            "UPDATE facts SET hash = '0123456789abcdef0123456789abcdef' WHERE chain = '{task}' AND seq = 6",
        ];
        assert_eq!(
            tampered(&place, &edits).await,
            [
                "task #2: it cannot be read",
                "task #4: it cannot be read",
                "task #6: it cannot be read",
                "task #6: the task's row names another end of the chain",
                "task #6: it is not the fact that checkpoint 1 signed",
            ]
        );
    }

    async fn a_lost_salt(place) {
        let edit = "UPDATE facts SET salt = NULL WHERE chain = '{task}' AND seq = 3";
        assert_eq!(tampered(&place, &[edit]).await, ["task #3: its payload was edited"]);
    }

    async fn another_actor(place) {
        let edit = "UPDATE facts SET actor = 'local:eve' WHERE chain = '{task}' AND seq = 2";
        assert_eq!(
            tampered(&place, &[edit]).await,
            ["task #2: its place, moment, actor or kind was edited"]
        );
    }

    async fn a_deleted_row(place) {
        let delete = "DELETE FROM facts WHERE chain = '{task}' AND seq IN (3, 4)";
        assert_eq!(tampered(&place, &[delete]).await, ["task #3: it is missing", "task #4: it is missing"]);
    }

    async fn a_deleted_end(place) {
        let delete = "DELETE FROM facts WHERE chain = '{task}' AND seq = 6";
        assert_eq!(
            tampered(&place, &[delete]).await,
            ["task #6: it is missing", "task #6: it is not the fact that checkpoint 1 signed"]
        );
    }

    /// The chain itself is whole then; only the checkpoint remembers.
    async fn a_deleted_end_that_was_covered_up(place) {
        let delete = "DELETE FROM facts WHERE chain = '{task}' AND seq = 6";
        let cover = "UPDATE tasks SET fact_count = 5, head_hash =
            (SELECT hash FROM facts WHERE chain = '{task}' AND seq = 5)";
        assert_eq!(
            tampered(&place, &[delete, cover]).await,
            ["task #6: it is not the fact that checkpoint 1 signed"]
        );
    }

    async fn an_inserted_row(place) {
        let make_room = ["UPDATE facts SET seq = 7 WHERE seq = 6", "UPDATE facts SET seq = 6 WHERE seq = 5"];
        let insert = "INSERT INTO facts SELECT chain, 5, at, actor, kind, payload, salt, payload_hash,
            prev_hash, hash FROM facts WHERE chain = '{task}' AND seq = 2";
        assert_eq!(
            tampered(&place, &[make_room[0], make_room[1], insert]).await,
            [
                "task #5: it was moved here from another place",
                "task #6: it was moved here from another place",
                "task #7: its place, moment, actor or kind was edited",
                "task #7: it was added behind the end of the chain",
                "task #6: it is not the fact that checkpoint 1 signed",
            ]
        );
    }

    async fn two_rows_that_changed_places(place) {
        let swap = ["seq = 99 WHERE seq = 3", "seq = 3 WHERE seq = 4", "seq = 4 WHERE seq = 99"]
            .map(|change| format!("UPDATE facts SET {change} AND chain = '{{task}}'"));
        assert_eq!(
            tampered(&place, &swap.each_ref().map(String::as_str)).await,
            [
                "task #3: it was moved here from another place",
                "task #4: it was moved here from another place",
                "task #5: it does not follow the row before it",
            ]
        );
    }

    async fn a_wrong_head(place) {
        let edit = "UPDATE tasks SET head_hash = (SELECT hash FROM facts WHERE seq = 2)";
        assert_eq!(
            tampered(&place, &[edit]).await,
            ["task #6: the task's row names another end of the chain"]
        );
    }

    async fn a_wrong_count(place) {
        let edit = "UPDATE tasks SET fact_count = 5";
        assert_eq!(
            tampered(&place, &[edit]).await,
            ["task #6: it was added behind the end of the chain"]
        );
    }

    async fn a_deleted_task(place) {
        assert_eq!(tampered(&place, &["DELETE FROM tasks"]).await, ["task #1: it belongs to no task"]);
    }

    async fn an_edited_checkpoint(place) {
        assert_eq!(
            tampered(&place, &["UPDATE checkpoints SET at = at + 1"]).await,
            ["checkpoints #1: the checkpoint was edited"]
        );
    }

    async fn a_forged_signature(place) {
        let edit = "UPDATE checkpoints SET public_key = (SELECT hash FROM facts WHERE seq = 2)";
        let findings = tampered(&place, &[edit]).await;
        assert_eq!(findings, ["checkpoints #1: the signature is wrong"]);
    }

    async fn a_checkpoint_that_cannot_be_read(place) {
        let edit = "UPDATE checkpoints SET signature = hash";
        assert_eq!(tampered(&place, &[edit]).await, ["checkpoints #1: it cannot be read"]);
    }

    async fn a_signed_place_that_cannot_be_read(place) {
        let edit = "UPDATE checkpoint_heads SET head_hash = (SELECT signature FROM checkpoints)";
        assert_eq!(
            tampered(&place, &[edit]).await,
            ["checkpoints #1: it cannot be read", "task #6: it is not the fact that checkpoint 1 signed"]
        );
    }

    /// SQLite only: PostgreSQL keeps text out of a number.
    async fn numbers_that_are_none(place) {
        let StoreUrl::Sqlite(_) = &place.url else { return };
        let edits = ["UPDATE checkpoints SET number = 'x'", "UPDATE tasks SET fact_count = 'x'"];
        assert_eq!(
            tampered(&place, &edits).await,
            ["task #6: it cannot be read", "checkpoints #1: it cannot be read", "checkpoints #1: it is missing"]
        );
    }

    async fn a_deleted_checkpoint(place) {
        let findings = tampered(&place, &["DELETE FROM checkpoints"]).await;
        assert_eq!(findings, ["checkpoints #1: it is missing"]);
    }
}
