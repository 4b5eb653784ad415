//! The calls of one class that wait: one line for each operation, served in rotation.

use super::request::Ticket;

/// A front line that was passed over this many times is due: it takes the next slot.
const MAX_PASSED: u32 = 4;

/// Vectors keep the module small: their code is in it anyway. They are short enough for calls that leave at the front.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    /// The line that is served next first. No line is empty.
    lines: Vec<Line>,
    /// How many calls were admitted in place of the front line since it was served.
    passed: u32,
}

#[derive(Clone, Debug)]
struct Line {
    operation: &'static str,
    tickets: Vec<Ticket>,
}

impl Lines {
    pub(super) fn push(&mut self, operation: &'static str, ticket: Ticket) {
        match self.lines.iter_mut().find(|line| line.operation == operation) {
            Some(line) => line.tickets.push(ticket),
            None => self.lines.push(Line { operation, tickets: vec![ticket] }),
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
        if nth == 0 {
            self.passed = 0;
        } else {
            self.pass();
        }
        if nth >= self.lines.len() {
            return None;
        }
        let mut line = self.lines.remove(nth);
        let ticket = (!line.tickets.is_empty()).then(|| line.tickets.remove(0));
        if !line.tickets.is_empty() {
            self.lines.push(line);
        }
        ticket
    }

    /// Notes that another call was admitted in place of the front line.
    pub(super) fn pass(&mut self) {
        self.passed = if self.lines.is_empty() { 0 } else { self.passed.saturating_add(1) };
    }

    /// The line of a call, and how many calls of the line go before it.
    pub(super) fn find(&self, ticket: Ticket) -> Option<(usize, usize)> {
        let of_line = |line: &Line| line.tickets.iter().position(|waiting| *waiting == ticket);
        self.lines.iter().enumerate().find_map(|(nth, line)| of_line(line).map(|ahead| (nth, ahead)))
    }

    pub(super) fn remove(&mut self, ticket: Ticket) {
        let Some((nth, ahead)) = self.find(ticket) else { return };
        if let Some(line) = self.lines.get_mut(nth) {
            line.tickets.remove(ahead);
            if line.tickets.is_empty() {
                self.lines.remove(nth);
            }
        }
        if self.lines.is_empty() {
            self.passed = 0;
        }
    }
}
