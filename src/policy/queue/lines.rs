//! The calls of one class that wait: one line for each operation, served in rotation.

use super::request::QueueTicket;

/// A front line that was passed over this many times is due: it takes the next slot.
const MAX_PASSED: u32 = 4;

/// Vectors keep the module small, and are short enough to remove from the front.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    /// The line that is served next first. No line is empty.
    lines: Vec<OperationLine>,
    /// The number of calls that were admitted in place of the front line since it was served.
    passed: u32,
}

#[derive(Clone, Debug)]
struct OperationLine {
    operation: &'static str,
    tickets: Vec<QueueTicket>,
}

impl Lines {
    pub(super) fn push(&mut self, operation: &'static str, ticket: QueueTicket) {
        match self.lines.iter_mut().find(|line| line.operation == operation) {
            Some(line) => line.tickets.push(ticket),
            None => self.lines.push(OperationLine { operation, tickets: vec![ticket] }),
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
    pub(super) fn serve(&mut self, nth: usize) -> Option<QueueTicket> {
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

    /// Records that another call was admitted in place of the front line.
    pub(super) fn pass(&mut self) {
        self.passed = if self.lines.is_empty() { 0 } else { self.passed.saturating_add(1) };
    }

    /// Returns the line of a call, and the number of calls before it.
    pub(super) fn find(&self, ticket: QueueTicket) -> Option<(usize, usize)> {
        let of_line = |line: &OperationLine| line.tickets.iter().position(|waiting| *waiting == ticket);
        self.lines.iter().enumerate().find_map(|(nth, line)| of_line(line).map(|ahead| (nth, ahead)))
    }

    pub(super) fn remove(&mut self, ticket: QueueTicket) {
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
