//! The boundary's texts, natively: what `pkg/mass` writes and reads. In real hosts: `tests/mass-*.test.js`.

use super::{
    begin::{journal_begin, journal_finish, journal_push, journal_seen, run_start},
    list::{list_begin, list_drop, list_finish, list_items, list_push},
    looks::{run_calls_left, run_orders, run_snapshot},
    pacer::{pacer_ask, pacer_drop, pacer_open, pacer_outlook, pacer_refused},
    plan::{check_settings, plan_begin, plan_canonical, plan_drop, plan_figures, plan_step, plan_text},
    rehearsal::{rehearsal_begin, rehearsal_go, rehearsal_run},
    report::{report_begin, report_drop, report_piece, run_report},
    run::{run_drop, run_grant, run_open, run_steer, run_told, run_wants},
};
use crate::api::Json;

const AT: &str = r#""elapsedMs":0,"unixMs":1760000000000,"pausedUntilMs":0,"random":0"#;

fn at(ms: u64) -> String {
    format!(r#"{{"elapsedMs":{ms},"unixMs":{},"pausedUntilMs":0,"random":0}}"#, 1_760_000_000_000 + ms)
}

/// The settings of a client, and what else is told.
fn arguments(settings: &str, more: &str) -> String {
    format!(
        r#"{{"call":{{}},"inBrowser":false,"hasFetch":true,"unixMs":1760000000000,"chance":7,"digest":"d","name":"July",
            "settings":{{"fields":[["apiKey",{{"other":"a string"}}]{settings}]}}{more}}}"#
    )
}

fn read(text: &str) -> Json {
    Json::parse(text).unwrap()
}

fn number(text: &str, name: &str) -> usize {
    let told = read(text);
    told.count(name).unwrap_or_else(|| panic!("{name} in {text}")) as usize
}

fn lines(text: &str) -> Vec<String> {
    let told = read(text);
    told.field("lines").as_list().unwrap().iter().map(|line| line.as_text().unwrap().to_owned()).collect()
}

fn items(text: &str) -> String {
    let list = list_begin("");
    list_push(list, text.as_bytes());
    list_items(number(&list_finish(list), "number"))
}

