//! One run, step by step: what goes first, what people and DigiCert do to it, and what it says of itself. What chance does
//! to thousands of them is in `tests/mass_run`.

use super::id;
use certcentral_revoke::{
    api::{Cause, CommentField, HttpRequest, HttpResponse, Method, Problem, Proof, RevocationReason},
    mass::{
        Act, AfterDeadline, Entry, Item, Job, Line, Lines, Next, Outlook, Pause, Record, Refusal, Run, Runner,
        Settings, Skip, Slowest, State, StateName, Status, Ticket,
    },
    policy::{Event, Limits, Moment, PacerState},
};

pub(super) const NOW: u64 = 1_760_000_000_000;
const DENIED: &str = r#"{"errors":[{"code":"access_denied|invalid_key","message":"no such key"}]}"#;
const LIMITED: &str = r#"{"errors":[{"code":"request_limit_exceeded","message":"slow down"}]}"#;
const REVOKED: &str = r#"{"errors":[{"code":"order_already_revoked","message":"no"}]}"#;
const REQUEST: &str = r#"{"id":5,"date":"2025-10-09T09:00:00+00:00","type":"revoke","status":"pending"}"#;

/// A run, the time, and everything it wrote.
pub(super) struct Driven {
    pub(super) run: Run,
    pub(super) ms: u64,
    journal: Vec<Entry>,
}

fn job(settings: Settings) -> Job {
    Job { skip_approval: Some(true), settings, ..Job::new("July", "digest") }
}

fn lines(orders: u64) -> Vec<Line> {
    (1..=orders).map(|order| Line::new(Item::new(id(order)))).collect()
}

pub(super) fn driven(orders: u64, settings: Settings) -> Driven {
    let (run, record) = Run::begin(job(settings), &lines(orders), NOW).unwrap();
    Driven { run, ms: 0, journal: record.entries }
}

pub(super) fn one_at_a_time() -> Settings {
    Settings { connections: 1, ..Settings::default() }
}

pub(super) fn lost() -> Event {
    Event::Lost(Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() })
}

pub(super) fn says(status: u16, body: &str) -> Event {
    Event::Answered(HttpResponse::new(status, body))
}

