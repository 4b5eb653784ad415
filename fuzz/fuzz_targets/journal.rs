//! A journal of any bytes after a valid first entry: it is rejected with a line number, or the run continues to an end in which
//! every order is counted once. Never a panic, which an invalid entry of the run itself would cause.
#![no_main]

use certcentral_revoke::{
    api::HttpResponse,
    mass::{Item, Job, JournalChain, JournalLines, Line, Next, Run},
    policy::{Event, Moment},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [answer, entries @ ..] = data else { return };
    let lines = ["1", "2", "3"].map(|id| Line::new(Item::new(id.parse().expect("an id"))));
    let (_, record) = Run::begin(Job::new("July"), &lines, 7).expect("a list");
    let _ = Run::replay(JournalLines::new(data));
    let mut chain = JournalChain::default();
    let mut journal = record.to_lines(&mut chain).join("\n") + "\n";
    // Without valid links, no line after the first ones would be read.
    for line in entries.split(|byte| *byte == b'\n') {
        match serde_json::from_slice(line) {
            Ok(entry) => journal += &chain.line(&entry),
            Err(_) => journal += &String::from_utf8_lossy(line),
        }
        journal.push('\n');
    }
    let Ok((mut run, _)) = Run::replay(JournalLines::new(journal.as_bytes())) else { return };

    let mut ms = 0;
    for nth in 0_u32..2000 {
        let moment = Moment { elapsed_ms: ms, unix_ms: 1_760_000_000_000 + ms, paused_until_ms: 0, random: 0.5 };
        // A paused run is resumed.
        if run.resume(&moment).is_ok() {
            continue;
        }
        match run.poll(&moment).next {
            Next::Over => {
                let counted = run.counts().total() as usize;
                assert_eq!(counted, run.lines().len());
                assert!(run.lines().iter().all(|line| line.sends <= 3));
                return;
            }
            // There is no time only after a pause.
            Next::Nothing { until_ms } => ms = until_ms.unwrap_or_default().max(ms + 1),
            Next::Send => {
                let send = run.start_next(&moment).expect("it wants to send").write_ahead().1.once_durable();
                let response = match (answer.rotate_left(nth) % 8, &send.request.body) {
                    (0, _) => HttpResponse::new(500, ""),
                    (1, Some(_)) => HttpResponse::new(400, r#"{"errors":[{"code":"no","message":"no"}]}"#),
                    (_, Some(_)) => HttpResponse::new(204, ""),
                    (_, None) if send.request.path.contains('?') => HttpResponse::new(200, r#"{"orders":[]}"#),
                    (_, None) => {
                        let id = send.request.path.rsplit('/').next().unwrap_or_default();
                        HttpResponse::new(200, format!(r#"{{"id":{id},"status":"issued","requests":[]}}"#))
                    }
                };
                let _ = run.handle_event(send.ticket, Event::Response(response), &moment);
            }
        }
    }
    panic!("it does not come to an end");
});