/// A plan of these orders, of which DigiCert shows `revoked` those over 100.
fn plan(ids: &str, options: &str) -> String {
    let plan = plan_begin(&arguments("", &format!(r#","options":{{"fields":[{options}]}}"#)), &items(ids));
    let mut step = plan_step(plan, &format!(r#"{{"event":"began",{AT}}}"#), Vec::new());
    while let Some(path) = read(&step).field("send").text("path") {
        let id = path.trim_start_matches("/order/certificate/").to_owned();
        let status = if id.len() > 2 { "revoked" } else { "issued" };
        let body = if path.contains('?') {
            let row = |id| format!(r#"{{"id":{id},"status":"issued"}}"#);
            format!(r#"{{"orders":[{}],"page":{{"total":1}}}}"#, row("999999"))
        } else {
            format!(r#"{{"id":{id},"status":"{status}","requests":[]}}"#)
        };
        step = plan_step(plan, &format!(r#"{{"event":"answered","status":200,{AT}}}"#), body.into());
    }
    assert_eq!(step, r#"{"planned":true}"#);
    plan_text(plan)
}

fn start(plan: &str, typed: u32) -> String {
    run_start(&arguments("", &format!(r#","confirm":{{"number":"{typed}"}}"#)), plan)
}

#[test]
fn a_list_is_its_orders_as_text_or_every_bad_row() {
    assert_eq!(items("7\n8\n7\n"), r#"[{"orderId":"7"},{"orderId":"8"}]"#);
    let list = list_begin("csv");
    list_push(list, b"order_id\n1e3\n8\n");
    let told = list_finish(list);
    assert!(told.starts_with(r#"{"rejected":{"message":"nothing of the list is taken: line 2, column 1"#), "{told}");
    assert!(
        told.contains(r#""rows":[{"line":2,"column":1,"field":"order_id""#) && told.ends_with(r#""more":0}}"#),
        "{told}"
    );
    assert!(list_finish(list_begin("xml")).contains("known are csv, json-lines, ids"));
    let dropped = list_begin("");
    list_drop(dropped);
    assert!(list_finish(dropped).contains("no longer there"));
    assert_eq!(list_items(dropped), "");
}

#[test]
fn settings_are_those_of_single_calls_and_of_runs_and_every_fault_is_told() {
    assert_eq!(check_settings(&arguments("", "")), r#"{"answer":null}"#);
    let windows = r#"["limits",{"fields":[["windows",{"list":[{"list":[{"number":"5"},{"number":"100"}]}]}]]}]"#;
    assert_eq!(check_settings(&arguments(&format!(",{windows}"), "")), r#"{"answer":null}"#);
    let wrong = r#",["limits",{"fields":[["windows",{"list":[]}],["gaurdMs",{"number":"1"}]]}],["connections",{"number":"0"}],
        ["afterDeadline","stop"],["onRequest",{"other":"a function"}],["retry",false],["gate",{"other":"a function"}],
        ["looksMs",{"number":"1"}]"#;
    let told = check_settings(&arguments(wrong, ""));
    for part in [
        "limits.windows must be a list",
        "did you mean guardMs",
        "connections must be a whole number from 1",
        "known are goOn, pause",
        "onRequest is not for runs",
        "retry cannot be false",
        "gate must be an object",
        "looksMs is not a known field; did you mean lookMs?",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_plan_is_text_whose_figures_follow_from_it() {
    let text =
        plan("7\n8\n123\n9\n", r#"["deadline",{"number":"24"}],["holds",{"fields":[["9","court"]]}],["comment","c"]"#);
    let figures = plan_figures(&text);
    assert!(figures.starts_with(r#"{"figures":{"totals":{"orders":4,"send":2,"held":1,"#), "{figures}");
    assert!(
        figures.contains(r#""alreadyRevoked":1"#) && figures.contains(r#""deadlineUnixMs":1760086400000"#),
        "{figures}"
    );
    assert!(
        plan_canonical(&text)
            .ends_with("approval asked for\n7 no reason \"c\"\n8 no reason \"c\"\n9 held\n123 no reason \"c\"\n")
    );
    assert!(plan_figures("{}").contains("plan must be what plan() gave"));
    let wrong = r#"["deadline",{"date":"NaN"}],["holds",{"fields":[["x",{}]]}],["skipAproval",true],["revocationReason","bad"]"#;
    let wrong = arguments("", &format!(r#","options":{{"fields":[{wrong}]}}"#));
    let told = plan_step(plan_begin(&wrong, "undefined"), &format!(r#"{{"event":"began",{AT}}}"#), Vec::new());
    for part in
        ["deadline must be a date", "holds must be an object", "did you mean skipApproval", "the five are", "readList"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    let dropped = plan_begin(&wrong, "");
    plan_drop(dropped);
    assert!(plan_step(dropped, "{}", Vec::new()).contains("no longer there"));
}

#[test]
fn only_the_right_number_starts_a_run_and_only_one_that_ends_in_time() {
    let text = plan("7\n8\n", "");
    assert!(start(&text, 3).contains("2 orders would be revoked, and 3 was typed"));
    assert!(run_start(&arguments("", r#","confirm":"2""#), &text).contains("0 was typed"));
    let late = plan("7\n8\n", r#"["deadline",{"date":"1759999999999"}]"#);
    assert!(start(&late, 2).starts_with(r#"{"refused":{"message":"it cannot be done by 2025-10-09"#));
    assert!(start("{}", 2).contains("plan must be what plan() gave"));
}

#[test]
fn a_request_comes_only_after_its_intent_and_not_after_a_pause() {
    let text = plan("7\n8\n123\n9\n", r#"["holds",{"fields":[["9","court"]]}]"#);
    let begun = start(&text, 2);
    let run = number(&begun, "run");
    let mut journal = lines(&begun);
    assert_eq!(journal.len(), 4, "{journal:?}");
    assert!(journal[0].contains(r#""total":4,"apart":2"#), "{}", journal[0]);

    let wanted = run_wants(run, &at(0));
    assert!(wanted.contains(r#""next":"send""#), "{wanted}");
    let granted = run_grant(run, &at(0));
    assert_eq!(lines(&granted), [r#"{"sending":{"order":"7","send":1,"at":1760000000000}}"#]);
    assert!(!granted.contains("url"), "{granted}");
    journal.extend(lines(&granted));
    let seven = number(&granted, "ticket");
    let eight = run_grant(run, &at(1));
    journal.extend(lines(&eight));

    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let ticket = |number: usize| number as f64;
    let opened = run_open(run, ticket(seven), &at(2));
    assert!(opened.contains(r#""url":"https://www.digicert.com/services/v2/order/certificate/7/revoke""#), "{opened}");
    assert!(run_open(run, ticket(seven), &at(2)).contains("no longer there"), "a seal is opened once");
    journal.extend(lines(&run_steer(run, &format!(r#"{{"do":"pause",{AT}}}"#))));
    // Its intent is durable, and it does not leave.
    let withdrawn = run_open(run, ticket(number(&eight, "ticket")), &at(3));
    assert_eq!(lines(&withdrawn), [r#"{"returned":{"order":"8","at":1760000000003}}"#]);
    assert!(!withdrawn.contains("url"));
    journal.extend(lines(&withdrawn));
    let told = run_told(run, ticket(seven), &format!(r#"{{"event":"answered","status":204,{AT}}}"#), Vec::new());
    assert!(told.contains(r#""orderId":"7","from":"sending","to":"revoked","proof":"accepted""#), "{told}");
    journal.extend(lines(&told));
    let limit = br#"{"errors":[{"code":"request_limit_exceeded"}]}"#.to_vec();
    assert!(
        run_told(run, 99.0, &format!(r#"{{"event":"answered","status":429,{AT}}}"#), limit)
            .contains(r#""limited":false"#)
    );

    let snapshot = run_snapshot(run, &at(4), r#"{"ms":5,"windows":[{"calls":1,"ms":2,"used":1}]}"#);
    assert!(
        snapshot.contains(r#""total":4"#) && snapshot.contains(r#""status":{"is":"paused","why":"asked"}"#),
        "{snapshot}"
    );
    assert_eq!(run_calls_left(run), "1");
    // Those of the first state that is asked for come first, wherever they stand in the list.
    let left = run_orders(run, r#"{"states":["held","skipped"],"offset":1,"limit":1}"#);
    let held = run_orders(run, r#"{"states":["skipped","held"],"offset":0,"limit":1}"#);
    assert_eq!(left, held);
    assert!(
        held.starts_with(r#"{"total":2,"rows":[{"orderId":"123","state":"skipped","skipped":"alreadyRevoked""#),
        "{held}"
    );
    assert!(run_steer(run, r#"{"do":"hold","orderId":"8","why":" "}"#).contains("why is missing"));
    assert!(run_steer(run, r#"{"do":"hold","orderId":"55","why":"x"}"#).contains("order 55 is not in the list"));
    assert!(run_steer(run, r#"{"do":"release","orderId":{"number":"1.5"}}"#).contains(r#""field":"orderId""#));
    run_drop(run);
    assert!(run_wants(run, &at(5)).contains("no longer there"));

    // Whoever only looks needs no settings, and nothing can leave.
    let looking = journal_begin();
    journal_push(looking, &journal.join("\n"));
    let looked = number(&journal_seen(looking), "run");
    assert!(journal_seen(looking).contains("no longer there"));
    assert_eq!(run_orders(looked, r#"{"states":["skipped","held"],"offset":0,"limit":1}"#), held);
    let _ = run_steer(looked, &format!(r#"{{"do":"resume",{AT}}}"#));
    let granted = number(&run_grant(looked, &at(9)), "ticket");
    assert!(run_open(looked, ticket(granted), &at(9)).contains("no longer there"));

    // The same run, of its journal.
    let reading = journal_begin();
    journal_push(reading, &(journal[..3].join("\n") + "\n"));
    journal_push(reading, &journal[3..].join("\n"));
    let again = number(&journal_finish(reading, &arguments("", "")), "run");
    let cancelled = run_steer(again, &format!(r#"{{"do":"cancel",{AT}}}"#));
    assert_eq!(lines(&cancelled).len(), 1);
    let report = run_report(again, &at(6), "");
    assert!(
        report.contains(r#""name":"July","digest":"d","rehearsal":false"#) && report.contains(r#""orders":4"#),
        "{report}"
    );
    assert!(report_begin(again, &at(6), "", "[1]").contains(r#""field":"recorded""#));
    // Whoever keeps a record of the journal says where, in any order.
    let recorded = r#"[{"first":4,"last":9,"entry":12},{"first":1,"last":3,"entry":7}]"#;
    let number: usize = report_begin(again, &at(6), "", recorded).parse().unwrap();
    let csv = report_piece(number, true, 0).unwrap();
    assert!(csv.contains("\r\n9,held,,court,") && csv.contains(",3,7\r\n") && csv.contains(",9,12\r\n"), "{csv}");
    assert!(report_piece(number, false, 0).unwrap().ends_with("]}\n"));
    assert_eq!(report_piece(number, true, 1), None);
    report_drop(number);
    assert_eq!(report_piece(number, true, 0), None);
}

#[test]
fn a_journal_of_which_the_holds_are_missing_is_no_run() {
    let text = plan("7\n9\n", r#"["holds",{"fields":[["9","court"]]}]"#);
    let journal = lines(&start(&text, 1));
    for upto in 0..journal.len() {
        let reading = journal_begin();
        journal_push(reading, &journal[..upto].join("\n"));
        let told = journal_finish(reading, &arguments("", ""));
        assert!(told.contains("before the whole plan is in it"), "{upto}: {told}");
    }
    let reading = journal_begin();
    journal_push(reading, "{}\n");
    assert!(journal_finish(reading, &arguments("", "")).starts_with(r#"{"journal":"line 1 of the journal"#));
    assert!(journal_finish(reading, &arguments("", "")).contains("no longer there"));
    let reading = journal_begin();
    journal_push(reading, &journal.join("\n"));
    assert!(journal_finish(reading, &arguments(r#",["breaker",{"number":"0"}]"#, "")).contains("breaker must be"));
}

#[test]
fn a_rehearsal_plays_the_whole_run_and_its_report_says_so() {
    let text = plan("7\n8\n123\n9\n", r#"["holds",{"fields":[["9","court"]]}],["skipApproval",true]"#);
    let rehearsal = number(&rehearsal_begin(&arguments("", ""), &text), "rehearsal");
    let told = rehearsal_go(rehearsal, 1);
    assert!(told.starts_with(r#"{"over":false"#), "{told}");
    let told = rehearsal_go(rehearsal, 1000);
    assert!(
        told.starts_with(r#"{"over":true"#) && told.contains(r#""status":{"is":"over","cancelled":false}"#),
        "{told}"
    );
    let run = number(&rehearsal_run(rehearsal), "run");
    let report = run_report(run, &at(0), "");
    assert!(
        report.contains(r#""rehearsal":true"#)
            && report.contains(r#""revoked":{"accepted":0,"approved":0,"revoked":2}"#),
        "{report}"
    );
    assert!(rehearsal_go(rehearsal, 1).contains("no longer there"));
    // Without skipApproval, requests wait.
    let text = plan("7\n", "");
    let rehearsal = number(&rehearsal_begin(&arguments("", ""), &text), "rehearsal");
    assert!(rehearsal_go(rehearsal, 1000).contains(r#""requested":1"#));
}

#[test]
fn a_pacer_of_a_key_lets_go_waits_and_is_cautious_after_a_crash() {
    let limits = r#",["limits",{"fields":[["windows",{"list":[{"list":[{"number":"2"},{"number":"1000"}]}]}],["guardMs",{"number":"0"}]]}]"#;
    let arguments = arguments(limits, "");
    let pacer = pacer_open(&arguments, false, 0.0);
    assert!(pacer_ask(pacer, 0.0) < 1.0);
    assert!((pacer_ask(pacer, 0.0) - 500.0).abs() < 1.0, "spread");
    pacer_refused(pacer, Some(900.0), 0.0);
    assert!(pacer_ask(pacer, 100.0) >= 800.0, "a 429 pauses");
    assert!(pacer_outlook(pacer, 3, 0.0).contains(r#""pausedUntilMs":900,"windows":[{"calls":2,"ms":1000,"used":1}]"#));
    pacer_drop(pacer);
    let cautious = pacer_open(&arguments, true, 0.0);
    assert!((pacer_ask(cautious, 0.0) - 1000.0).abs() < 1.0);
}
