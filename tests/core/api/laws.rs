//! Properties that hold for all input.

use super::*;
use certcentral_revoke::api::*;

use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn path_contains_only_digits_for_any_input(given in ".{0,24}") {
        if let Ok(id) = given.parse::<OrderId>() {
            let path = Revoke::new(Target::Order(id)).request().path;
            let middle = path.strip_prefix("/order/certificate/").and_then(|rest| rest.strip_suffix("/revoke")).unwrap();
            prop_assert!(!middle.is_empty() && middle.bytes().all(|byte| byte.is_ascii_digit()));
            prop_assert_eq!(middle, given);
        }
    }

    #[test]
    fn every_id_round_trips(id in 1u64..) {
        prop_assert_eq!(id.to_string().parse::<OrderId>().unwrap().to_string(), id.to_string());
    }

    #[test]
    fn parser_never_panics_and_accepts_only_two_shapes(status in 0u16..1000, body in proptest::collection::vec(any::<u8>(), 0..64)) {
        match call().parse(&HttpResponse::new(status, body.clone())) {
            Ok(Outcome::Revoked { .. }) => prop_assert!(status == 204 && body.is_empty()),
            Ok(Outcome::Requested { .. }) => prop_assert!((200..300).contains(&status) && status != 204),
            Err(failure) => prop_assert!(failure.effect() == Effect::Unknown || (400..500).contains(&status)),
        }
    }

    #[test]
    fn any_comment_round_trips_through_the_body(comment in ".*") {
        let body = Revoke { comment: Some(comment.clone()), ..call() }.request().body.unwrap();
        let read: serde_json::Value = serde_json::from_str(&body).unwrap();
        prop_assert_eq!(read["comment"].as_str().unwrap(), comment);
    }

    #[test]
    fn truncated_request_is_never_a_success(at in 0usize..REQUEST.len()) {
        prop_assert!(answer(201, &REQUEST[..at]).is_err());
    }
}
