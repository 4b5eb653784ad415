//! Every sequence of responses to a revocation: a PUT is never sent again blindly, and the result never claims more than was proven.

use certcentral_revoke::{
    api::{Cause, Effect, HttpResponse, Method, Problem, Revoke, Target},
    policy::{Call, Change, Event, Moment, Policy, Retry, Step},
};
use stateright::{Model, Property};

use super::{explore, extra_depth};

/// 2025-10-09T08:53:20Z.
const NOW: u64 = 1_760_000_000_000;
const REFUSAL: &str = r#"{"errors":[{"code":"access_denied|missing_permission","message":"no"}]}"#;
const LIMITED: &str = r#"{"errors":[{"code":"request_limit_exceeded","message":"slow"}]}"#;
const REQUEST: &str = r#"{"id":5,"date":"2025-10-09T08:53:20+00:00","type":"revoke","status":"pending"}"#;
const ISSUED: &str = r#"{"id":1,"status":"issued","requests":[]}"#;
const REVOKED: &str = r#"{"id":1,"status":"revoked","requests":[]}"#;
const PENDING: &str = r#"{"id":1,"status":"issued","requests":[{"id":5,"date":"2025-10-09T08:53:20+00:00","type":"revoke","status":"pending"}]}"#;
const DECIDED: &str = r#"{"id":1,"status":"issued","requests":[{"id":5,"date":"2025-10-09T08:53:20+00:00","type":"revoke","status":"rejected"}]}"#;

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Reply {
    /// 204, or 201 with a request.
    Accepted,
    Requested,
    /// 403 with DigiCert's own error body.
    Refused,
    /// 429 with DigiCert's own error body.
    Limited,
    /// 429 and 403 with a page, as a proxy sends them.
    LimitedPage,
    RefusedPage,
    BadGateway,
    Lost,
    TimedOut,
    NotConnected,
    Issued,
    Revoked,
    Pending,
    Decided,
}

const TO_A_WRITE: [Reply; 10] = [
    Reply::Accepted,
    Reply::Requested,
    Reply::Refused,
    Reply::Limited,
    Reply::LimitedPage,
    Reply::RefusedPage,
    Reply::BadGateway,
    Reply::Lost,
    Reply::TimedOut,
    Reply::NotConnected,
];
const TO_A_READ: [Reply; 8] = [
    Reply::Issued,
    Reply::Revoked,
    Reply::Pending,
    Reply::Decided,
    Reply::Refused,
    Reply::Limited,
    Reply::Lost,
    Reply::NotConnected,
];

impl Reply {
    fn event(self, timeout_ms: u32) -> Event {
        let says = |status, body: &str| Event::Response(HttpResponse::new(status, body));
        let lost = Cause::Unclear { status: None, problem: Problem::ConnectionFailed, errors: Vec::new() };
        match self {
            Self::Accepted => says(204, ""),
            Self::Requested => says(201, REQUEST),
            Self::Refused => says(403, REFUSAL),
            Self::Limited => says(429, LIMITED),
            Self::LimitedPage => says(429, "<html>slow down</html>"),
            Self::RefusedPage => says(403, "<html>forbidden</html>"),
            Self::BadGateway => says(502, "<html>bad gateway</html>"),
            Self::Lost => Event::Lost(lost),
            Self::TimedOut => Event::Lost(Cause::TimedOut { after_ms: timeout_ms }),
            Self::NotConnected => Event::Lost(Cause::NotConnected),
            Self::Issued => says(200, ISSUED),
            Self::Revoked => says(200, REVOKED),
            Self::Pending => says(200, PENDING),
            Self::Decided => says(200, DECIDED),
        }
    }
}

/// A defect of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mutation {
    None,
    /// A page of a proxy with status 429 is taken for DigiCert's own rate limit.
    PageIsTheRateLimit,
    /// Every response of a write but 2xx is taken for a refusal.
    PageIsARefusal,
    /// The second read follows at once.
    NoSettlingTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Broken {
    /// A PUT that may have taken effect was sent again without two clear reads, a settling time apart.
    BlindRetry,
    /// More than three PUTs that may have taken effect.
    TooManyWrites,
    /// An error without an effect, although a PUT may have taken effect.
    EffectDenied,
    /// A result that nothing proves.
    Unproven,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Next {
    #[default]
    Write,
    Read,
    Over,
}

/// What was proven so far.
#[derive(Debug, Default)]
struct Evidence {
    /// A PUT may have taken effect.
    in_doubt: bool,
    doubtful_writes: u32,
    /// The time of the first read since then that showed no trace.
    clear_since_ms: Option<u64>,
    /// Two such reads, a settling time apart.
    is_clear: bool,
    is_proven: bool,
}

impl Evidence {
    fn before_write(&self) -> Option<Broken> {
        if self.in_doubt && !self.is_clear {
            Some(Broken::BlindRetry)
        } else {
            (self.doubtful_writes >= 3).then_some(Broken::TooManyWrites)
        }
    }

    fn after_write(&mut self, reply: Reply) {
        match reply {
            Reply::Accepted | Reply::Requested => self.is_proven = true,
            Reply::Refused | Reply::Limited | Reply::NotConnected => {}
            Reply::LimitedPage | Reply::RefusedPage | Reply::BadGateway | Reply::Lost | Reply::TimedOut => {
                *self = Self { in_doubt: true, doubtful_writes: self.doubtful_writes + 1, ..Self::default() };
            }
            Reply::Issued | Reply::Revoked | Reply::Pending | Reply::Decided => panic!("not a reply to a write"),
        }
    }

    fn after_read(&mut self, reply: Reply, now_ms: u64) {
        match reply {
            Reply::Revoked | Reply::Pending => self.is_proven = true,
            Reply::Issued => {
                let since_ms = *self.clear_since_ms.get_or_insert(now_ms);
                self.is_clear |= now_ms >= since_ms + u64::from(Retry::default().settle_ms);
            }
            Reply::Decided => (self.clear_since_ms, self.is_clear) = (None, false),
            _ => {}
        }
    }

    fn at_the_end(&self, is_ok: bool, effect: Option<Effect>) -> Option<Broken> {
        if is_ok {
            (!self.is_proven).then_some(Broken::Unproven)
        } else {
            (self.in_doubt && effect == Some(Effect::None)).then_some(Broken::EffectDenied)
        }
    }
}

/// A call after some replies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Story {
    replies: Vec<Reply>,
    next: Next,
    broken: Option<Broken>,
}

