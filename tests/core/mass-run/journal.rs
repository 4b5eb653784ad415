//! Damaged journals: no line makes the reader panic, and every prefix of a journal that contains the list can be resumed and
//! ends.

use std::sync::LazyLock;

use certcentral_revoke::{
    api::{HttpResponse, Method, OrderId, RevocationReason},
    mass::{
        Entry, Item, Job, JournalError, JournalLines, JournalProblem, Line, Next, PauseReason, RateEstimate, Replay,
        Run, Settlement, StateName, whole,
    },
    policy::{Event, Moment},
};
use proptest::prelude::*;

use crate::{
    weather::{FIRST, Weather},
    world::World,
};

/// The journals of the first seeds.
static JOURNALS: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| (0..60).map(|seed| World::new(seed, Weather::foul).play().journal).collect());

fn moment(ms: u64) -> Moment {
    Moment { elapsed_ms: ms, unix_ms: 1_770_000_000_000 + ms, paused_until_ms: 0, random: 0.5 }
}

/// Drives a run to its end against a server without faults.
fn play_to_end(mut run: Run) -> Run {
    let mut now = 0;
    for _ in 0..10_000 {
        // A paused run is resumed.
        if run.resume(&moment(now)).is_ok() {
            continue;
        }
        match run.poll(&moment(now)).next {
            Next::Over => return run,
            // There is no time only after the pause of the deadline.
            Next::Nothing { until_ms } => now = until_ms.unwrap_or(now),
            Next::Send => {
                let (_, sealed) = run.start_next(&moment(now)).unwrap().write_ahead();
                let send = sealed.once_durable();
                let response = match send.request.method {
                    Method::Put => HttpResponse::new(204, ""),
                    Method::Get if send.request.path.contains('?') => HttpResponse::new(200, r#"{"orders":[]}"#),
                    Method::Get => {
                        let id = send.request.path.rsplit('/').next().unwrap();
                        HttpResponse::new(200, format!(r#"{{"id":{id},"status":"issued","requests":[]}}"#))
                    }
                };
                let _ = run.handle_event(send.ticket, Event::Response(response), &moment(now));
                now += 1;
            }
        }
    }
    panic!("the run does not end");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Run::replay(JournalLines::new(&bytes));
    }

    #[test]
    fn damaged_journal_is_an_error_or_a_consistent_run(
        seed in 0_usize..60, at in any::<prop::sample::Index>(), byte in any::<u8>(), swap in any::<bool>(),
    ) {
        let mut bytes = JOURNALS[seed].clone();
        if swap {
            let mut lines: Vec<_> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
            let from = at.index(lines.len());
            lines.remove(from);
            bytes = lines.concat();
        } else {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let count = u64::try_from(bytes.split(|byte| *byte == b'\n').count()).unwrap();
        match Run::replay(JournalLines::new(&bytes)) {
            Ok(run) => prop_assert_eq!(run.snapshot(&moment(0), RateEstimate::default()).counts.total() as usize, run.lines().len()),
            Err(JournalError { line, .. }) => prop_assert!((1..=count).contains(&line), "{} of {}", line, count),
        }
    }

    #[test]
    fn truncated_journal_resumes_and_ends(seed in 0_usize..60, at in any::<prop::sample::Index>()) {
        let bytes = &JOURNALS[seed];
        let head = bytes.split_inclusive(|byte| *byte == b'\n').take(2).map(<[u8]>::len).sum::<usize>();
        let cut = at.index(bytes.len() + 1);
        let part = &bytes[..cut];
        match Run::replay(JournalLines::new(part)) {
            Ok(run) => {
                prop_assert!(cut >= head);
                let sends: Vec<_> = run.lines().iter().map(|line| line.sends).collect();
                let run = play_to_end(run);
                for (line, before) in run.lines().iter().zip(sends) {
                    prop_assert!(line.sends <= 3 && line.sends >= before);
                    prop_assert_ne!(line.state.name(), StateName::Sending);
                }
                let counts = run.snapshot(&moment(0), RateEstimate::default()).counts;
                prop_assert_eq!(counts.total() as usize, run.lines().len());
            }
            Err(error) => {
                prop_assert!(cut < head, "{}", error);
                prop_assert_eq!(error.problem, JournalProblem::Incomplete);
            }
        }
    }
}

#[test]
fn journal_line_of_an_order_contains_its_state() {
    for bytes in JOURNALS.iter().take(20) {
        let lines: Vec<_> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        let run = Run::replay(JournalLines::new(bytes)).unwrap();
        assert_eq!(run.journal_lines(), lines.len() as u64);
        for (place, line) in run.lines().iter().enumerate() {
            let nth = usize::try_from(line.journal_line).unwrap();
            let state_after = |upto: usize| {
                let run = Run::replay(JournalLines::new(&lines[..upto].concat())).ok()?;
                let line = &run.lines()[place];
                Some((line.state.clone(), line.sends))
            };
            let text = std::str::from_utf8(lines[nth - 1]).unwrap();
            assert!(text.contains(&format!("\"{}\"", line.item.order_id)), "{text}");
            let then = state_after(nth);
            if then.is_some() {
                assert_eq!(then.clone().map(|(state, _)| state), Some(line.state.clone()), "{text}");
                assert_ne!(state_after(nth - 1), then, "{text}");
            }
        }
    }
}

#[test]
fn each_kind_of_damage_has_its_own_problem() {
    let order = |place: u64| (FIRST + place).to_string().parse().unwrap();
    let lines = [Line::new(Item::new(order(0))), Line::new(Item::new(order(1)))];
    let (_, record) = Run::begin(Job::new("July", "digest"), &lines, 7).unwrap();
    let head: Vec<_> = record.entries.iter().map(Entry::to_line).collect();
    let fails = |lines: &[&str]| {
        let text = lines.iter().fold(String::new(), |text, line| text + line + "\n");
        let error = Run::replay(JournalLines::new(text.as_bytes())).unwrap_err();
        // Reading line by line gives the same error.
        let mut replay = Replay::default();
        let one_by_one = lines.iter().try_for_each(|line| replay.take_line(line)).and_then(|()| replay.finish());
        assert_eq!(one_by_one.unwrap_err(), error);
        (error.line, error.problem)
    };
    let (head_line, items_line) = (head[0].as_str(), head[1].as_str());
    let sending = Entry::Sending { order: order(0), send: 1, at: 9 }.to_line();
    let resent = Entry::Sending { order: order(0), send: 3, at: 9 }.to_line();
    let strange = Entry::Sending { order: order(5), send: 1, at: 9 }.to_line();
    let released = Entry::Released { order: order(1), at: 9 }.to_line();
    let again = Entry::Sending { order: order(0), send: 2, at: 9 }.to_line();
    let fourth = Entry::Sending { order: order(0), send: 4, at: 9 }.to_line();
    let returned = Entry::Returned { order: order(0), at: 9 }.to_line();
    let refusal = Settlement::Refused { code: "no".to_owned(), message: String::new() };
    let refused = Entry::Settled { order: order(0), r#as: refusal, at: 9 }.to_line();
    let on_hold = Entry::Held { order: order(0), reason: "court".to_owned(), at: 9 }.to_line();
    let paused = Entry::Paused { reason: PauseReason::Manual, at: 9 }.to_line();
    let (resumed, over) = (Entry::Resumed { at: 9 }.to_line(), Entry::Finished { at: 9 }.to_line());
    for (lines, line, problem) in [
        (vec![], 1, JournalProblem::Incomplete),
        (vec![head_line], 2, JournalProblem::Incomplete),
        (vec![items_line], 1, JournalProblem::UnexpectedEntry),
        (vec![head_line, head_line], 2, JournalProblem::UnexpectedEntry),
        (vec![head_line, sending.as_str()], 2, JournalProblem::UnexpectedEntry),
        (vec![head_line, items_line, items_line], 3, JournalProblem::TooMany),
        (vec![head_line, items_line, "{}"], 3, JournalProblem::Damaged),
        (vec![head_line, items_line, ""], 3, JournalProblem::Damaged),
        (vec![head_line, items_line, strange.as_str()], 3, JournalProblem::NotInList(order(5))),
        (vec![head_line, items_line, resent.as_str()], 3, JournalProblem::InvalidTransition(order(0))),
        (vec![head_line, items_line, released.as_str()], 3, JournalProblem::InvalidTransition(order(1))),
        (vec![head_line, items_line, resumed.as_str()], 3, JournalProblem::InvalidState),
        (vec![head_line, items_line, over.as_str(), sending.as_str()], 4, JournalProblem::InvalidState),
        (vec![head_line, items_line, &paused, &sending], 4, JournalProblem::InvalidTransition(order(0))),
        (vec![head_line, items_line, &on_hold, &sending], 4, JournalProblem::InvalidTransition(order(0))),
        (vec![head_line, items_line, &sending, &refused, &again], 5, JournalProblem::InvalidTransition(order(0))),
        (
            vec![head_line, items_line, &sending, &again, &resent, &fourth],
            6,
            JournalProblem::InvalidTransition(order(0)),
        ),
        (vec![head_line, items_line, &refused], 3, JournalProblem::InvalidTransition(order(0))),
        (vec![head_line, items_line, &returned], 3, JournalProblem::InvalidTransition(order(0))),
    ] {
        assert_eq!(fails(&lines), (line, problem), "{lines:?}");
    }
    // Before the holds and skips of the plan are complete, no other entry is allowed.
    let with_exclusions = head_line.replace(r#""total":2"#, r#""total":2,"excluded":1"#);
    assert_eq!(fails(&[&with_exclusions, items_line, &sending]), (3, JournalProblem::UnexpectedEntry));
    assert_eq!(fails(&[&with_exclusions, items_line]), (3, JournalProblem::Incomplete));
    assert!(
        Run::replay(JournalLines::new([&with_exclusions, items_line, &on_hold, &paused, ""].join("\n").as_bytes()))
            .is_ok()
    );
    let other = head_line.replace(r#""version":2"#, r#""version":3,"news":true"#);
    assert_eq!(fails(&[&other]), (1, JournalProblem::Version(3)));
    assert_eq!(fails(&[&head_line.replace(r#""version":2"#, r#""version":3"#)]), (1, JournalProblem::Version(3)));
    assert_eq!(
        fails(&[&head_line.replace(r#""version":2"#, r#""version":2,"news":true"#)]),
        (1, JournalProblem::Damaged)
    );
    // Format 1, as version 0.1.0 wrote it.
    let first = r#"{"begun":{"version":1,"at":9,"total":2,"job":{"name":"july","digest":""}}}"#;
    assert_eq!(fails(&[first, items_line]), (1, JournalProblem::Version(1)));
    let extra = sending.replace(r#""send":1"#, r#""send":1,"key":"x""#);
    assert_eq!(fails(&[head_line, items_line, &extra]), (3, JournalProblem::Damaged));
}

#[test]
fn list_entry_omits_default_fields() {
    let order = |place: u64| (FIRST + place).to_string().parse().unwrap();
    let plain = Item::new(order(0));
    let full = Item {
        reason: Some(RevocationReason::Superseded),
        comment: Some("INC-4711".into()),
        priority: 3,
        replaced: Some(false),
        ..Item::new(order(1))
    };
    let entry = Entry::Items(vec![plain, full]);
    let (one, next) = (FIRST, FIRST + 1);
    let line = format!(
        r#"{{"items":[{{"orderId":"{one}"}},{{"orderId":"{next}","reason":"superseded","comment":"INC-4711","priority":3,"replaced":false}}]}}"#
    );
    assert_eq!(entry.to_line(), line);
    assert_eq!(Entry::from_line(&line), Ok(entry));
}

#[test]
fn returned_attempt_does_not_count() {
    let order: OrderId = FIRST.to_string().parse().unwrap();
    let (_, record) = Run::begin(Job::new("July", "digest"), &[Line::new(Item::new(order))], 7).unwrap();
    let after = |entries: &[Entry]| {
        let lines = record.entries.iter().chain(entries).map(|entry| entry.to_line() + "\n").collect::<String>();
        let run = Run::replay(JournalLines::new(lines.as_bytes())).unwrap();
        (run.lines()[0].state.name(), run.lines()[0].sends, run.lines()[0].sent_unix_ms)
    };
    let [one, two] = [1, 2].map(|send| Entry::Sending { order, send, at: 8 + u64::from(send) });
    let back = || Entry::Returned { order, at: 11 };
    assert_eq!(after(&[one.clone(), back()]), (StateName::Waiting, 0, None));
    assert_eq!(after(&[one.clone(), two.clone()]), (StateName::Sending, 2, Some(9)));
    assert_eq!(after(&[one.clone(), two.clone(), back()]), (StateName::Sending, 1, Some(9)));
    assert_eq!(after(&[one, two, back(), back()]), (StateName::Waiting, 0, None));
}

#[test]
fn incomplete_last_line_is_ignored() {
    let bytes = &JOURNALS[3];
    let torn = [&bytes[..], br#"{"sending":{"order":"1000"#].concat();
    assert_eq!((whole(&torn), whole(b"torn"), whole(b"")), (bytes.len(), 0, 0));
    assert_eq!(JournalLines::new(&torn).count(), JournalLines::new(bytes).count());
}
