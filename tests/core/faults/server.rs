//! A CertCentral with every fault that a network can cause, which knows the real effect of each request.

use certcentral_revoke::api::{Cause, HttpRequest, HttpResponse, Problem, Timestamp};

use crate::chance::Chance;

pub(crate) const ORDER: u64 = 123_456_789;
const ISSUED: &str = "issued";
const LIMITED: &str = r#"{"errors":[{"code":"request_limit_exceeded","message":"slow"}]}"#;
const REFUSED: &str = r#"{"errors":[{"code":"order_already_revoked","message":"no"}]}"#;

pub(crate) enum Reply {
    Response(HttpResponse),
    Lost(Cause),
    /// The caller aborts the call while the request is in flight.
    Aborted,
    /// No response arrives.
    Silence,
}

#[derive(Clone)]
struct Request {
    id: u64,
    status: &'static str,
    date_ms: u64,
    comments: String,
}

/// The state of the order from a time on.
#[derive(Clone)]
struct State {
    since_ms: u64,
    revoked: bool,
    requests: Vec<Request>,
}

pub(crate) struct Server {
    /// The states of the order, the latest last. Reads may lag behind.
    history: Vec<State>,
    lag_ms: u64,
    /// The difference between its clock and the client's.
    unix_ms: u64,
    /// Writes that are executed later.
    late: Vec<(u64, String)>,
    /// PUTs of the client that were executed.
    pub(crate) acted: u32,
    /// PUTs of the client that may have been executed, as far as the client knows.
    pub(crate) may_have_acted: u32,
    /// The times of the reads without a trace since the last such PUT.
    clear: Vec<u64>,
    in_doubt: bool,
    skips: bool,
}

/// The comment of a request that is days old: no trace of a call with `skipApproval`.
const LONG_AGO: &str = "another's, long ago";

