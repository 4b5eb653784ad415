//! A small account with a gateway that stores what the rules need, and asks them. An order `A` of three certificates, an order `B` of one.

use certcentral_revoke::{
    api::{Decision, OrderId},
    policy::guard::{
        AffectedOrder, ApprovalCheck, ChangeKind, DecisionCheck, DecisionRules, Demand, Freeze, Freezing, Hold,
        HoldCheck, HoldLift, HoldTarget, HoldVerdict, LiftOutcome, Minutes, NextHold, OrderRead, Proposal,
        ProposalDecision, ProposalStatus, ProposedChange, ReleaseOutcome, Releasing, SentChange, SetHold,
        SetHoldResult, TwoPersonPolicy, UnixMs,
    },
};

use super::{
    acts::{Login, Mutation, Target},
    ghost::{Broken, Ghost},
};

/// The certificates of each order, as bits.
pub(crate) const ORDERS: [u8; 2] = [0b0111, 0b1000];
/// The maximum of certificates that one person revokes alone.
pub(crate) const MAX_ALONE: u32 = 2;
/// The window, in ticks of a minute.
pub(crate) const WINDOW: u8 = 2;

/// A change that passed its checks, and waits for the rate limiter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Queued {
    by: Login,
    target: Target,
    certificates: u8,
    approved_by: Option<Login>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Work {
    Revoke { target: Target, certificates: u8 },
    Lift(usize),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pending {
    by: Login,
    work: Work,
    proposal: Proposal,
}

/// The stored state, and the queue in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Account {
    pub(crate) tick: u8,
    /// Whether the settings are stricter by one certificate.
    strict: bool,
    revoked: u8,
    history: Vec<SentChange>,
    queue: Vec<Queued>,
    pub(crate) proposals: Vec<Pending>,
    holds: [Option<Hold>; 2],
    freeze: Option<Freeze>,
    ghost: Ghost,
    pub(crate) broken: Option<Broken>,
}

fn order_id(order: usize) -> OrderId {
    (order + 1).to_string().parse().unwrap()
}

fn at(tick: u8) -> UnixMs {
    UnixMs::new(1_760_000_000_000).plus_ms(u64::from(tick) * 60_000)
}

impl Account {
    pub(crate) fn queued(&self) -> usize {
        self.queue.len()
    }

    pub(crate) fn is_held(&self, order: usize) -> bool {
        self.holds[order].is_some()
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.freeze.is_some()
    }

    fn now(&self) -> UnixMs {
        at(self.tick)
    }

    fn rules_hash(&self) -> String {
        self.strict.to_string()
    }

    /// The certificates that a target stands for; none if all are revoked or on their way.
    pub(crate) fn certificates(&self, target: Target) -> u8 {
        let taken = self.queue.iter().fold(self.revoked, |all, queued| all | queued.certificates);
        let left = |certificates: u8| if certificates & !taken == 0 { 0 } else { certificates };
        match target {
            Target::Certificate(order) => {
                let left = ORDERS[order] & !taken;
                left & left.wrapping_neg()
            }
            Target::Order(order) => left(ORDERS[order]),
            Target::List => left(ORDERS[0] | ORDERS[1]),
        }
    }

    fn demand(&self, by: Login, target: Target, certificates: u8, mutation: Mutation) -> Demand {
        let kind = match target {
            Target::Certificate(_) => ChangeKind::Certificate,
            Target::Order(_) => ChangeKind::Order,
            Target::List => ChangeKind::Job,
        };
        let affected = |order: usize| AffectedOrder {
            order_id: order_id(order),
            certificates: Some((ORDERS[order] & certificates).count_ones()),
        };
        let change = ProposedChange {
            certificates: Some(certificates.count_ones()),
            orders: (0..2).filter(|order| ORDERS[*order] & certificates != 0).map(affected).collect(),
            ..ProposedChange::new(by.person(mutation), kind, &subject(target, certificates))
        };
        let maximum = MAX_ALONE - u32::from(self.strict);
        let policy = TwoPersonPolicy { window_minutes: Minutes::new(WINDOW.into()), ..TwoPersonPolicy::new(maximum) };
        let history = if mutation == Mutation::NoHistory { Vec::new() } else { self.history.clone() };
        ApprovalCheck { policy: Some(policy), change, history, now_unix_ms: self.now() }.demand().demand
    }

