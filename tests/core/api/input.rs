//! Validation of ids, reasons, comments and settings, and the requests built from them.

use super::*;
use certcentral_revoke::api::*;

#[test]
fn ids_are_positive_integers_up_to_u64() {
    for good in [
        RawValue::Number(1.0),
        RawValue::Number(9_007_199_254_740_991.0),
        RawValue::BigInt("18446744073709551615".into()),
        text("123"),
    ] {
        assert!(OrderId::from_input("orderId", &good).is_ok(), "{good:?}");
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
        RawValue::Number(0.0),
        RawValue::Number(-1.0),
        RawValue::Number(1.5),
        RawValue::Number(f64::NAN),
        RawValue::Number(f64::INFINITY),
        RawValue::Number(9_007_199_254_740_992.0),
        RawValue::BigInt("-1".into()),
        RawValue::BigInt("18446744073709551616".into()),
        RawValue::Missing,
        RawValue::Null,
        RawValue::Bool(true),
        RawValue::Other("an object"),
    ]) {
        let issue = OrderId::from_input("orderId", &bad).unwrap_err();
        assert_eq!(issue.field, "orderId");
        assert!(issue.message.contains("orderId"), "{}", issue.message);
    }
}

#[test]
fn missing_options_are_not_in_the_body() {
    let body = |given: &[(&str, RawValue)]| order(given).unwrap().request().body.unwrap();
    assert_eq!(body(&[]), "{}");
    assert_eq!(body(&[("skipApproval", RawValue::Bool(true))]), r#"{"skip_approval":true}"#);
    assert_eq!(
        body(&[("comment", text("I no longer need this certificate."))]),
        r#"{"comment":"I no longer need this certificate."}"#
    );
    assert_eq!(
        body(&[("revocationReason", text("superseded")), ("skipApproval", RawValue::Bool(true))]),
        r#"{"revocation_reason":"superseded","skip_approval":true}"#
    );
    let request = call().request();
    assert_eq!((request.method.as_str(), request.path.as_str()), ("PUT", "/order/certificate/123456789/revoke"));
    assert!(request.headers.pairs().contains(&("Content-Type", "application/json")));
}

#[test]
fn comment_field_names_the_comment() {
    for (field, body) in [
        (CommentField::Comment, r#"{"comment":"x"}"#),
        (CommentField::Comments, r#"{"comments":"x"}"#),
        (CommentField::Both, r#"{"comment":"x","comments":"x"}"#),
    ] {
        let call = Revoke { comment: Some("x".into()), comment_field: field, ..call() };
        assert_eq!(call.request().body.as_deref(), Some(body));
    }
}

#[test]
fn comment_with_a_control_character_is_rejected() {
    let with = |comment: &str| order(&[("comment", text(comment))]).map_err(|issues| issues.0[0].message.clone());
    for (c, code) in [('\0', "0000"), ('\u{8}', "0008"), ('\u{1b}', "001B"), ('\u{7f}', "007F"), ('\u{85}', "0085")] {
        let message = format!("comment contains the control character U+{code} as character 3; remove it");
        assert_eq!(with(&format!("ä\n{c}x")), Err(message));
    }
    // Text of any language, tabs and line breaks are sent as they are.
    for comment in ["a\tb\r\nc\n", "", "שלום\u{200f}", "\u{202e}x", "🔒\u{200d}"] {
        assert_eq!(with(comment).unwrap().comment.as_deref(), Some(comment));
    }
    let decision = |comment: &str| {
        let given = fields(&[("processorComment", text(comment))]);
        DecideRequest::from_input(&text("7"), Decision::Approved, &given)
    };
    assert!(decision("fine").is_ok());
    assert!(
        decision("a\u{1b}[2J").unwrap_err().0[0].message.contains("processorComment contains the control character")
    );
}

#[test]
fn every_issue_is_reported_at_once() {
    let given = fields(&[
        ("skipAproval", RawValue::Bool(true)),
        ("revocationReason", text("key_compromise")),
        ("comment", RawValue::Number(5.0)),
        ("skipApproval", text("true")),
    ]);
    let issues = Revoke::from_input(
        OrderId::from_input("orderId", &text("1/../../user")).map(Target::Order),
        &given,
        CommentField::Comment,
    )
    .unwrap_err();
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
fn snake_case_reason_is_rejected_with_known_reasons() {
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
    let by_number = order(&[("revocationReason", RawValue::Number(1.0))]).unwrap_err();
    assert!(by_number.0[0].message.contains("keyCompromise"));
}

#[test]
fn field_reason_is_rejected_by_name() {
    let issues = order(&[("reason", text("superseded"))]).unwrap_err();
    assert_eq!((issues.0[0].field.as_str(), issues.0[0].rule), ("reason", Rule::UnknownField));
}

#[test]
fn reason_is_sent_as_reason_and_not_as_comment() {
    let body = order(&[("revocationReason", text("keyCompromise"))]).unwrap().request().body.unwrap();
    assert_eq!(body, r#"{"revocation_reason":"keyCompromise"}"#);
}

#[test]
fn missing_reason_is_not_invented() {
    assert!(!call().request().body.unwrap().contains("reason"));
}

#[test]
fn base_url_is_https_or_loopback_or_browser_path() {
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
fn settings_report_every_issue_at_once() {
    let settings = |given: &[(&str, RawValue)], key| Settings::from_fields(&fields(given), key, false);
    assert_eq!(settings(&[], true).unwrap().base_url.as_str(), "https://www.digicert.com/services/v2");
    assert_eq!(
        settings(&[("region", text("eu"))], true).unwrap().base_url.as_str(),
        "https://certcentral.digicert.eu/services/v2"
    );
    let wrong = settings(
        &[
            ("region", text("us")),
            ("baseUrl", text("https://a.example")),
            ("maxResponseBytes", RawValue::Number(0.0)),
            ("apikey", text("x")),
        ],
        true,
    );
    let found: Vec<_> = wrong.unwrap_err().0.into_iter().map(|issue| (issue.field, issue.rule)).collect();
    assert_eq!(
        found,
        [
            ("apikey".into(), Rule::UnknownField),
            ("baseUrl".into(), Rule::Conflict),
            ("maxResponseBytes".into(), Rule::Range)
        ]
    );
    assert_eq!(settings(&[], false).unwrap_err().0[0].rule, Rule::Required);
}

#[test]
fn max_in_flight_is_between_1_and_1000() {
    let max =
        |given| Settings::from_fields(&fields(&[("maxInFlight", given)]), true, false).map(|all| all.max_in_flight);
    assert_eq!(Settings::from_fields(&fields(&[]), true, false).unwrap().max_in_flight, 6);
    for (given, expected) in [(1.0, 1), (1000.0, 1000)] {
        assert_eq!(max(RawValue::Number(given)), Ok(expected));
    }
    for wrong in [RawValue::Number(0.0), RawValue::Number(1001.0), RawValue::Number(1.5), text("6"), RawValue::Null] {
        assert_eq!(max(wrong).unwrap_err().0[0].field, "maxInFlight");
    }
}
