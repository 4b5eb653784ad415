//! Order, fairness, and the parts of the windows: one test for each rule.

use super::*;
use certcentral_revoke::api::{Fields, RawValue};

fn digicert(max_in_flight: u32) -> CallQueue {
    CallQueue::new(Limits::digicert(), max_in_flight)
}

#[test]
fn empty_queue_admits_nothing() {
    let mut queue = digicert(6);
    assert_eq!(queue.poll(0), QueueTurn::Empty);
    let ticket = queue.enqueue(interactive("me"), 0);
    queue.withdraw(ticket);
    assert_eq!(queue.poll(0), QueueTurn::Empty);
}

#[test]
fn small_burst_is_admitted_at_once() {
    for (priority, count) in
        [(Priority::Interactive, 1), (Priority::Interactive, 80), (Priority::Bulk, 1), (Priority::Bulk, 70)]
    {
        let mut queue = digicert(1000);
        let tickets = enqueue(&mut queue, count, request(priority, "revokeOrder"), 5);
        assert_eq!(serve_all(&mut queue, 5), tickets, "{priority:?} {count}");
    }
}

#[test]
fn calls_in_flight_never_exceed_their_limit() {
    for (max, expected) in [(0, 1), (1, 1), (6, 6)] {
        let mut queue = digicert(max);
        enqueue(&mut queue, 10, interactive("me"), 0);
        let admitted: Vec<_> = (0..expected).map(|_| queue.poll(0)).collect();
        let Some(QueueTurn::Admit(last)) = admitted.last() else { panic!("{admitted:?}") };
        assert_eq!(queue.poll(0), QueueTurn::Blocked);
        queue.finished(*last, QueueEnd::Lost, 10);
        assert!(matches!(queue.poll(10), QueueTurn::Admit(_)));
        assert_eq!(queue.poll(10), QueueTurn::Blocked);
    }
}

#[test]
fn classes_go_in_their_order() {
    let mut queue = CallQueue::new(wide(), 6);
    let bulk = queue.enqueue(bulk("me"), 0);
    let interactive = queue.enqueue(interactive("me"), 0);
    let urgent = queue.enqueue(QueuedRequest { follow_up: true, ..super::bulk("me") }, 0);
    assert_eq!(serve_all(&mut queue, 0), [urgent, interactive, bulk]);
}

#[test]
fn operations_of_one_class_are_served_in_rotation() {
    for make in [interactive, bulk, follow_up] {
        let mut queue = CallQueue::new(wide(), 6);
        let [a, b, c] = ["a", "b", "c"].map(|operation| enqueue(&mut queue, 3, make(operation), 0));
        let expected: Vec<_> = (0..3).flat_map(|nth| [a[nth], b[nth], c[nth]]).collect();
        assert_eq!(serve_all(&mut queue, 0), expected);
    }
}

#[test]
fn single_call_waits_for_one_of_a_thousand_at_most() {
    let mut queue = digicert(6);
    enqueue(&mut queue, 1000, interactive("revokeOrder"), 0);
    let (mut now, mut worst) = (0, 0);
    while now < 400_000 {
        now += 500;
        serve_all(&mut queue, now);
        enqueue(&mut queue, 20, interactive("revokeOrder"), now);
        if now % 2000 == 0 {
            let me = queue.enqueue(interactive("me"), now);
            let served = drain_until(&mut queue, me, now);
            worst = worst.max(served);
        }
    }
    assert_eq!(worst, 0, "the tenth behind a long line is enough for a call every 2 s");
}

