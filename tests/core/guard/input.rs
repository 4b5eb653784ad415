//! The input of the rules from JSON: what is not understood is refused with its path.

use certcentral_revoke::{
    api::{Issue, Issues, Rule},
    policy::guard::{ApprovalCheck, DecisionCheck, Demand, HoldCheck, LimitCheck, PlanAgeCheck, RequestCheck},
};

const CHECK: &str = r#"{"policy":{"certificates":1,"always":["keyCompromise"],"groups":[{"group":"pki","approvals":2}],"expiresMinutes":60,"planMinutes":30},
    "change":{"person":{"kind":"person","address":"ada@example.com"},"kind":"certificate","subject":"certificate 1","reasons":["superseded"],
    "certificates":1,"isWhole":true,"orders":[{"orderId":"7","certificates":1}]},
    "history":[{"person":{"kind":"person","address":"ada@example.com"},"subject":"certificate 2","orderId":null,"orders":1,"certificates":1,
    "sentUnixMs":1760000000000,"isApproved":false}],"nowUnixMs":1760000060000}"#;

fn first<T: std::fmt::Debug>(result: Result<T, Issues>) -> Issue {
    result.unwrap_err().0.remove(0)
}

#[test]
fn every_issue_is_reported_at_once() {
    let issues = ApprovalCheck::from_json(r#"{"change":5,"history":[1],"nowUnixMs":"now"}"#).unwrap_err().0;
    let paths: Vec<_> = issues.iter().map(|issue| (issue.field.as_str(), issue.rule)).collect();
    assert_eq!(
        paths,
        [("policy", Rule::Required), ("change", Rule::Type), ("history[0]", Rule::Type), ("nowUnixMs", Rule::Type)]
    );
}

#[test]
fn input_of_a_rule_is_read() {
    let demand = ApprovalCheck::from_json(CHECK).unwrap().demand();
    assert_eq!((demand.demand, demand.quorum.unwrap().approvals()), (Demand::PersonTotal, 2));
    let (_, rest) = CHECK.split_once(r#""change""#).unwrap();
    let off = format!(r#"{{"policy":null,"change"{rest}"#);
    assert_eq!(ApprovalCheck::from_json(&off).unwrap().demand().demand, Demand::None);
}

#[test]
fn input_that_is_not_understood_is_refused_by_path() {
    let cases = [
        (r#""kind":"certificate""#, r#""kind":"everything""#, "change.kind", Rule::UnknownValue),
        (r#""subject":"certificate 1","#, "", "change.subject", Rule::Required),
        (r#""certificates":1,"isWhole""#, r#""isWhole""#, "change.certificates", Rule::Required),
        (r#""certificates":1,"isWhole""#, r#""certificates":-1,"isWhole""#, "change.certificates", Rule::Type),
        (r#""certificates":1,"isWhole""#, r#""certificates":4294967296,"isWhole""#, "change.certificates", Rule::Range),
        (r#""certificates":1,"isWhole""#, r#""certificates":1.5,"isWhole""#, "change.certificates", Rule::Type),
        (r#""isWhole":true"#, r#""isWhole":"yes""#, "change.isWhole", Rule::Type),
        (r#""isWhole":true"#, r#""isWhole":true,"isBreakGlas":true"#, "change", Rule::UnknownField),
        (r#""orderId":"7""#, r#""orderId":"07""#, "change.orders[0].orderId", Rule::Format),
        (r#"["superseded"]"#, r#"["revenge"]"#, "change.reasons[0]", Rule::UnknownValue),
        (r#"["superseded"]"#, r#""superseded""#, "change.reasons", Rule::Type),
        (r#""isApproved":false"#, r#""isApproved":null"#, "history[0].isApproved", Rule::Type),
        ("1760000000000", "8640000000000001", "history[0].sentUnixMs", Rule::Range),
        (r#""approvals":2"#, r#""approvals":0"#, "policy.groups[0].approvals", Rule::Range),
        (
            r#""certificates":1,"always""#,
            r#""certificates":1,"windowMinutes":0,"always""#,
            "policy.windowMinutes",
            Rule::Range,
        ),
        (r#""nowUnixMs":1760000060000"#, r#""nowUnixMs":1,"nowUnixMs":2"#, "input", Rule::Format),
        (r#""nowUnixMs":1760000060000}"#, r#""nowUnixMs":1760000060000"#, "input", Rule::Format),
    ];
    for (from, to, path, rule) in cases {
        assert!(CHECK.contains(from), "{from}");
        let issues = ApprovalCheck::from_json(&CHECK.replacen(from, to, 1)).unwrap_err().0;
        let [issue] = issues.as_slice() else { panic!("{to}: {issues:?}") };
        assert_eq!((issue.field.as_str(), issue.rule), (path, rule), "{to}: {}", issue.message);
        assert!(issue.message.starts_with(path), "{}", issue.message);
    }
}

#[test]
fn person_needs_an_identity() {
    let with = |person: &str| {
        ApprovalCheck::from_json(&CHECK.replacen(r#"{"kind":"person","address":"ada@example.com"}"#, person, 1))
    };
    let nameless = first(with(r#"{"kind":"person"}"#));
    assert_eq!(nameless.message, "change.person must have an address or a sub");
    let invisible = first(with(r#"{"kind":"person","address":"a\u200bda@example.com"}"#));
    assert_eq!((invisible.field.as_str(), invisible.rule), ("change.person", Rule::Format));
    assert!(with(r#"{"kind":"service","sub":"deploy","groups":["pki"]}"#).is_ok());
}

#[test]
fn other_inputs_are_read_with_their_defaults() {
    let ada = r#"{"kind":"person","sub":"a"}"#;
    let quorum = r#"{"approvals":2,"groups":[{"group":"pki","approvals":1}]}"#;
    let decision = format!(
        r#"{{"proposal":{{"status":"pending","proposer":{ada},"hash":"h","expiresUnixMs":9,"quorum":{quorum},"approvals":[],"rulesHash":"r"}},"decision":"approved","by":{ada},"seenHash":null,"rules":{{"rulesHash":"r"}},"nowUnixMs":1}}"#
    );
    assert!(!DecisionCheck::from_json(&decision).unwrap().rules.services_decide);
    let request = format!(
        r#"{{"decision":"rejected","by":{ada},"requestType":null,"submittedBy":[],"mayRevokeAlone":true,"demand":"not-counted"}}"#
    );
    assert_eq!(RequestCheck::from_json(&request).unwrap().types, ["revoke"]);
    let limit = format!(
        r#"{{"limit":{{"perHour":5,"perAction":2}},"change":{{"person":{ada},"subject":"order 1","orders":1,"agreed":"break-glass"}},"history":[],"nowUnixMs":1}}"#
    );
    assert_eq!(LimitCheck::from_json(&limit).unwrap().limit.per_person, None);
    let target = |target: &str| {
        HoldCheck::from_json(&format!(r#"{{"target":{target},"holds":[],"coverage":[],"nowUnixMs":1}}"#))
    };
    assert!(target(r#"{"kind":"order","id":"7"}"#).is_ok());
    assert_eq!(first(target(r#"{"kind":"order","id":"7","orderId":"8"}"#)).rule, Rule::Conflict);
    assert_eq!(first(target(r#"{"kind":"order","id":"x"}"#)).field, "target.id");
    assert!(target(r#"{"kind":"certificate","id":"0A","orderId":null}"#).is_ok());
    assert!(target(r#"{"kind":"request","id":"5","orderId":"7"}"#).is_ok());
    assert!(PlanAgeCheck::from_json(r#"{"plannedUnixMs":1,"validMs":5,"nowUnixMs":2}"#).is_ok());
}
