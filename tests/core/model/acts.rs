//! The people of the model, what they can revoke, and the defects that the checker has to find.

use certcentral_revoke::policy::guard::Person;

/// Who a person really is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Human {
    Ada,
    Bo,
}

/// How a person signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Login {
    Ada,
    /// Ada, with another spelling of her address.
    AdaAgain,
    Bo,
}

pub(crate) const LOGINS: [Login; 3] = [Login::Ada, Login::AdaAgain, Login::Bo];

impl Login {
    pub(crate) fn human(self) -> Human {
        match self {
            Self::Ada | Self::AdaAgain => Human::Ada,
            Self::Bo => Human::Bo,
        }
    }

    pub(crate) fn person(self, mutation: Mutation) -> Person {
        match self {
            Self::Ada => Person::address("ada@example.com"),
            Self::AdaAgain if mutation == Mutation::SpellingMatters => Person::address("ada@example.org"),
            Self::AdaAgain => Person::address("ADA@example.com"),
            Self::Bo => Person::address("bo@example.com"),
        }
    }
}

/// A defect of the gateway, or of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutation {
    None,
    /// Each call counts for itself.
    NoHistory,
    /// The demand is not checked again right before sending.
    DemandCheckedOnce,
    HoldsCheckedOnce,
    FreezeCheckedOnce,
    /// Another spelling is another person.
    SpellingMatters,
    /// A replaced hold belongs to the person who replaces it.
    ReplacementTakesOver,
    /// One person releases a freeze.
    OneReleases,
    /// A proposal is approved whatever the rules are now.
    OldRulesApply,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Target {
    /// One certificate of an order. Its certificates are alike, so that the first one that is left stands for all.
    Certificate(usize),
    Order(usize),
    /// A list of both orders.
    List,
}
