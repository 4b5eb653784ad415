//! Derives `pkg/types.d.ts` from the public Rust types. The test fails if the file is out of date; `UPDATE=1 cargo test`
//! updates it.

use ts_rs::{Config, TS};

use super::{
    ApiError, ApprovalRequest, BuiltRevoke, Certificate, CertificateId, ConfirmedBy, Container, Decision,
    DecisionOutcome, Effect, ErrorCode, FailureDetails, HttpHeaders, HttpRequest, Inclusion, Issue, Me, Method, Order,
    OrderId, OrderList, OrderRequest, Organization, Outcome, Problem, Product, Proof, RequestId, RequestList,
    RequestStatus, RequestedOutcome, Requester, RevocationReason, RevokeRequest, RevokedOutcome, Rule, Subject,
    SubjectKind, Timestamp, UserId, Warning,
};
use crate::policy::{
    Attempt, BlastRadius, BlastRadiusWarning, CallInfo, Operation, OrderProgress, WaitReason, WaitResult,
};

/// The status of an order. The documented values complete in an editor; DigiCert may return others.
#[derive(TS)]
#[ts(
    type = "\"pending\" | \"issued\" | \"rejected\" | \"revoked\" | \"waiting_pickup\" | \"reissue_pending\" | \"canceled\" | \"needs_approval\" | \"processing\" | \"needs_csr\" | \"approved\" | \"expired\" | \"denied\" | (string & {})"
)]
pub(crate) struct OrderStatus;

/// The type of a request. The documented values complete in an editor; DigiCert may return others.
#[derive(TS)]
#[ts(type = "\"new_request\" | \"revoke\" | \"duplicate\" | \"reissue\" | (string & {})")]
pub(crate) struct RequestType;

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
        RevokedOutcome,
        RequestedOutcome,
        Proof,
        ConfirmedBy,
        Warning,
        RevokeRequest,
        RequestStatus,
        RequestType,
        Requester,
        RevocationReason,
        BuiltRevoke,
        HttpRequest,
        HttpHeaders,
        Method,
        Order,
        OrderStatus,
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
        DecisionOutcome,
        WaitResult,
        OrderProgress,
        Me,
        Attempt,
        crate::policy::Decision,
        Operation,
        CallInfo,
        Subject,
        SubjectKind,
        WaitReason,
        Effect,
        ErrorCode,
        Problem,
        ApiError,
        Issue,
        Rule,
        FailureDetails
    );
    // ts-rs takes the name of the type for the value of its tag, and has no comment for it; serde takes its own rename.
    let derived = std::iter::once(head).chain(types).collect::<Vec<_>>().join("\n");
    let derived = [("Revoked", "revoked"), ("Requested", "requested")].iter().fold(derived, |text, (name, tag)| {
        let field = format!("\n/**\n * Always `{tag}`.\n */\noutcome: \"{tag}\"");
        text.replace(&format!("\"outcome\": \"{name}Outcome\""), &field)
    });
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/types.d.ts");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &derived).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == derived, "pkg/types.d.ts is not what the Rust types say: run `UPDATE=1 cargo test types`");
}
