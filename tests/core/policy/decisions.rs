//! The decision table of a write: which responses prove an effect, which prove none, and what happens after any other.

use super::*;
use certcentral_revoke::{
    api::{
        ConfirmedBy, DecideRequest, Decision, Effect, ErrorCode, Proof, RequestStatus, RequestedOutcome,
        RevokedOutcome, Warning,
    },
    policy::Change,
};

#[test]
fn clear_response_ends_the_call() {
    let story = revoking(revoke(), vec![says(204, "")]);
    assert!(matches!(
        story.end,
        Ok(Outcome::Revoked(RevokedOutcome { proof: Proof::Accepted, confirmed_by: ConfirmedBy::Response, .. }))
    ));
    assert_eq!((story.sent(), story.waits), (vec!["PUT /order/certificate/1/revoke".to_owned()], vec![]));
    let story = revoking(revoke(), vec![says(201, REQUEST)]);
    assert!(matches!(story.end, Ok(Outcome::Requested(RequestedOutcome { proof: Proof::Accepted, .. }))));
    for status in [400, 401, 403, 404, 409, 422] {
        let story = revoking(revoke(), vec![says(status, REFUSAL)]);
        assert_eq!((story.end.unwrap_err().effect(), story.attempts.len()), (Effect::None, 1), "{status}");
    }
}

#[test]
fn rate_limit_is_waited_for_and_leaves_no_doubt() {
    let story = revoking(revoke(), vec![says(429, LIMITED), says(429, LIMITED), says(204, "")]);
    assert_eq!((story.end.is_ok(), story.puts), (true, 3));
    assert_eq!(story.decisions(), ["NotProcessed", "NotProcessed", "Accepted"]);
    assert_eq!(story.waits, [250, 500]);
    let story = revoking(revoke(), vec![says(429, LIMITED)]);
    let failure = story.end.unwrap_err();
    assert_eq!((failure.code(), failure.effect()), (ErrorCode::RateLimited, Effect::None));
    assert!(story.took <= 300_000 && story.puts > 15);
}

#[test]
fn unclear_response_is_read_before_resend() {
    let ambiguous = [
        says(200, ""),
        says(201, "{"),
        says(201, REQUEST.replace("revoke", "reissue")),
        says(204, "x"),
        says(302, ""),
        says(0, ""),
        says(400, "<html>"),
        says(403, "<html>"),
        says(404, "{}"),
        says(408, ""),
        says(429, ""),
        says(429, REFUSAL),
        says(500, REFUSAL),
        says(502, ""),
        says(503, LIMITED),
        says(520, ""),
        Reply::Lost,
        Reply::Silent,
    ];
    for reply in ambiguous {
        let story = revoking(revoke(), vec![reply, order("revoked", "")]);
        assert_eq!(story.sent(), ["PUT /order/certificate/1/revoke", "GET /order/certificate/1"]);
        assert_eq!(story.decisions(), ["Ambiguous", "Read"]);
        assert!(matches!(
            story.end,
            Ok(Outcome::Revoked(RevokedOutcome { proof: Proof::Revoked, confirmed_by: ConfirmedBy::Read, .. }))
        ));
    }
}

#[test]
fn resend_needs_two_reads_without_trace_up_to_three_puts() {
    let clear = || order("issued", "");
    let story = revoking(revoke(), vec![Reply::Lost, clear(), clear(), says(204, "")]);
    assert_eq!(story.decisions(), ["Ambiguous", "Read", "Read", "Accepted"]);
    assert_eq!((story.end.is_ok(), story.waits), (true, vec![5000]));
    let replies = || [Reply::Lost, order("issued", ""), order("issued", "")];
    let story = revoking(revoke(), (0..9).flat_map(|_| replies()).collect());
    let failure = story.end.unwrap_err();
    assert_eq!(
        (story.attempts.len(), failure.code(), failure.effect()),
        (9, ErrorCode::UnknownOutcome, Effect::Unknown)
    );
    assert_eq!(story.puts, 3);
}

