//! Confirmation of many revocations at once, during the run and at its end.

use super::{
    DENIED, Driven, LIMITED, NOW, REQUEST, REVOKED, driven, get, issued, job, lines, lost, one_at_a_time, put, response,
};
use certcentral_revoke::{
    api::{HttpResponse, Proof},
    mass::{Entry, Job, Next, Run, RunSettings, SkipReason, State, StateName, Status},
    policy::Event,
};

#[test]
fn confirmation_corrects_many_orders_with_one_read() {
    let mut driven = driven(5, one_at_a_time());
    assert_eq!(driven.round(response(204, "")), put(1));
    assert_eq!(driven.round(response(400, REVOKED)), put(2));
    assert_eq!(driven.round(response(201, REQUEST)), put(3));
    assert_eq!(driven.round(response(204, "")), put(4));
    // The first read is due two minutes after the first revocation.
    driven.steer(Run::pause);
    let first_read = driven.round(response(200, r#"{"orders":[{"order_id":1,"status":"revoked"},{"order_id":5,"status":"revoked"},{"order_id":77,"status":"revoked"},{"order_id":4,"status":"issued"}]}"#));
    assert_eq!((first_read.as_str(), driven.ms), ("GET /order/certificate/status-changes?seconds=720", 120_000));
    assert_eq!(driven.state(1), &State::Revoked { proof: Proof::Revoked });
    assert_eq!(driven.state(4), &State::Revoked { proof: Proof::Accepted });
    // Another person revoked it, so it is not sent.
    assert_eq!(driven.state(5), &State::Skipped(SkipReason::AlreadyRevoked));
    assert_eq!(driven.run.lines()[0].known_unix_ms, Some(NOW));
    // Everything is sent: one read of the changes follows, then a survey of the unconfirmed orders.
    driven.steer(Run::resume);
    let again = response(200, r#"{"orders":[{"order_id":1,"status":"revoked"}]}"#);
    assert!(driven.round(again).contains("status-changes"));
    let at = NOW + driven.ms;
    assert_eq!(driven.journal.last(), Some(&Entry::Confirmed { revoked: vec![], at }), "only new confirmations");
    let page = r#"{"orders":[{"id":2,"status":"revoked"},{"id":3,"status":"issued"},{"id":4,"status":"revoked"}],"page":{"total":3}}"#;
    assert_eq!(driven.round(response(200, page)), "GET /order/certificate?offset=0&limit=1000");
    assert_eq!(driven.state(2), &State::Skipped(SkipReason::AlreadyRevoked));
    assert_eq!(driven.state(4), &State::Revoked { proof: Proof::Revoked });
    assert_eq!((driven.poll(), driven.state(3).name()), (Next::Over, StateName::Requested));
    driven.restarted();
}

#[test]
fn confirmation_reads_only_if_a_state_can_change() {
    let ours = REQUEST.replace("pending", "approved").replace('}', r#","comments":"[ccr-1]"}"#);
    let unclear = r#"{"id":1,"status":"reissue_pending"}"#;
    // The result of the first order, and whether confirmation is due while other orders wait and after the last one.
    for (events, proof, meanwhile, after) in [
        (vec![response(204, "")], "accepted", true, true),
        (
            vec![lost(), response(200, &format!(r#"{{"id":1,"status":"issued","requests":[{ours}]}}"#))],
            "approved",
            true,
            true,
        ),
        (vec![lost(), response(200, unclear)], "unknown", true, true),
        (vec![response(201, REQUEST)], "requested", true, false),
        (vec![response(400, REVOKED)], "refused", false, true),
    ] {
        for (orders, rounds) in [(2, meanwhile), (1, after)] {
            let job = Job { correlation_token: Some("ccr-1".to_owned()), ..job(one_at_a_time()) };
            let (run, record) = Run::begin(job, &lines(orders), NOW).unwrap();
            let mut driven = Driven { run, ms: 0, journal: record.entries };
            for event in events.clone() {
                driven.round(event);
            }
            if orders > 1 {
                driven.steer(Run::pause);
            }
            let next = driven.poll();
            assert_eq!(matches!(next, Next::Nothing { until_ms: Some(_) }), rounds, "{proof} of {orders}: {next:?}");
        }
    }
}

#[test]
fn confirmation_restarts_after_resume() {
    let mut driven = driven(2, RunSettings { confirm_rounds: 2, ..one_at_a_time() });
    driven.round(response(204, ""));
    driven.round(response(204, ""));
    assert!(driven.round(response(200, r#"{"orders":[]}"#)).contains("status-changes"));
    assert!(driven.round(response(403, DENIED)).contains("?offset=0"), "the last round reads the list");
    assert!(matches!(driven.run.status(), Status::Stopped { .. }));
    driven.steer(Run::resume);
    assert!(driven.round(response(200, r#"{"orders":[]}"#)).contains("status-changes"));
}

#[test]
fn order_revoked_elsewhere_is_skipped_alone() {
    let mut driven = driven(3, RunSettings { max_in_flight: 3, confirm_interval_ms: 1000, ..RunSettings::default() });
    let [(first, _), (second, _), (third, _)] = [driven.next_request(), driven.next_request(), driven.next_request()];
    driven.handle(first, response(204, ""));
    let mut limited = HttpResponse::new(429, LIMITED);
    limited.retry_after = Some("60".to_owned());
    driven.handle(third, Event::Response(limited));
    assert!(
        driven.round(response(200, r#"{"orders":[{"order_id":3,"status":"revoked"}]}"#)).contains("status-changes")
    );
    assert_eq!(driven.names(), [StateName::Revoked, StateName::Sending, StateName::Skipped]);
    driven.handle(second, response(204, ""));
    assert_eq!(driven.names(), [StateName::Revoked, StateName::Revoked, StateName::Skipped]);
}

#[test]
fn unknown_order_is_read_again_at_the_end() {
    let ours = REQUEST.replace("pending", "approved").replace('}', r#","comments":"[ccr-1]"}"#);
    let retry = certcentral_revoke::policy::Retry { reads: 1, ..Default::default() };
    let job = Job {
        correlation_token: Some("ccr-1".to_owned()),
        ..job(RunSettings { retry, confirm_rounds: 2, ..one_at_a_time() })
    };
    let (run, record) = Run::begin(job, &lines(1), NOW).unwrap();
    let mut driven = Driven { run, ms: 0, journal: record.entries };
    assert_eq!([driven.round(lost()), driven.round(response(500, ""))], [put(1), get(1)]);
    assert_eq!(driven.state(1).name(), StateName::Unknown);
    assert!(driven.round(response(200, r#"{"orders":[]}"#)).contains("status-changes"));
    assert_eq!(driven.round(issued(1)), get(1), "the survey of one order");
    assert_eq!(driven.round(response(200, &format!(r#"{{"id":1,"status":"issued","requests":[{ours}]}}"#))), get(1));
    assert_eq!(driven.state(1), &State::Revoked { proof: Proof::Approved });
}

#[test]
fn unconfirmed_order_keeps_its_proof_after_all_rounds() {
    let mut driven = driven(1, RunSettings { confirm_rounds: 3, ..RunSettings::default() });
    driven.round(response(204, ""));
    let rounds = [driven.round(response(200, r#"{"orders":[]}"#)), driven.round(issued(1)), driven.round(issued(1))];
    assert_eq!(rounds[1..], [get(1), get(1)]);
    assert_eq!((driven.poll(), driven.state(1)), (Next::Over, &State::Revoked { proof: Proof::Accepted }));
}

#[test]
fn reported_revocation_brings_the_next_read_forward() {
    let mut driven = driven(1, one_at_a_time());
    assert_eq!(driven.round(response(204, "")), put(1));
    driven.poll();
    let moment = driven.moment();
    driven.run.confirm_soon(&moment);
    let before_ms = driven.ms;
    let revoked = response(200, r#"{"orders":[{"order_id":1,"status":"revoked"}]}"#);
    assert!(driven.round(revoked).contains("status-changes"));
    assert_eq!(driven.ms, before_ms, "without a wait");
    assert_eq!(driven.state(1), &State::Revoked { proof: Proof::Revoked });
    assert_eq!(driven.poll(), Next::Over);
}

#[test]
fn early_read_after_the_last_order_uses_up_no_round() {
    let nothing = || response(200, r#"{"orders":[]}"#);
    let reads = |is_early: bool| {
        let mut driven = driven(1, one_at_a_time());
        assert_eq!(driven.round(response(204, "")), put(1));
        let mut reads = 0;
        while driven.poll() != Next::Over {
            if is_early && reads == 0 {
                let moment = driven.moment();
                driven.run.confirm_soon(&moment);
            }
            driven.round(nothing());
            reads += 1;
        }
        reads
    };
    assert_eq!(reads(true), reads(false) + 1);
}
