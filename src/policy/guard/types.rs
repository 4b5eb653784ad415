//! Derives `pkg/guard/types.d.ts` from the public Rust types of the approval rules. The test fails if the file is out of date;
//! `UPDATE=1 cargo test` updates it.

use super::{
    Age, Agreed, ApprovalDemand, Becomes, DecisionRefusal, Demand, FiguresChange, Freeze, FreezeOutcome, FreezeResult,
    GroupApprovals, Hold, HoldVerdict, LiftOutcome, LiftResult, Limit, LimitVerdict, Person, PersonKind, PlanAge,
    ProposalDecision, ProposalStatus, Quorum, Release, ReleaseOutcome, ReleaseResult, RequestDecision, RequestRefusal,
    SetHoldRefusal, SetHoldResult, Totals, UnixMs, UnknownCoverage,
};
use crate::typescript::{assert_up_to_date, declarations};

#[test]
fn guard_typescript_types_match_the_rust_types() {
    let head = "// Derived from the Rust types by `src/policy/guard/types.rs`; written by `UPDATE=1 cargo test`, never by hand.\n\n\
                import type { OrderId } from \"../types.js\";\n";
    let types = declarations![
        UnixMs,
        Person,
        PersonKind,
        GroupApprovals,
        Quorum,
        ApprovalDemand,
        Demand,
        Totals,
        ProposalStatus,
        ProposalDecision,
        DecisionRefusal,
        Becomes,
        RequestDecision,
        RequestRefusal,
        LimitVerdict,
        Limit,
        Agreed,
        Hold,
        HoldVerdict,
        UnknownCoverage,
        SetHoldResult,
        SetHoldRefusal,
        LiftResult,
        LiftOutcome,
        PlanAge,
        Age,
        FiguresChange,
        Freeze,
        Release,
        FreezeResult,
        FreezeOutcome,
        ReleaseResult,
        ReleaseOutcome,
    ];
    let derived = format!("{head}\n{types}");
    assert_up_to_date("pkg/guard/types.d.ts", &derived);
}
