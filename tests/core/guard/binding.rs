//! What an approval agrees to.

use certcentral_revoke::policy::guard::Binding;
use proptest::prelude::*;

const JOB: &str = r#"{"kind":"job","orders":["12","3"],"certificates":null,"isWhole":false,"byReason":{"superseded":1,"keyCompromise":1},
    "skipApproval":true,"comment":"July","comments":{"count":2,"digest":"c0"},"exclusions":[{"orderId":"9","cause":"held"}],"breaker":5,
    "deadlineUnixMs":1760003600000,"job":{"id":"j1","digest":"d0","plannedUnixMs":1760000000000,
    "figures":{"orders":2,"minCertificates":3,"withDuplicates":1,"unread":0}},"hold":null,"isBreakGlass":false,"rulesHash":"r1",
    "quorum":{"approvals":1,"groups":[]},"expiresUnixMs":1760003600000}"#;

fn canonical(text: &str) -> String {
    Binding::from_json(text).unwrap().canonical()
}

#[test]
fn order_and_repetition_of_ids_are_insignificant() {
    assert_eq!(canonical(JOB), canonical(&JOB.replace(r#"["12","3"]"#, r#"["3","12","3"]"#)));
    assert!(canonical(JOB).contains(r#""orders":["3","12"]"#));
    let certificates =
        |list: &str| canonical(&JOB.replace(r#""certificates":null"#, &format!(r#""certificates":{list}"#)));
    assert_eq!(certificates(r#"["9","10","9"]"#), certificates(r#"["10","9"]"#));
    assert_ne!(certificates("[]"), canonical(JOB));
}

#[test]
fn every_field_is_part_of_the_binding() {
    let changes = [
        (r#""kind":"job""#, r#""kind":"order""#),
        (r#""12""#, r#""13""#),
        (r#""isWhole":false"#, r#""isWhole":true"#),
        (r#""superseded":1"#, r#""superseded":2"#),
        (r#""keyCompromise":1"#, r#""unspecified":1"#),
        (r#""skipApproval":true"#, r#""skipApproval":false"#),
        (r#""July""#, "null"),
        (r#""count":2"#, r#""count":3"#),
        (r#""c0""#, r#""c1""#),
        (r#""orderId":"9""#, r#""orderId":"8""#),
        (r#""cause":"held""#, r#""cause":"not-found""#),
        (r#""breaker":5"#, r#""breaker":1000000"#),
        (r#""deadlineUnixMs":1760003600000"#, r#""deadlineUnixMs":null"#),
        (r#""id":"j1""#, r#""id":"j2""#),
        (r#""d0""#, r#""d1""#),
        (r#""plannedUnixMs":1760000000000"#, r#""plannedUnixMs":1760000000001"#),
        (r#""minCertificates":3"#, r#""minCertificates":200"#),
        (r#""withDuplicates":1"#, r#""withDuplicates":0"#),
        (r#""unread":0"#, r#""unread":1"#),
        (r#""isBreakGlass":false"#, r#""isBreakGlass":true"#),
        (r#""r1""#, r#""r2""#),
        (r#""approvals":1"#, r#""approvals":2"#),
        (r#""expiresUnixMs":1760003600000"#, r#""expiresUnixMs":1760003600001"#),
        (
            r#""hold":null"#,
            r#""hold":{"orderId":"9","reason":"x","owner":{"kind":"person","sub":"a"},"setUnixMs":1,"endsUnixMs":null,"ticket":null}"#,
        ),
    ];
    for (from, to) in changes {
        assert!(JOB.contains(from), "{from}");
        assert_ne!(canonical(&JOB.replace(from, to)), canonical(JOB), "{from} -> {to}");
    }
}

#[test]
fn canonical_form_is_fixed() {
    let expected = concat!(
        r#"{"v":2,"binding":{"kind":"job","orders":["3","12"],"certificates":null,"isWhole":false,"#,
        r#""byReason":{"keyCompromise":1,"superseded":1},"skipApproval":true,"comment":"July","#,
        r#""comments":{"count":2,"digest":"c0"},"exclusions":[{"orderId":"9","cause":"held"}],"breaker":5,"#,
        r#""deadlineUnixMs":1760003600000,"job":{"id":"j1","digest":"d0","plannedUnixMs":1760000000000,"#,
        r#""figures":{"orders":2,"minCertificates":3,"withDuplicates":1,"unread":0}},"hold":null,"isBreakGlass":false,"#,
        r#""rulesHash":"r1","quorum":{"approvals":1,"groups":[]},"expiresUnixMs":1760003600000}}"#,
    );
    assert_eq!(canonical(JOB), expected);
}

proptest! {
    #[test]
    fn bindings_of_different_orders_differ(a in prop::collection::btree_set(1_u64..30, 0..8), b in prop::collection::btree_set(1_u64..30, 0..8)) {
        let of = |ids: &std::collections::BTreeSet<u64>| {
            let list: Vec<_> = ids.iter().rev().map(|id| format!("\"{id}\"")).collect();
            canonical(&JOB.replace(r#"["12","3"]"#, &format!("[{}]", list.join(","))))
        };
        prop_assert_eq!(a == b, of(&a) == of(&b));
    }
}
