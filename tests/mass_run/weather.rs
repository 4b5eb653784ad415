//! What one seed is like: the list, the other side, the network, the host and its people. Not here: what comes of it.

use certcentral_revoke::{
    mass::{AfterDeadline, Item, Job, Line, Settings},
    policy::{Limits, Retry, Window},
};

use crate::chance::Chance;

/// When the clock of the wall stands where the other one begins: 2025-10-09T08:53:20Z.
pub(crate) const BEGIN_UNIX_MS: u64 = 1_760_000_000_000;
/// The first order of every list.
pub(crate) const FIRST: u64 = 100_000_000;

/// Chances are in a thousand.
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of weather of its own")]
#[derive(Clone, Debug)]
pub(crate) struct Weather {
    pub(crate) orders: u32,
    pub(crate) limits: Limits,
    pub(crate) settings: Settings,
    pub(crate) skip_approval: bool,
    pub(crate) token: bool,
    pub(crate) deadline_ms: Option<u64>,
    /// A call without a clear answer, of whichever kind.
    pub(crate) lost: u32,
    pub(crate) slow: u32,
    /// How long a request is on its way, at most, and how long the other side takes.
    pub(crate) way_ms: u32,
    pub(crate) work_ms: u32,
    /// Reads show a change so much later.
    pub(crate) lag_ms: u32,
    pub(crate) revoked_before: u32,
    pub(crate) missing: u32,
    /// Somebody approves, rejects or revokes meanwhile.
    pub(crate) others: u32,
    /// Another program with the same key: one call in so long, on average.
    pub(crate) neighbour_ms: Option<u32>,
    /// The process ends at one of the points of a step.
    pub(crate) crash: u32,
    /// How long it is gone, at most: at once it begins anew, or when somebody has seen it.
    pub(crate) down_ms: u32,
    /// People pause, resume, exempt, and cancel.
    pub(crate) people: bool,
    /// The host keeps the state of its pacer.
    pub(crate) keeps_pace: bool,
    pub(crate) clock_jumps: bool,
    /// From when to when DigiCert does not let the key in, and is out of order.
    pub(crate) denied: Option<(u64, u64)>,
    pub(crate) outage: Option<(u64, u64)>,
}

fn narrow(calls: u32, ms: u32) -> Window {
    Window::new(calls, ms).unwrap()
}

impl Weather {
    /// A day as it should be, with one lost answer in a hundred.
    pub(crate) fn fair(orders: u32) -> Self {
        Self {
            orders,
            limits: Limits::digicert(),
            settings: Settings::default(),
            skip_approval: true,
            token: false,
            deadline_ms: None,
            lost: 10,
            slow: 0,
            way_ms: 300,
            work_ms: 500,
            lag_ms: 2000,
            revoked_before: 5,
            missing: 1,
            others: 0,
            neighbour_ms: None,
            crash: 0,
            down_ms: 1,
            people: false,
            keeps_pace: true,
            clock_jumps: false,
            denied: None,
            outage: None,
        }
    }

    /// Nothing goes wrong but that the process ends every few calls and begins anew at once, knowing nothing of its pace.
    pub(crate) fn restless(_: &mut Chance) -> Self {
        let limits = Limits { windows: vec![narrow(12, 5000), narrow(60, 60_000)], guard_ms: 1000 };
        Self { limits, crash: 60, down_ms: 300, keeps_pace: false, lost: 0, ..Self::fair(100) }
    }

    /// Everything that can go wrong, each in some of the seeds.
    pub(crate) fn foul(chance: &mut Chance) -> Self {
        let limits = if chance.one_in(3) {
            Limits::digicert()
        } else {
            Limits { windows: vec![narrow(12, 5000), narrow(60, 60_000)], guard_ms: 1000 }
        };
        let settings = Settings {
            connections: 1 + chance.below(6),
            timeout_ms: 2000 + chance.below(20_000),
            retry: Retry { reads: 1 + chance.below(4), ..Retry::default() },
            breaker: 2 + chance.below(6),
            after_deadline: if chance.one_in(2) { AfterDeadline::GoOn } else { AfterDeadline::Pause },
            look_ms: 10_000 + chance.below(110_000),
            looks: 1 + chance.below(5),
        };
        let mut sometimes = |one_in, most| if chance.one_in(one_in) { 1 + chance.below(most) } else { 0 };
        let (lost, slow, lag_ms) = (sometimes(1, 250), sometimes(2, 100), sometimes(2, 8000));
        let (revoked_before, missing, others) = (sometimes(2, 200), sometimes(2, 100), sometimes(2, 200));
        let (crash, neighbour) = (sometimes(2, 60), sometimes(2, 3000));
        // It leaves something of each window.
        let least = limits.windows.iter().map(|window| 2 * window.ms() / window.calls()).max().unwrap();
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
            way_ms: 20 + chance.below(900),
            work_ms: 20 + chance.below(900),
            lag_ms,
            revoked_before,
            missing,
            others,
            neighbour_ms: (neighbour > 0).then_some(least + neighbour),
            crash,
            down_ms: if chance.one_in(2) { 300 } else { 60_000 },
            people: chance.one_in(2),
            keeps_pace: chance.one_in(2),
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
            ..Job::new("July", "digest")
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
