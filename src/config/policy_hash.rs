//! The hash of a policy: two runs under the same rules have the same.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::domain::policy::{Access, ChangeLimits, MergeRule, Method, OwnApproval, Policy, Who};

/// The fixed form: its fields, their order and their words are part of the format. A change of it
/// needs another version.
#[derive(Serialize)]
struct Form<'a> {
    version: u32,
    read: Vec<String>,
    ask: Vec<String>,
    approve: Vec<String>,
    merge: Vec<String>,
    administer: Vec<String>,
    method: &'static str,
    approvals: u32,
    requester: &'static str,
    protected: &'a [String],
    files: usize,
    bytes: usize,
    target: Option<&'a str>,
}

/// The SHA-256 of the policy's fixed form, in hexadecimal digits.
pub fn of(policy: &Policy) -> String {
    // Taken apart to the last field: a new one cannot be forgotten here.
    let Policy { access, merge: rule, protected, limits, target } = policy;
    let Access { read, ask, approve, merge, administer } = access;
    let MergeRule { method, approvals, requester } = rule;
    let ChangeLimits { files, bytes } = *limits;
    let form = Form {
        version: 1,
        read: people(read),
        ask: people(ask),
        approve: people(approve),
        merge: people(merge),
        administer: people(administer),
        method: match method {
            Method::Squash => "squash",
            Method::Merge => "merge",
        },
        approvals: *approvals,
        requester: match requester {
            OwnApproval::Counts => "may-approve",
            OwnApproval::DoesNotCount => "may-not-approve",
        },
        protected,
        files,
        bytes,
        target: target.as_ref().map(|branch| branch.as_str()),
    };
    let json = serde_json::to_vec(&form).expect("strings and numbers are JSON");
    hex::encode(Sha256::digest(json))
}

/// A person always holds a colon, so no person can be taken for everybody.
fn people(who: &Who) -> Vec<String> {
    match who {
        Who::Everybody => vec!["everybody".to_owned()],
        Who::These(people) => people.iter().map(ToString::to_string).collect(),
    }
}
