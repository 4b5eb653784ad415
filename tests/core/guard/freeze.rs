//! The stop button.

use super::*;
use certcentral_revoke::policy::guard::{
    Freeze, FreezeOutcome, Freezing, Minutes, ReleaseOutcome, ReleaseResult, Releasing,
};

fn freeze(freeze: Option<Freeze>, by: Person) -> (Freeze, FreezeOutcome) {
    let result = Freezing { freeze, by, reason: "wrong list".into(), now_unix_ms: now() }.result();
    (result.freeze, result.result)
}

fn release(freeze: Option<Freeze>, by: Person, after: i64) -> (Option<Freeze>, ReleaseOutcome) {
    let releasing = Releasing {
        freeze,
        by,
        release_minutes: Minutes::new(60),
        services_decide: false,
        now_unix_ms: minutes(after),
    };
    let ReleaseResult { freeze, result } = releasing.result();
    (freeze, result)
}

#[test]
fn everyone_freezes_and_two_people_release() {
    let (frozen, outcome) = freeze(None, token());
    assert_eq!(outcome, FreezeOutcome::Frozen);
    let (half, outcome) = release(Some(frozen.clone()), ada(), 1);
    assert_eq!(outcome, ReleaseOutcome::SecondPerson);
    for own in [ada(), Person::address("ADA@example.com")] {
        assert_eq!(release(half.clone(), own, 2), (half.clone(), ReleaseOutcome::SamePerson));
    }
    assert_eq!(release(half, bo(), 2), (None, ReleaseOutcome::Released));
    assert_eq!(release(None, bo(), 2), (None, ReleaseOutcome::NotFrozen));
    assert_eq!(release(Some(frozen.clone()), token(), 2), (Some(frozen), ReleaseOutcome::NotAPerson));
}

#[test]
fn first_release_does_not_last() {
    let (frozen, _) = freeze(None, ada());
    let (half, _) = release(Some(frozen), ada(), 0);
    assert_eq!(release(half.clone(), bo(), 59).1, ReleaseOutcome::Released);
    let (later, outcome) = release(half, bo(), 60);
    assert_eq!(outcome, ReleaseOutcome::SecondPerson);
    assert_eq!(release(later, ada(), 61).1, ReleaseOutcome::Released);
}

#[test]
fn second_freeze_cancels_the_release_and_keeps_the_first_reason() {
    let (frozen, _) = freeze(None, ada());
    assert_eq!(freeze(Some(frozen.clone()), bo()), (frozen.clone(), FreezeOutcome::AlreadyFrozen));
    let (half, _) = release(Some(frozen.clone()), ada(), 1);
    assert_eq!(freeze(half, cy()), (frozen.clone(), FreezeOutcome::ReleaseCanceled));
    assert_eq!(release(Some(frozen), bo(), 2).1, ReleaseOutcome::SecondPerson);
}
