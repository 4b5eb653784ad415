//! Estimates how long a number of calls takes if nothing else uses the key and no call is rejected. It uses the pacer of
//! `policy`, which spreads a job over each window.

use super::pace_settings::PaceSettings;
use crate::policy::{Lane, Limits, Pacer, Window};

/// The pace of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PaceEstimate {
    limits: Limits,
    answer_ms: u32,
    margin_percent: u32,
}

impl PaceEstimate {
    pub(super) fn of(settings: &PaceSettings) -> Self {
        let PaceSettings { windows, guard_ms, answer_ms, margin_percent } = settings;
        let limits = Limits { windows: windows.clone(), guard_ms: *guard_ms };
        Self { limits, answer_ms: *answer_ms, margin_percent: *margin_percent }
    }

    /// Returns the pace with limits scaled by a percentage.
    pub(super) fn times(&self, percent: u32) -> Self {
        let more = |calls: u32| u32::try_from(u64::from(calls) * u64::from(percent) / 100).unwrap_or(u32::MAX);
        let higher = |window: &Window| Window::new(more(window.calls()), window.ms()).unwrap_or(*window);
        let windows = self.limits.windows.iter().map(higher).collect();
        Self { limits: Limits { windows, ..self.limits }, ..*self }
    }

    /// Returns the limits as pairs of calls and milliseconds.
    pub(super) fn limits(&self) -> Vec<(u32, u32)> {
        self.limits.windows.iter().map(|window| (window.calls(), window.ms())).collect()
    }

    /// Returns the time until the last response of a number of calls, in milliseconds. 0 without calls.
    pub(super) fn ms(&self, calls: u32) -> u64 {
        let last = usize::try_from(calls).ok().and_then(|calls| calls.checked_sub(1));
        last.map_or(0, |last| self.answered().nth(last).unwrap_or(u64::MAX))
    }

    /// Returns how many of a number of calls are answered within a time.
    pub(super) fn calls_within(&self, ms: u64, calls: u32) -> u32 {
        (0..calls).zip(self.answered()).take_while(|(_, answered)| *answered <= ms).fold(0, |count, _| count + 1)
    }

    /// Iterates over the times of the responses, in milliseconds from now.
    fn answered(&self) -> impl Iterator<Item = u64> {
        let late = |sent: u64| sent.saturating_mul(u64::from(self.margin_percent)) / 100;
        self.sent().map(move |sent| sent.saturating_add(late(sent)).saturating_add(u64::from(self.answer_ms)))
    }

    /// Iterates over the times of the requests, in milliseconds from now.
    fn sent(&self) -> impl Iterator<Item = u64> + use<> {
        let (mut pacer, mut at_ms) = (Pacer::new(self.limits.clone()), 0);
        std::iter::repeat_with(move || {
            at_ms = pacer.reserve(Lane::Bulk, at_ms);
            at_ms
        })
    }
}
