//! Carries a call out, step by step: what `policy` says is sent, waited for, and told to hooks. It decides nothing.

use js_sys::{Array, Set};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use super::{
    connection::Connection,
    given::get,
    host::{self, moment},
    stop::{Ended, Stop},
    transport,
};
use crate::{
    api::{
        Action, Cause, Endpoint, Failure, FailureDetails, HttpRequest, HttpResponse, Issue, Issues, Method, Rule,
        json_text,
    },
    policy::{Attempt, Call, Event, Next, Plan, Single, Step, Why},
};

/// A plan whose answer is JSON text: one driver serves every endpoint.
pub(super) type AnyPlan = Box<dyn Plan<Answer = String>>;

struct Told<P>(P);

/// Tells the answer as JSON text.
pub(super) fn told<P: Plan<Answer: Serialize> + 'static>(plan: P) -> AnyPlan {
    Box::new(Told(plan))
}

/// One request, one answer.
pub(super) fn single<E: Endpoint<Answer: Serialize> + 'static>(endpoint: E) -> AnyPlan {
    told(Single::new(endpoint))
}

impl<P: Plan<Answer: Serialize>> Plan for Told<P> {
    type Answer = String;

    fn action(&self) -> Action {
        self.0.action()
    }

    fn next(&mut self, now_unix_ms: u64) -> Next<String> {
        match self.0.next(now_unix_ms) {
            Next::Ask(request) => Next::Ask(request),
            Next::Pause(ms) => Next::Pause(ms),
            Next::End(end) => Next::End(end.map(|answer| json_text(&answer))),
        }
    }

    fn take(&mut self, response: &HttpResponse) -> Result<(), Cause> {
        self.0.take(response)
    }

    fn failed(&mut self, cause: Cause) -> Result<(), Cause> {
        self.0.failed(cause)
    }

    fn late(&mut self) -> Option<String> {
        self.0.late().map(|answer| json_text(&answer))
    }
}

/// `{"answer":...}` or `{"failure":...}`, with the attempts where they are to be told, and the JavaScript value that
/// stood behind a failure.
pub(super) fn settled(result: Result<String, Failure>, attempts: Option<&[Attempt]>, behind: &JsValue) -> JsValue {
    let mut text = match result {
        Ok(answer) => format!("{{\"answer\":{answer}"),
        Err(failure) => format!("{{\"failure\":{}", json_text(&FailureDetails::from(failure))),
    };
    if let Some(attempts) = attempts {
        text.push_str(",\"attempts\":");
        text.push_str(&json_text(&attempts));
    }
    text.push('}');
    Array::of2(&text.into(), behind).into()
}

/// Carries a call out to its end.
pub(super) async fn drive(connection: Connection, plan: AnyPlan, host: JsValue) -> Result<JsValue, JsValue> {
    let mut call = Call::new(plan, connection.policy);
    let mut event = Event::Began;
    let mut behind = JsValue::UNDEFINED;
    loop {
        // The step may begin the next attempt; told of is the one that has ended.
        let ended = matches!(event, Event::Answered(_) | Event::Lost(_)).then(|| call.attempts().len());
        let step = call.step(event, &moment(&host));
        if let Some(attempt) = ended.and_then(|count| call.attempts().get(count.checked_sub(1)?)) {
            host::tell(&host, "onResponse", attempt);
        }
        event = match step {
            Step::Send { request, timeout_ms } => {
                if let Err(issue) = claim(&host, &request) {
                    let failure = Failure { action: Action::Write, cause: Cause::InvalidInput(Issues(vec![issue])) };
                    return Ok(settled(Err(failure), Some(call.attempts()), &behind));
                }
                if connection.is_aborted() {
                    Event::Lost(Cause::Aborted { sent: false })
                } else {
                    host::tell(&host, "onRequest", &request);
                    match transport::send(&connection, &request, timeout_ms, &host).await {
                        Ok(response) => Event::Answered(response),
                        Err((cause, value)) => {
                            // What stands behind a lost change is not covered up by the reads that follow.
                            if request.method == Method::Put || behind.is_undefined() {
                                behind = value;
                            }
                            Event::Lost(cause)
                        }
                    }
                }
            }
            Step::Wait { ms, why } => {
                if why == Why::RateLimited {
                    host::pause(&host, ms);
                }
                if why != Why::Planned {
                    host::tell(&host, "onRetry", &Waiting { wait_ms: ms, why });
                }
                match Stop::new(connection.signal.clone(), ms)?.elapse().await {
                    Ended::Aborted(reason) => {
                        behind = reason;
                        Event::Lost(Cause::Aborted { sent: false })
                    }
                    _ => Event::Waited,
                }
            }
            Step::Done(result) => {
                let tells = result.is_err() || call.action() == Action::Write;
                return Ok(settled(result, tells.then(|| call.attempts()), &behind));
            }
        };
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Waiting {
    wait_ms: u32,
    why: Why,
}

/// One change of a kind at a time for each order and client: a second one could not tell its request from the first's.
fn claim(host: &JsValue, request: &HttpRequest) -> Result<(), Issue> {
    if request.method == Method::Get || get(host, "claim").is_string() {
        return Ok(());
    }
    let path = JsValue::from_str(&request.path);
    let writing: Set = get(&get(host, "shared"), "writing").unchecked_into();
    if writing.has(&path) {
        let message = "the same change is on its way with this client; wait for what it ends in";
        return Err(Issue::new("orderId", Rule::Conflict, message));
    }
    writing.add(&path);
    host::set(host, "claim", &path);
    Ok(())
}
