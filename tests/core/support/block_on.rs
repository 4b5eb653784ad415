//! Runs a future whose I/O is simulated: it never waits for anything outside.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Returns the output of a future that is ready whenever it is polled.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}
