//! A request that was not sent because no connection was established, and may be sent again.

use certcentral_revoke::{
    api::{Effect, ErrorCode, Outcome},
    policy::{Policy, Retry},
};

use super::{Reply, order, play, revoke, revoking, says};

#[test]
fn unsent_write_is_sent_again_without_a_read() {
    let story = revoking(revoke(), vec![Reply::NotConnected, Reply::NotConnected, says(204, "")]);
    assert!(matches!(story.end, Ok(Outcome::Revoked { .. })));
    assert_eq!(story.decisions(), ["NotProcessed", "NotProcessed", "Accepted"]);
    assert_eq!(story.puts, 3);
}

#[test]
fn unsent_write_that_never_connects_has_no_effect() {
    let story = revoking(revoke(), vec![Reply::NotConnected]);
    let failure = story.end.unwrap_err();
    assert_eq!((failure.code(), failure.effect()), (ErrorCode::NotConnected, Effect::None));
    assert!(failure.retryable());
    assert_eq!(story.attempts.len(), Retry::default().reads as usize);
}

#[test]
fn lost_write_stays_unknown_when_reads_do_not_connect() {
    let story = revoking(revoke(), vec![Reply::Lost, Reply::NotConnected]);
    let failure = story.end.unwrap_err();
    assert_eq!((failure.code(), failure.effect()), (ErrorCode::UnknownOutcome, Effect::Unknown));
    assert_eq!(story.puts, 1);
}

#[test]
fn without_retry_an_unsent_write_has_one_attempt() {
    let policy = Policy { retry: None, ..Policy::default() };
    let change = certcentral_revoke::policy::Change::new(revoke(), None);
    let story = play(change, policy, vec![Reply::NotConnected]);
    assert_eq!((story.puts, story.attempts.len()), (1, 1));
    assert_eq!(story.end.unwrap_err().effect(), Effect::None);
}

#[test]
fn lost_resend_after_an_unsent_write_is_read() {
    let replies = vec![Reply::NotConnected, Reply::Lost, order("revoked", "")];
    let story = revoking(revoke(), replies);
    assert!(matches!(story.end, Ok(Outcome::Revoked { .. })));
    assert_eq!(story.puts, 2);
}
