//! Approvals: a person's last word on one exact head.

use super::on_both;
use super::sample::{approved, ask, claim, noted, person, task};
use baton::domain::fact::{Actor, Body, Decided};
use baton::store::{NewFact, Verdict};

on_both! {
    async fn an_approval_is_bound_to_its_head_and_can_be_taken_back(place) {
        let store = place.open().await;
        let id = ask(&store, task(1)).await;
        let mut claim = claim(&store).await;
        let facts = vec![approved("ben", 'a'), approved("eva", 'a'), approved("eva", 'b'), noted(1)];
        store.append(&mut claim, facts).await.unwrap();
        let (a, b) = ("a".repeat(40).parse().unwrap(), "b".repeat(40).parse().unwrap());
        let said = |approvals: Vec<baton::store::Approval>| {
            approvals.into_iter().map(|a| (a.person, a.verdict, a.fact)).collect::<Vec<_>>()
        };
        let (ben, eva) = (person("ben"), person("eva"));
        let on_a = said(store.approvals(&id, &a).await.unwrap());
        assert_eq!(on_a, [(ben.clone(), Verdict::Approved, 2), (eva.clone(), Verdict::Approved, 3)]);
        assert_eq!(said(store.approvals(&id, &b).await.unwrap()), [(eva.clone(), Verdict::Approved, 4)]);
        let back = NewFact {
            by: Actor::Person(ben.clone()),
            body: Body::Decided(Decided::Unapproved { head: a.clone() }),
            ..noted(1)
        };
        store.finish(&mut claim, vec![back]).await.unwrap();
        let on_a = said(store.approvals(&id, &a).await.unwrap());
        assert_eq!(on_a, [(eva, Verdict::Approved, 3), (ben, Verdict::Withdrawn, 6)]);
    }

    /// baton itself never approves anything.
    async fn only_people_approve(place) {
        let store = place.open().await;
        let id = ask(&store, task(1)).await;
        let by_baton = NewFact { by: Actor::Baton, ..approved("ben", 'a') };
        store.finish(&mut self::claim(&store).await, vec![by_baton]).await.unwrap();
        assert_eq!(store.approvals(&id, &"a".repeat(40).parse().unwrap()).await.unwrap(), []);
    }
}
