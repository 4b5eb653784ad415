//! The revoke call as people use it from Rust: every example of DigiCert's pages, and laws that hold for all input.

#![allow(missing_docs, reason = "a test is documented by its name")]
#![cfg(not(target_arch = "wasm32"))]

use certcentral_revoke::api::{
    BaseUrl, Cause, CommentField, Effect, Endpoint, ErrorCode, Fields, GetOrder, Given, HttpResponse, Issues,
    ListOrders, OrderId, Outcome, Problem, RequestStatus, RevokeOrder, Rule, Settings, Warning,
};
use proptest::prelude::*;

fn text(value: &str) -> Given {
    Given::Text(value.to_owned())
}

fn fields(given: &[(&str, Given)]) -> Fields {
    Fields(given.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

fn order(given: &[(&str, Given)]) -> Result<RevokeOrder, Issues> {
    RevokeOrder::from_given(&Given::Number(123_456_789.0), &fields(given), CommentField::Comment)
}

fn call() -> RevokeOrder {
    order(&[]).unwrap()
}

fn answer(status: u16, body: &str) -> Result<Outcome, certcentral_revoke::api::Failure> {
    call().parse(&HttpResponse::new(status, body))
}

const REQUEST: &str = r#"{"id": 1, "date": "2016-02-10T17:06:15+00:00", "type": "revoke", "status": "pending",
 "requester": {"id": 242140, "first_name": "Jack", "last_name": "White", "email": "j.white@fakeaddy.com"},
 "comments": "Revoked via API!"}"#;

#[test]
fn ids_are_positive_decimal_integers_up_to_u64_and_never_a_path() {
    for good in [
        Given::Number(1.0),
        Given::Number(9_007_199_254_740_991.0),
        Given::BigInt("18446744073709551615".into()),
        text("123"),
    ] {
        assert!(OrderId::from_given("orderId", &good).is_ok(), "{good:?}");
    }
    assert_eq!("9007199254740993".parse::<OrderId>().unwrap().to_string(), "9007199254740993", "never through a float");
    let bad_text = [
        "",
        "0",
        "01",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1e3",
        "1.5",
        "1/../../user",
        "1?x=1",
        "1\r\nX: y",
        "１２３",
        "0x10",
        "18446744073709551616",
    ];
    for bad in bad_text.map(text).into_iter().chain([
        Given::Number(0.0),
        Given::Number(-1.0),
        Given::Number(1.5),
        Given::Number(f64::NAN),
        Given::Number(f64::INFINITY),
        Given::Number(9_007_199_254_740_992.0),
        Given::BigInt("-1".into()),
        Given::BigInt("18446744073709551616".into()),
        Given::Missing,
        Given::Null,
        Given::Bool(true),
        Given::Other("an object"),
    ]) {
        let issue = OrderId::from_given("orderId", &bad).unwrap_err();
        assert_eq!(issue.field, "orderId");
        assert!(issue.message.contains("orderId"), "{}", issue.message);
    }
}

#[test]
fn what_the_caller_did_not_give_is_not_in_the_body() {
    let body = |given: &[(&str, Given)]| order(given).unwrap().request().body.unwrap();
    assert_eq!(body(&[]), "{}");
    assert_eq!(body(&[("skipApproval", Given::Bool(true))]), r#"{"skip_approval":true}"#);
    assert_eq!(
        body(&[("comment", text("I no longer need this certificate."))]),
        r#"{"comment":"I no longer need this certificate."}"#
    );
    assert_eq!(
        body(&[("revocationReason", text("superseded")), ("skipApproval", Given::Bool(true))]),
        r#"{"revocation_reason":"superseded","skip_approval":true}"#
    );
    let request = call().request();
    assert_eq!((request.method.as_str(), request.path.as_str()), ("PUT", "/order/certificate/123456789/revoke"));
    assert!(request.headers.pairs().contains(&("Content-Type", "application/json")));
}

#[test]
fn the_comment_goes_under_the_name_that_is_set() {
    for (field, body) in [
        (CommentField::Comment, r#"{"comment":"x"}"#),
        (CommentField::Comments, r#"{"comments":"x"}"#),
        (CommentField::Both, r#"{"comment":"x","comments":"x"}"#),
    ] {
        let call = RevokeOrder { comment: Some("x".into()), comment_field: field, ..call() };
        assert_eq!(call.request().body.as_deref(), Some(body));
    }
}

#[test]
fn every_issue_is_reported_at_once_by_field() {
    let given = fields(&[
        ("skipAproval", Given::Bool(true)),
        ("revocationReason", text("key_compromise")),
        ("comment", Given::Number(5.0)),
        ("skipApproval", text("true")),
    ]);
    let issues = RevokeOrder::from_given(&text("1/../../user"), &given, CommentField::Comment).unwrap_err();
    let found: Vec<_> = issues.0.iter().map(|issue| (issue.field.as_str(), issue.rule)).collect();
    assert_eq!(
        found,
        [
            ("orderId", Rule::Format),
            ("skipAproval", Rule::UnknownField),
            ("revocationReason", Rule::UnknownValue),
            ("comment", Rule::Type),
            ("skipApproval", Rule::Type),
        ]
    );
    assert!(issues.0[1].message.contains("did you mean skipApproval?"));
    assert!(issues.0[2].message.contains("did you mean keyCompromise?"));
}

#[test]
fn certmesh_reasons_in_snake_case_are_refused_with_the_five() {
    for wrong in [
        "key_compromise",
        "affiliation_change",
        "ca_compromise",
        "privilegeWithdrawn",
        "KEYCOMPROMISE",
        "",
        "1",
        "cACompromise",
    ] {
        let issues = order(&[("revocationReason", text(wrong))]).unwrap_err();
        for reason in ["unspecified", "keyCompromise", "affiliationChanged", "superseded", "cessationOfOperation"] {
            assert!(issues.0[0].message.contains(reason), "{wrong}: {}", issues.0[0].message);
        }
    }
    let by_number = order(&[("revocationReason", Given::Number(1.0))]).unwrap_err();
    assert!(by_number.0[0].message.contains("keyCompromise"));
}

#[test]
fn venafi_field_reason_is_refused_by_name() {
    let issues = order(&[("reason", text("superseded"))]).unwrap_err();
    assert_eq!((issues.0[0].field.as_str(), issues.0[0].rule), ("reason", Rule::UnknownField));
}

#[test]
fn sapcc_and_venafi_204_without_a_body_is_success() {
    assert_eq!(answer(204, "").unwrap(), Outcome::Revoked { warnings: vec![] });
}

#[test]
fn lemur_myklst_certmesh_a_request_is_never_taken_for_revoked() {
    for status in [200, 201, 202] {
        let Outcome::Requested { request, warnings } = answer(status, REQUEST).unwrap() else { panic!("revoked?") };
        assert_eq!(request.id.to_string(), "1");
        assert_eq!(request.date.as_str(), "2016-02-10T17:06:15+00:00");
        assert_eq!(request.status, RequestStatus::Pending);
        assert_eq!(request.requester.unwrap().first_name.as_deref(), Some("Jack"));
        assert_eq!(request.comments.as_deref(), Some("Revoked via API!"));
        assert_eq!(warnings, []);
    }
}

#[test]
fn venafi_every_documented_status_is_read_and_an_unknown_one_is_kept_and_flagged() {
    for (word, status) in [
        ("submitted", RequestStatus::Submitted),
        ("approved", RequestStatus::Approved),
        ("rejected", RequestStatus::Rejected),
        ("on_hold", RequestStatus::Other("on_hold".into())),
    ] {
        let Outcome::Requested { request, warnings } = answer(201, &REQUEST.replace("pending", word)).unwrap() else {
            panic!()
        };
        assert_eq!(warnings.contains(&Warning::UnknownStatus), word == "on_hold");
        assert_eq!(request.status, status);
    }
}

#[test]
fn keyfactor_and_infisical_a_reason_is_sent_as_a_reason_and_never_as_a_comment() {
    let body = order(&[("revocationReason", text("keyCompromise"))]).unwrap().request().body.unwrap();
    assert_eq!(body, r#"{"revocation_reason":"keyCompromise"}"#);
}

#[test]
fn terraform_no_reason_is_made_up() {
    assert!(!call().request().body.unwrap().contains("reason"));
}

#[test]
fn warnings_say_when_the_comment_is_lost_and_when_the_approval_was_not_skipped() {
    let call = order(&[("comment", text("INC-1")), ("skipApproval", Given::Bool(true))]).unwrap();
    assert_eq!(call.warnings(), [Warning::CommentNotStored]);
    assert_eq!(
        call.parse(&HttpResponse::new(204, "")).unwrap(),
        Outcome::Revoked { warnings: vec![Warning::CommentNotStored] }
    );
    let Outcome::Requested { warnings, .. } = call.parse(&HttpResponse::new(201, REQUEST)).unwrap() else { panic!() };
    assert_eq!(warnings, [Warning::ApprovalNotSkipped, Warning::CommentNotStored], "another comment came back");
    let kept = REQUEST.replace("Revoked via API!", "INC-1");
    let Outcome::Requested { warnings, .. } = call.parse(&HttpResponse::new(201, kept)).unwrap() else { panic!() };
    assert_eq!(warnings, [Warning::ApprovalNotSkipped]);
}

#[test]
fn a_refusal_needs_digicerts_error_body_and_then_nothing_was_changed() {
    for (status, body, code) in [
        (
            403,
            r#"{"errors":[{"code":"access_denied|access_denied_invalid_key","message":"Access denied due to access_denied_invalid_key."}]}"#,
            ErrorCode::AccessDenied,
        ),
        (401, r#"{"errors":[{"code":"access_denied","message":""}]}"#, ErrorCode::AccessDenied),
        (
            404,
            r#"{"errors": {"code": "not_found|route", "message": "The specified route was not found."}}"#,
            ErrorCode::NotFound,
        ),
        (
            429,
            r#"{"errors": [{"code": "request_limit_exceeded", "message": "Service unavailable, please limit request volume"}]}"#,
            ErrorCode::RateLimited,
        ),
        (400, "\u{feff}{\"errors\":[{\"code\":\"bad_request_format\"}]}", ErrorCode::Refused),
    ] {
        let failure = answer(status, body).unwrap_err();
        assert_eq!((failure.code(), failure.effect()), (code, Effect::None), "{body}");
        assert_eq!(failure.retryable(), status == 429);
    }
    let Cause::Refused { errors, .. } =
        answer(403, r#"{"errors":[{"code":"a|b|c","message":"m"}]}"#).unwrap_err().cause
    else {
        panic!()
    };
    assert_eq!((errors[0].kind.as_str(), errors[0].detail.as_deref()), ("a", Some("b|c")), "split at the first bar");
}

#[test]
fn everything_else_is_unknown_never_success_and_never_nothing_happened() {
    let other = REQUEST.replace("\"revoke\"", "\"reissue\"");
    let huge = REQUEST.replace("\"id\": 1", "\"id\": 18446744073709551616");
    let float = REQUEST.replace("\"id\": 1", "\"id\": 1.0");
    let dated = REQUEST.replace("2016-02-10T17:06:15+00:00", "yesterday");
    let twice = REQUEST.replace("\"type\"", "\"id\": 2, \"type\"");
    let trailing = format!("{REQUEST}x");
    let errors = r#"{"errors":[{"code":"x","message":"y"}]}"#;
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for (status, body, problem) in [
        (200, "", Problem::EmptyBody),
        (201, " ", Problem::NotJson),
        (204, " ", Problem::UnexpectedBody),
        (204, REQUEST, Problem::UnexpectedBody),
        (200, "<html>blocked</html>", Problem::NotJson),
        (201, &REQUEST[..90], Problem::NotJson),
        (201, &trailing, Problem::NotJson),
        (201, &other, Problem::NotARevokeRequest),
        (201, &huge, Problem::NotUnderstood),
        (201, &float, Problem::NotUnderstood),
        (201, &dated, Problem::NotUnderstood),
        (201, &twice, Problem::NotUnderstood),
        (201, "[]", Problem::NotUnderstood),
        (201, &deep, Problem::NotJson),
        (201, errors, Problem::NotUnderstood),
        (301, "", Problem::Redirect),
        (307, errors, Problem::Redirect),
        (0, "", Problem::Redirect),
        (500, errors, Problem::ServerError),
        (503, "", Problem::ServerError),
        (403, "<html>", Problem::UnexplainedRefusal),
        (404, "", Problem::UnexplainedRefusal),
        (429, "", Problem::UnexplainedRefusal),
        (429, errors, Problem::UnexplainedRefusal),
        (400, r#"{"errors":[]}"#, Problem::UnexplainedRefusal),
        (400, r#"{"errors":[{"code":""}]}"#, Problem::UnexplainedRefusal),
        (100, "", Problem::UnexpectedStatus),
        (600, "", Problem::UnexpectedStatus),
    ] {
        let failure = answer(status, body).unwrap_err();
        assert_eq!((failure.code(), failure.effect()), (ErrorCode::UnknownOutcome, Effect::Unknown), "{status} {body}");
        assert!(!failure.retryable());
        let Cause::Unclear { problem: found, .. } = failure.cause else { panic!("{status} {body}") };
        assert_eq!(found, problem, "{status} {body}");
    }
    let not_utf8 = call().parse(&HttpResponse::new(201, [0xff, 0xfe, b'{', 0])).unwrap_err();
    assert!(matches!(not_utf8.cause, Cause::Unclear { problem: Problem::NotUtf8, .. }));
    let too_large = call().parse(&HttpResponse::too_large(201)).unwrap_err();
    assert!(matches!(too_large.cause, Cause::Unclear { problem: Problem::BodyTooLarge, .. }));
}

#[test]
fn ids_in_answers_are_exact_and_may_be_strings() {
    for (id, shown) in
        [("9007199254740993", "9007199254740993"), ("18446744073709551615", "18446744073709551615"), ("\"77\"", "77")]
    {
        let body = REQUEST.replace("\"id\": 1", &format!("\"id\": {id}"));
        let Outcome::Requested { request, .. } = answer(201, &body).unwrap() else { panic!() };
        assert_eq!(request.id.to_string(), shown);
    }
}

#[test]
fn unknown_extra_fields_are_tolerated_and_optional_ones_may_be_missing() {
    let body =
        r#"{"id":5,"date":"2016-02-10T17:06:15Z","type":"revoke","status":"pending","comments":null,"new":{"a":[1]}}"#;
    assert!(matches!(answer(201, body).unwrap(), Outcome::Requested { .. }));
}

#[test]
fn base_urls_are_https_or_loopback_or_a_path_in_a_browser() {
    for good in [
        "https://www.digicert.com/services/v2",
        "https://gw.example.com:8443/",
        "http://127.0.0.1:8788/services/v2",
        "http://localhost",
        "http://[::1]:1/x",
        "https://[2001:db8::1]",
    ] {
        assert!(BaseUrl::parse(good, false).is_ok(), "{good}");
    }
    assert_eq!(BaseUrl::parse("https://a.example/v2//", false).unwrap().join("/x"), "https://a.example/v2/x");
    assert!(BaseUrl::parse("/services/v2", true).is_ok());
    for bad in [
        "",
        "/",
        "//evil.example",
        "/services/v2",
        "http://www.digicert.com",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "ftp://a.example",
        "https://user:pw@a.example",
        "https://a.example?x=1",
        "https://a.example#x",
        "https://a.example/../x",
        "https://a.example/%2e%2e",
        "https://",
        "https:///x",
        "https://a..example",
        "https://a.example:0",
        "https://a.example:99999",
        "https://a.example:",
        "https://a example",
        "https://a.example\\@b",
        "HTTPS://a.example",
        "https://a.example/x y",
        "javascript:alert(1)",
        "https://[::1",
        "https://é.example",
        "http://127.1",
        "http://127.0.0.256",
        "https://a.example/a//b",
    ] {
        let issue = BaseUrl::parse(bad, false).expect_err(bad);
        assert!(!issue.message.contains("pw"), "no part of the URL is repeated");
        assert!(!(bad.starts_with("//") && BaseUrl::parse(bad, true).is_ok()), "{bad}");
    }
}

#[test]
fn settings_are_checked_as_a_whole() {
    let settings = |given: &[(&str, Given)], key| Settings::from_fields(&fields(given), key, false);
    assert_eq!(settings(&[], true).unwrap().base_url.as_str(), "https://www.digicert.com/services/v2");
    assert_eq!(
        settings(&[("region", text("eu"))], true).unwrap().base_url.as_str(),
        "https://certcentral.digicert.eu/services/v2"
    );
    let wrong = settings(
        &[
            ("region", text("us")),
            ("baseUrl", text("https://a.example")),
            ("timeoutMs", Given::Number(0.0)),
            ("apikey", text("x")),
        ],
        true,
    );
    let found: Vec<_> = wrong.unwrap_err().0.into_iter().map(|issue| (issue.field, issue.rule)).collect();
    assert_eq!(
        found,
        [("apikey".into(), Rule::UnknownField), ("baseUrl".into(), Rule::Conflict), ("timeoutMs".into(), Rule::Range)]
    );
    assert_eq!(settings(&[], false).unwrap_err().0[0].rule, Rule::Required);
}

#[test]
fn orders_are_read_leniently_but_never_another_one() {
    let get = GetOrder::from_given(&text("123456")).unwrap();
    let sparse = get.parse(&HttpResponse::new(200, r#"{"id":"123456","status":"needs_approval","certificate":{"common_name":"example.com","dns_names":["a",7],"days_remaining":"5"},"product":7,"requests":[{"id":1},{"odd":1}]}"#)).unwrap();
    assert_eq!(sparse.status, "needs_approval");
    let certificate = sparse.certificate.unwrap();
    assert_eq!((certificate.days_remaining, certificate.dns_names.unwrap()), (Some(5), vec!["a".to_owned()]));
    assert_eq!((sparse.product, sparse.requests.unwrap().len()), (None, 1));
    let other = get.parse(&HttpResponse::new(200, r#"{"id":7,"status":"revoked"}"#)).unwrap_err();
    assert_eq!((other.code(), other.effect()), (ErrorCode::ReadFailed, Effect::None));
    let product = |kind| {
        get.parse(&HttpResponse::new(
            200,
            format!(r#"{{"id":123456,"status":"issued","product":{{"type":"{kind}"}}}}"#),
        ))
        .unwrap()
        .product
        .unwrap()
        .is_tls
    };
    assert!(product("ssl_certificate") && product("dv_ssl_certificate") && !product("code_signing_certificate"));
}

#[test]
fn lists_are_asked_for_with_encoded_filters_and_read_without_page_limit() {
    let list = ListOrders::from_fields(&fields(&[
        ("search", text("%a&b=ü")),
        ("status", text("issued")),
        ("limit", Given::Number(50.0)),
    ]))
    .unwrap();
    assert_eq!(
        list.request().path,
        "/order/certificate?filters%5Bsearch%5D=%25a%26b%3D%C3%BC&filters%5Bstatus%5D=issued&limit=50"
    );
    let page = list
        .parse(&HttpResponse::new(
            200,
            r#"{"orders":[{"id":1,"status":"issued"}],"page":{"total":14,"limit":0,"offset":0}}"#,
        ))
        .unwrap();
    assert_eq!((page.orders.len(), page.total, page.offset), (1, Some(14), Some(0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_path_holds_digits_only_whatever_is_given(given in ".{0,24}") {
        if let Ok(id) = given.parse::<OrderId>() {
            let path = RevokeOrder::new(id).request().path;
            let middle = path.strip_prefix("/order/certificate/").and_then(|rest| rest.strip_suffix("/revoke")).unwrap();
            prop_assert!(!middle.is_empty() && middle.bytes().all(|byte| byte.is_ascii_digit()));
            prop_assert_eq!(middle, given);
        }
    }

    #[test]
    fn every_id_survives_the_way_there_and_back(id in 1u64..) {
        prop_assert_eq!(id.to_string().parse::<OrderId>().unwrap().to_string(), id.to_string());
    }

    #[test]
    fn no_answer_makes_the_parser_panic_and_only_two_shapes_are_success(status in 0u16..1000, body in proptest::collection::vec(any::<u8>(), 0..64)) {
        match call().parse(&HttpResponse::new(status, body.clone())) {
            Ok(Outcome::Revoked { .. }) => prop_assert!(status == 204 && body.is_empty()),
            Ok(Outcome::Requested { .. }) => prop_assert!((200..300).contains(&status) && status != 204),
            Err(failure) => prop_assert!(failure.effect() == Effect::Unknown || (400..500).contains(&status)),
        }
    }

    #[test]
    fn any_comment_reaches_the_body_as_it_was_given(comment in ".*") {
        let body = RevokeOrder { comment: Some(comment.clone()), ..call() }.request().body.unwrap();
        let read: serde_json::Value = serde_json::from_str(&body).unwrap();
        prop_assert_eq!(read["comment"].as_str().unwrap(), comment);
    }

    #[test]
    fn a_cut_request_object_is_never_a_success(at in 0usize..REQUEST.len()) {
        prop_assert!(answer(201, &REQUEST[..at]).is_err());
    }
}
