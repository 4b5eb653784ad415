//! The age and the recount of a plan.

use super::*;
use certcentral_revoke::policy::guard::{Age, CertificateFigures, FiguresChange, PlanAgeCheck, Recount};

const FIGURES: CertificateFigures =
    CertificateFigures { orders: 5, min_certificates: 9, with_duplicates: 4, unread: 1 };

#[test]
fn plan_is_old_after_its_minutes_and_before_it_was_made() {
    let age = |planned| {
        PlanAgeCheck { planned_unix_ms: minutes(planned), valid_ms: 30 * MINUTE_MS, now_unix_ms: now() }.age()
    };
    assert_eq!((age(0).age, age(-29).age, age(-30).age), (Age::Valid, Age::Valid, Age::Old));
    assert_eq!((age(1).age, age(-10).until_unix_ms), (Age::Old, minutes(20)));
}

#[test]
fn recount_that_grew_in_any_figure_has_grown() {
    let change = |recounted| Recount { planned: FIGURES, recounted }.change();
    assert_eq!(change(Some(FIGURES)), FiguresChange::Same);
    assert_eq!(change(None), FiguresChange::NotCounted);
    let grown = [
        CertificateFigures { orders: 6, ..FIGURES },
        CertificateFigures { min_certificates: 200, ..FIGURES },
        CertificateFigures { with_duplicates: 5, ..FIGURES },
        CertificateFigures { unread: 2, min_certificates: 1, ..FIGURES },
    ];
    for figures in grown {
        assert_eq!(change(Some(figures)), FiguresChange::Grown, "{figures:?}");
    }
    assert_eq!(change(Some(CertificateFigures { min_certificates: 8, ..FIGURES })), FiguresChange::Shrunk);
}