fn issued(order: u64) -> Event {
    says(200, &format!(r#"{{"id":{order},"status":"issued","requests":[]}}"#))
}

impl Driven {
    pub(super) fn moment(&self) -> Moment {
        Moment { elapsed_ms: self.ms, unix_ms: NOW + self.ms, paused_until_ms: 0, random: 0.5 }
    }

    fn note(&mut self, record: Record) {
        self.journal.extend(record.entries);
    }

    fn wants(&mut self) -> Next {
        let wanted = self.run.wants(&self.moment());
        self.note(wanted.record);
        wanted.next
    }

    /// The next request, as soon as there is one.
    pub(super) fn sends(&mut self) -> (Ticket, HttpRequest) {
        loop {
            match self.wants() {
                Next::Send => break,
                Next::Nothing { until_ms } => self.ms = until_ms.unwrap(),
                Next::Over => panic!("it is over"),
            }
        }
        let (record, sealed) = self.run.grant(&self.moment()).unwrap().write_ahead();
        self.note(record);
        let send = sealed.once_durable();
        (send.ticket, send.request)
    }

    pub(super) fn told(&mut self, ticket: Ticket, event: Event) -> bool {
        let told = self.run.told(ticket, event, &self.moment());
        self.note(told.record);
        told.limited.is_some()
    }

    /// Sends the next request and tells what became of it. Gives what was sent.
    pub(super) fn round(&mut self, event: Event) -> String {
        let (ticket, request) = self.sends();
        self.told(ticket, event);
        format!("{} {}", request.method.as_str(), request.path)
    }

    pub(super) fn steer(&mut self, how: impl FnOnce(&mut Run, &Moment) -> Result<Record, Refusal>) {
        let moment = self.moment();
        let record = how(&mut self.run, &moment).unwrap();
        self.note(record);
    }

    fn state(&self, order: usize) -> &State {
        &self.run.lines().get(order - 1).unwrap().state
    }

    fn names(&self) -> Vec<StateName> {
        self.run.lines().iter().map(|line| line.state.name()).collect()
    }

    /// Whether it wants nothing but to be told or asked something.
    fn is_still(&mut self) -> bool {
        self.wants() == Next::Nothing { until_ms: None }
    }

    /// The same run, taken up from what it wrote.
    fn restarted(&self) -> Self {
        let journal: String = self.journal.iter().map(|entry| entry.to_line() + "\n").collect();
        let run = Run::replay(Lines::new(journal.as_bytes())).unwrap();
        assert_eq!((run.lines(), run.status()), (self.run.lines(), self.run.status()));
        Self { run, ms: 0, journal: self.journal.clone() }
    }
}

fn put(order: u64) -> String {
    format!("PUT /order/certificate/{order}/revoke")
}

fn get(order: u64) -> String {
    format!("GET /order/certificate/{order}")
}

#[test]
fn higher_priority_first_then_replaced_ones_then_as_listed() {
    let ranked =
        [(0, None), (8, Some(true)), (9, Some(false)), (0, Some(true)), (3, None), (9, Some(true)), (0, Some(false))];
    let line = |(order, (priority, replaced))| Line::new(Item { priority, replaced, ..Item::new(id(order)) });
    let lines: Vec<_> = (1..).zip(ranked).map(line).collect();
    let (run, _) = Run::begin(job(one_at_a_time()), &lines, NOW).unwrap();
    let mut driven = Driven { run, ms: 0, journal: vec![] };
    let sent: Vec<_> = (0..7).map(|_| driven.round(says(204, ""))).collect();
    assert_eq!(sent, [6, 3, 2, 5, 4, 1, 7].map(put));
}

#[test]
fn no_more_are_on_their_way_than_there_are_connections_and_no_more_begun_than_four_times_as_many() {
    let mut driven = driven(40, Settings { connections: 2, ..Settings::default() });
    let first = driven.sends();
    driven.sends();
    assert!(driven.is_still());
    assert_eq!(driven.run.in_flight(), 2);
    driven.told(first.0, says(204, ""));
    assert_eq!(driven.sends().1.path, "/order/certificate/3/revoke");
    // Nothing is answered any more: eight are begun, and then their reads are waited for.
    let mut driven = driven_in_the_dark();
    assert_eq!(driven.journal.iter().filter(|entry| matches!(entry, Entry::Sending { .. })).count(), 8);
    assert!(driven.round(issued(1)).starts_with("GET"));
}

#[test]
fn what_is_sent_is_what_the_job_says_where_the_row_says_nothing() {
    let job = Job {
        reason: Some(RevocationReason::Superseded),
        comment: Some("INC-1".to_owned()),
        comment_field: CommentField::Both,
        correlation_token: Some("ccr-1".to_owned()),
        ..job(one_at_a_time())
    };
    let own =
        Item { reason: Some(RevocationReason::KeyCompromise), comment: Some("INC-2".to_owned()), ..Item::new(id(2)) };
    for (item, reason, comment) in
        [(Item::new(id(1)), "superseded", "INC-1 [ccr-1]"), (own, "keyCompromise", "INC-2 [ccr-1]")]
    {
        let (run, record) = Run::begin(job.clone(), &[Line::new(item)], NOW).unwrap();
        let (_, request) = Driven { run, ms: 0, journal: record.entries }.sends();
        let body: serde_json::Value = serde_json::from_str(&request.body.unwrap()).unwrap();
        let expected = serde_json::json!({
            "revocation_reason": reason, "comment": comment, "comments": comment, "skip_approval": true,
        });
        assert_eq!(body, expected);
    }
}

#[test]
fn leave_to_send_is_given_by_the_pacer_and_not_by_a_pause_that_the_host_knows_of() {
    let mut driven = driven(1, one_at_a_time());
    let moment = Moment { paused_until_ms: 60_000, ..driven.moment() };
    assert_eq!(driven.run.wants(&moment).next, Next::Send);
    assert!(driven.run.grant(&moment).is_some());
}

/// Two connections, and no change nor read is answered for a while.
fn driven_in_the_dark() -> Driven {
    let retry = certcentral_revoke::policy::Retry { backoff_ms: 60_000, max_backoff_ms: 60_000, ..Default::default() };
    let mut driven = driven(40, Settings { connections: 2, retry, ..Settings::default() });
    while driven.ms < 1000 {
        match driven.wants() {
            Next::Send => {
                let (ticket, _) = driven.sends();
                driven.told(ticket, lost());
            }
            Next::Nothing { until_ms } => driven.ms = until_ms.unwrap(),
            Next::Over => panic!("it is over"),
        }
    }
    driven
}

#[test]
fn the_intent_is_handed_out_with_the_request_and_a_restart_reads_before_it_sends_again() {
    let mut driven = driven(1, Settings::default());
    driven.sends();
    assert_eq!(driven.journal.last(), Some(&Entry::Sending { order: id(1), send: 1, at: NOW }));
    let mut again = driven.restarted();
    assert_eq!(again.round(issued(1)), get(1));
    assert_eq!(again.round(issued(1)), get(1));
    assert_eq!(again.ms, 5000);
    again.sends();
    assert_eq!(again.journal.last(), Some(&Entry::Sending { order: id(1), send: 2, at: NOW + 5000 }));
    // A third time, and never a fourth: over all restarts together.
    let mut third = again.restarted();
    assert_eq!([third.round(issued(1)), third.round(issued(1)), third.round(lost())], [get(1), get(1), put(1)]);
    let mut last = third.restarted();
    assert_eq!([last.round(issued(1)), last.round(issued(1))], [get(1), get(1)]);
    assert_eq!((last.state(1).name(), last.run.lines()[0].sends), (StateName::Unknown, 3));
}

#[test]
fn nothing_leaves_after_a_pause_and_nothing_for_an_order_that_was_exempted_meanwhile() {
    let mut driven = driven(3, Settings::default());
    let tickets: Vec<_> = (0..3).map(|_| driven.sends().0).collect();
    let may_leave = |driven: &Driven| tickets.iter().map(|ticket| driven.run.may_leave(*ticket)).collect::<Vec<_>>();
    assert_eq!(may_leave(&driven), [true, true, true]);
    // What was told is not on its way any more; what was exempted must not leave, and neither must anything in a pause.
    driven.told(tickets[0], says(204, ""));
    driven.steer(|run, moment| run.hold(id(2), "why", moment));
    assert_eq!(may_leave(&driven), [false, false, true]);
    driven.steer(Run::pause);
    assert_eq!(may_leave(&driven), [false, false, false]);
    // A read changes nothing: it may leave all the same.
    driven.told(tickets[2], lost());
    let (read, request) = driven.sends();
    assert_eq!((request.method, driven.run.may_leave(read)), (Method::Get, true));
}

#[test]
fn what_was_not_processed_goes_back_and_does_not_count() {
    let mut driven = driven(2, one_at_a_time());
    let (ticket, _) = driven.sends();
    assert!(driven.told(ticket, says(429, LIMITED)));
    assert_eq!((driven.state(1), driven.run.lines()[0].sends), (&State::Waiting, 0));
    driven.ms += 10_000;
    let (ticket, request) = driven.sends();
    assert_eq!(request.path, "/order/certificate/1/revoke");
    // The journal could not be written: it was not sent.
    driven.told(ticket, Event::Lost(Cause::Aborted { sent: false }));
    assert_eq!((driven.state(1), driven.run.lines()[0].sent_unix_ms), (&State::Waiting, None));
    // A ticket counts once.
    driven.told(ticket, says(204, ""));
    assert_eq!(driven.state(1), &State::Waiting);
    // Ended by the host while it was on its way: then it is a doubt.
    let (ticket, _) = driven.sends();
    driven.told(ticket, Event::Lost(Cause::Aborted { sent: true }));
    assert_eq!(driven.state(1), &State::Sending);
    assert_eq!(driven.round(issued(1)), get(1));
}

#[test]
fn a_key_that_is_not_let_in_stops_everything_until_somebody_has_seen_to_it() {
    for status in [401, 403] {
        let mut driven = driven(3, one_at_a_time());
        assert_eq!(driven.round(says(status, DENIED)), put(1));
        let Status::Stopped { code, message } = driven.run.status().clone() else { panic!("it goes on") };
        assert_eq!((code.as_str(), message.as_str()), ("access_denied|invalid_key", "no such key"));
        driven.ms += 1_000_000;
        assert!(driven.is_still() && driven.run.grant(&driven.moment()).is_none());
        assert_eq!(driven.names(), [StateName::Waiting; 3]);
        let mut driven = driven.restarted();
        driven.steer(Run::resume);
        assert_eq!(driven.round(says(204, "")), put(1));
        // A page without DigiCert's error body proves nothing, and stops nothing.
        assert_eq!(driven.round(says(status, "<html>")), put(2));
        assert_eq!((driven.round(issued(2)), driven.run.status()), (get(2), &Status::Running));
    }
}

#[test]
fn a_key_that_is_not_let_in_while_a_doubt_is_read_leaves_the_doubt() {
    let mut driven = driven(2, one_at_a_time());
    driven.round(lost());
    assert_eq!(driven.round(says(403, DENIED)), get(1));
    assert_eq!(driven.names(), [StateName::Sending, StateName::Waiting]);
    let mut cancelled = driven.restarted();
    driven.steer(Run::resume);
    assert_eq!(driven.round(issued(1)), get(1));
    // Cancelled, and still not let in: what is in doubt stays unknown, and it is over.
    cancelled.steer(Run::cancel);
    assert_eq!(cancelled.round(says(403, DENIED)), get(1));
    assert_eq!(cancelled.state(1), &State::Unknown { why: "access-denied".to_owned() });
    assert_eq!((cancelled.wants(), cancelled.run.status()), (Next::Over, &Status::Over { cancelled: true }));
}

#[test]
fn too_many_unknowns_in_a_row_pause_it() {
    let retry = certcentral_revoke::policy::Retry { reads: 1, ..Default::default() };
    let mut driven = driven(20, Settings { breaker: 3, retry, ..one_at_a_time() });
    let unknown = |driven: &mut Driven| [driven.round(lost()), driven.round(says(500, ""))];
    unknown(&mut driven);
    unknown(&mut driven);
    driven.round(says(204, ""));
    unknown(&mut driven);
    unknown(&mut driven);
    assert_eq!(driven.run.status(), &Status::Running);
    unknown(&mut driven);
    assert_eq!(driven.run.status(), &Status::Paused { why: Pause::Unknowns });
    assert_eq!(driven.state(2), &State::Unknown { why: "connection-failed".to_owned() });
    driven.steer(Run::resume);
    assert_eq!(driven.round(says(204, "")), put(7));
}

#[test]
fn it_stands_where_no_order_moves_any_more_and_nobody_has_asked_for_that() {
    let two = Settings { connections: 2, ..Settings::default() };
    let mut stopped = driven(5, two);
    let [(first, _), (second, _)] = [stopped.sends(), stopped.sends()];
    assert!(!stopped.run.stands());
    stopped.told(first, says(403, DENIED));
    assert!(!stopped.run.stands(), "one is still on its way");
    stopped.told(second, says(204, ""));
    assert!(stopped.run.stands());
    stopped.steer(Run::resume);
    assert!(!stopped.run.stands());
    stopped.steer(Run::pause);
    assert!(!stopped.run.stands(), "somebody has asked for it");

    let retry = certcentral_revoke::policy::Retry { reads: 1, ..Default::default() };
    let mut unknown = driven(5, Settings { breaker: 1, retry, ..two });
    let [(first, _), (second, _)] = [unknown.sends(), unknown.sends()];
    unknown.told(first, lost());
    assert_eq!(unknown.round(says(500, "")), get(1));
    assert_eq!(unknown.run.status(), &Status::Paused { why: Pause::Unknowns });
    assert!(!unknown.run.stands(), "one is still on its way");
    assert!(!unknown.restarted().run.stands(), "its intent is to be read");
    unknown.told(second, says(204, ""));
    assert!(unknown.run.stands());

    let mut late = driven(2, Settings { after_deadline: AfterDeadline::Pause, ..one_at_a_time() });
    late.run =
        Run::begin(Job { deadline_unix_ms: Some(NOW + 5), ..job(late.run.job().settings) }, &lines(2), NOW).unwrap().0;
    let (ticket, _) = late.sends();
    late.ms = 5;
    assert!(late.is_still() && !late.run.stands());
    late.told(ticket, says(204, ""));
    assert!(late.run.stands());
}

#[test]
fn a_pause_lets_doubts_be_read_and_nothing_be_sent() {
    let mut driven = driven(1, Settings::default());
    let (ticket, _) = driven.sends();
    driven.steer(Run::pause);
    driven.told(ticket, lost());
    assert_eq!([driven.round(issued(1)), driven.round(issued(1))], [get(1), get(1)]);
    driven.ms += 3_600_000;
    assert!(driven.is_still());
    assert_eq!(driven.run.pause(&driven.moment()), Err(Refusal::NotNow));
    // What was read an hour ago says nothing any more.
    driven.steer(Run::resume);
    assert_eq!(
        [driven.round(issued(1)), driven.round(issued(1)), driven.round(says(204, ""))],
        [get(1), get(1), put(1)]
    );
}

#[test]
fn a_cancelled_run_reads_what_is_in_doubt_and_is_over() {
    let mut driven = driven(3, Settings::default());
    let (first, second) = (driven.sends(), driven.sends());
    driven.steer(Run::cancel);
    driven.told(first.0, says(201, REQUEST));
    driven.told(second.0, lost());
    assert_eq!([driven.round(issued(2)), driven.round(issued(2))], [get(2), get(2)]);
    driven.wants();
    assert_eq!(driven.state(2), &State::Unknown { why: "aborted".to_owned() });
    // It is looked whether that order has come to be revoked after all.
    assert!(driven.round(says(200, r#"{"orders":[{"order_id":2,"status":"revoked"}]}"#)).contains("status-changes"));
    assert_eq!(driven.state(2), &State::Revoked { proof: Proof::Revoked });
    assert_eq!(driven.wants(), Next::Over);
    assert_eq!(driven.names(), [StateName::Requested, StateName::Revoked, StateName::Waiting]);
    assert_eq!(driven.run.resume(&driven.moment()), Err(Refusal::NotNow));
    driven.restarted();
}

#[test]
fn an_exempted_order_is_not_sent_and_stops_no_other() {
    let mut driven = driven(3, one_at_a_time());
    driven.steer(|run, moment| run.hold(id(1), "a court says so", moment));
    let (ticket, request) = driven.sends();
    assert_eq!(request.path, "/order/certificate/2/revoke");
    driven.steer(|run, moment| run.hold(id(2), "this one too", moment));
    driven.told(ticket, lost());
    // It was sent before it was exempted: it is read, and not sent again. Meanwhile others are.
    let rounds = [driven.round(issued(2)), driven.round(says(204, "")), driven.round(issued(2))];
    assert_eq!(rounds, [get(2), put(3), get(2)]);
    assert_eq!(driven.state(1).name(), StateName::Held);
    driven.steer(|run, moment| run.release(id(1), moment));
    assert_eq!(driven.round(says(429, LIMITED)), put(1));
    assert_eq!(driven.names(), [StateName::Waiting, StateName::Unknown, StateName::Revoked]);
    // The rate limit holds it: exempted and released, it is sent once.
    driven.steer(|run, moment| run.hold(id(1), "again", moment));
    driven.steer(|run, moment| run.release(id(1), moment));
    driven.ms += 10_000;
    assert_eq!(driven.round(says(204, "")), put(1));
    let at = driven.moment();
    assert_eq!(driven.run.hold(id(1), "too late", &at), Err(Refusal::Settled(id(1))));
    assert_eq!(driven.run.hold(id(9), "who", &at), Err(Refusal::NotInList(id(9))));
    assert_eq!(driven.run.release(id(3), &at), Err(Refusal::Settled(id(3))));
    assert_eq!(driven.run.release(id(9), &at), Err(Refusal::NotInList(id(9))));
    assert_eq!(driven.run.skip(id(3), Skip::Ended, &at), Err(Refusal::Settled(id(3))));
    driven.restarted();
}

#[test]
fn a_run_begins_with_the_lines_of_a_plan_and_with_no_others() {
    let begin = |lines: &[Line]| {
        Run::begin(job(Settings::default()), lines, NOW).map(|(run, record)| (run.lines().to_vec(), record))
    };
    let mut plan = lines(3);
    plan[0].state = State::Held { why: "a court says so".to_owned() };
    plan[2].state = State::Skipped(Skip::NotIssued);
    let (taken, record) = begin(&plan).unwrap();
    assert_eq!(
        taken.iter().map(|line| &line.state).collect::<Vec<_>>(),
        plan.iter().map(|line| &line.state).collect::<Vec<_>>()
    );
    let journal: String = record.entries.iter().map(|entry| entry.to_line() + "\n").collect();
    assert_eq!(Run::replay(Lines::new(journal.as_bytes())).unwrap().lines(), taken);
    plan[1].state = State::Sending;
    assert_eq!(begin(&plan).unwrap_err(), Refusal::Settled(id(2)));
    assert_eq!(begin(&[lines(2), lines(1)].concat()).unwrap_err(), Refusal::Twice(id(1)));
    // Nothing to do, and at once over.
    let mut empty = driven(0, Settings::default());
    assert_eq!((empty.wants(), empty.run.is_over()), (Next::Over, true));
}

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
fn an_order_that_is_exempted_takes_no_other_with_it() {
    let mut driven = driven(2, Settings { connections: 2, ..Settings::default() });
    let [(first, _), (second, _)] = [driven.sends(), driven.sends()];
    driven.told(second, says(429, LIMITED));
    driven.steer(|run, moment| run.hold(id(2), "why", moment));
    driven.told(first, says(204, ""));
    assert_eq!(driven.names(), [StateName::Revoked, StateName::Held]);
}

#[test]
fn what_is_never_shown_stays_at_the_proof_it_has_after_a_few_looks() {
    let mut driven = driven(1, Settings { looks: 3, ..Settings::default() });
    driven.round(says(204, ""));
    let looks = [driven.round(says(200, r#"{"orders":[]}"#)), driven.round(issued(1)), driven.round(issued(1))];
    assert_eq!(looks[1..], [get(1), get(1)]);
    assert_eq!((driven.wants(), driven.state(1)), (Next::Over, &State::Revoked { proof: Proof::Accepted }));
}

#[test]
fn after_its_deadline_it_goes_on_or_asks_once() {
    let begin = |after_deadline| {
        let job = Job { deadline_unix_ms: Some(NOW + 1000), ..job(Settings { after_deadline, ..one_at_a_time() }) };
        let (run, record) = Run::begin(job, &lines(3), NOW).unwrap();
        Driven { run, ms: 999, journal: record.entries }
    };
    for after in [AfterDeadline::GoOn, AfterDeadline::Pause] {
        let mut driven = begin(after);
        driven.round(says(204, ""));
        driven.ms = 1000;
        if after == AfterDeadline::Pause {
            driven.wants();
            assert_eq!(driven.run.status(), &Status::Paused { why: Pause::Deadline });
            driven = driven.restarted();
            driven.ms = 5000;
            driven.steer(Run::resume);
        }
        assert_eq!([driven.round(says(204, "")), driven.round(says(204, ""))], [put(2), put(3)]);
    }
}

#[test]
fn a_snapshot_says_where_it_stands_and_when_it_is_done() {
    let mut driven = driven(400, one_at_a_time());
    for _ in 0..60 {
        let (ticket, _) = driven.sends();
        driven.ms += 1000;
        driven.told(ticket, says(204, ""));
    }
    let outlook = |ms| Outlook { ms, paused_until_ms: driven.ms + 7000, windows: Vec::new() };
    assert_eq!(driven.run.calls_left(), 340);
    // Answers take a second, and there is one connection.
    let slow = driven.run.snapshot(&driven.moment(), outlook(1000));
    assert_eq!((slow.slowest, slow.eta_unix_ms), (Slowest::Answers, Some(NOW + 60_000 + 340_000)));
    let limited = driven.run.snapshot(&driven.moment(), outlook(500_000));
    assert_eq!((limited.slowest, limited.eta_unix_ms), (Slowest::Limits, Some(NOW + 60_000 + 500_000)));
    assert_eq!((slow.total, slow.counts.revoked.accepted, slow.counts.waiting), (400, 60, 340));
    assert_eq!((slow.calls.revokes, slow.calls.reads, slow.calls.unanswered, slow.calls_per_minute), (60, 0, 0, 59));
    assert_eq!(slow.paused_until_unix_ms, Some(NOW + 67_000));
    let json = serde_json::to_value(&slow).unwrap();
    assert_eq!(json["status"], serde_json::json!({ "is": "running" }));
    assert_eq!(json["counts"]["revoked"], serde_json::json!({ "accepted": 60, "approved": 0, "revoked": 0 }));
    driven.steer(Run::pause);
    assert_eq!(driven.run.snapshot(&driven.moment(), Outlook::default()).eta_unix_ms, None);
}

#[test]
fn after_a_quarter_of_an_hour_what_was_seen_counts_more_than_what_was_reckoned() {
    let mut driven = driven(2000, one_at_a_time());
    // One order in three seconds, although neither limits nor answers hold it up.
    while driven.ms < 1_200_000 {
        let (ticket, request) = driven.sends();
        driven.ms += 10;
        let body = if request.method == Method::Get { says(200, r#"{"orders":[]}"#) } else { says(204, "") };
        driven.told(ticket, body);
        driven.ms += 2990;
    }
    let left = u64::from(driven.run.counts().waiting);
    let snapshot = driven.run.snapshot(&driven.moment(), Outlook { ms: 1000, ..Outlook::default() });
    let thought = snapshot.eta_unix_ms.unwrap() - NOW - driven.ms;
    assert!(thought.abs_diff(left * 3000) * 20 < left * 3000, "{thought} for {left}");
}

#[test]
fn a_runner_keeps_to_its_pacer_and_after_a_restart_without_one_takes_every_window_for_full() {
    let moment = |ms| Moment { elapsed_ms: ms, unix_ms: NOW + ms, paused_until_ms: 0, random: 0.5 };
    let run = || Run::begin(job(Settings::default()), &lines(10), NOW).unwrap().0;
    let mut runner = Runner::new(run(), Limits::digicert(), PacerState::default());
    let Act::Send(sending) = runner.next(&moment(0)) else { panic!("it waits") };
    let send = sending.write_ahead().1.once_durable();
    let mut response = HttpResponse::new(429, LIMITED);
    response.retry_after = Some("9".to_owned());
    let _ = runner.told(send.ticket, Event::Answered(response), &moment(100));
    let Act::Wait { until_ms, .. } = runner.next(&moment(100)) else { panic!("it sends") };
    assert_eq!(until_ms, Some(9100));
    let snapshot = runner.snapshot(&moment(100));
    assert_eq!((snapshot.windows[1].calls, snapshot.windows[1].used), (1000, 1));
    assert_eq!((snapshot.calls.limited, snapshot.paused_until_unix_ms), (1, Some(NOW + 9100)));
    // The state goes on where it was; without one it waits for the longest window.
    let mut kept = Runner::new(run(), Limits::digicert(), runner.pacer_state());
    assert!(matches!(kept.next(&moment(200)), Act::Wait { until_ms: Some(9100), .. }));
    let mut cautious = Runner::cautious(run(), Limits::digicert(), &moment(200));
    assert!(matches!(cautious.next(&moment(200)), Act::Wait { until_ms: Some(181_200), .. }));
}
