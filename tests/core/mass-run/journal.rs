//! Damaged journals: no line makes the reader panic, and every prefix of a journal that contains the list can be resumed and
//! ends.

use std::sync::LazyLock;

use certcentral_revoke::{
    api::{HttpResponse, Method, OrderId, RevocationReason},
    mass::{
        Entry, Item, Job, JournalChain, JournalError, JournalLines, JournalProblem, Line, MAX_TEXT_CHARS, Next,
        PauseReason, Replay, Run, Settlement, State, StateName, whole,
    },
    policy::{Event, Moment, RateEstimate},
};
use proptest::prelude::*;

use crate::{
    weather::{FIRST, Weather},
    world::World,
};

/// The journals of the first seeds.
pub(crate) static JOURNALS: LazyLock<Vec<Vec<u8>>> =
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
            // With a valid chain: the entries must not contradict each other either.
            let mut entries: Vec<_> = JournalLines::new(&bytes).collect::<Result<_, _>>().unwrap();
            entries.remove(at.index(entries.len()));
            bytes = (chained(&entries).join("\n") + "\n").into_bytes();
        } else {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let count = u64::try_from(bytes.split(|byte| *byte == b'\n').count()).unwrap();
        match Run::replay(JournalLines::new(&bytes)) {
            Ok((run, _)) => prop_assert_eq!(run.snapshot(&moment(0), RateEstimate::default()).counts.total() as usize, run.lines().len()),
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
            Ok((run, _)) => {
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
        let (run, _) = Run::replay(JournalLines::new(bytes)).unwrap();
        assert_eq!(run.journal_lines(), lines.len() as u64);
        for (place, line) in run.lines().iter().enumerate() {
            let nth = usize::try_from(line.journal_line).unwrap();
            let state_after = |upto: usize| {
                let (run, _) = Run::replay(JournalLines::new(&lines[..upto].concat())).ok()?;
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

/// Returns entries as the lines of one journal.
pub(crate) fn chained(entries: &[Entry]) -> Vec<String> {
    let mut chain = JournalChain::default();
    entries.iter().map(|entry| chain.line(entry)).collect()
}

/// Returns the number and the problem of the first invalid line.
pub(crate) fn problem_of(lines: &[String]) -> (u64, JournalProblem) {
    let text = lines.iter().fold(String::new(), |text, line| text + line + "\n");
    let error = Run::replay(JournalLines::new(text.as_bytes())).unwrap_err();
    // Reading line by line gives the same error.
    let mut replay = Replay::default();
    let one_by_one = lines.iter().try_for_each(|line| replay.take_line(line)).and_then(|()| replay.finish());
    assert_eq!(one_by_one.unwrap_err(), error);
    (error.line, error.problem)
}

pub(crate) fn order(place: u64) -> OrderId {
    (FIRST + place).to_string().parse().unwrap()
}

/// The first two entries of a run of two orders.
pub(crate) fn started() -> [Entry; 2] {
    let lines = [Line::new(Item::new(order(0))), Line::new(Item::new(order(1)))];
    Run::begin(Job::new("July"), &lines, 7).unwrap().1.entries.try_into().unwrap()
}

#[test]
fn each_contradiction_has_its_own_problem() {
    let [head, items] = started();
    let sending = |place, send| Entry::Sending { order: order(place), send, at: 9 };
    let released = Entry::Released { order: order(1), at: 9 };
    let returned = Entry::Returned { order: order(0), at: 9 };
    let refusal = Settlement::Refused { code: "no".to_owned(), message: String::new() };
    let refused = Entry::Settled { order: order(0), r#as: refusal, at: 9 };
    let on_hold = Entry::Held { order: order(0), reason: "court".to_owned(), at: 9 };
    let paused = Entry::Paused { reason: PauseReason::Manual, at: 9 };
    let (resumed, over) = (Entry::Resumed { at: 9 }, Entry::Finished { at: 9 });
    let is_invalid = |place| JournalProblem::InvalidTransition(order(place));
    for (entries, line, problem) in [
        (vec![], 1, JournalProblem::Incomplete),
        (vec![&head], 2, JournalProblem::Incomplete),
        (vec![&items], 1, JournalProblem::UnexpectedEntry),
        (vec![&head, &head], 2, JournalProblem::UnexpectedEntry),
        (vec![&head, &sending(0, 1)], 2, JournalProblem::UnexpectedEntry),
        (vec![&head, &items, &items], 3, JournalProblem::TooMany),
        (vec![&head, &items, &sending(5, 1)], 3, JournalProblem::NotInList(order(5))),
        (vec![&head, &items, &sending(0, 3)], 3, is_invalid(0)),
        (vec![&head, &items, &released], 3, is_invalid(1)),
        (vec![&head, &items, &resumed], 3, JournalProblem::InvalidState),
        (vec![&head, &items, &over, &sending(0, 1)], 4, JournalProblem::InvalidState),
        (vec![&head, &items, &paused, &sending(0, 1)], 4, is_invalid(0)),
        (vec![&head, &items, &on_hold, &sending(0, 1)], 4, is_invalid(0)),
        (vec![&head, &items, &sending(0, 1), &refused, &sending(0, 2)], 5, is_invalid(0)),
        (vec![&head, &items, &sending(0, 1), &sending(0, 2), &sending(0, 3), &sending(0, 4)], 6, is_invalid(0)),
        (vec![&head, &items, &refused], 3, is_invalid(0)),
        (vec![&head, &items, &returned], 3, is_invalid(0)),
    ] {
        let entries: Vec<_> = entries.into_iter().cloned().collect();
        assert_eq!(problem_of(&chained(&entries)), (line, problem), "{entries:?}");
    }
    // Before the holds and skips of the plan are complete, no other entry is allowed.
    let on_hold_line = Line { state: State::Held { reason: "court".to_owned() }, ..Line::new(Item::new(order(0))) };
    let (_, record) = Run::begin(Job::new("July"), &[on_hold_line, Line::new(Item::new(order(1)))], 7).unwrap();
    let with = |upto: usize, then: &Entry| chained(&[&record.entries[..upto], std::slice::from_ref(then)].concat());
    assert_eq!(problem_of(&with(2, &sending(1, 1))), (3, JournalProblem::UnexpectedEntry));
    assert_eq!(problem_of(&chained(&record.entries[..2])), (3, JournalProblem::Incomplete));
    let text = with(3, &paused).join("\n") + "\n";
    assert!(Run::replay(JournalLines::new(text.as_bytes())).is_ok());
}

#[test]
fn line_of_another_format_is_refused() {
    let [head, items] = started();
    let lines = chained(&[head, items, Entry::Sending { order: order(0), send: 1, at: 9 }]);
    let with = |nth: usize, line: &str| {
        let mut lines = lines.clone();
        line.clone_into(&mut lines[nth]);
        problem_of(&lines)
    };
    let versions = [
        // Formats 1 and 2, which have no chain. Format 1 named its head differently.
        (r#"{"begun":{"version":1,"at":9,"total":2,"job":{"name":"july","digest":""}}}"#.to_owned(), 1),
        (r#"{"started":{"version":2,"at":9,"total":2,"job":{"name":"july","digest":""}}}"#.to_owned(), 2),
        (lines[0].replace(r#""version":3"#, r#""version":4"#), 4),
        (lines[0].replace(r#""version":3"#, r#""version":4,"news":true"#), 4),
    ];
    for (head, version) in versions {
        assert_eq!(with(0, &head), (1, JournalProblem::Version(version)), "{head}");
    }
    assert_eq!(
        with(0, &lines[0].replace(r#""version":3"#, r#""version":3,"news":true"#)),
        (1, JournalProblem::Damaged)
    );
    assert_eq!(with(2, &lines[2].replace(r#""send":1"#, r#""send":1,"key":"x""#)), (3, JournalProblem::Damaged));
    for other in ["{}", "", "7", r#"{"sending":{"order":"1000000","send":1,"at":9}}"#] {
        assert_eq!(with(2, other), (3, JournalProblem::Damaged), "{other}");
    }
}

#[test]
fn no_line_of_a_journal_is_longer_than_512_kib() {
    let comment = || Some("\u{1f512}".repeat(MAX_TEXT_CHARS));
    let lines: Vec<_> =
        (0..1000).map(|place| Line::new(Item { comment: comment(), ..Item::new(order(place)) })).collect();
    let (run, record) = Run::begin(Job { comment: comment(), ..Job::new("July") }, &lines, 7).unwrap();
    let journal = chained(&record.entries);
    assert!(journal.iter().all(|line| line.len() < 512 * 1024));
    assert!(journal.len() > 8, "the list is cut by its bytes");
    let text = journal.join("\n") + "\n";
    let (replayed, _) = Run::replay(JournalLines::new(text.as_bytes())).unwrap();
    assert_eq!(replayed.lines(), run.lines());
    // Short rows are cut by their number.
    let short: Vec<_> = (0..1000).map(|place| Line::new(Item::new(order(place)))).collect();
    assert_eq!(Run::begin(Job::new("July"), &short, 7).unwrap().1.entries.len(), 5);
}

#[test]
fn list_entry_omits_default_fields() {
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
    let chained = JournalChain::default().line(&entry);
    let (text, chain_link) = chained.split_once(r#","chain":""#).unwrap();
    assert_eq!(format!("{text}}}"), line);
    assert_eq!(chain_link.len(), r#"0123456789abcdef0123456789abcdef"}"#.len());
    assert_eq!(JournalChain::default().read(&chained), Ok(entry));
}

#[test]
fn returned_attempt_does_not_count() {
    let order: OrderId = FIRST.to_string().parse().unwrap();
    let (_, record) = Run::begin(Job::new("July"), &[Line::new(Item::new(order))], 7).unwrap();
    let after = |entries: &[Entry]| {
        let text = chained(&[&record.entries, entries].concat()).join("\n") + "\n";
        let (run, _) = Run::replay(JournalLines::new(text.as_bytes())).unwrap();
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
