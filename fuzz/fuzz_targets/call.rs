//! A call against responses of any bytes, driven by the product's own loop: never a panic, at most three writes that may have
//! been processed, and "no effect" only if nothing was lost.
#![no_main]

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use certcentral_revoke::{
    api::{Cause, Effect, HttpRequest, HttpResponse, Method, Problem, Revoke, Target},
    policy::{Admission, Call, Change, Io, Moment, Notice, Policy, drive},
};
use libfuzzer_sys::fuzz_target;

/// A host that reads the status and the body of each response from the bytes.
struct Host<'a> {
    bytes: RefCell<&'a [u8]>,
    now_ms: Cell<u64>,
    writes: Cell<u32>,
    lost: Cell<u32>,
}

impl Host<'_> {
    fn take(&self, count: usize) -> Vec<u8> {
        let mut bytes = self.bytes.borrow_mut();
        let (taken, rest) = bytes.split_at(count.min(bytes.len()));
        *bytes = rest;
        taken.to_vec()
    }
}

impl Io for Host<'_> {
    fn moment(&self) -> Moment {
        let now_ms = self.now_ms.get();
        Moment { elapsed_ms: now_ms, unix_ms: 1_760_000_000_000 + now_ms, paused_until_ms: 0, random: 0.5 }
    }

    fn notify(&self, _: Notice<'_>) {}

    async fn admit(&self, _: &HttpRequest, _: u32, _: bool) -> Result<Admission, Cause> {
        Ok(if self.take(1).first().is_some_and(|byte| byte % 4 == 0) { Admission::Delayed } else { Admission::Immediate })
    }

    async fn send(&self, request: &HttpRequest, _: u32) -> Result<HttpResponse, Cause> {
        self.now_ms.set(self.now_ms.get() + 10);
        let head = self.take(3);
        let [high, low, length] = head.as_slice() else {
            self.note(request.method, true);
            return Err(Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() });
        };
        let status = u16::from_be_bytes([*high, *low]) % 600;
        let body = self.take(usize::from(*length));
        self.note(request.method, !(400..500).contains(&status));
        Ok(HttpResponse::new(status, body))
    }

    async fn sleep(&self, ms: u32) -> Result<(), Cause> {
        self.now_ms.set(self.now_ms.get() + u64::from(ms));
        Ok(())
    }
}

impl Host<'_> {
    fn note(&self, method: Method, may_have_acted: bool) {
        if method == Method::Put && may_have_acted {
            self.lost.set(self.lost.get() + 1);
        }
        self.writes.set(self.writes.get() + u32::from(method == Method::Put));
    }
}

fuzz_target!(|data: &[u8]| {
    let host =
        Host { bytes: RefCell::new(data), now_ms: Cell::new(0), writes: Cell::new(0), lost: Cell::new(0) };
    let policy = Policy::default();
    let revoke = Revoke::new(Target::Order("1".parse().expect("an id")));
    let call = Call::new(Change::new(revoke, policy.retry), policy);
    let mut future = pin!(drive(call, &host));
    let Poll::Ready((result, attempts)) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("nothing here is pending");
    };
    let attempted_writes = attempts.iter().filter(|attempt| attempt.method == Method::Put).count();
    assert_eq!(attempted_writes, host.writes.get() as usize);
    assert!(host.lost.get() <= 3);
    if let Err(failure) = result {
        assert!(failure.effect() == Effect::Unknown || host.lost.get() == 0);
    }
});
