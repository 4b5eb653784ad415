//! What a run reckons of itself: the calls that are left, the pace, and when it is done, to the millisecond. Not here: what
//! it does (`run`).

use super::{
    id,
    run::{Driven, NOW, driven, lost, one_at_a_time, says},
};
use certcentral_revoke::{
    mass::{Calls, Counts, Outlook, Proven, Run, Settings, Slowest, Snapshot},
    policy::{Lane, Limits, Pace, Pacer, Window},
};

const LIMITED: &str = r#"{"errors":[{"code":"request_limit_exceeded","message":"slow down"}]}"#;

fn snapshot(driven: &Driven) -> Snapshot {
    driven.run.snapshot(&driven.moment(), Outlook::default())
}

/// Sends the next one, whose answer takes so long.
fn takes(driven: &mut Driven, ms: u64) {
    let (ticket, _) = driven.sends();
    driven.ms += ms;
    driven.told(ticket, says(204, ""));
}

#[test]
fn calls_that_are_left_are_reckoned_from_those_that_were_needed_once_there_were_enough() {
    let mut driven = driven(150, one_at_a_time());
    // Every other order takes a revoke whose answer is lost, and a read that shows it.
    for order in 1..=49 {
        if order % 2 == 0 {
            driven.round(lost());
            driven.round(says(200, &format!(r#"{{"id":{order},"status":"revoked"}}"#)));
        } else {
            driven.round(says(204, ""));
        }
    }
    assert_eq!((driven.run.counts().waiting, driven.run.calls_left()), (101, 101), "49 are not enough");
    driven.round(lost());
    // One is in doubt, which takes two reads.
    assert_eq!((driven.run.counts().waiting, driven.run.calls_left()), (100, 102));
    driven.round(says(200, r#"{"id":50,"status":"revoked"}"#));
    assert_eq!(driven.run.calls_left(), 150, "75 calls for 50 orders");
    assert_eq!(snapshot(&driven).calls, Calls { revokes: 50, reads: 25, limited: 0, unanswered: 25 });
    driven.steer(Run::cancel);
    assert_eq!(driven.run.calls_left(), 0, "nothing is sent any more");
}

#[test]
fn counts_add_up_to_all_orders() {
    let revoked = Proven { accepted: 1, approved: 2, revoked: 4 };
    let counts =
        Counts { waiting: 8, sending: 16, revoked, requested: 32, refused: 64, unknown: 128, held: 256, skipped: 512 };
    assert_eq!((revoked.all(), counts.total()), (7, 1023));
}

#[test]
fn an_order_that_took_no_call_counts_as_one() {
    let mut driven = driven(60, one_at_a_time());
    for order in 1..=50 {
        driven.steer(|run, moment| run.skip(id(order), certcentral_revoke::mass::Skip::NotFound, moment));
    }
    assert_eq!((driven.run.counts().waiting, driven.run.calls_left()), (10, 10));
}

#[test]
fn what_the_rate_limit_refused_is_counted_and_the_last_minute_has_sixty_seconds() {
    let mut driven = driven(10, one_at_a_time());
    driven.round(says(429, LIMITED));
    driven.ms = 500;
    driven.round(says(204, ""));
    assert_eq!(snapshot(&driven).calls, Calls { revokes: 2, reads: 0, limited: 1, unanswered: 0 });
    assert_eq!(snapshot(&driven).calls_per_minute, 2, "from the first second on");
    driven.ms = 30_000;
    takes(&mut driven, 0);
    driven.ms = 59_999;
    assert_eq!(snapshot(&driven).calls_per_minute, 3);
    driven.ms = 60_000;
    assert_eq!(snapshot(&driven).calls_per_minute, 1);
    driven.ms = 90_000;
    assert_eq!(snapshot(&driven).calls_per_minute, 0);
}

#[test]
fn answers_hold_a_run_up_as_long_as_they_take_over_all_connections() {
    let mut driven = driven(12, Settings { connections: 2, ..Settings::default() });
    takes(&mut driven, 1000);
    // The mean forgets: a sixteenth of what is new.
    takes(&mut driven, 2600);
    let told = driven.run.snapshot(&driven.moment(), Outlook { ms: 5500, ..Outlook::default() });
    assert_eq!(
        (told.slowest, told.eta_unix_ms),
        (Slowest::Limits, Some(NOW + 3600 + 5500)),
        "1100 ms for 10 calls over two"
    );
    let told = driven.run.snapshot(&driven.moment(), Outlook { ms: 5499, ..Outlook::default() });
    assert_eq!((told.slowest, told.eta_unix_ms), (Slowest::Answers, Some(NOW + 3600 + 5500)));
    assert_eq!(told.paused_until_unix_ms, None);
}

#[test]
fn after_a_quarter_of_an_hour_without_a_break_the_pace_is_what_was_seen_in_it() {
    let look_ms = u32::MAX;
    let mut driven = driven(2000, Settings { look_ms, ..one_at_a_time() });
    let eta_ms = |driven: &Driven| snapshot(driven).eta_unix_ms.unwrap() - NOW - driven.ms;
    // Nine orders in ten seconds.
    for nth in 0..810 {
        driven.ms = nth / 9 * 10_000 + nth % 9 * 1000;
        takes(&mut driven, 0);
    }
    driven.ms = 899_999;
    assert_eq!(eta_ms(&driven), 0, "not seen for long enough, and answers take no time");
    driven.ms = 900_000;
    assert_eq!(eta_ms(&driven), 1190 * 900_000 / 810);
    // The first three seconds are forgotten with what was done in them.
    driven.ms = 903_000;
    takes(&mut driven, 0);
    assert_eq!(eta_ms(&driven), 1189 * 900_000 / 808);
    driven.steer(Run::pause);
    driven.steer(Run::resume);
    takes(&mut driven, 0);
    assert_eq!(eta_ms(&driven), 0, "what was seen before a break says nothing");
}

#[test]
fn a_quarter_of_an_hour_in_which_nothing_was_settled_tells_no_pace() {
    let mut driven = driven(5, one_at_a_time());
    driven.sends();
    driven.ms = 900_000;
    assert_eq!(snapshot(&driven).eta_unix_ms, Some(NOW + 900_000));
}

#[test]
fn an_outlook_tells_how_far_each_window_is_used() {
    let window = Window::new(3, 1000).unwrap();
    let limits = Limits { windows: vec![window], guard_ms: 0 };
    let mut pacer = Pacer::new(limits.clone());
    assert_eq!(pacer.ask(Lane::Interactive, 0), Pace::Go);
    assert_eq!(pacer.ask(Lane::Interactive, 600), Pace::Go);
    let used = |now| {
        let outlook = Outlook::of(&pacer, &limits, 1, now);
        (outlook.windows[0].calls, outlook.windows[0].ms, outlook.windows[0].used)
    };
    assert_eq!([999, 1000, 1600].map(used), [(3, 1000, 2), (3, 1000, 1), (3, 1000, 0)]);
    pacer.refused(Some(9000), 600);
    let outlook = Outlook::of(&pacer, &limits, 1, 600);
    assert_eq!((outlook.ms, outlook.paused_until_ms), (9000, 9600));
}
