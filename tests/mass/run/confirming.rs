//! How revocations come to be proven, many at a time, and what is looked for at the end.

use super::{
    DENIED, Driven, LIMITED, NOW, REQUEST, REVOKED, driven, get, issued, job, lines, lost, one_at_a_time, put, says,
};
use certcentral_revoke::{
    api::{HttpResponse, Proof},
    mass::{Entry, Job, Next, Run, Settings, Skip, State, StateName, Status},
    policy::Event,
};

#[test]
fn revocations_are_confirmed_many_at_a_time_and_what_stands_otherwise_is_put_right() {
    let mut driven = driven(5, one_at_a_time());
    assert_eq!(driven.round(says(204, "")), put(1));
    assert_eq!(driven.round(says(400, REVOKED)), put(2));
    assert_eq!(driven.round(says(201, REQUEST)), put(3));
    assert_eq!(driven.round(says(204, "")), put(4));
    // Two minutes after the first there was, it is looked.
    driven.steer(Run::pause);
    let looked = driven.round(says(200, r#"{"orders":[{"order_id":1,"status":"revoked"},{"order_id":5,"status":"revoked"},{"order_id":77,"status":"revoked"},{"order_id":4,"status":"issued"}]}"#));
    assert_eq!((looked.as_str(), driven.ms), ("GET /order/certificate/status-changes?seconds=720", 120_000));
    assert_eq!(driven.state(1), &State::Revoked { proof: Proof::Revoked });
    assert_eq!(driven.state(4), &State::Revoked { proof: Proof::Accepted });
    // Somebody else revoked it: it is not sent.
    assert_eq!(driven.state(5), &State::Skipped(Skip::AlreadyRevoked));
    assert_eq!(driven.run.lines()[0].known_unix_ms, Some(NOW));
    // Nothing is left to be sent: one more look, and then a survey of what is not shown by then.
    driven.steer(Run::resume);
    let again = says(200, r#"{"orders":[{"order_id":1,"status":"revoked"}]}"#);
    assert!(driven.round(again).contains("status-changes"));
    let at = NOW + driven.ms;
    assert_eq!(driven.journal.last(), Some(&Entry::Confirmed { revoked: vec![], at }), "nothing that was known before");
    let page = r#"{"orders":[{"id":2,"status":"revoked"},{"id":3,"status":"issued"},{"id":4,"status":"revoked"}],"page":{"total":3}}"#;
    assert_eq!(driven.round(says(200, page)), "GET /order/certificate?offset=0&limit=1000");
    assert_eq!(driven.state(2), &State::Skipped(Skip::AlreadyRevoked));
    assert_eq!(driven.state(4), &State::Revoked { proof: Proof::Revoked });
    assert_eq!((driven.wants(), driven.state(3).name()), (Next::Over, StateName::Requested));
    driven.restarted();
}

#[test]
fn it_is_looked_for_whatever_digicert_may_come_to_show_and_for_nothing_else() {
    let ours = REQUEST.replace("pending", "approved").replace('}', r#","comments":"[ccr-1]"}"#);
    let unclear = r#"{"id":1,"status":"reissue_pending"}"#;
    // What becomes of the first order, and whether it is looked for while others wait, and once there are none.
    for (events, proof, meanwhile, after) in [
        (vec![says(204, "")], "accepted", true, true),
        (
            vec![lost(), says(200, &format!(r#"{{"id":1,"status":"issued","requests":[{ours}]}}"#))],
            "approved",
            true,
            true,
        ),
        (vec![lost(), says(200, unclear)], "unknown", true, true),
        (vec![says(201, REQUEST)], "requested", true, false),
        (vec![says(400, REVOKED)], "refused", false, true),
    ] {
        for (orders, looks) in [(2, meanwhile), (1, after)] {
            let job = Job { correlation_token: Some("ccr-1".to_owned()), ..job(one_at_a_time()) };
            let (run, record) = Run::begin(job, &lines(orders), NOW).unwrap();
            let mut driven = Driven { run, ms: 0, journal: record.entries };
            for event in events.clone() {
                driven.round(event);
            }
            if orders > 1 {
                driven.steer(Run::pause);
            }
            let next = driven.wants();
            assert_eq!(matches!(next, Next::Nothing { until_ms: Some(_) }), looks, "{proof} of {orders}: {next:?}");
        }
    }
}

#[test]
fn after_somebody_has_seen_to_the_key_it_is_looked_for_as_if_it_had_not_been_before() {
    let mut driven = driven(2, Settings { looks: 2, ..one_at_a_time() });
    driven.round(says(204, ""));
    driven.round(says(204, ""));
    assert!(driven.round(says(200, r#"{"orders":[]}"#)).contains("status-changes"));
    assert!(driven.round(says(403, DENIED)).contains("?offset=0"), "the last look is at the list");
    assert!(matches!(driven.run.status(), Status::Stopped { .. }));
    driven.steer(Run::resume);
    assert!(driven.round(says(200, r#"{"orders":[]}"#)).contains("status-changes"));
}

#[test]
fn an_order_that_somebody_else_has_revoked_is_taken_out_and_takes_no_other_with_it() {
    let mut driven = driven(3, Settings { connections: 3, look_ms: 1000, ..Settings::default() });
    let [(first, _), (second, _), (third, _)] = [driven.sends(), driven.sends(), driven.sends()];
    driven.told(first, says(204, ""));
    let mut limited = HttpResponse::new(429, LIMITED);
    limited.retry_after = Some("60".to_owned());
    driven.told(third, Event::Answered(limited));
    assert!(driven.round(says(200, r#"{"orders":[{"order_id":3,"status":"revoked"}]}"#)).contains("status-changes"));
    assert_eq!(driven.names(), [StateName::Revoked, StateName::Sending, StateName::Skipped]);
    driven.told(second, says(204, ""));
    assert_eq!(driven.names(), [StateName::Revoked, StateName::Revoked, StateName::Skipped]);
}

#[test]
fn an_order_of_which_nobody_could_tell_is_read_once_more_at_the_end() {
    let ours = REQUEST.replace("pending", "approved").replace('}', r#","comments":"[ccr-1]"}"#);
    let retry = certcentral_revoke::policy::Retry { reads: 1, ..Default::default() };
    let job =
        Job { correlation_token: Some("ccr-1".to_owned()), ..job(Settings { retry, looks: 2, ..one_at_a_time() }) };
    let (run, record) = Run::begin(job, &lines(1), NOW).unwrap();
    let mut driven = Driven { run, ms: 0, journal: record.entries };
    assert_eq!([driven.round(lost()), driven.round(says(500, ""))], [put(1), get(1)]);
    assert_eq!(driven.state(1).name(), StateName::Unknown);
    assert!(driven.round(says(200, r#"{"orders":[]}"#)).contains("status-changes"));
    assert_eq!(driven.round(issued(1)), get(1), "the survey of one order");
    assert_eq!(driven.round(says(200, &format!(r#"{{"id":1,"status":"issued","requests":[{ours}]}}"#))), get(1));
    assert_eq!(driven.state(1), &State::Revoked { proof: Proof::Approved });
}

#[test]
fn what_is_never_shown_stays_at_the_proof_it_has_after_a_few_looks() {
    let mut driven = driven(1, Settings { looks: 3, ..Settings::default() });
    driven.round(says(204, ""));
    let looks = [driven.round(says(200, r#"{"orders":[]}"#)), driven.round(issued(1)), driven.round(issued(1))];
    assert_eq!(looks[1..], [get(1), get(1)]);
    assert_eq!((driven.wants(), driven.state(1)), (Next::Over, &State::Revoked { proof: Proof::Accepted }));
}