    fn is_stopped(&self, certificates: u8) -> bool {
        let holds: Vec<Hold> = self.holds.iter().flatten().cloned().collect();
        (0..2).filter(|order| ORDERS[*order] & certificates != 0).any(|order| {
            let target = HoldTarget::Order(order_id(order));
            let check = HoldCheck { target, holds: holds.clone(), coverage: Vec::new(), now_unix_ms: self.now() };
            check.verdict() != HoldVerdict::Free
        })
    }

    fn propose(&mut self, by: Login, work: Work, mutation: Mutation) {
        let proposal = Proposal {
            status: ProposalStatus::Pending,
            proposer: by.person(mutation),
            hash: format!("{work:?}"),
            expires_unix_ms: self.now().plus(Minutes::new(2)),
            quorum: TwoPersonPolicy::quorum_or_one(None),
            approvals: Vec::new(),
            rules_hash: self.rules_hash(),
        };
        self.proposals.push(Pending { by, work, proposal });
    }

    pub(crate) fn submit(&mut self, by: Login, target: Target, mutation: Mutation) {
        let certificates = self.certificates(target);
        if self.freeze.is_some() || self.is_stopped(certificates) {
            return;
        }
        if self.demand(by, target, certificates, mutation) == Demand::None {
            self.queue.push(Queued { by, target, certificates, approved_by: None });
        } else {
            self.propose(by, Work::Revoke { target, certificates }, mutation);
        }
    }

    /// The rate limiter admits the first change of the queue. The rules are evaluated again, and the entry is stored before it is sent.
    pub(crate) fn send(&mut self, mutation: Mutation) {
        let Queued { by, target, certificates, approved_by } = self.queue.remove(0);
        let is_frozen = self.freeze.is_some() && mutation != Mutation::FreezeCheckedOnce;
        let is_held = mutation != Mutation::HoldsCheckedOnce && self.is_stopped(certificates);
        let needs_other = approved_by.is_none()
            && mutation != Mutation::DemandCheckedOnce
            && self.demand(by, target, certificates, mutation) != Demand::None;
        if is_frozen || is_held || needs_other {
            return;
        }
        self.history.push(SentChange {
            person: by.person(mutation),
            subject: subject(target, certificates),
            order_id: (0..2).find(|order| target != Target::List && ORDERS[*order] & certificates != 0).map(order_id),
            orders: 1 + u32::from(target == Target::List),
            certificates: Some(certificates.count_ones()),
            sent_unix_ms: self.now(),
            is_approved: approved_by.is_some(),
            refunded_orders: 0,
        });
        let new = certificates & !self.revoked;
        self.revoked |= certificates;
        self.broken = self.ghost.send(by.human(), approved_by.map(Login::human), new, self.tick, self.strict);
    }

