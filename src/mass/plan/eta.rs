//! How long a number of calls takes at least, under any number of rolling windows: the earliest time of each call is that of
//! the one before, or when a window has forgotten an earlier one. Nobody can be faster; `policy` comes near to it.
//! For DigiCert's two windows it is `180 s * ((n - 1) / 1000) + 5 s * ((n - 1) % 1000 / 100)`, in whole numbers.

use std::collections::VecDeque;

use super::PaceSettings;

/// A pace that can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// How many calls in how many milliseconds.
    limits: Vec<(u32, u32)>,
    guard_ms: u32,
    answer_ms: u32,
    margin_percent: u32,
}

impl Pace {
    pub(super) fn of(settings: &PaceSettings) -> Self {
        let PaceSettings { windows, guard_ms, answer_ms, margin_percent } = settings;
        let limits = windows.iter().map(|window| (window.calls(), window.ms())).collect();
        Self { limits, guard_ms: *guard_ms, answer_ms: *answer_ms, margin_percent: *margin_percent }
    }

    /// The same with limits of so many percent of these.
    pub(super) fn times(&self, percent: u32) -> Self {
        let higher = |calls: u32| u32::try_from(u64::from(calls) * u64::from(percent) / 100).unwrap_or(u32::MAX);
        let limits = self.limits.iter().map(|(calls, ms)| (higher(*calls).max(1), *ms)).collect();
        Self { limits, ..self.clone() }
    }

    /// How many calls in how many milliseconds.
    pub(super) fn limits(&self) -> &[(u32, u32)] {
        &self.limits
    }

    /// How long so many calls take, from now to the last answer; no time for none.
    pub(super) fn ms(&self, calls: u32) -> u64 {
        let last = usize::try_from(calls).ok().and_then(|calls| calls.checked_sub(1));
        last.map_or(0, |last| self.answered().nth(last).unwrap_or(u64::MAX))
    }

    /// How many of so many calls are answered within a time.
    pub(super) fn calls_within(&self, ms: u64, calls: u32) -> u32 {
        (0..calls).zip(self.answered()).take_while(|(_, answered)| *answered <= ms).fold(0, |count, _| count + 1)
    }

    /// When each call is answered, in milliseconds from now.
    fn answered(&self) -> impl Iterator<Item = u64> {
        let late = |sent: u64| sent.saturating_mul(u64::from(self.margin_percent)) / 100;
        self.sent().map(move |sent| sent.saturating_add(late(sent)).saturating_add(u64::from(self.answer_ms)))
    }

    /// When each call can be sent at the earliest.
    fn sent(&self) -> impl Iterator<Item = u64> {
        let guard_ms = u64::from(self.guard_ms);
        let spans = self.limits.iter().map(move |(calls, ms)| (*calls as usize, u64::from(*ms) + guard_ms));
        let spans: Vec<_> = spans.collect();
        let most = spans.iter().map(|(calls, _)| *calls).max().unwrap_or_default();
        let (mut sent, mut last) = (VecDeque::new(), 0);
        std::iter::repeat_with(move || {
            let free = |(calls, ms): &(usize, u64)| Some(sent.get(sent.len().checked_sub(*calls)?)? + ms);
            last = spans.iter().filter_map(free).fold(last, u64::max);
            sent.push_back(last);
            if sent.len() > most {
                sent.pop_front();
            }
            last
        })
    }
}