#[test]
fn refused_resend_leaves_first_send_in_doubt() {
    let clear = || order("issued", "");
    let again = |end| {
        let sent = vec![Reply::Lost, clear(), clear(), says(404, REFUSAL)];
        revoking(revoke(), sent.into_iter().chain(end).collect())
    };
    let story = again(vec![order("revoked", "")]);
    assert!(matches!(story.end, Ok(Outcome::Revoked(RevokedOutcome { proof: Proof::Revoked, .. }))));
    let story = again(vec![clear(), clear(), says(204, "")]);
    assert_eq!((story.puts, story.end.unwrap_err().effect()), (2, Effect::Unknown));
}

#[test]
fn unclear_read_leaves_effect_unknown() {
    let recent = r#"{"id":5,"date":"2025-10-09T08:53:00+00:00","type":"revoke","status":"rejected"}"#;
    let undated = r#"{"id":5,"type":"revoke","status":"pending"}"#;
    for seen in [
        order("reissue_pending", ""),
        order("canceled", ""),
        order("", ""),
        order("issued", recent),
        order("issued", undated),
        says(200, r#"{"id":1,"status":"issued"}"#),
        says(200, r#"{"id":2,"status":"revoked"}"#),
        says(404, REFUSAL),
        says(500, ""),
        Reply::Lost,
        Reply::Silent,
    ] {
        let story = revoking(revoke(), vec![says(502, ""), seen]);
        let failure = story.end.unwrap_err();
        assert_eq!((failure.effect(), failure.code()), (Effect::Unknown, ErrorCode::UnknownOutcome));
        assert!(failure.to_string().contains("502"), "the cause is the change's, not the read's: {failure}");
        assert_eq!(story.puts, 1);
    }
}

#[test]
fn request_found_by_read_reports_its_origin() {
    let found = |revoke: Revoke, requests: &str| {
        revoking(revoke, vec![Reply::Lost, order("issued", requests), order("issued", requests), says(204, "")])
    };
    let Ok(Outcome::Requested(RequestedOutcome { request, warnings, confirmed_by, .. })) = found(revoke(), REQUEST).end
    else {
        panic!()
    };
    assert_eq!((request.id.to_string(), confirmed_by), ("5".to_owned(), ConfirmedBy::Read));
    assert_eq!(warnings, [Warning::RequestOriginUnknown]);

    let marked = Revoke { correlation_token: Some("ccr-1".into()), ..revoke() };
    let ours = REQUEST.replace('}', r#","comments":"x [ccr-1]"}"#);
    let Ok(Outcome::Requested(RequestedOutcome { warnings, .. })) = found(marked.clone(), &ours).end else { panic!() };
    assert_eq!(warnings, []);
    let approved = ours.replace("pending", "approved");
    let Ok(Outcome::Requested(RequestedOutcome { request, proof, .. })) = found(marked, &approved).end else {
        panic!()
    };
    assert_eq!((request.status, proof), (RequestStatus::Approved, Proof::Approved));

    // With `skipApproval`, a request of today may be from this call, one of last week cannot.
    let skipping = Revoke { skip_approval: Some(true), ..revoke() };
    let Ok(Outcome::Requested(RequestedOutcome { warnings, .. })) = found(skipping.clone(), REQUEST).end else {
        panic!()
    };
    assert_eq!(warnings, [Warning::ApprovalNotSkipped, Warning::RequestOriginUnknown]);
    let story = found(skipping, &REQUEST.replace("2025-10-09", "2025-10-01"));
    assert!(matches!(story.end, Ok(Outcome::Revoked { .. })));
    // A request that was rejected last week proves nothing about today.
    let old = REQUEST.replace("2025-10-09", "2025-10-01").replace("pending", "rejected");
    assert!(matches!(found(revoke(), &old).end, Ok(Outcome::Revoked { .. })));
    // Clocks may differ by ten minutes: a request that is older by less may be from this call.
    let rejected_at = |time: &str| REQUEST.replace("09:00:00", time).replace("pending", "rejected");
    assert_eq!(found(revoke(), &rejected_at("08:43:20")).puts, 1);
    assert_eq!(found(revoke(), &rejected_at("08:43:19")).puts, 2);
    // A request of another type is not a revocation request.
    assert!(matches!(found(revoke(), &REQUEST.replace("revoke", "reissue")).end, Ok(Outcome::Revoked { .. })));
}

#[test]
fn without_retry_no_read_and_no_resend() {
    for (reply, code, effect) in [
        (Reply::Lost, ErrorCode::UnknownOutcome, Effect::Unknown),
        (says(502, ""), ErrorCode::UnknownOutcome, Effect::Unknown),
        (Reply::Silent, ErrorCode::Timeout, Effect::Unknown),
        (says(429, LIMITED), ErrorCode::RateLimited, Effect::None),
    ] {
        let story = without_retry(vec![reply]);
        let failure = story.end.unwrap_err();
        assert_eq!((failure.code(), failure.effect(), story.attempts.len()), (code, effect, 1));
    }
}

#[test]
fn certificate_revocation_has_no_read() {
    let target = Target::Certificate("7".parse().unwrap());
    let story = revoking(Revoke::new(target), vec![Reply::Lost]);
    assert_eq!((story.attempts.len(), story.end.unwrap_err().effect()), (1, Effect::Unknown));
}

#[test]
fn decision_is_reconciled_by_reading_its_request() {
    let decide = |decision, replies| {
        let decide = DecideRequest { request_id: "9".parse().unwrap(), decision, processor_comment: Some("ok".into()) };
        play(Change::new(decide, Policy::default().retry), Policy::default(), replies)
    };
    let request = |status: &str| says(200, format!(r#"{{"id":9,"status":"{status}"}}"#));
    let story = decide(Decision::Approved, vec![says(204, "")]);
    assert_eq!((story.end.unwrap().confirmed_by, story.attempts.len()), (ConfirmedBy::Response, 1));
    // DigiCert documents no empty 200: an incomplete response looks like that.
    for unclear in [Reply::Lost, says(200, ""), says(204, "x"), says(201, "{}")] {
        let story = decide(Decision::Approved, vec![unclear, request("approved")]);
        assert_eq!(story.end.unwrap().confirmed_by, ConfirmedBy::Read);
    }
    let story = decide(Decision::Rejected, vec![Reply::Lost, request("pending"), request("pending"), says(204, "")]);
    assert_eq!((story.decisions().len(), story.end.unwrap().status), (4, Decision::Rejected));
    // The request has the opposite decision, or an unknown status.
    for status in ["approved", "on_hold"] {
        let story = decide(Decision::Rejected, vec![Reply::Lost, request(status)]);
        assert_eq!(story.end.unwrap_err().effect(), Effect::Unknown);
    }
}

#[test]
fn write_in_doubt_is_read_first() {
    let lost = || Cause::TimedOut { after_ms: 7 };
    let again = |sends, replies| {
        let retry = Retry::default();
        play(Change::in_doubt(revoke(), retry, sends, NOW, lost()), Policy::default(), replies)
    };
    let get = "GET /order/certificate/1".to_owned();
    let put = "PUT /order/certificate/1/revoke".to_owned();
    let story = again(1, vec![order("revoked", "")]);
    assert!(matches!(story.end, Ok(Outcome::Revoked(RevokedOutcome { proof: Proof::Revoked, .. }))));
    assert_eq!(story.sent(), std::slice::from_ref(&get));
    let story = again(1, vec![order("issued", ""), order("issued", ""), says(204, "")]);
    assert!(story.end.is_ok());
    assert_eq!((story.sent(), story.waits), (vec![get.clone(), get.clone(), put], vec![5000]));
    // After three sends without a trace, there is no fourth.
    let story = again(3, vec![order("issued", "")]);
    assert_eq!((story.puts, story.end.unwrap_err().effect()), (0, Effect::Unknown));
    // A failed read does not prove that nothing happened.
    for reply in [says(404, REFUSAL), says(403, REFUSAL), says(500, ""), Reply::Silent, Reply::Aborted] {
        let story = again(1, vec![reply]);
        assert_eq!((story.puts, story.end.unwrap_err().effect()), (0, Effect::Unknown));
    }
}
