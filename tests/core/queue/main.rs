//! The queue of the calls that share one key: each rule as a table, the invariants as properties, and whole bursts against a
//! simulated key in virtual time.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test is documented by its name, may panic, and prints its figures"
)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/chance.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod chance;
mod flood;
mod laws;
mod probe;
mod rules;

use certcentral_revoke::policy::{
    CallQueue, Limits, Priority, QueueEnd, QueueTicket, QueueTurn, QueuedRequest, Window,
};

fn limits(windows: &[(u32, u32)], guard_ms: u32) -> Limits {
    let window = |&(calls, ms): &(u32, u32)| Window::new(calls, ms).unwrap();
    Limits { windows: windows.iter().map(window).collect(), guard_ms }
}

/// Windows that are never full in a test.
fn wide() -> Limits {
    limits(&[(1_000_000, 1000)], 0)
}

fn request(priority: Priority, operation: &'static str) -> QueuedRequest {
    QueuedRequest { priority, operation, follow_up: false }
}

fn interactive(operation: &'static str) -> QueuedRequest {
    request(Priority::Interactive, operation)
}

fn bulk(operation: &'static str) -> QueuedRequest {
    request(Priority::Bulk, operation)
}

fn follow_up(operation: &'static str) -> QueuedRequest {
    QueuedRequest { follow_up: true, ..interactive(operation) }
}

fn enqueue(queue: &mut CallQueue, count: usize, request: QueuedRequest, now_ms: u64) -> Vec<QueueTicket> {
    (0..count).map(|_| queue.enqueue(request, now_ms)).collect()
}

/// Admits one call and responds at once.
fn serve(queue: &mut CallQueue, now_ms: u64) -> Option<QueueTicket> {
    let QueueTurn::Admit(ticket) = queue.poll(now_ms) else { return None };
    queue.finished(ticket, QueueEnd::Responded, now_ms);
    Some(ticket)
}

/// Admits all calls that may be sent now, and responds.
fn serve_all(queue: &mut CallQueue, now_ms: u64) -> Vec<QueueTicket> {
    std::iter::from_fn(|| serve(queue, now_ms)).collect()
}

/// Admits and responds until the queue is empty. Returns each ticket with the time of its admission.
fn drain(queue: &mut CallQueue, mut now_ms: u64) -> Vec<(QueueTicket, u64)> {
    let mut admitted = Vec::new();
    loop {
        match queue.poll(now_ms) {
            QueueTurn::Admit(ticket) => {
                queue.finished(ticket, QueueEnd::Responded, now_ms);
                admitted.push((ticket, now_ms));
            }
            QueueTurn::WaitUntil { at_ms } => {
                assert!(at_ms > now_ms, "a wait that is over at once");
                now_ms = at_ms;
            }
            QueueTurn::Blocked => panic!("no call is in flight"),
            QueueTurn::Empty => return admitted,
        }
    }
}
