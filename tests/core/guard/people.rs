//! One person counts once, whatever the spelling.

use super::*;
use certcentral_revoke::policy::guard::{AddressOptions, InvalidPerson, PersonKind, normalize_address};
use proptest::prelude::*;

#[test]
fn people_with_equal_addresses_or_subs_are_the_same() {
    let upper = Person::address("ADA@Example.com");
    assert!(ada().is(&upper) && upper.is(&ada()));
    assert!(ada().is(&Person::address("other@example.com").with_sub("sub-ada")));
    assert!(!ada().is(&bo()));
    assert!(!ada().is(&Person::address("ada@example.org").with_sub("sub-bo")));
}

#[test]
fn service_token_with_its_owners_address_is_the_owner() {
    let owned =
        Person::new(PersonKind::Service, Some("Ada@example.com".into()), Some("deploy".into()), vec![]).unwrap();
    assert!(owned.is(&ada()) && owned.is(&token()));
    assert!(!token().is(&ada()));
}

#[test]
fn address_that_is_not_printable_ascii_is_refused() {
    let normalize = |address| normalize_address(address, AddressOptions::default());
    assert_eq!(normalize("ADA@Example.COM").as_deref(), Some("ada@example.com"));
    // Zero-width space, Kelvin sign, no-break space, full-width letter, combining accent.
    let lookalikes =
        ["a\u{200b}da@example.com", "mar\u{212a}@example.com", "ada\u{a0}@example.com", "\u{ff41}da@example.com"];
    for address in
        lookalikes.into_iter().chain(["e\u{301}@example.com", "ada @example.com", "ada", "@", "a@", "@b", "a@b@c", ""])
    {
        assert_eq!(normalize(address), None, "{address:?}");
    }
    let person = |address: &str| Person::new(PersonKind::Person, Some(address.into()), None, vec![]);
    assert_eq!(person("a\u{200b}da@example.com"), Err(InvalidPerson::Address));
    assert_eq!(Person::new(PersonKind::Person, None, None, vec![]), Err(InvalidPerson::Unidentified));
    assert_eq!(Person::new(PersonKind::Person, None, Some(String::new()), vec![]), Err(InvalidPerson::Unidentified));
}

#[test]
fn tag_is_removed_only_where_the_option_says_so() {
    let tags = |strip_tags| normalize_address("ada+pki@example.com", AddressOptions { strip_tags });
    assert_eq!(tags(true).as_deref(), Some("ada@example.com"));
    assert_eq!(tags(false).as_deref(), Some("ada+pki@example.com"));
    assert_eq!(normalize_address("+pki@example.com", AddressOptions { strip_tags: true }), None);
}

proptest! {
    #[test]
    fn normal_form_of_any_text_is_stable(text in "\\PC{0,12}@?\\PC{0,12}", strip_tags: bool) {
        let options = AddressOptions { strip_tags };
        if let Some(normal) = normalize_address(&text, options) {
            prop_assert_eq!(normalize_address(&normal, options), Some(normal.clone()));
            prop_assert!(normal.is_ascii() && !normal.bytes().any(|byte| byte.is_ascii_uppercase()));
        }
    }
}
