//! Every sequence of acts on a small account: no person revokes more than the maximum alone in a window, nothing on hold is sent, and a
//! frozen gateway sends nothing.

use certcentral_revoke::api::Decision;
use stateright::{Model, Property};

use super::{
    account::Account,
    acts::{LOGINS, Login, Mutation, Target},
    explore, extra_depth,
    ghost::Broken,
};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Act {
    Submit(Login, Target),
    /// The rate limiter admits the first change of the queue.
    Send,
    Decide(Login, usize, Decision),
    Hold(Login, usize, Option<u8>),
    Lift(Login, usize),
    Freeze(Login),
    Release(Login),
    Settings,
    Restart,
    Pass,
}

/// The acts that are explored.
#[derive(Clone, Copy, Debug)]
struct Approvals {
    targets: &'static [Target],
    /// The orders that are put on hold.
    held: &'static [usize],
    freezes: bool,
    settings: bool,
    ticks: u8,
    mutation: Mutation,
}

/// The only certificate of the order B is as good as the order.
const TARGETS: [Target; 4] = [Target::Certificate(0), Target::Order(0), Target::Order(1), Target::List];
const TOTALS: Approvals =
    Approvals { targets: &TARGETS, held: &[], freezes: false, settings: true, ticks: 3, mutation: Mutation::None };
const HOLDS: Approvals =
    Approvals { targets: &[Target::Order(1)], held: &[1], freezes: false, settings: false, ..TOTALS };
const FREEZE: Approvals = Approvals { targets: &[Target::Certificate(0), Target::Order(0)], freezes: true, ..HOLDS };
const FREEZE_ALONE: Approvals = Approvals { held: &[], ..FREEZE };
const ALL: Approvals = Approvals { held: &[1], freezes: true, ..TOTALS };

/// The gateway does not queue or propose more at once in the model.
const MAX_QUEUED: usize = 2;
const MAX_PROPOSALS: usize = 2;

impl Model for Approvals {
    type State = Account;
    type Action = Act;

    fn init_states(&self) -> Vec<Account> {
        vec![Account::default()]
    }

    fn actions(&self, account: &Account, acts: &mut Vec<Act>) {
        let may_submit = account.queued() < MAX_QUEUED && account.proposals.len() < MAX_PROPOSALS;
        for by in LOGINS {
            if may_submit {
                let left = self.targets.iter().filter(|target| account.certificates(**target) != 0);
                acts.extend(left.map(|target| Act::Submit(by, *target)));
            }
            for nth in 0..account.proposals.len() {
                acts.extend([Decision::Approved, Decision::Rejected].map(|decision| Act::Decide(by, nth, decision)));
            }
            for order in self.held {
                acts.extend([None, Some(account.tick + 1)].map(|ends| Act::Hold(by, *order, ends)));
                if account.is_held(*order) && account.proposals.len() < MAX_PROPOSALS {
                    acts.push(Act::Lift(by, *order));
                }
            }
            if self.freezes {
                acts.push(Act::Freeze(by));
                acts.extend(account.is_frozen().then_some(Act::Release(by)));
            }
        }
        if account.queued() > 0 {
            acts.extend([Act::Send, Act::Restart]);
        }
        acts.extend(self.settings.then_some(Act::Settings));
        acts.extend((account.tick < self.ticks).then_some(Act::Pass));
    }

    fn next_state(&self, before: &Account, act: Act) -> Option<Account> {
        let mut account = before.clone();
        match act {
            Act::Submit(by, target) => account.submit(by, target, self.mutation),
            Act::Send => account.send(self.mutation),
            Act::Decide(by, nth, decision) => account.decide(by, nth, decision, self.mutation),
            Act::Hold(by, order, ends) => account.hold(by, order, ends, self.mutation),
            Act::Lift(by, order) => account.lift(by, order, self.mutation),
            Act::Freeze(by) => account.freeze(by, self.mutation),
            Act::Release(by) => account.release(by, self.mutation),
            Act::Settings => account.change_settings(),
            Act::Restart => account.restart(),
            Act::Pass => account.pass(),
        }
        (account != *before).then_some(account)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(super::HOLDS, |_, account: &Account| account.broken.is_none())]
    }
}

#[test]
fn no_sequence_of_acts_exceeds_the_maximum() {
    assert_eq!(explore("certificates, orders, lists, settings, restart", TOTALS, 5 + extra_depth()), None);
}

#[test]
fn no_sequence_of_acts_sends_what_is_on_hold() {
    assert_eq!(explore("holds and lifts", HOLDS, 8 + extra_depth()), None);
}

#[test]
fn no_sequence_of_acts_sends_while_frozen() {
    assert_eq!(explore("freeze and release", FREEZE_ALONE, 6 + extra_depth()), None);
}

#[test]
fn no_sequence_of_all_acts_breaks_a_rule() {
    assert_eq!(explore("all acts", ALL, 3 + extra_depth()), None);
}

/// Replays a counterexample, and returns what it breaks.
fn broken(model: Approvals, depth: usize) -> Option<Broken> {
    let acts = explore(&format!("mutation {:?}", model.mutation), model, depth)?;
    let start = Account::default();
    acts.into_iter().try_fold(start, |account, act| model.next_state(&account, act))?.broken
}

#[test]
fn every_mutation_has_a_counterexample() {
    let cases = [
        (Mutation::NoHistory, TOTALS, 5, Broken::TooManyByOnePerson),
        (Mutation::DemandCheckedOnce, TOTALS, 5, Broken::TooManyByOnePerson),
        (Mutation::SpellingMatters, TOTALS, 3, Broken::TooManyByOnePerson),
        (Mutation::OldRulesApply, TOTALS, 3, Broken::ApprovedUnderOldRules),
        (Mutation::HoldsCheckedOnce, HOLDS, 3, Broken::SentOnHold),
        (Mutation::ReplacementTakesOver, HOLDS, 5, Broken::SentOnHold),
        (Mutation::FreezeCheckedOnce, FREEZE, 3, Broken::SentWhileFrozen),
        (Mutation::OneReleases, FREEZE, 4, Broken::SentWhileFrozen),
    ];
    for (mutation, model, depth, expected) in cases {
        let found = broken(Approvals { mutation, ..model }, depth);
        assert_eq!(found, Some(expected), "{mutation:?}");
    }
}
