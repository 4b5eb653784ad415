//! Derives `pkg/mass/types.d.ts` from the public Rust types of bulk revocation. The test fails if the file is out of date;
//! `UPDATE=1 cargo test` updates it.

use super::{
    Bottleneck, Calls, Ccadb, Counts, DeadlineCounts, ListSummary, PauseReason, PlanFigures, PlanTotals, Progress,
    ProofCounts, ReportFacts, ReportHead, RowIssue, RunOrder, RunOrders, Shortfall, SkipCounts, SkipReason, Snapshot,
    StateName, Status, Summary, SurveyProgress,
};
use crate::{
    policy::WindowUse,
    typescript::{assert_up_to_date, declarations},
};

#[test]
fn bulk_typescript_types_match_the_rust_types() {
    let head = "// Derived from the Rust types by `src/mass/types.rs`; written by `UPDATE=1 cargo test`, never by hand.\n\n\
                import type { OrderId, Proof, RequestId, RevocationReason, Rule } from \"../types.js\";\n";
    let types = declarations![
        ListSummary,
        RowIssue,
        SurveyProgress,
        PlanFigures,
        PlanTotals,
        Shortfall,
        Progress,
        StateName,
        SkipReason,
        Snapshot,
        Status,
        PauseReason,
        Counts,
        ProofCounts,
        Calls,
        WindowUse,
        Bottleneck,
        RunOrder,
        RunOrders,
        ReportHead,
        ReportFacts,
        Summary,
        SkipCounts,
        DeadlineCounts,
        Ccadb,
    ];
    let derived = format!("{head}\n{types}");
    assert_up_to_date("pkg/mass/types.d.ts", &derived);
}
