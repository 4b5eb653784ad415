//! A response of any bytes to a revocation: never a panic, and "revoked" only for a 204 without a body.
#![no_main]

use certcentral_revoke::api::{Effect, Endpoint, HttpResponse, Outcome, Revoke, Target};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [high, low, body @ ..] = data else { return };
    let status = u16::from_be_bytes([*high, *low]) % 600;
    let revoke = Revoke::new(Target::Order("1".parse().expect("an id")));
    match revoke.parse(&HttpResponse::new(status, body)) {
        Ok(Outcome::Revoked { .. }) => assert!(status == 204 && body.is_empty()),
        Ok(Outcome::Requested { .. }) => assert!((200..300).contains(&status) && status != 204),
        Err(failure) => assert!(failure.effect() == Effect::Unknown || (400..500).contains(&status)),
    }
});
