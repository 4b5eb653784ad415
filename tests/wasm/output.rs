//! Results and errors: the same fields and values as `serde_json` writes, exact ids, and `undefined` for missing fields.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Scene, host, js, text_of};
use crate::{
    api::{
        Action, BuiltRevoke, Cause, Endpoint, Failure, FailureDetails, HttpResponse, Issue, Issues, ListOrders, Method,
        Problem, RevocationReason, Revoke, Rule, Subject, Target, Timestamp,
    },
    js::{offline, output::to_js},
    policy::{Attempt, AttemptDecision, CallInfo, Operation},
};

const MAX_ID: &str = "18446744073709551615";

/// Asserts that a value has the same JSON in both ways, and returns it in JavaScript.
fn same(value: &impl Serialize) -> JsValue {
    let value_in_js = to_js(value);
    assert_eq!(text_of(&value_in_js, "JSON.stringify"), serde_json::to_string(value).unwrap());
    value_in_js
}

fn revoke() -> Revoke {
    Revoke {
        revocation_reason: Some(RevocationReason::KeyCompromise),
        comment: Some("\u{1f600} \"quoted\" \0".into()),
        skip_approval: Some(true),
        ..Revoke::new(Target::Order(MAX_ID.parse().unwrap()))
    }
}

fn requested(more: &str) -> HttpResponse {
    let body =
        format!(r#"{{"id":{MAX_ID},"date":"2026-11-24T10:00:00+00:00","type":"revoke","status":"on hold"{more}}}"#);
    HttpResponse::new(201, body)
}

#[wasm_bindgen_test]
fn outcome_is_what_serde_json_writes() {
    for response in [
        HttpResponse::new(204, ""),
        requested(""),
        requested(r#","comments":null,"requester":null"#),
        requested(r#","comments":"c","requester":{"id":9007199254740993,"first_name":"\u00e9"}"#),
    ] {
        same(&revoke().parse(&response).unwrap());
    }
    let request = same(&revoke().parse(&requested("")).unwrap());
    assert_eq!(text_of(&request, "({ request }) => typeof request.id + request.id"), format!("string{MAX_ID}"));
}

#[wasm_bindgen_test]
fn built_request_is_a_plain_object() {
    let revoke = revoke();
    let built = same(&BuiltRevoke { request: revoke.request(), warnings: revoke.warnings() });
    assert_eq!(text_of(&built, "Object.keys"), "method,path,headers,body,warnings");
    assert_eq!(text_of(&built, "built => Object.getPrototypeOf(built.headers) === Object.prototype"), "true");
    assert_eq!(text_of(&built, "({ path }) => path"), format!("/order/certificate/{MAX_ID}/revoke"));
}

#[wasm_bindgen_test]
fn order_list_omits_missing_fields() {
    let body = format!(
        r#"{{"orders":[
            {{"id":{MAX_ID},"status":"issued","certificate":{{"id":9007199254740993,"common_name":"a.test","dns_names":["a.test"]}},
              "product":{{"name_id":"ssl_plus","type":"ssl_certificate"}},"has_duplicates":false,"requests":[{{"id":1}}]}},
            {{"id":"2","status":"revoked","product":null,"organization":{{"name":null}},"date_created":7}}
        ],"page":{{"total":4294967295}}}}"#
    );
    let list = same(&ListOrders::default().parse(&HttpResponse::new(200, body)).unwrap());
    assert_eq!(
        text_of(&list, "({ orders, total }) => [orders[0].id, orders[1].id, total]"),
        format!("{MAX_ID},2,4294967295")
    );
    let missing = "({ orders: [, order] }) => ['product', 'certificate', 'dateCreated'].map((name) => name in order)";
    assert_eq!(text_of(&list, missing), "false,false,false");
    assert_eq!(text_of(&list, "list => list.orders[0].certificate.id"), "9007199254740993");
    let empty = same(&ListOrders::default().parse(&HttpResponse::new(200, r#"{"orders":[]}"#)).unwrap());
    assert_eq!(text_of(&empty, "JSON.stringify"), r#"{"orders":[],"offset":0}"#);
}

#[wasm_bindgen_test]
fn attempts_and_call_infos_are_what_serde_json_writes() {
    let attempt = Attempt {
        time: Timestamp::from_unix_ms(1_795_000_000_123),
        method: Method::Put,
        path: "/order/certificate/7/revoke".into(),
        status: Some(503),
        duration_ms: Some(u32::MAX),
        problem: Some(Problem::ServerError),
        decision: AttemptDecision::Ambiguous,
    };
    let bare = Attempt { status: None, duration_ms: None, problem: None, ..attempt.clone() };
    let attempts = same(&[attempt, bare]);
    assert_eq!(
        text_of(&attempts, "([first, bare]) => [first.durationMs, Object.keys(bare)]"),
        "4294967295,time,method,path,decision"
    );
    let info = CallInfo {
        call_id: "1-1".into(),
        operation: Operation::RevokeOrder,
        subject: Some(Subject::from(MAX_ID.parse::<crate::api::OrderId>().unwrap())),
        attempt: 1,
        elapsed_ms: u32::MAX,
    };
    let bare = CallInfo { subject: None, ..info.clone() };
    let infos = same(&[info, bare]);
    assert_eq!(text_of(&infos, "([info, bare]) => [info.subject.id, 'subject' in bare]"), format!("{MAX_ID},false"));
}

#[wasm_bindgen_test]
fn failure_details_are_what_serde_json_writes() {
    let refused = br#"{"errors":[{"code":"access_denied|no_permission","message":"no \u00e9"},{"code":"x"}]}"#;
    let parsed = revoke().parse(&HttpResponse::new(403, &refused[..])).unwrap_err();
    let issue = || Issue::new("comment", Rule::Type, "comment must be a string");
    for cause in [
        parsed.cause,
        Cause::InvalidInput(Issues(vec![issue(), issue()])),
        Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() },
        Cause::Unclear { status: Some(500), problem: Problem::ServerError, errors: Vec::new() },
        Cause::UnreadableResponse { status: Some(204), issues: Issues(vec![issue()]) },
        Cause::TimedOut { after_ms: 1 },
        Cause::DeadlinePassed { after_ms: u32::MAX },
        Cause::NotConnected,
        Cause::InFlight,
        Cause::Aborted { sent: true },
    ] {
        for action in [Action::Read, Action::Write] {
            let subject = Subject::from(MAX_ID.parse::<crate::api::OrderId>().unwrap());
            let failure = Failure { action, cause: cause.clone() };
            same(&FailureDetails::new(failure.clone(), Some(&subject)));
            let details = same(&FailureDetails::new(failure, None));
            assert_eq!(text_of(&details, "details => 'subject' in details"), "false");
        }
    }
}

#[wasm_bindgen_test]
fn id_over_two_to_the_53_stays_exact() {
    for (id, expected) in [
        ("9007199254740991", "9007199254740991"),
        ("9007199254740993n", "9007199254740993"),
        ("'9007199254740993'", "9007199254740993"),
        ("18446744073709551615n", MAX_ID),
    ] {
        let built = offline::revoke::build_revoke_order(&js(id), &js("({})"), &js("({})"), &host()).unwrap();
        assert_eq!(text_of(&built, "({ path }) => path.split('/')[3]"), expected);
    }
    for id in ["9007199254740992", "1e21", "18446744073709551616n"] {
        let error = offline::revoke::build_revoke_order(&js(id), &js("({})"), &js("({})"), &host()).unwrap_err();
        assert_eq!(text_of(&error, "({ issues }) => issues.map(({ rule }) => rule)"), "range", "{id}");
    }
}

#[wasm_bindgen_test]
async fn result_of_a_write_has_its_attempts() {
    let scene = Scene::new("async () => t.revoked()");
    let result = scene.run("async t => JSON.stringify(await t.revoke())").await;
    assert!(
        result.starts_with(
            r#"{"outcome":"revoked","proof":"accepted","confirmedBy":"response","warnings":[],"attempts":[{"time":""#
        ),
        "{result}"
    );
    assert!(
        result.contains(r#""method":"PUT","path":"/order/certificate/7/revoke","status":204,"durationMs":"#),
        "{result}"
    );
    let scene = Scene::new("async () => t.order(7, 'issued')");
    assert_eq!(scene.run("async t => JSON.stringify(await t.get())").await, r#"{"id":"7","status":"issued"}"#);
}

#[wasm_bindgen_test]
async fn error_has_its_class_its_subject_and_its_attempts() {
    let refusal =
        r#"async () => new Response('{"errors":[{"code":"access_denied|x","message":"no"}]}', { status: 403 })"#;
    let scene = Scene::new(refusal);
    let fields = "async t => {
        const { name, code, effect, status, retryable, subject, errors, attempts, message } = await t.revoke();
        return [name, code, effect, status, retryable, subject.kind, subject.id, errors[0].detail, attempts.length, message];
    }";
    let expected =
        "AccessDeniedError,access-denied,none,403,false,order,7,x,1,order 7: DigiCert refused with status 403";
    let text = scene.run(fields).await;
    assert!(text.starts_with(expected), "{text}");
    assert_eq!(scene.run("async t => (await t.revoke()) instanceof Error").await, "true");
}
