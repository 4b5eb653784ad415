//! A server with rolling windows over the calls that arrive. It shares no code with the rate limiter.

use std::collections::VecDeque;

/// Calls and milliseconds.
pub(crate) type Windows = &'static [(usize, u64)];

pub(crate) const DIGICERT: Windows = &[(100, 5000), (1000, 180_000)];
/// The limits on older pages of DigiCert.
pub(crate) const SINCE_2020: Windows = &[(100, 5000), (1000, 300_000)];
pub(crate) const BEFORE_2020: Windows = &[(100, 10_000), (1300, 3_600_000)];

/// The earliest time of the last call, with the first at 0: a lower bound for every client.
pub(crate) fn optimum_ms(windows: Windows, calls: usize) -> u64 {
    let mut sent = Vec::with_capacity(calls);
    for nth in 0..calls {
        let free = windows.iter().filter(|window| window.0 <= nth).map(|(calls, ms)| sent[nth - calls] + ms);
        sent.push(free.fold(sent.last().copied().unwrap_or(0), u64::max));
    }
    sent.last().copied().unwrap_or(0)
}

/// The number of arrivals that exceed a window. `arrivals`: the earliest first.
pub(crate) fn violations(windows: Windows, arrivals: &[u64]) -> usize {
    let too_many =
        |&(calls, ms): &(usize, u64)| arrivals.windows(calls + 1).filter(|burst| burst[calls] - burst[0] < ms).count();
    windows.iter().map(too_many).sum()
}

pub(crate) struct Server {
    windows: Windows,
    /// Whether rejected calls count. DigiCert does not document it.
    refused_count: bool,
    counted: VecDeque<u64>,
}

impl Server {
    pub(crate) fn new(windows: Windows, refused_count: bool) -> Self {
        Self { windows, refused_count, counted: VecDeque::new() }
    }

    /// Whether a call that arrives now is accepted.
    pub(crate) fn admits(&mut self, now: u64) -> bool {
        let has_room = |&(calls, ms): &(usize, u64)| {
            let nth = self.counted.len().checked_sub(calls);
            nth.is_none_or(|nth| self.counted[nth] + ms <= now)
        };
        let within = self.windows.iter().all(has_room);
        if within || self.refused_count {
            self.counted.push_back(now);
        }
        let most = self.windows.iter().map(|window| window.0).max().unwrap();
        while self.counted.len() > most {
            self.counted.pop_front();
        }
        within
    }
}
