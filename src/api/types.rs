//! The types that cross to JavaScript, as TypeScript: `pkg/types.d.ts` is derived from the Rust
//! types, and this test fails when it says anything else. `UPDATE=1 cargo test` writes it anew.

use ts_rs::{Config, TS};

use super::{
    ApiError, ApprovalRequest, BuiltRevoke, Certificate, CertificateId, ConfirmedBy, Container, Decided, Decision,
    Effect, ErrorCode, FailureDetails, HttpHeaders, HttpRequest, Inclusion, Issue, Me, Method, Order, OrderId,
    OrderList, OrderRequest, Organization, Outcome, Problem, Product, Proof, RequestId, RequestList, RequestStatus,
    Requester, RevocationReason, RevokeRequest, Rule, Timestamp, UserId, Warning,
};
use crate::policy::{Attempt, BlastRadius, BlastRadiusWarning, Seen, SeenOrder, Why};

fn declaration<T: TS>(config: &Config) -> String {
    let docs = T::docs().unwrap_or_default();
    format!("{docs}export {}\n", T::decl(config))
}

macro_rules! declarations {
    ($config:expr, $($type:ty),*) => { [$(declaration::<$type>($config)),*] };
}

#[test]
fn typescript_types_say_what_the_rust_types_say() {
    let config = Config::default();
    let head =
        "// Derived from the Rust types by `src/api/types.rs`; written by `UPDATE=1 cargo test`, never by hand.\n"
            .to_owned();
    let types = declarations!(
        &config,
        OrderId,
        CertificateId,
        RequestId,
        UserId,
        Timestamp,
        Outcome,
        Proof,
        ConfirmedBy,
        Warning,
        RevokeRequest,
        RequestStatus,
        Requester,
        RevocationReason,
        BuiltRevoke,
        HttpRequest,
        HttpHeaders,
        Method,
        Order,
        Certificate,
        Inclusion,
        Product,
        Organization,
        Container,
        OrderRequest,
        OrderList,
        BlastRadius,
        BlastRadiusWarning,
        ApprovalRequest,
        RequestList,
        Decision,
        Decided,
        Seen,
        SeenOrder,
        Me,
        Attempt,
        crate::policy::Decision,
        Why,
        Effect,
        ErrorCode,
        Problem,
        ApiError,
        Issue,
        Rule,
        FailureDetails
    );
    let derived = std::iter::once(head).chain(types).collect::<Vec<_>>().join("\n");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/types.d.ts");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &derived).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == derived, "pkg/types.d.ts is not what the Rust types say: run `UPDATE=1 cargo test types`");
}