#[derive(Clone, Copy, Debug)]
struct Reconcile {
    mutation: Mutation,
}

impl Reconcile {
    /// Plays the call with these replies up to its next request.
    fn play(self, replies: Vec<Reply>) -> Story {
        let retry = Retry {
            settle_ms: if self.mutation == Mutation::NoSettlingTime { 1 } else { Retry::default().settle_ms },
            ..Retry::default()
        };
        let policy = Policy { retry: Some(retry), ..Policy::default() };
        let revoke = Revoke::new(Target::Order("1".parse().unwrap()));
        let mut call = Call::new(Change::new(revoke, policy.retry), policy);
        let (mut evidence, mut now_ms, mut event) = (Evidence::default(), 0, Event::Started);
        let mut left = replies.iter().copied();
        let (next, broken) = loop {
            let moment = Moment { elapsed_ms: now_ms, unix_ms: NOW + now_ms, paused_until_ms: 0, random: 0.5 };
            match call.step(event, &moment) {
                Step::Wait { ms, .. } => {
                    now_ms += u64::from(ms);
                    event = Event::WaitElapsed;
                }
                Step::Done(end) => {
                    break (Next::Over, evidence.at_the_end(end.is_ok(), end.err().map(|failure| failure.effect())));
                }
                Step::Send { request, timeout_ms } => {
                    let is_write = request.method == Method::Put;
                    let broken = if is_write { evidence.before_write() } else { None };
                    let Some(reply) = left.next().filter(|_| broken.is_none()) else {
                        break (if is_write { Next::Write } else { Next::Read }, broken);
                    };
                    now_ms += if reply == Reply::TimedOut { u64::from(timeout_ms) } else { 10 };
                    if is_write {
                        evidence.after_write(reply);
                    } else {
                        evidence.after_read(reply, now_ms);
                    }
                    event = self.understood(reply, is_write).event(timeout_ms);
                }
            }
        };
        Story { replies, next, broken }
    }

    fn understood(self, reply: Reply, is_write: bool) -> Reply {
        match (self.mutation, reply) {
            (Mutation::PageIsTheRateLimit, Reply::LimitedPage) => Reply::Limited,
            (Mutation::PageIsARefusal, Reply::RefusedPage | Reply::LimitedPage) if is_write => Reply::Refused,
            _ => reply,
        }
    }
}

impl Model for Reconcile {
    type State = Story;
    type Action = Reply;

    fn init_states(&self) -> Vec<Story> {
        vec![self.play(Vec::new())]
    }

    fn actions(&self, story: &Story, replies: &mut Vec<Reply>) {
        match (story.broken, story.next) {
            (Some(_), _) | (None, Next::Over) => {}
            (None, Next::Write) => replies.extend(TO_A_WRITE),
            (None, Next::Read) => replies.extend(TO_A_READ),
        }
    }

    fn next_state(&self, story: &Story, reply: Reply) -> Option<Story> {
        let mut replies = story.replies.clone();
        replies.push(reply);
        Some(self.play(replies))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(super::HOLDS, |_, story: &Story| story.broken.is_none()),
            // Otherwise the exploration would prove nothing about a second write.
            Property::sometimes("a write is sent again after two clear reads", |_, story: &Story| {
                story.next == Next::Write && story.replies.contains(&Reply::Issued)
            }),
        ]
    }
}

#[test]
fn no_sequence_of_responses_causes_a_blind_retry() {
    use stateright::Checker;
    let model = Reconcile { mutation: Mutation::None };
    let depth = 5 + extra_depth();
    let checker = model.checker().threads(2).target_max_depth(depth + 2).spawn_bfs().join();
    println!("every sequence of up to {depth} responses: {} generated", checker.unique_state_count());
    checker.assert_properties();
}

#[test]
fn every_mutation_of_the_machine_has_a_counterexample() {
    let cases = [
        (Mutation::PageIsTheRateLimit, Broken::BlindRetry),
        (Mutation::PageIsARefusal, Broken::EffectDenied),
        (Mutation::NoSettlingTime, Broken::BlindRetry),
    ];
    for (mutation, expected) in cases {
        let model = Reconcile { mutation };
        let replies = first_broken(model).unwrap_or_else(|| panic!("{mutation:?} has no counterexample"));
        assert_eq!(model.play(replies).broken, Some(expected), "{mutation:?}");
    }
}

fn first_broken(model: Reconcile) -> Option<Vec<Reply>> {
    explore(&format!("mutation {:?}", model.mutation), model, 3)
}
