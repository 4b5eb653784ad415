//! Holds: what they cover, who sets, replaces and lifts them.

use super::*;
use certcentral_revoke::policy::guard::{
    CertificateRow, Hold, HoldCheck, HoldCoverage, HoldLift, HoldTarget, HoldVerdict, LiftOutcome, NextHold, OrderRead,
    SetHold, SetHoldRefusal, SetHoldResult, UnknownCoverage,
};
use proptest::prelude::*;

const SERIAL: &str = "0A1B2C3D4E5F60718293A4B5C6D7E8F9";

fn hold(owner: Person, ends: Option<i64>) -> Hold {
    Hold {
        order_id: order(7),
        reason: "litigation".into(),
        owner,
        set_unix_ms: minutes(-60),
        ends_unix_ms: ends.map(minutes),
        ticket: Some("LEGAL-1".into()),
    }
}

fn row(id: Option<&str>, serial_number: Option<&str>) -> CertificateRow {
    CertificateRow { id: id.map(str::to_owned), serial_number: serial_number.map(str::to_owned) }
}

fn verdict(target: HoldTarget, holds: Vec<Hold>, coverage: Vec<HoldCoverage>) -> HoldVerdict {
    HoldCheck { target, holds, coverage, now_unix_ms: now() }.verdict()
}

fn certificate(name: &str) -> HoldTarget {
    HoldTarget::Certificate { name: name.to_owned(), order_id: None }
}

fn of_rows(name: &str, rows: Vec<CertificateRow>) -> HoldVerdict {
    let coverage = vec![HoldCoverage { order_id: order(7), rows: Some(rows), are_lists_read: true }];
    verdict(certificate(name), vec![hold(ada(), None)], coverage)
}

fn unknown(reason: UnknownCoverage) -> HoldVerdict {
    HoldVerdict::Unknown { reason, hold: hold(ada(), None) }
}

#[test]
fn hold_stops_its_order_until_its_end() {
    let held = |ends: Option<i64>| verdict(HoldTarget::Order(order(7)), vec![hold(ada(), ends)], vec![]);
    assert_eq!(held(None), HoldVerdict::Held { hold: hold(ada(), None) });
    assert_eq!(held(Some(1)), HoldVerdict::Held { hold: hold(ada(), Some(1)) });
    assert_eq!(held(Some(0)), HoldVerdict::Free);
    assert_eq!(verdict(HoldTarget::Order(order(8)), vec![hold(ada(), None)], vec![]), HoldVerdict::Free);
    let of_known_order = HoldTarget::Certificate { name: "1".into(), order_id: Some(order(7)) };
    assert_eq!(verdict(of_known_order, vec![hold(ada(), None)], vec![]), held(None));
}

#[test]
fn certificate_on_a_read_order_is_held_or_free() {
    let rows = vec![row(Some("55"), Some(SERIAL)), row(Some("56"), Some("0B"))];
    let held = HoldVerdict::Held { hold: hold(ada(), None) };
    assert_eq!(of_rows("55", rows.clone()), held);
    for spelling in [
        SERIAL,
        &SERIAL.to_lowercase(),
        SERIAL.trim_start_matches('0'),
        "0a:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9",
    ] {
        assert_eq!(of_rows(spelling, rows.clone()), held, "{spelling}");
    }
    assert_eq!(of_rows("57", rows.clone()), HoldVerdict::Free);
    assert_eq!(of_rows("0A1B2C3D4E5F60718293A4B5C6D7E8FA", rows), HoldVerdict::Free);
}

#[test]
fn certificate_may_be_on_an_order_that_was_not_read() {
    let holds = || vec![hold(ada(), None)];
    assert_eq!(verdict(certificate("55"), holds(), vec![]), unknown(UnknownCoverage::OrderNotRead));
    let coverage = |rows, are_lists_read| vec![HoldCoverage { order_id: order(7), rows, are_lists_read }];
    assert_eq!(verdict(certificate("55"), holds(), coverage(None, true)), unknown(UnknownCoverage::OrderNotRead));
    let rows = Some(vec![row(Some("1"), Some(SERIAL))]);
    assert_eq!(verdict(certificate("55"), holds(), coverage(rows, false)), unknown(UnknownCoverage::ListNotRead));
    assert_eq!(
        verdict(certificate("55"), holds(), coverage(Some(vec![]), true)),
        unknown(UnknownCoverage::ListNotRead)
    );
    // Without a hold in force nothing needs to be read.
    assert_eq!(verdict(certificate("55"), vec![hold(ada(), Some(0))], vec![]), HoldVerdict::Free);
}

#[test]
fn row_without_the_identifier_may_be_the_certificate() {
    let not_identified = unknown(UnknownCoverage::RowNotIdentified);
    assert_eq!(of_rows("55", vec![row(None, None)]), not_identified);
    assert_eq!(of_rows("55", vec![row(None, Some(SERIAL))]), not_identified);
    assert_eq!(of_rows("55", vec![row(Some(""), Some(SERIAL))]), not_identified);
    assert_eq!(of_rows(SERIAL, vec![row(Some("55"), None)]), not_identified);
    assert_eq!(of_rows("56", vec![row(Some("55"), None)]), HoldVerdict::Free);
}