/// Milliseconds until this ticket is admitted.
fn drain_until(queue: &mut CallQueue, ticket: QueueTicket, begin_ms: u64) -> u64 {
    let mut now_ms = begin_ms;
    loop {
        match queue.poll(now_ms) {
            QueueTurn::Admit(admitted) => {
                queue.finished(admitted, QueueEnd::Responded, now_ms);
                if admitted == ticket {
                    return now_ms - begin_ms;
                }
            }
            QueueTurn::WaitUntil { at_ms } => now_ms = at_ms,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn long_line_leaves_a_fifth_and_bulk_three_tenths() {
    // The calls of the first 6 s and of the first 181 s.
    for (make, short, long) in [(interactive as fn(_) -> _, 80, 800), (bulk, 70, 700)] {
        let mut queue = digicert(6);
        enqueue(&mut queue, 2000, make("revokeOrder"), 0);
        let admitted = drain(&mut queue, 0);
        let within = |ms: u64| admitted.iter().filter(|(_, at_ms)| *at_ms < ms).count();
        assert_eq!([within(6000), within(181_000)], [short, long]);
    }
}

#[test]
fn follow_ups_and_short_lines_leave_a_tenth() {
    let mut queue = digicert(6);
    enqueue(&mut queue, 1000, follow_up("orders.get"), 0);
    assert_eq!(serve_all(&mut queue, 0).len(), 90);
    let mut queue = digicert(6);
    let served: usize = (0..1000)
        .map(|_| {
            queue.enqueue(interactive("me"), 0);
            serve_all(&mut queue, 0).len()
        })
        .sum();
    assert_eq!(served, 90);
}

#[test]
fn long_line_of_1200_is_admitted_within_240_s() {
    for make in [interactive as fn(_) -> _, bulk] {
        let mut queue = digicert(6);
        enqueue(&mut queue, 1200, make("revokeOrder"), 0);
        let admitted = drain(&mut queue, 0);
        let (_, last_ms) = admitted.last().unwrap();
        println!("1,200 at once, each answered at once: last admitted at {} s", last_ms / 1000);
        assert!(admitted.len() == 1200 && *last_ms <= 240_000, "{last_ms}");
    }
}

#[test]
fn bulk_gets_one_slot_in_five_under_interactive_load() {
    let mut queue = CallQueue::new(wide(), 6);
    let waiting = enqueue(&mut queue, 100, bulk("revokeOrder"), 0);
    let mut order = Vec::new();
    for _ in 0..50 {
        let me = queue.enqueue(interactive("me"), 0);
        queue.enqueue(interactive("me"), 0);
        order.push(serve(&mut queue, 0).unwrap());
        order.push(serve(&mut queue, 0).unwrap());
        assert!(queue.estimate_ms(me, 0) == 0);
    }
    let of_bulk: Vec<_> = (0..order.len()).filter(|nth| waiting.contains(&order[*nth])).collect();
    assert_eq!(of_bulk, (4..100).step_by(5).collect::<Vec<_>>());
}

#[test]
fn bulk_progresses_in_windows_that_interactive_calls_fill() {
    // Ten interactive calls each second; the windows allow five.
    let mut queue = digicert(6);
    let waiting = enqueue(&mut queue, 1000, bulk("revokeOrder"), 0);
    let (mut of_bulk, mut all) = (0, 0);
    for now in (0..600_000).step_by(500) {
        enqueue(&mut queue, 5, interactive("me"), now);
        let served = serve_all(&mut queue, now);
        all += served.len();
        of_bulk += served.iter().filter(|ticket| waiting.contains(ticket)).count();
    }
    assert!(of_bulk * 6 > all, "{of_bulk} of {all}");
}

#[test]
fn long_line_progresses_beside_a_constant_short_line() {
    let mut queue = digicert(6);
    let waiting = enqueue(&mut queue, 5000, interactive("revokeOrder"), 0);
    let mut of_line = 0;
    for now in (181_000..800_000).step_by(100) {
        queue.enqueue(interactive("me"), now);
        of_line += serve_all(&mut queue, now).iter().filter(|ticket| waiting.contains(ticket)).count();
    }
    assert!(of_line > 700, "{of_line}");
}

#[test]
fn interactive_call_waits_for_one_bulk_call_at_most() {
    let mut queue = digicert(1);
    enqueue(&mut queue, 3000, bulk("revokeOrder"), 0);
    let mut now = 0;
    for _ in 0..200 {
        now += 1000;
        serve_all(&mut queue, now);
        let me = queue.enqueue(interactive("me"), now);
        let order = [serve(&mut queue, now), serve(&mut queue, now)];
        assert!(order.contains(&Some(me)), "at {now}");
    }
}

#[test]
fn withdrawn_request_is_not_admitted() {
    let mut queue = CallQueue::new(wide(), 6);
    let tickets = enqueue(&mut queue, 3, interactive("me"), 0);
    queue.withdraw(tickets[1]);
    assert_eq!(serve_all(&mut queue, 0), [tickets[0], tickets[2]]);
    // After the admission it has no effect.
    let ticket = queue.enqueue(interactive("me"), 0);
    assert_eq!(queue.poll(0), QueueTurn::Admit(ticket));
    queue.withdraw(ticket);
    for _ in 0..2 {
        queue.finished(ticket, QueueEnd::Responded, 0);
    }
    assert_eq!(queue.poll(0), QueueTurn::Empty);
}

#[test]
fn estimate_is_never_later_than_the_admission() {
    let mut queue = digicert(6);
    let tickets = enqueue(&mut queue, 2000, interactive("revokeOrder"), 1000);
    let estimates: Vec<_> = tickets.iter().map(|ticket| queue.estimate_ms(*ticket, 1000)).collect();
    assert_eq!([0, 89, 90, 899, 900, 1800].map(|nth| estimates[nth]), [0, 0, 6000, 54_000, 181_000, 362_000]);
    for (nth, (ticket, at_ms)) in drain(&mut queue, 1000).into_iter().enumerate() {
        assert!(tickets[nth] == ticket && 1000 + estimates[nth] <= at_ms, "{nth}");
    }
    assert_eq!(queue.estimate_ms(tickets[0], 1000), 0, "it does not wait any more");
}

#[test]
fn clock_set_back_holds_no_call_longer_than_a_window() {
    for back in [true, false] {
        let mut queue = digicert(6);
        let mut now = 10_000_000;
        enqueue(&mut queue, 1500, interactive("revokeOrder"), now);
        serve_all(&mut queue, now);
        if back {
            now = 1000;
        }
        let (_, last_ms) = *drain(&mut queue, now).last().unwrap();
        assert!(last_ms - now < 2 * 181_000 + 60_000, "{last_ms}");
    }
}

#[test]
fn priority_is_one_of_two_words() {
    let priority = |given: RawValue| Priority::from_fields(&Fields(vec![("priority".to_owned(), given)]));
    assert_eq!(Priority::from_fields(&Fields::default()), Ok(Priority::Interactive));
    assert_eq!(priority(RawValue::Text("interactive".into())), Ok(Priority::Interactive));
    assert_eq!(priority(RawValue::Text("bulk".into())), Ok(Priority::Bulk));
    for wrong in [RawValue::Text("Bulk".into()), RawValue::Null, RawValue::Number(1.0)] {
        assert_eq!(priority(wrong).unwrap_err().field, "priority");
    }
}
