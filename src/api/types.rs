//! Derives `pkg/types.d.ts` from the public Rust types. The test fails if the file is out of date; `UPDATE=1 cargo test`
//! updates it.

use ts_rs::TS;

use super::{
    ApiError, ApprovalRequest, BuiltRevoke, Certificate, CertificateId, ConfirmedBy, Container, Decision,
    DecisionOutcome, Effect, ErrorCode, FailureDetails, HttpHeaders, HttpRequest, Inclusion, Issue, Me, Method, Order,
    OrderId, OrderList, OrderRequest, Organization, Outcome, Problem, Product, Proof, RequestId, RequestList,
    RequestStatus, RequestedOutcome, Requester, RevocationReason, RevokeRequest, RevokedOutcome, Rule, Subject,
    SubjectKind, Timestamp, UserId, Warning,
};
use crate::{
    policy::{Attempt, BlastRadius, BlastRadiusWarning, CallInfo, Operation, OrderProgress, WaitReason, WaitResult},
    typescript::{assert_up_to_date, declarations},
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

#[test]
fn typescript_types_say_what_the_rust_types_say() {
    let head =
        "// Derived from the Rust types by `src/api/types.rs`; written by `UPDATE=1 cargo test`, never by hand.\n";
    let types = declarations![
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
        crate::policy::AttemptDecision,
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
        FailureDetails,
    ];
    // ts-rs takes the name of the type for the value of its tag, and has no comment for it; serde takes its own rename.
    let derived = format!("{head}\n{types}");
    let derived = [("Revoked", "revoked"), ("Requested", "requested")].iter().fold(derived, |text, (name, tag)| {
        let field = format!("\n/**\n * Always `{tag}`.\n */\noutcome: \"{tag}\"");
        text.replace(&format!("\"outcome\": \"{name}Outcome\""), &field)
    });
    assert_up_to_date("pkg/types.d.ts", &derived);
}
