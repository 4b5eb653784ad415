//! The chain of a journal names the first line that was changed, removed, moved or added, and the list has to be that of the
//! plan.

use certcentral_revoke::{
    api::RevocationReason,
    mass::{Entry, Item, Job, JournalLines, JournalProblem, Line, PauseReason, Replay, Run, SkipReason, State},
};

use crate::journal::{JOURNALS, chained, order, problem_of, started};

#[test]
fn chain_names_a_changed_removed_or_moved_line() {
    for bytes in JOURNALS.iter().take(20) {
        let lines: Vec<_> = std::str::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect();
        let broken_at = |lines: &[String], nth: usize| {
            assert_eq!(problem_of(lines), (nth as u64 + 1, JournalProblem::BrokenChain), "{lines:?}");
        };
        for nth in 0..lines.len() {
            let mut changed = lines.clone();
            // Another time, which every entry but the list has.
            if let Some(at) = lines[nth].find("\"at\":") {
                changed[nth]
                    .replace_range(at + 5..at + 6, if lines[nth].as_bytes()[at + 5] == b'1' { "2" } else { "1" });
                broken_at(&changed, nth);
            }
            // The link itself.
            let mut changed = lines.clone();
            let link = lines[nth].len() - 3;
            changed[nth].replace_range(link..=link, if lines[nth].as_bytes()[link] == b'a' { "b" } else { "a" });
            broken_at(&changed, nth);
            if nth + 1 < lines.len() {
                let mut removed = lines.clone();
                removed.remove(nth);
                broken_at(&removed, nth);
                let mut moved = lines.clone();
                moved.swap(nth, nth + 1);
                broken_at(&moved, nth);
            }
            let mut inserted = lines.clone();
            inserted.insert(nth + 1, lines[nth].clone());
            broken_at(&inserted, nth + 1);
        }
    }
}

#[test]
fn chain_continues_after_a_restart() {
    let [head, items] = started();
    let entries = [head, items, Entry::Paused { reason: PauseReason::Manual, at: 9 }, Entry::Resumed { at: 10 }];
    let at_once = chained(&entries);
    let text = at_once[..3].join("\n") + "\n";
    let (_, mut chain) = Run::replay(JournalLines::new(text.as_bytes())).unwrap();
    assert_eq!(chain.line(&entries[3]), at_once[3]);
    let mut replay = Replay::default();
    at_once[..3].iter().for_each(|line| replay.take_line(line).unwrap());
    assert_eq!(replay.finish().unwrap().1.line(&entries[3]), at_once[3]);
}

#[test]
fn list_that_is_not_the_one_of_the_plan_is_refused() {
    let held = Line { state: State::Held { reason: "court".to_owned() }, ..Line::new(Item::new(order(0))) };
    let skipped = Line { state: State::Skipped(SkipReason::NotFound), ..Line::new(Item::new(order(1))) };
    let noted = Item { comment: Some("INC-1".to_owned()), ..Item::new(order(2)) };
    let job = Job { skip_approval: Some(false), comment: Some("routine".to_owned()), ..Job::new("July") };
    let (_, record) = Run::begin(job, &[held, skipped, Line::new(noted)], 7).unwrap();
    let Entry::Started { job, .. } = &record.entries[0] else { panic!("no head") };
    let other_plan = JournalProblem::OtherPlan(job.digest.clone());
    // The chain is valid each time: it contains no secret.
    let fails = |change: &dyn Fn(&mut Vec<Entry>)| {
        let mut entries = record.entries.clone();
        change(&mut entries);
        let (line, problem) = problem_of(&chained(&entries));
        assert_eq!((line, &problem), (entries.len() as u64, &other_plan));
    };
    let item = |change: fn(&mut Item)| {
        move |entries: &mut Vec<Entry>| {
            let Entry::Items(items) = &mut entries[1] else { panic!("no list") };
            change(&mut items[2]);
        }
    };
    fails(&item(|item| item.order_id = order(9)));
    fails(&item(|item| item.comment = None));
    fails(&item(|item| item.reason = Some(RevocationReason::KeyCompromise)));
    let parameters = |change: fn(&mut Job)| {
        move |entries: &mut Vec<Entry>| {
            let Entry::Started { job, .. } = &mut entries[0] else { panic!("no head") };
            change(job);
        }
    };
    fails(&parameters(|job| job.skip_approval = Some(true)));
    fails(&parameters(|job| job.reason = Some(RevocationReason::Superseded)));
    fails(&parameters(|job| job.comment = Some("another".to_owned())));
    fails(&parameters(|job| job.deadline_unix_ms = Some(9)));
    fails(&parameters(|job| job.only_replaced = true));
    fails(&|entries| {
        let Entry::Held { reason, .. } = &mut entries[2] else { panic!("no hold") };
        "another court".clone_into(reason);
    });
    fails(&|entries| {
        let Entry::Skipped { hold, .. } = &mut entries[3] else { panic!("no skip") };
        *hold = Some("court".to_owned());
    });
    // Without the hold the order would be sent.
    fails(&|entries| {
        entries.remove(2);
        let Entry::Started { excluded, .. } = &mut entries[0] else { panic!("no head") };
        *excluded = 1;
    });
}
