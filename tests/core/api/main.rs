//! The protocol as Rust callers use it: every example of DigiCert's pages, and properties for all input.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test is documented by its name, and may panic"
)]
#![cfg(not(target_arch = "wasm32"))]

mod answers;
mod failures;
mod input;
mod laws;
mod reads;

use certcentral_revoke::api::{
    CommentField, ConfirmedBy, Endpoint, Failure, Fields, HttpResponse, Issues, OrderId, Outcome, Proof, RawValue,
    Revoke, RevokedOutcome, Target, Warning,
};

fn text(value: &str) -> RawValue {
    RawValue::Text(value.to_owned())
}

fn fields(input: &[(&str, RawValue)]) -> Fields {
    Fields(input.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

fn order(input: &[(&str, RawValue)]) -> Result<Revoke, Issues> {
    Revoke::from_input(
        OrderId::from_input("orderId", &RawValue::Number(123_456_789.0)).map(Target::Order),
        &fields(input),
        CommentField::Comment,
    )
}

fn revoked(warnings: Vec<Warning>) -> Outcome {
    Outcome::Revoked(RevokedOutcome { proof: Proof::Accepted, confirmed_by: ConfirmedBy::Response, warnings })
}

fn call() -> Revoke {
    order(&[]).unwrap()
}

fn answer(status: u16, body: &str) -> Result<Outcome, Failure> {
    call().parse(&HttpResponse::new(status, body))
}

const REQUEST: &str = r#"{"id": 1, "date": "2016-02-10T17:06:15+00:00", "type": "revoke", "status": "pending",
 "requester": {"id": 242140, "first_name": "Jack", "last_name": "White", "email": "j.white@fakeaddy.com"},
 "comments": "Revoked via API!"}"#;
