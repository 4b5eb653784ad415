//! TypeScript declarations of the bulk types: `pkg/mass/types.d.ts` is derived from the Rust types. This test fails if the
//! file differs; `UPDATE=1 cargo test types` writes it.

use ts_rs::{Config, TS};

use super::{
    Calls, Ccadb, Counts, DeadlineCounts, Figures, ListSummary, Pause, Progress, Proven, ReportFacts, ReportHead,
    RowIssue, RunOrder, RunOrders, Shortfall, Skip, SkipCounts, Slowest, Snapshot, StateName, Status, Summary,
    SurveyProgress, Totals, WindowUse,
};

fn declaration<T: TS>(config: &Config) -> String {
    let docs = T::docs().unwrap_or_default();
    format!("{docs}export {}\n", T::decl(config))
}

macro_rules! declarations {
    ($config:expr, $($type:ty),*) => { [$(declaration::<$type>($config)),*] };
}

#[test]
fn bulk_typescript_types_match_the_rust_types() {
    let config = Config::default();
    let head =
        "// Derived from the Rust types by `src/mass/types.rs`; written by `UPDATE=1 cargo test`, never by hand.\n\n\
                import type { OrderId, Proof, RequestId, RevocationReason, Rule } from \"../types.js\";\n"
            .to_owned();
    let types = declarations!(
        &config,
        ListSummary,
        RowIssue,
        SurveyProgress,
        Figures,
        Totals,
        Shortfall,
        Progress,
        StateName,
        Skip,
        Snapshot,
        Status,
        Pause,
        Counts,
        Proven,
        Calls,
        WindowUse,
        Slowest,
        RunOrder,
        RunOrders,
        ReportHead,
        ReportFacts,
        Summary,
        SkipCounts,
        DeadlineCounts,
        Ccadb
    );
    let derived = std::iter::once(head).chain(types).collect::<Vec<_>>().join("\n");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/mass/types.d.ts");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &derived).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == derived, "pkg/mass/types.d.ts differs from the Rust types: run `UPDATE=1 cargo test types`");
}
