//! The boundary's texts, natively: what `pkg/drive.js` writes and reads. In real hosts: `tests/boundary.test.js`.

use super::{
    exports::{begin, know, step},
    pacing::pace,
};

const AT: &str = r#""elapsedMs":0,"unixMs":1760000000000,"pausedUntilMs":0,"random":0"#;

fn call(kind: &str, id: &str, more: &str) -> String {
    format!(
        r#"{{"kind":"{kind}","id":{id},"options":{{}},"call":{{}},"inBrowser":false,"hasFetch":true,"chance":7,
            "settings":{{"fields":[["apiKey",{{"other":"a string"}}]{more}]}}}}"#
    )
}

fn tell(number: usize, event: &str, body: &str) -> String {
    step(number, &format!(r"{{{event},{AT}}}"), body.into())
}

#[test]
fn a_call_is_told_step_by_step_and_its_number_is_free_again() {
    let number = begin(&call("revokeOrder", r#""7""#, ""));
    let sending = tell(number, r#""event":"began""#, "");
    assert!(
        sending.starts_with(r#"{"send":{"method":"PUT","path":"/order/certificate/7/revoke","headers":"#),
        "{sending}"
    );
    assert!(
        sending
            .contains(r#""url":"https://www.digicert.com/services/v2/order/certificate/7/revoke","timeoutMs":60000"#)
    );
    let settled = tell(number, r#""event":"answered","status":204"#, "");
    assert!(
        settled.starts_with(r#"{"answer":{"outcome":"revoked","proof":"accepted","confirmedBy":"answer""#),
        "{settled}"
    );
    assert!(
        settled.contains(r#""attempts":[{"#) && settled.contains(r#""ended":{"time":"2025-10-09T08:53:20.000Z""#),
        "{settled}"
    );
    assert_eq!(begin(&call("me", "{}", "")), number);
    assert!(tell(number, r#""event":"began""#, "").contains("/user/me"));
}

#[test]
fn a_limit_is_a_wait_that_pauses_everybody_and_is_told() {
    let number = begin(&call("order", r#"{"number":"7"}"#, ""));
    tell(number, r#""event":"began""#, "");
    let limit = r#"{"errors":[{"code":"request_limit_exceeded"}]}"#;
    let wait = tell(number, r#""event":"answered","status":429,"retryAfter":"3""#, limit);
    assert!(
        wait.starts_with(r#"{"waitMs":3000,"pauses":true,"retry":{"waitMs":3000,"why":"rate-limited"},"ended":"#),
        "{wait}"
    );
}

#[test]
fn what_is_wrong_is_the_only_step_and_so_is_a_change_that_another_call_makes() {
    let number = begin(&call("revokeOrder", r#""1e3""#, r#",["fecth",{"other":"a function"}]"#));
    let refused = tell(number, r#""event":"began""#, "");
    assert!(refused.contains("is not an id") && refused.contains("did you mean fetch"), "{refused}");
    let number = begin(&call("approve", r#""7""#, ""));
    tell(number, r#""event":"began""#, "");
    let busy = tell(number, r#""event":"busy""#, "");
    assert!(busy.contains(r#""code":"invalid-input","effect":"none""#) && busy.contains("on its way"), "{busy}");
}

#[test]
fn what_nobody_wrote_is_refused_and_never_a_trap() {
    for text in [
        "",
        "{",
        "null",
        "[]",
        r#"{"kind":"revokeOrder"}"#,
        r#"{"kind":7,"id":{"number":[]},"settings":{"fields":[1]}}"#,
    ] {
        assert!(know(text, Vec::new()).starts_with(r#"{"failure":"#), "{text}");
        assert!(tell(begin(text), r#""event":"began""#, "").starts_with(r#"{"failure":"#), "{text}");
    }
}

#[test]
fn pacing_is_told_what_happens_and_says_who_goes() {
    let tell = |event: &str, more: &str| pace(&format!(r#"{{"event":"{event}"{more}}}"#));
    let opened =
        tell("opened", r#","limits":{"windows":[[2,1000]],"guardMs":5},"sentMs":[10],"before":0,"pause":[0,1000,0]"#);
    assert_eq!(opened, r#"{"keep":2}"#);
    for more in [r#","ticket":1,"job":"a""#, r#","ticket":2,"nowMs":20"#, r#","ticket":3,"job":"a""#] {
        assert_eq!(tell("came", more), "{}");
    }
    assert_eq!(tell("asked", r#","nowMs":20"#), r#"{"go":2}"#);
    assert_eq!(tell("asked", r#","nowMs":20"#), r#"{"waitMs":995}"#);
    assert_eq!(tell("guessed", r#","job":"a","calls":2,"nowMs":20"#), r#"{"ms":1498}"#);
    assert_eq!(tell("left", r#","job":"a""#), r#"{"left":[1,3]}"#);
    assert_eq!(tell("asked", r#","nowMs":20"#), "{}");
    assert_eq!(tell("refused", r#","retryAfter":"1","nowMs":30"#), r#"{"pause":[1030,700,1030]}"#);
    tell("came", r#","ticket":4,"nowMs":1020"#);
    assert_eq!(tell("asked", r#","nowMs":1020"#), r#"{"waitMs":10}"#);
}

#[test]
fn limits_that_make_no_sense_are_named() {
    for (limits, fault) in [
        ("7", "LIMITS must be an object"),
        (r#"{"windows":[]}"#, "LIMITS.windows must be a list"),
        (r#"{"windows":[[1,2],[0,5]]}"#, "LIMITS.windows[1] must be"),
        (r#"{"windows":[[1,2,3]]}"#, "LIMITS.windows[0] must be"),
        (r#"{"guardMs":-1}"#, "LIMITS.guardMs must be"),
        (r#"{"guard":1}"#, "LIMITS has no setting guard"),
    ] {
        let told = pace(&format!(r#"{{"event":"opened","limits":{limits}}}"#));
        assert!(told.contains(r#"{"fault":"#) && told.contains(fault), "{told}");
    }
    assert_eq!(pace(r#"{"event":"opened","limits":null}"#), r#"{"keep":1000}"#);
}
