//! The conditions of one seed: list, server, network, host and people.

use certcentral_revoke::{
    mass::{AfterDeadline, Item, Job, Line, RunSettings},
    policy::{Limits, Retry, Window},
};

use crate::chance::Chance;

/// The time of the wall clock at the start: 2025-10-09T08:53:20Z.
pub(crate) const BEGIN_UNIX_MS: u64 = 1_760_000_000_000;
/// The first order of every list.
pub(crate) const FIRST: u64 = 100_000_000;

/// Probabilities are per thousand.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent condition")]
#[derive(Clone, Debug)]
pub(crate) struct Weather {
    pub(crate) orders: u32,
    pub(crate) limits: Limits,
    pub(crate) settings: RunSettings,
    pub(crate) skip_approval: bool,
    pub(crate) token: bool,
    pub(crate) deadline_ms: Option<u64>,
    /// Requests without a clear response, of any kind.
    pub(crate) lost: u32,
    pub(crate) slow: u32,
    /// The maximum network time, and the maximum processing time.
    pub(crate) network_ms: u32,
    pub(crate) processing_ms: u32,
    /// The delay until reads show a change.
    pub(crate) lag_ms: u32,
    pub(crate) revoked_before: u32,
    pub(crate) missing: u32,
    /// Other users approve, reject or revoke orders.
    pub(crate) others: u32,
    /// The mean interval of calls by another program with the same key.
    pub(crate) neighbour_ms: Option<u32>,
    /// The process crashes at any point of a step.
    pub(crate) crash: u32,
    /// The maximum time until it restarts.
    pub(crate) down_ms: u32,
    /// People pause, resume, hold, and cancel.
    pub(crate) people: bool,
    /// The host keeps the state of its pacer.
    pub(crate) keeps_pacer_state: bool,
    pub(crate) clock_jumps: bool,
    /// The periods in which DigiCert rejects the key, and is out of order.
    pub(crate) denied: Option<(u64, u64)>,
    pub(crate) outage: Option<(u64, u64)>,
}

fn narrow(calls: u32, ms: u32) -> Window {
    Window::new(calls, ms).unwrap()
}

impl Weather {
    /// A day without faults, except one lost response in a hundred.
    pub(crate) fn fair(orders: u32) -> Self {
        Self {
            orders,
            limits: Limits::digicert(),
            settings: RunSettings::default(),
            skip_approval: true,
            token: false,
            deadline_ms: None,
            lost: 10,
            slow: 0,
            network_ms: 300,
            processing_ms: 500,
            lag_ms: 2000,
            revoked_before: 5,
            missing: 1,
            others: 0,
            neighbour_ms: None,
            crash: 0,
            down_ms: 1,
            people: false,
            keeps_pacer_state: true,
            clock_jumps: false,
            denied: None,
            outage: None,
        }
    }

    /// The only fault: the process crashes every few calls, restarts at once, and loses the state of its pacer.
    pub(crate) fn restless(_: &mut Chance) -> Self {
        let limits = Limits { windows: vec![narrow(12, 5000), narrow(60, 60_000)], guard_ms: 1000 };
        Self { limits, crash: 60, down_ms: 300, keeps_pacer_state: false, lost: 0, ..Self::fair(100) }
    }

    /// Every kind of fault, each in some of the seeds.
    pub(crate) fn foul(chance: &mut Chance) -> Self {
        let limits = if chance.one_in(3) {
            Limits::digicert()
        } else {
            Limits { windows: vec![narrow(12, 5000), narrow(60, 60_000)], guard_ms: 1000 }
        };
        let settings = RunSettings {
            max_in_flight: 1 + chance.below(6),
            timeout_ms: 2000 + chance.below(20_000),
            retry: Retry { reads: 1 + chance.below(4), ..Retry::default() },
            breaker: 2 + chance.below(6),
            after_deadline: if chance.one_in(2) { AfterDeadline::Continue } else { AfterDeadline::Pause },
            confirm_interval_ms: 10_000 + chance.below(110_000),
            confirm_rounds: 1 + chance.below(5),
        };
        let mut sometimes = |one_in, max| if chance.one_in(one_in) { 1 + chance.below(max) } else { 0 };
        let (lost, slow, lag_ms) = (sometimes(1, 250), sometimes(2, 100), sometimes(2, 8000));
        let (revoked_before, missing, others) = (sometimes(2, 200), sometimes(2, 100), sometimes(2, 200));
        let (crash, neighbour) = (sometimes(2, 60), sometimes(2, 3000));
        // The other program leaves a part of each window.
        let min_ms = limits.windows.iter().map(|window| 2 * window.ms() / window.calls()).max().unwrap();
        let mut span = |one_in: u32| {
            let from = u64::from(chance.below(60_000));
            chance.one_in(one_in).then(|| (from, from + u64::from(chance.below(120_000))))
        };
        let (denied, outage) = (span(6), span(4));
        Self {
            orders: 1 + chance.below(80),
            limits,
            settings,
            skip_approval: chance.one_in(2),
            token: chance.one_in(2),
            deadline_ms: chance.one_in(3).then(|| u64::from(chance.below(120_000))),
            lost,
            slow,
            network_ms: 20 + chance.below(900),
            processing_ms: 20 + chance.below(900),
            lag_ms,
            revoked_before,
            missing,
            others,
            neighbour_ms: (neighbour > 0).then_some(min_ms + neighbour),
            crash,
            down_ms: if chance.one_in(2) { 300 } else { 60_000 },
            people: chance.one_in(2),
            keeps_pacer_state: chance.one_in(2),
            clock_jumps: chance.one_in(3),
            denied,
            outage,
        }
    }

    pub(crate) fn job(&self) -> Job {
        Job {
            comment: self.token.then(|| "INC-1".to_owned()),
            skip_approval: Some(self.skip_approval),
            correlation_token: self.token.then(|| "ccr-42".to_owned()),
            deadline_unix_ms: self.deadline_ms.map(|ms| BEGIN_UNIX_MS + ms),
            settings: self.settings,
            ..Job::new("July")
        }
    }

    pub(crate) fn lines(&self, chance: &mut Chance) -> Vec<Line> {
        let item = |place: u32| Item {
            priority: if chance.one_in(8) { u8::try_from(chance.below(10)).unwrap() } else { 0 },
            replaced: chance.one_in(3).then(|| chance.one_in(2)),
            ..Item::new((FIRST + u64::from(place)).to_string().parse().unwrap())
        };
        (0..self.orders).map(item).map(Line::new).collect()
    }
}
