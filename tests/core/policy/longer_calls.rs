//! Calls of several requests: the blast radius of an order, and waiting for a revocation.

use super::*;
use certcentral_revoke::{
    api::{Effect, ErrorCode, Inclusion, Proof},
    policy::{BlastRadius, BlastRadiusQuery, BlastRadiusWarning, Until, Wait, WaitFor, WaitResult},
};

fn radius(replies: Vec<Reply>) -> Story<BlastRadius> {
    play(BlastRadiusQuery::new("1".parse().unwrap()), patient(1), replies)
}

fn list(rows: &str) -> Reply {
    says(200, format!(r#"{{"certificates":[{rows}]}}"#))
}

#[test]
fn blast_radius_has_every_certificate_once() {
    let order = r#"{"id":1,"status":"issued","product":{"type":"ssl_certificate"},"certificate":{"id":10,"common_name":"a.example","serial_number":"0A"},"requests":[]}"#;
    let duplicates = r#"{"id":11,"serial_number":"0B","archived":"1"},{"id":10,"status":"issued","archived":"0"}"#;
    let reissues =
        r#"{"id":11,"status":"issued"},{"id":12,"status":"rejected"},{"common_name":"odd"},{"common_name":"odd"}"#;
    let story = radius(vec![says(200, order), list(duplicates), list(reissues)]);
    assert_eq!(
        story.sent(),
        [
            "GET /order/certificate/1",
            "GET /order/certificate/1/duplicate?show_archived=true",
            "GET /order/certificate/1/reissue?show_archived=true"
        ]
    );
    let radius = story.end.unwrap();
    let ids: Vec<_> = radius.certificates.iter().map(|row| row.id.map(|id| id.to_string())).collect();
    assert_eq!(ids, [Some("10".into()), Some("11".into()), None, None], "12 never became a certificate");
    let [primary, duplicate, ..] = radius.certificates.as_slice() else { panic!() };
    assert_eq!(primary.included, [Inclusion::Primary, Inclusion::Duplicate]);
    assert_eq!((primary.serial_number.as_deref(), primary.archived), (Some("0A"), Some(false)));
    assert_eq!(duplicate.included, [Inclusion::Duplicate, Inclusion::Reissue]);
    assert_eq!((duplicate.archived, duplicate.status.as_deref()), (Some(true), Some("issued")));
    assert_eq!(radius.warnings, []);
}

#[test]
fn blast_radius_warns_before_the_revocation() {
    use BlastRadiusWarning::*;
    let warnings =
        |order: &str, duplicates, reissues| radius(vec![says(200, order), duplicates, reissues]).end.unwrap().warnings;
    let none = || list("");
    for (order, expected) in [
        (r#"{"id":1,"status":"revoked"}"#, AlreadyRevoked),
        (r#"{"id":1,"status":"reissue_pending"}"#, ReissuePending),
        (r#"{"id":1,"status":"needs_approval"}"#, NotIssued),
        (r#"{"id":1,"status":"waiting_pickup"}"#, NotIssued),
        (r#"{"id":1,"status":"canceled"}"#, UnknownStatus),
        (r#"{"id":1,"status":"issued","product":{"type":"code_signing_certificate"}}"#, ReasonIgnored),
        (
            r#"{"id":1,"status":"issued","requests":[{"id":5,"type":"revoke","status":"submitted"}]}"#,
            RevocationRequested,
        ),
    ] {
        assert_eq!(warnings(order, none(), none()), [expected], "{order}");
    }
    let issued = r#"{"id":1,"status":"issued"}"#;
    assert_eq!(warnings(issued, none(), list(r#"{"id":3,"status":"pending"}"#)), [ReissuePending]);
    assert_eq!(warnings(issued, says(404, REFUSAL), says(400, REFUSAL)), [DuplicatesNotRead, ReissuesNotRead]);
    // A response without a list does not prove that there are no further certificates.
    assert_eq!(
        warnings(issued, says(200, "{}"), says(200, r#"{"certificates":null}"#)),
        [DuplicatesNotRead, ReissuesNotRead]
    );
    // A pending duplicate is not a reissue. A decided request, or one of another type, is not a pending revocation.
    assert_eq!(warnings(issued, list(r#"{"id":3,"status":"pending"}"#), none()), []);
    let decided = r#"{"id":5,"type":"revoke","status":"rejected"},{"id":6,"type":"reissue","status":"pending"}"#;
    let decided = format!(r#"{{"id":1,"status":"issued","requests":[{decided}]}}"#);
    assert_eq!(warnings(&decided, none(), none()), []);
    // A list that fails without a refusal fails the call.
    for broken in [says(500, ""), says(200, "[]"), says(403, REFUSAL), Reply::Lost] {
        assert!(radius(vec![says(200, issued), broken]).end.is_err());
    }
    assert_eq!(radius(vec![says(404, REFUSAL)]).end.unwrap_err().code(), ErrorCode::NotFound);
}

fn waiting(target: WaitFor, until: Until, replies: Vec<Reply>) -> Story<WaitResult> {
    let policy = Policy { deadline_ms: 60_000, ..patient(2) };
    play(Wait::new(target, until, 10_000), policy, replies)
}

fn proofs(seen: &WaitResult) -> Vec<Option<Proof>> {
    seen.orders.iter().map(|order| order.proof).collect()
}

#[test]
fn wait_for_order_raises_the_proof() {
    let request = |status: &str| format!(r#"{{"id":5,"type":"revoke","status":"{status}"}}"#);
    let climb =
        || vec![order("issued", &request("pending")), order("issued", &request("approved")), order("revoked", "")];
    let one = || WaitFor::Order("1".parse().unwrap());
    let story = waiting(one(), Until::Revoked, climb());
    let seen = story.end.unwrap();
    assert_eq!((seen.reached, proofs(&seen), story.waits), (true, vec![Some(Proof::Revoked)], vec![10_000, 10_000]));
    let seen = waiting(one(), Until::Approved, climb()).end.unwrap();
    assert_eq!((seen.reached, proofs(&seen)), (true, vec![Some(Proof::Approved)]));
    // Never revoked: the deadline ends the wait with the last state.
    let story = waiting(one(), Until::Revoked, vec![order("issued", &request("pending"))]);
    let seen = story.end.unwrap();
    assert_eq!((seen.reached, proofs(&seen)), (false, vec![Some(Proof::Accepted)]));
    let seen = waiting(one(), Until::Revoked, vec![order("issued", "")]).end.unwrap();
    assert_eq!((seen.reached, proofs(&seen)), (false, vec![None]));
    // Only the newest request counts.
    let twice = format!("{},{}", request("approved"), r#"{"id":6,"type":"revoke","status":"pending"}"#);
    let seen = waiting(one(), Until::Approved, vec![order("issued", &twice)]).end.unwrap();
    assert_eq!((seen.reached, proofs(&seen)), (false, vec![Some(Proof::Accepted)]));
}

#[test]
fn wait_for_request_continues_with_its_order() {
    let request = |status: &str| says(200, format!(r#"{{"id":9,"status":"{status}","order":{{"id":1}}}}"#));
    let one = || WaitFor::Request("9".parse().unwrap());
    let story = waiting(
        one(),
        Until::Revoked,
        vec![request("pending"), request("approved"), order("issued", ""), order("revoked", "")],
    );
    assert_eq!(
        story.sent(),
        ["GET /request/9", "GET /request/9", "GET /order/certificate/1", "GET /order/certificate/1"]
    );
    assert!(story.end.unwrap().reached);
    let story = waiting(one(), Until::Approved, vec![request("approved")]);
    assert_eq!((story.attempts.len(), story.end.unwrap().reached), (1, true));
    let story = waiting(one(), Until::Revoked, vec![request("pending"), request("rejected")]);
    let seen = story.end.unwrap();
    assert_eq!((seen.reached, proofs(&seen), story.attempts.len()), (false, vec![None], 2));
}

#[test]
fn request_without_order_ends_at_approval() {
    let request = |status: &str| says(200, format!(r#"{{"id":9,"status":"{status}"}}"#));
    let one = || WaitFor::Request("9".parse().unwrap());
    let story = waiting(one(), Until::Approved, vec![request("pending"), request("approved")]);
    assert_eq!((story.attempts.len(), story.end.unwrap().reached), (2, true));
    // The order of the request is unknown.
    let story = waiting(one(), Until::Revoked, vec![request("pending"), request("approved")]);
    assert_eq!(story.end.unwrap_err().code(), ErrorCode::ReadFailed);
    assert!(!waiting(one(), Until::Approved, vec![request("rejected")]).end.unwrap().reached);
}

#[test]
fn wait_ends_when_the_read_fails() {
    let one = WaitFor::Order("1".parse().unwrap());
    let story = waiting(one, Until::Revoked, vec![says(404, REFUSAL)]);
    assert_eq!((story.attempts.len(), story.end.unwrap_err().code()), (1, ErrorCode::NotFound));
}

#[test]
fn boxed_procedure_behaves_the_same() {
    let wait = || Box::new(Wait::new(WaitFor::Order("1".parse().unwrap()), Until::Revoked, 10_000));
    let policy = Policy { deadline_ms: 60_000, ..patient(2) };
    let story = play(wait(), policy, vec![order("issued", ""), order("revoked", "")]);
    assert_eq!((story.attempts.len(), story.end.unwrap().reached), (2, true));
    assert!(!play(wait(), policy, vec![order("issued", "")]).end.unwrap().reached, "what is known by the deadline");
    let doubt = Cause::TimedOut { after_ms: 7 };
    let change = Box::new(Change::in_doubt(revoke(), Retry::default(), 1, NOW, doubt));
    let failure = play(change, policy, vec![says(404, REFUSAL)]).end.unwrap_err();
    assert_eq!((failure.code(), failure.effect()), (ErrorCode::Timeout, Effect::Unknown));
    // Its read continues after a failed write: only the procedure decides that.
    let change = Box::new(Change::new(revoke(), Policy::default().retry));
    assert!(play(change, Policy::default(), vec![Reply::Lost, order("revoked", "")]).end.is_ok());
}

#[test]
fn wait_for_many_orders_uses_one_request_per_poll() {
    let ids = ["1", "2"].map(|id| id.parse().unwrap()).to_vec();
    let changes = |rows: &str| says(200, format!(r#"{{"orders":[{rows}]}}"#));
    let story = waiting(
        WaitFor::Orders(ids),
        Until::Revoked,
        vec![
            says(200, "{}"),
            changes(r#"{"order_id":2,"status":"revoked"},{"order_id":99,"status":"revoked"}"#),
            changes(r#"{"order_id":"1","status":"revoked"}"#),
        ],
    );
    assert_eq!(
        story.sent(),
        [
            "GET /order/certificate/status-changes?seconds=604800",
            "GET /order/certificate/status-changes?seconds=130",
            "GET /order/certificate/status-changes?seconds=130"
        ]
    );
    let seen = story.end.unwrap();
    assert_eq!((seen.reached, proofs(&seen)), (true, vec![Some(Proof::Revoked), Some(Proof::Revoked)]));
    // Each status change belongs to its own order.
    let ids = ["1", "2"].map(|id| id.parse().unwrap()).to_vec();
    let only = changes(r#"{"order_id":2,"status":"revoked"},{"order_id":99,"status":"revoked"}"#);
    let seen = waiting(WaitFor::Orders(ids), Until::Revoked, vec![only]).end.unwrap();
    assert_eq!((seen.reached, proofs(&seen)), (false, vec![None, Some(Proof::Revoked)]));
}

#[test]
fn wait_target_and_options_are_validated() {
    let wait = |target: &[(&str, RawValue)], ids, options: &[(&str, RawValue)]| {
        Wait::from_input(&fields(target), ids, &fields(options)).map(|_| ()).map_err(|issues| issues.0[0].field.clone())
    };
    let number = RawValue::Number;
    assert!(wait(&[("orderId", number(1.0))], None, &[]).is_ok());
    assert!(wait(&[("requestId", number(1.0))], None, &[]).is_ok());
    assert_eq!(wait(&[("requestId", number(0.0))], None, &[]), Err("requestId".into()));
    assert_eq!(wait(&[("orderId", number(1.0))], Some(vec![number(1.0)]), &[]), Err("target".into()));
    assert!(wait(&[("orderIds", RawValue::Other("an array"))], Some(vec![number(1.0)]), &[]).is_ok());
    assert_eq!(wait(&[], None, &[]), Err("target".into()));
    assert_eq!(wait(&[("orderId", number(1.0)), ("requestId", number(1.0))], None, &[]), Err("target".into()));
    assert_eq!(
        wait(&[("orderIds", RawValue::Other("an array"))], Some(vec![number(0.0)]), &[]),
        Err("orderIds".into())
    );
    assert_eq!(wait(&[("orderIds", RawValue::Other("an array"))], Some(vec![]), &[]), Err("target".into()));
    let word = |word: &str| RawValue::Text(word.to_owned());
    assert_eq!(wait(&[("orderId", number(1.0))], None, &[("until", word("done"))]), Err("until".into()));
    let many = || Some(vec![number(1.0)]);
    assert_eq!(wait(&[("orderIds", RawValue::Null)], many(), &[("until", word("approved"))]), Err("until".into()));
    assert_eq!(wait(&[("order", number(1.0))], None, &[]), Err("order".into()));
    // An id of one kind is not accepted as the other.
    for (until, attempts, waits) in [("approved", 1, vec![]), ("revoked", 2, vec![10_000])] {
        let options = fields(&[("until", word(until))]);
        let wait = Wait::from_input(&fields(&[("orderId", number(1.0))]), None, &options).unwrap();
        let approved = order("issued", r#"{"id":5,"type":"revoke","status":"approved"}"#);
        let story = play(wait, Policy::default(), vec![approved, order("revoked", "")]);
        assert_eq!((story.end.unwrap().reached, story.attempts.len(), story.waits), (true, attempts, waits));
    }
    assert!(wait(&[("orderIds", RawValue::Null)], many(), &[("until", word("revoked"))]).is_ok());
}
