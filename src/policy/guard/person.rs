//! Identities. One person counts once, whatever the spelling of the address.

use serde::Serialize;

use super::read::{Read, Reader, record, words};
use crate::{api::Rule, json::Json};

/// Whether an identity is that of a person, or of a service token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum PersonKind {
    Person,
    Service,
}

words! { PersonKind { Person: "person", Service: "service" } }

/// A person, or a service token. Two identities are the same person if their addresses are equal (ASCII letters in any case), or
/// their `sub`, whatever their `kind`. At least one of both is required. The `sub` of a service token is its name; with the
/// `address` of its owner, the owner cannot approve what the token proposed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Person {
    kind: PersonKind,
    /// The e-mail address, in printable ASCII.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    address: Option<String>,
    /// The subject that the identity provider names; the name of a service token.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    sub: Option<String>,
    /// The approver groups. Only the decision on a proposal uses them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
    groups: Vec<String>,
}

/// An identity that cannot be compared with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a person {}", self.fix())]
pub enum InvalidPerson {
    /// It has neither an address nor a `sub`.
    Unidentified,
    /// Its address is not an address in printable ASCII.
    Address,
}

impl InvalidPerson {
    fn fix(self) -> &'static str {
        match self {
            Self::Unidentified => "must have an address or a sub",
            Self::Address => "must have an address in printable ASCII, with exactly one @ between two parts",
        }
    }
}

impl Read for Person {
    fn read(json: &Json<'_>, reader: &mut Reader) -> Self {
        reader.known(json, &["kind", "address", "sub", "groups"]);
        let person = Self {
            kind: reader.required(json, "kind"),
            address: reader.optional(json, "address"),
            sub: reader.optional(json, "sub"),
            groups: reader.optional(json, "groups").unwrap_or_default(),
        };
        if matches!(json, Json::Object(_))
            && let Err(invalid) = person.check()
        {
            reader.issue(Rule::Format, invalid.fix());
        }
        person
    }
}

impl Person {
    /// Creates a person, or a service token.
    ///
    /// # Errors
    /// Without an address and a `sub`, or with an address that is not printable ASCII.
    pub fn new(
        kind: PersonKind,
        address: Option<String>,
        sub: Option<String>,
        groups: Vec<String>,
    ) -> Result<Self, InvalidPerson> {
        let person = Self { kind, address, sub, groups };
        person.check()?;
        Ok(person)
    }

    fn check(&self) -> Result<(), InvalidPerson> {
        let is_address = |address: &str| normalize_address(address, AddressOptions::default()).is_some();
        match (&self.address, &self.sub) {
            (Some(address), _) if is_address(address) => Ok(()),
            (Some(_), _) => Err(InvalidPerson::Address),
            (None, Some(sub)) if !sub.is_empty() => Ok(()),
            (None, Some(_) | None) => Err(InvalidPerson::Unidentified),
        }
    }

    /// Creates a person with an address. It is compared as it is if it is not a valid one.
    #[must_use]
    pub fn address(address: &str) -> Self {
        Self { kind: PersonKind::Person, address: Some(address.to_owned()), sub: None, groups: Vec::new() }
    }

    /// Creates a service token.
    #[must_use]
    pub fn service(name: &str) -> Self {
        Self { kind: PersonKind::Service, address: None, sub: Some(name.to_owned()), groups: Vec::new() }
    }

    /// Adds the subject that the identity provider names.
    #[must_use]
    pub fn with_sub(self, sub: &str) -> Self {
        Self { sub: Some(sub.to_owned()), ..self }
    }

    /// Adds the approver groups.
    #[must_use]
    pub fn with_groups(self, groups: &[&str]) -> Self {
        Self { groups: groups.iter().map(|group| (*group).to_owned()).collect(), ..self }
    }

    /// Whether both are the same person.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        let same_address =
            self.address.as_ref().zip(other.address.as_ref()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
        let same_sub = self.sub.as_ref().zip(other.sub.as_ref()).is_some_and(|(a, b)| a == b);
        same_address || same_sub
    }

    /// Whether it is a service token.
    #[must_use]
    pub fn is_service(&self) -> bool {
        self.kind == PersonKind::Service
    }

    pub(super) fn is_in(&self, group: &str) -> bool {
        self.groups.iter().any(|own| own == group)
    }

    /// Whether an id is the address or the `sub`.
    pub(super) fn has_id(&self, id: &str) -> bool {
        self.address.as_ref().is_some_and(|address| address.eq_ignore_ascii_case(id)) || self.sub.as_deref() == Some(id)
    }
}

/// The options of [`normalize_address`].
#[derive(Clone, Copy, Debug, Default)]
pub struct AddressOptions {
    /// Whether `+tag` before the `@` is removed.
    pub strip_tags: bool,
}

record! { AddressOptions {  } optional { strip_tags: "stripTags" = false } }

/// Returns the canonical form of an e-mail address: letters in lower case. `None` if it is not an address in printable ASCII.
/// Other characters can look like ASCII, or be invisible, so that one person would have several addresses.
#[must_use]
pub fn normalize_address(address: &str, AddressOptions { strip_tags }: AddressOptions) -> Option<String> {
    let (local, domain) = address.split_once('@')?;
    let local = if strip_tags { local.split_once('+').map_or(local, |(name, _)| name) } else { local };
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@');
    (is_part(local) && is_part(domain)).then(|| format!("{local}@{domain}").to_ascii_lowercase())
}