#[test]
fn request_that_was_not_read_may_be_held() {
    let request = |order_id| verdict(HoldTarget::Request { order_id }, vec![hold(ada(), None)], vec![]);
    assert_eq!(request(None), unknown(UnknownCoverage::RequestNotRead));
    assert_eq!(request(Some(order(7))), HoldVerdict::Held { hold: hold(ada(), None) });
    assert_eq!(request(Some(order(8))), HoldVerdict::Free);
    assert_eq!(verdict(HoldTarget::Request { order_id: None }, vec![], vec![]), HoldVerdict::Free);
}

fn setting(existing: Option<Hold>, by: Person, ends: Option<i64>) -> SetHold {
    let next = NextHold { order_id: order(7), reason: "audit".into(), ends_unix_ms: ends.map(minutes), ticket: None };
    SetHold { existing, next, by, replace: true, order: OrderRead::Found, now_unix_ms: now() }
}

fn refusal(setting: &SetHold) -> Option<SetHoldRefusal> {
    match setting.result() {
        SetHoldResult::Set { .. } => None,
        SetHoldResult::Refused { reason, .. } => Some(reason),
    }
}

#[test]
fn new_hold_belongs_to_the_person_who_sets_it() {
    let SetHoldResult::Set { hold, replaced } = setting(None, bo(), Some(5)).result() else { panic!() };
    assert_eq!((hold.owner, hold.set_unix_ms, hold.ends_unix_ms, replaced), (bo(), now(), Some(minutes(5)), None));
    // A hold that has ended counts as none.
    let ended = setting(Some(self::hold(ada(), Some(0))), bo(), None);
    let SetHoldResult::Set { hold, replaced } = SetHold { replace: false, ..ended }.result() else { panic!() };
    assert_eq!((hold.owner, replaced), (bo(), None));
}

#[test]
fn invalid_hold_is_refused() {
    let good = setting(None, bo(), None);
    let with = |change: fn(&mut SetHold)| {
        let mut setting = good.clone();
        change(&mut setting);
        refusal(&setting)
    };
    assert_eq!(refusal(&good), None);
    assert_eq!(with(|hold| hold.next.reason = " \n".into()), Some(SetHoldRefusal::ReasonMissing));
    assert_eq!(with(|hold| hold.next.ends_unix_ms = Some(now())), Some(SetHoldRefusal::EndsInThePast));
    assert_eq!(with(|hold| hold.order = OrderRead::NotFound), Some(SetHoldRefusal::OrderNotFound));
    assert_eq!(with(|hold| hold.order = OrderRead::NotRead), Some(SetHoldRefusal::OrderNotRead));
}

#[test]
fn hold_is_replaced_only_on_purpose() {
    let existing = hold(ada(), Some(60));
    let silent = SetHold { replace: false, ..setting(Some(existing.clone()), ada(), Some(90)) };
    let refused = SetHoldResult::Refused { reason: SetHoldRefusal::Exists, existing: Some(existing.clone()) };
    assert_eq!(silent.result(), refused);
    let SetHoldResult::Set { replaced, .. } = setting(Some(existing.clone()), ada(), Some(30)).result() else {
        panic!()
    };
    assert_eq!(replaced, Some(existing));
}

#[test]
fn replacement_by_another_person_never_weakens_a_hold() {
    let cases = [
        (Some(60), Some(59), false),
        (Some(60), Some(60), true),
        (Some(60), None, true),
        (None, Some(9000), false),
        (None, None, true),
    ];
    for (existing, next, is_set) in cases {
        let replaced = setting(Some(hold(ada(), existing)), bo(), next);
        match replaced.result() {
            SetHoldResult::Set { hold, .. } => assert!(is_set && hold.owner == ada(), "{existing:?} {next:?}"),
            SetHoldResult::Refused { reason, .. } => {
                assert!(!is_set && reason == SetHoldRefusal::SecondPerson, "{existing:?} {next:?}");
            }
        }
    }
}

#[test]
fn owner_lifts_alone_and_others_do_not() {
    let lift = |hold, by| HoldLift { hold, by, now_unix_ms: now() }.result().result;
    assert_eq!(lift(Some(hold(ada(), None)), Person::address("ADA@example.com")), LiftOutcome::Lifted);
    assert_eq!(lift(Some(hold(ada(), None)), bo()), LiftOutcome::SecondPerson);
    assert_eq!(lift(Some(hold(ada(), Some(0))), bo()), LiftOutcome::NotHeld);
    assert_eq!(lift(None, bo()), LiftOutcome::NotHeld);
}

proptest! {
    #[test]
    fn no_sequence_of_replacements_by_others_shortens_a_hold(
        first in prop::option::of(1_i64..100),
        acts in prop::collection::vec((any::<bool>(), prop::option::of(-5_i64..120)), 0..20),
    ) {
        let mut stored = hold(ada(), first);
        let length = |hold: &Hold| hold.ends_unix_ms.map_or(u64::MAX, UnixMs::get);
        for (is_bo, ends) in acts {
            let before = length(&stored);
            if let SetHoldResult::Set { hold, .. } = setting(Some(stored.clone()), if is_bo { bo() } else { cy() }, ends).result() {
                stored = hold;
            }
            prop_assert!(length(&stored) >= before && stored.owner == ada());
        }
    }
}