    pub(crate) fn decide(&mut self, by: Login, nth: usize, decision: Decision, mutation: Mutation) {
        let Pending { by: proposer, work, proposal } = self.proposals[nth].clone();
        let rules_hash =
            if mutation == Mutation::OldRulesApply { proposal.rules_hash.clone() } else { self.rules_hash() };
        let is_old = proposal.rules_hash != self.rules_hash();
        let check = DecisionCheck {
            seen_hash: Some(proposal.hash.clone()),
            proposal,
            decision,
            by: by.person(mutation),
            rules: DecisionRules { rules_hash, ..DecisionRules::default() },
            now_unix_ms: self.now(),
        };
        match check.decide() {
            ProposalDecision::Refused { becomes: None, .. } => return,
            ProposalDecision::ApprovedPartially { .. } => panic!("one approval is enough"),
            ProposalDecision::Refused { becomes: Some(_), .. }
            | ProposalDecision::Rejected
            | ProposalDecision::Withdrawn => {}
            ProposalDecision::Approved => {
                if is_old {
                    self.broken = Some(Broken::ApprovedUnderOldRules);
                }
                match work {
                    Work::Revoke { target, certificates } => {
                        self.queue.push(Queued { by: proposer, target, certificates, approved_by: Some(by) });
                    }
                    Work::Lift(order) => {
                        self.holds[order] = None;
                        self.ghost.lift(order, &[proposer.human(), by.human()]);
                    }
                }
            }
        }
        self.proposals.remove(nth);
    }

    pub(crate) fn hold(&mut self, by: Login, order: usize, ends: Option<u8>, mutation: Mutation) {
        let set = SetHold {
            existing: self.holds[order].clone(),
            next: NextHold {
                order_id: order_id(order),
                reason: "audit".into(),
                ends_unix_ms: ends.map(at),
                ticket: None,
            },
            by: by.person(mutation),
            replace: true,
            order: OrderRead::Found,
            now_unix_ms: self.now(),
        };
        if let SetHoldResult::Set { mut hold, .. } = set.result() {
            if mutation == Mutation::ReplacementTakesOver {
                hold.owner = by.person(mutation);
            }
            self.holds[order] = Some(hold);
            self.ghost.hold(order, by.human(), ends, self.tick);
        }
    }

    pub(crate) fn lift(&mut self, by: Login, order: usize, mutation: Mutation) {
        let lift = HoldLift { hold: self.holds[order].clone(), by: by.person(mutation), now_unix_ms: self.now() };
        match lift.result().result {
            LiftOutcome::NotHeld => {}
            LiftOutcome::Lifted => {
                self.holds[order] = None;
                self.ghost.lift(order, &[by.human()]);
            }
            LiftOutcome::SecondPerson => self.propose(by, Work::Lift(order), mutation),
        }
    }

    pub(crate) fn freeze(&mut self, by: Login, mutation: Mutation) {
        let person = by.person(mutation);
        let now_unix_ms = self.now();
        let freezing = Freezing { freeze: self.freeze.take(), by: person, reason: "stop".into(), now_unix_ms };
        self.freeze = Some(freezing.result().freeze);
        self.ghost.freeze();
    }

    pub(crate) fn release(&mut self, by: Login, mutation: Mutation) {
        let (person, now_unix_ms) = (by.person(mutation), self.now());
        let release_minutes = Minutes::new(60);
        let releasing =
            Releasing { freeze: self.freeze.take(), by: person, release_minutes, services_decide: false, now_unix_ms };
        let released = releasing.result();
        let is_half = released.result == ReleaseOutcome::SecondPerson;
        self.freeze = if is_half && mutation == Mutation::OneReleases { None } else { released.freeze };
        self.ghost.release(by.human());
    }

    /// The process restarts: what is only in memory is gone.
    pub(crate) fn restart(&mut self) {
        self.queue.clear();
    }

    pub(crate) fn change_settings(&mut self) {
        self.strict = !self.strict;
    }

    pub(crate) fn pass(&mut self) {
        self.tick += 1;
        self.ghost.tick(self.tick);
        // An entry that has left the window has no effect. Without it, more states are equal.
        let since = self.now().minus(Minutes::new(WINDOW.into()));
        self.history.retain(|sent| sent.sent_unix_ms > since);
    }
}

fn subject(target: Target, certificates: u8) -> String {
    match target {
        Target::Certificate(_) => format!("certificate {certificates}"),
        Target::Order(order) => format!("order {order}"),
        Target::List => "job 1".to_owned(),
    }
}