impl Server {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        let state = State { since_ms: 0, revoked: chance.one_in(30), requests: Vec::new() };
        let skew = u64::from(chance.below(600_000));
        let mut server = Self {
            history: vec![state],
            lag_ms: if chance.one_in(3) { u64::from(chance.below(8000)) } else { 0 },
            unix_ms: 1_760_000_000_000 - 300_000 + skew,
            late: Vec::new(),
            acted: 0,
            may_have_acted: 0,
            clear: Vec::new(),
            in_doubt: false,
            skips: false,
        };
        if chance.one_in(10) {
            server.add_request(0, LONG_AGO, 86_400_000);
        }
        server
    }

    fn now(&self) -> &State {
        self.history.last().unwrap()
    }

    fn change(&mut self, at_ms: u64, change: impl FnOnce(&mut State)) {
        let mut state = State { since_ms: at_ms, ..self.now().clone() };
        change(&mut state);
        self.history.push(state);
    }

    fn add_request(&mut self, at_ms: u64, comments: &str, ago_ms: u64) -> u64 {
        let id = 1000 + self.history.len() as u64;
        let date_ms = self.unix_ms + at_ms - ago_ms;
        let request = Request { id, status: "pending", date_ms, comments: comments.to_owned() };
        self.change(at_ms, |state| state.requests.push(request));
        id
    }

    pub(crate) fn is_revoked(&self) -> bool {
        self.now().revoked
    }

    pub(crate) fn knows_request(&self, id: &str) -> bool {
        self.history.iter().flat_map(|state| &state.requests).any(|request| request.id.to_string() == id)
    }

    /// Other users of the account act now and then.
    pub(crate) fn others_act(&mut self, at_ms: u64, chance: &mut Chance) {
        if chance.one_in(40) {
            self.add_request(at_ms, "another's", 0);
        }
        if chance.one_in(25) {
            let (status, revokes) = if chance.one_in(2) { ("approved", true) } else { ("rejected", false) };
            let slow = chance.one_in(2);
            self.change(at_ms, |state| {
                if let Some(open) = state.requests.iter_mut().find(|request| request.status == "pending") {
                    open.status = status;
                    state.revoked |= revokes && !slow;
                }
            });
        }
        if chance.one_in(60) {
            self.change(at_ms, |state| state.revoked = true);
        }
    }

    /// Whether a PUT at this time is justified: no write is in doubt, or two reads a settling time apart showed no trace.
    pub(crate) fn may_be_sent_again(&self, at_ms: u64, settle_ms: u32) -> bool {
        let apart = |first: &u64, last: &u64| last - first >= u64::from(settle_ms);
        !self.in_doubt
            || matches!((self.clear.first(), self.clear.last()), (Some(first), Some(last)) if apart(first, last) && *last <= at_ms)
    }

    fn execute(&mut self, body: &str, at_ms: u64) -> Option<HttpResponse> {
        if self.is_revoked() {
            return None;
        }
        self.acted += 1;
        if body.contains(r#""skip_approval":true"#) {
            self.change(at_ms, |state| state.revoked = true);
            return Some(HttpResponse::new(204, ""));
        }
        let comments = body.split(r#""comments":""#).nth(1).and_then(|rest| rest.split('"').next());
        let id = self.add_request(at_ms, comments.unwrap_or_default(), 0);
        let date = Timestamp::from_unix_ms(self.unix_ms + at_ms);
        let made = format!(r#"{{"id":{id},"date":"{}","type":"revoke","status":"pending"}}"#, date.as_str());
        Some(HttpResponse::new(201, made))
    }

    /// Everything in flight arrives.
    pub(crate) fn everything_arrives(&mut self) {
        for (at_ms, body) in std::mem::take(&mut self.late) {
            self.execute(&body, at_ms);
        }
    }

    fn arrived_by(&mut self, at_ms: u64) {
        let (due, late) = std::mem::take(&mut self.late).into_iter().partition(|(when, _)| *when <= at_ms);
        self.late = late;
        let due: Vec<(u64, String)> = due;
        for (when, body) in due {
            self.execute(&body, when);
        }
    }

    /// Returns the reply, and its latency in milliseconds.
    pub(crate) fn answer(
        &mut self,
        request: &HttpRequest,
        at_ms: u64,
        timeout_ms: u32,
        chance: &mut Chance,
    ) -> (Reply, u32) {
        self.arrived_by(at_ms);
        let took = if chance.one_in(10) { timeout_ms + 1 } else { 1 + chance.below(900) };
        let reply = match &request.body {
            Some(body) => self.put(body, at_ms, took >= timeout_ms, chance),
            None => self.get(at_ms, took >= timeout_ms, chance),
        };
        (reply, took)
    }

    fn put(&mut self, body: &str, at_ms: u64, too_slow: bool, chance: &mut Chance) -> Reply {
        self.skips = body.contains(r#""skip_approval":true"#);
        let fault = if chance.one_in(4) { 99 } else { chance.below(16) };
        if fault == 0 && !too_slow {
            return Reply::Response(HttpResponse::new(429, LIMITED));
        }
        if fault == 1 && !too_slow {
            return Reply::Response(HttpResponse::new(422, REFUSED));
        }
        // Executed now, later, or never.
        let real = match chance.below(3) {
            _ if fault == 99 && !too_slow => self.execute(body, at_ms),
            0 => self.execute(body, at_ms),
            1 if chance.one_in(4) => {
                self.late.push((at_ms + u64::from(chance.below(20_000)), body.to_owned()));
                None
            }
            _ => None,
        };
        if fault == 99 && !too_slow {
            return Reply::Response(real.unwrap_or_else(|| HttpResponse::new(400, REFUSED)));
        }
        self.may_have_acted += 1;
        self.in_doubt = true;
        self.clear.clear();
        garbled(fault, real.as_ref(), chance)
    }

    fn get(&mut self, at_ms: u64, too_slow: bool, chance: &mut Chance) -> Reply {
        if chance.one_in(8) {
            return Reply::Response(HttpResponse::new(429, LIMITED));
        }
        if too_slow || chance.one_in(5) {
            let fault = chance.below(16);
            return garbled(fault, None, chance);
        }
        let seen = at_ms.saturating_sub(self.lag_ms);
        let state = self.history.iter().rev().find(|state| state.since_ms <= seen).unwrap_or(self.now());
        let requests: Vec<_> = state
            .requests
            .iter()
            .map(|Request { id, status, date_ms, comments }| {
                let date = Timestamp::from_unix_ms(*date_ms);
                format!(
                    r#"{{"id":{id},"type":"revoke","status":"{status}","date":"{}","comments":"{comments}"}}"#,
                    date.as_str()
                )
            })
            .collect();
        let status = if state.revoked { "revoked" } else { ISSUED };
        let requests = requests.join(",");
        let trace = |request: &Request| request.status == "pending" && !(self.skips && request.comments == LONG_AGO);
        if !state.revoked && !state.requests.iter().any(trace) {
            self.clear.push(at_ms);
        }
        Reply::Response(HttpResponse::new(
            200,
            format!(r#"{{"id":{ORDER},"status":"{status}","requests":[{requests}]}}"#),
        ))
    }
}

/// A response that proves nothing.
fn garbled(fault: u32, real: Option<&HttpResponse>, chance: &mut Chance) -> Reply {
    let lost = Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() };
    let body = |status, body: &str| Reply::Response(HttpResponse::new(status, body));
    match fault {
        2 => body(500, ""),
        3 => body(502, "<html>bad gateway</html>"),
        4 => body(503, r#"{"errors":[{"code":"service_unavailable","message":"x"}]}"#),
        5 => body(302, ""),
        6 => body(429, "slow down"),
        7 => body(408, ""),
        8 => body(403, "<html>blocked</html>"),
        9 => body(200, ""),
        10 => body(201, r#"{"id": 1, "date": "2016-02-1"#),
        11 => body(200, r#"{"id":7,"status":"issued","type":"new_request","requests":[]}"#),
        12 => body(204, "x"),
        13 if chance.one_in(3) => Reply::Aborted,
        14 => Reply::Silence,
        15 if real.is_some() => Reply::Response(HttpResponse::too_large(200)),
        _ => Reply::Lost(lost),
    }
}
