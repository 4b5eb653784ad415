//! The responses to a revocation, and the outcome that each one proves.

use super::*;
use certcentral_revoke::api::*;

#[test]
fn response_204_without_body_is_revoked() {
    assert_eq!(answer(204, "").unwrap(), revoked(vec![]));
}

#[test]
fn response_with_request_is_never_revoked() {
    for status in [200, 201, 202] {
        let Outcome::Requested(RequestedOutcome { request, warnings, .. }) = answer(status, REQUEST).unwrap() else {
            panic!("revoked?")
        };
        assert_eq!(request.id.to_string(), "1");
        assert_eq!(request.date.as_str(), "2016-02-10T17:06:15+00:00");
        assert_eq!(request.status, RequestStatus::Pending);
        assert_eq!(request.requester.unwrap().first_name.as_deref(), Some("Jack"));
        assert_eq!(request.comments.as_deref(), Some("Revoked via API!"));
        assert_eq!(warnings, []);
    }
}

#[test]
fn unknown_request_status_is_kept_with_warning() {
    for (word, status) in [
        ("submitted", RequestStatus::Submitted),
        ("approved", RequestStatus::Approved),
        ("rejected", RequestStatus::Rejected),
        ("on_hold", RequestStatus::Other("on_hold".into())),
    ] {
        let Outcome::Requested(RequestedOutcome { request, warnings, .. }) =
            answer(201, &REQUEST.replace("pending", word)).unwrap()
        else {
            panic!()
        };
        assert_eq!(warnings.contains(&Warning::UnknownStatus), word == "on_hold");
        assert_eq!(request.status, status);
    }
}

#[test]
fn warnings_report_lost_comment_and_unskipped_approval() {
    let call = order(&[("comment", text("INC-1")), ("skipApproval", RawValue::Bool(true))]).unwrap();
    assert_eq!(call.warnings(), [Warning::CommentNotStored]);
    assert_eq!(call.parse(&HttpResponse::new(204, "")).unwrap(), revoked(vec![Warning::CommentNotStored]));
    let Outcome::Requested(RequestedOutcome { warnings, .. }) = call.parse(&HttpResponse::new(201, REQUEST)).unwrap()
    else {
        panic!()
    };
    assert_eq!(warnings, [Warning::ApprovalNotSkipped, Warning::CommentNotStored], "another comment came back");
    let kept = REQUEST.replace("Revoked via API!", "INC-1");
    let Outcome::Requested(RequestedOutcome { warnings, .. }) = call.parse(&HttpResponse::new(201, kept)).unwrap()
    else {
        panic!()
    };
    assert_eq!(warnings, [Warning::ApprovalNotSkipped]);
}

#[test]
fn refusal_requires_error_body_and_has_no_effect() {
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
fn any_other_response_has_unknown_effect() {
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
fn ids_in_responses_are_exact_numbers_or_strings() {
    for (id, shown) in
        [("9007199254740993", "9007199254740993"), ("18446744073709551615", "18446744073709551615"), ("\"77\"", "77")]
    {
        let body = REQUEST.replace("\"id\": 1", &format!("\"id\": {id}"));
        let Outcome::Requested(RequestedOutcome { request, .. }) = answer(201, &body).unwrap() else { panic!() };
        assert_eq!(request.id.to_string(), shown);
    }
}

#[test]
fn unknown_and_missing_optional_fields_are_accepted() {
    let body =
        r#"{"id":5,"date":"2016-02-10T17:06:15Z","type":"revoke","status":"pending","comments":null,"new":{"a":[1]}}"#;
    assert!(matches!(answer(201, body).unwrap(), Outcome::Requested { .. }));
}
