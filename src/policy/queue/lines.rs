//! The calls of one class that wait: one line for each operation, served in rotation.

use std::collections::VecDeque;

use super::Ticket;

/// A line at the front that was passed over this many times is due: it takes the next slot.
const MAX_PASSED: u32 = 4;

#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    /// The line that is served next first. No line is empty.
    lines: VecDeque<Line>,
    /// How many calls were admitted in place of the front line since it was served.
    passed: u32,
}

#[derive(Clone, Debug)]
struct Line {
    operation: &'static str,
    tickets: VecDeque<Ticket>,
}

impl Lines {
    pub(super) fn push(&mut self, operation: &'static str, ticket: Ticket) {
        match self.lines.iter_mut().find(|line| line.operation == operation) {
            Some(line) => line.tickets.push_back(ticket),
            None => self.lines.push_back(Line { operation, tickets: VecDeque::from([ticket]) }),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lengths of the lines, in the order of service.
    pub(super) fn lengths(&self) -> impl Iterator<Item = usize> {
        self.lines.iter().map(|line| line.tickets.len())
    }

    /// Whether the front line takes the next slot.
    pub(super) fn is_due(&self) -> bool {
        self.passed >= MAX_PASSED
    }

    /// Serves the first call of a line. The line then goes to the end of the rotation.
    pub(super) fn serve(&mut self, nth: usize) -> Option<Ticket> {
        let mut line = self.lines.remove(nth)?;
        let ticket = line.tickets.pop_front();
        if !line.tickets.is_empty() {
            self.lines.push_back(line);
        }
        if nth == 0 {
            self.passed = 0;
        } else {
            self.pass();
        }
        ticket
    }

    /// Notes that another call was admitted in place of the front line.
    pub(super) fn pass(&mut self) {
        self.passed = if self.lines.is_empty() { 0 } else { self.passed.saturating_add(1) };
    }

    /// How many calls of the same line go before this one.
    pub(super) fn ahead(&self, ticket: Ticket) -> Option<usize> {
        self.lines.iter().find_map(|line| line.tickets.iter().position(|waiting| *waiting == ticket))
    }

    pub(super) fn remove(&mut self, ticket: Ticket) {
        for line in &mut self.lines {
            line.tickets.retain(|waiting| *waiting != ticket);
        }
        self.lines.retain(|line| !line.tickets.is_empty());
        if self.lines.is_empty() {
            self.passed = 0;
        }
    }
}
