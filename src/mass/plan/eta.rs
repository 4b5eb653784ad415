//! How long a number of calls takes, if nobody else calls with the key and nothing is refused: as the pacer of `policy` will
//! let them go, which spreads a job over each window and does not let it burst. Not here: the pacer's rules.

use super::pace_settings::PaceSettings;
use crate::policy::{Lane, Limits, Pacer, Window};

/// A pace that can be kept.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    limits: Limits,
    answer_ms: u32,
    margin_percent: u32,
}

impl Pace {
    pub(super) fn of(settings: &PaceSettings) -> Self {
        let PaceSettings { windows, guard_ms, answer_ms, margin_percent } = settings;
        let limits = Limits { windows: windows.clone(), guard_ms: *guard_ms };
        Self { limits, answer_ms: *answer_ms, margin_percent: *margin_percent }
    }

    /// The same with limits of so many percent of these.
    pub(super) fn times(&self, percent: u32) -> Self {
        let more = |calls: u32| u32::try_from(u64::from(calls) * u64::from(percent) / 100).unwrap_or(u32::MAX);
        let higher = |window: &Window| Window::new(more(window.calls()), window.ms()).unwrap_or(*window);
        let windows = self.limits.windows.iter().map(higher).collect();
        Self { limits: Limits { windows, ..self.limits }, ..*self }
    }

    /// How many calls in how many milliseconds.
    pub(super) fn limits(&self) -> Vec<(u32, u32)> {
        self.limits.windows.iter().map(|window| (window.calls(), window.ms())).collect()
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

    /// When each call is sent.
    fn sent(&self) -> impl Iterator<Item = u64> + use<> {
        let (mut pacer, mut at_ms) = (Pacer::new(self.limits.clone()), 0);
        std::iter::repeat_with(move || {
            at_ms = pacer.go(Lane::Bulk, at_ms);
            at_ms
        })
    }
}
