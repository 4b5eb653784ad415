//! Laws that hold for all input.

use super::*;
use certcentral_revoke::api::*;

use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_path_holds_digits_only_whatever_is_given(given in ".{0,24}") {
        if let Ok(id) = given.parse::<OrderId>() {
            let path = Revoke::new(Target::Order(id)).request().path;
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
        let body = Revoke { comment: Some(comment.clone()), ..call() }.request().body.unwrap();
        let read: serde_json::Value = serde_json::from_str(&body).unwrap();
        prop_assert_eq!(read["comment"].as_str().unwrap(), comment);
    }

    #[test]
    fn a_cut_request_object_is_never_a_success(at in 0usize..REQUEST.len()) {
        prop_assert!(answer(201, &REQUEST[..at]).is_err());
    }
}
