//! The calls on their way, each under a number. A step takes in what has happened and says what is to be done, both as
//! JSON. Not here: doing it (`pkg/drive.js`), and what follows from what (`policy`).

use std::cell::RefCell;

use serde::Serialize;

use super::{
    sending::Sending,
    settled::{invalid, settled},
    told::{event, moment},
};
use crate::{
    api::{Action, BaseUrl, Cause, Endpoint, Failure, HttpResponse, Issue, Issues, Json, Rule, json_text},
    policy::{Attempt, Call, Event, Next, Plan, Single, Step, Why},
};

/// A plan whose answer is JSON text: one machine serves every endpoint.
pub(super) type AnyPlan = Box<dyn Plan<Answer = String>>;

struct Told<P>(P);

/// Tells the answer as JSON text.
pub(super) fn told<P: Plan<Answer: Serialize> + 'static>(plan: P) -> AnyPlan {
    Box::new(Told(plan))
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

/// One request, one answer.
pub(super) fn single<E: Endpoint<Answer: Serialize> + 'static>(endpoint: E) -> AnyPlan {
    Box::new(Single::new(endpoint, |answer| json_text(&answer)))
}

/// A call and where it goes.
pub(super) struct Running {
    pub(super) call: Call<AnyPlan>,
    pub(super) base_url: BaseUrl,
    pub(super) max_bytes: u32,
}

type Begun = Result<Running, Failure>;

thread_local! {
    static CALLS: RefCell<Vec<Option<Begun>>> = const { RefCell::new(Vec::new()) };
}

/// Keeps a call, or why there is none, for the steps to come; gives its number.
pub(super) fn begin(begun: Begun) -> usize {
    CALLS.with_borrow_mut(|calls| {
        let free = calls.iter().position(Option::is_none);
        let number = free.unwrap_or(calls.len());
        if free.is_none() {
            calls.push(None);
        }
        if let Some(place) = calls.get_mut(number) {
            *place = Some(begun);
        }
        number
    })
}

/// The next step of a call; after its last one the number is free again.
pub(super) fn step(number: usize, told: &Json, body: Vec<u8>) -> String {
    CALLS.with_borrow_mut(|calls| match calls.get_mut(number) {
        Some(place) => {
            let (text, is_over) = match place {
                Some(Ok(running)) => running.step(told, body),
                Some(Err(failure)) => (settled(Err(failure.clone()), None) + "}", true),
                None => unreachable!(),
            };
            if is_over {
                *place = None;
            }
            text
        }
        None => unreachable!(),
    })
}

/// A wait that a hook is told of.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Waiting {
    wait_ms: u32,
    why: Why,
}

impl Running {
    /// What to do now, and whether that was all.
    fn step(&mut self, told: &Json, body: Vec<u8>) -> (String, bool) {
        let Some(event) = event(told, body) else {
            let message = "the same change is on its way with this client; wait for what it ends in";
            let failure = invalid(Issues(vec![Issue::new("orderId", Rule::Conflict, message)]));
            return (settled(Err(failure), Some(self.call.attempts())) + "}", true);
        };
        // The step may begin the next attempt; told of is the one that has ended.
        let ended = match event {
            Event::Answered(_) | Event::Lost(_) => self.call.attempts().len().checked_sub(1),
            Event::Began | Event::Waited => None,
        };
        let step = self.call.step(event, &moment(told));
        let is_over = matches!(step, Step::Done(_));
        let mut text = match step {
            Step::Send { request, timeout_ms } => {
                open_ended(&Sending::new(request, timeout_ms, &self.base_url, self.max_bytes))
            }
            Step::Wait { ms, why } => wait(ms, why),
            Step::Done(result) => {
                let tells = result.is_err() || self.call.action() == Action::Write;
                settled(result, tells.then(|| self.call.attempts()))
            }
        };
        let ended: Option<&Attempt> = ended.and_then(|at| self.call.attempts().get(at));
        if let Some(attempt) = ended {
            text.push_str(",\"ended\":");
            text.push_str(&json_text(attempt));
        }
        text.push('}');
        (text, is_over)
    }
}

/// `retry` is for a hook, `pauseMs` for everybody who calls with this key.
fn wait(wait_ms: u32, why: Why) -> String {
    let mut text = format!("{{\"waitMs\":{wait_ms}");
    if why == Why::RateLimited {
        text.push_str(",\"pauses\":true");
    }
    if why != Why::Planned {
        text.push_str(",\"retry\":");
        text.push_str(&json_text(&Waiting { wait_ms, why }));
    }
    text
}

fn open_ended(value: &impl Serialize) -> String {
    let mut text = json_text(value);
    text.pop();
    text
}
