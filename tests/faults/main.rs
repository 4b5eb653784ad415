//! 10,000 revocations against a server that loses, delays and garbles answers, and that knows the truth: no change is
//! sent again blindly, and nothing is claimed that is not so. One seed is one run; a seed that fails is printed, and
//! `SEED=<it> cargo test --test faults` plays it again.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test is documented by its name, may panic, and prints its figures"
)]
#![cfg(not(target_arch = "wasm32"))]

mod chance;
mod server;

use certcentral_revoke::{
    api::{Cause, CommentField, Effect, Failure, Method, Outcome, RequestedOutcome, Revoke, Target},
    policy::{Call, Change, Event, Moment, Policy, Retry, Step, Why},
};
use chance::Chance;
use server::{ORDER, Reply, Server};

const RUNS: u64 = 10_000;

/// How a run ended, and what it was like.
#[derive(Default)]
struct Told {
    puts: u32,
    resends: u32,
    blind: u32,
    wrong: Vec<String>,
    end: &'static str,
}

fn run(seed: u64) -> Told {
    let mut chance = Chance::new(seed);
    let mut server = Server::new(&mut chance);
    let retry = Retry { settle_ms: 5000, reads: 1 + chance.below(4), ..Retry::default() };
    let policy = Policy {
        timeout_ms: 1000 + chance.below(20_000),
        deadline_ms: 2000 + chance.below(300_000),
        retry: chance.one_in(20).then_some(retry).xor(Some(retry)),
    };
    let mut revoke = Revoke::new(Target::Order(ORDER.to_string().parse().unwrap()));
    revoke.comment_field = CommentField::Both;
    revoke.skip_approval = Some(chance.one_in(2));
    revoke.comment = chance.one_in(2).then(|| "INC-1".to_owned());
    revoke.correlation_token = chance.one_in(2).then(|| "ccr-42".to_owned());
    let mut call = Call::new(Change::new(revoke, policy.retry), policy);
    let (mut told, mut now, mut paused, mut wall) = (Told::default(), 0_u64, 0_u64, 1_760_000_000_000_u64);
    let mut event = Event::Began;
    let end = loop {
        if chance.one_in(50) {
            // The clock of the wall is set by somebody: an hour there or back.
            wall = if chance.one_in(2) { wall + 3_600_000 } else { wall - 3_600_000 };
        }
        let moment = Moment { elapsed_ms: now, unix_ms: wall + now, paused_until_ms: paused, random: chance.part() };
        event = match call.step(event, &moment) {
            Step::Done(end) => break end,
            Step::Wait { ms, why } => {
                if why == Why::RateLimited {
                    paused = now + u64::from(ms);
                }
                if chance.one_in(60) {
                    now += u64::from(chance.below(ms.max(1)));
                    Event::Lost(Cause::Aborted { sent: false })
                } else {
                    now += u64::from(ms);
                    Event::Waited
                }
            }
            Step::Send { request, timeout_ms } => {
                if now < paused {
                    told.wrong.push("sent while the key was paused".to_owned());
                }
                if request.method == Method::Put {
                    told.puts += 1;
                    told.resends += u32::from(told.puts > 1);
                    told.blind += u32::from(!server.may_be_sent_again(now, retry.settle_ms));
                }
                server.others_act(now, &mut chance);
                let (reply, took) = server.answer(&request, now, timeout_ms, &mut chance);
                now += u64::from(took.min(timeout_ms));
                match reply {
                    Reply::Answer(response) if took < timeout_ms => Event::Answered(response),
                    Reply::Aborted => Event::Lost(Cause::Aborted { sent: true }),
                    Reply::Lost(cause) if took < timeout_ms => Event::Lost(cause),
                    _ => Event::Lost(Cause::TimedOut { after_ms: timeout_ms }),
                }
            }
        };
    };
    if now > u64::from(policy.deadline_ms) {
        told.wrong.push(format!("ended at {now} ms, after its deadline of {} ms", policy.deadline_ms));
    }
    if server.may_have_acted > 3 {
        told.wrong.push(format!("{} PUTs that may have been processed", server.may_have_acted));
    }
    judge(&mut told, &end, &mut server);
    told
}

/// Holds what was claimed against what is so, now and once everything that was still on its way has arrived.
fn judge(told: &mut Told, end: &Result<Outcome, Failure>, server: &mut Server) {
    let mut wrong = |why: &str| told.wrong.push(why.to_owned());
    match end {
        Ok(Outcome::Revoked { .. }) => {
            told.end = "revoked";
            if !server.is_revoked() {
                wrong("revoked was claimed, and it is not");
            }
        }
        Ok(Outcome::Requested(RequestedOutcome { request, .. })) => {
            told.end = "requested";
            if !server.knows_request(&request.id.to_string()) {
                wrong("a request was claimed that never was");
            }
        }
        Err(failure) if failure.effect() == Effect::None => {
            told.end = "no effect";
            server.everything_arrives();
            if server.acted > 0 {
                wrong("no effect was claimed, and there is one");
            }
        }
        Err(_) => {
            told.end = "unknown";
            if server.may_have_acted == 0 {
                wrong("unknown was claimed, and nothing can have happened");
            }
        }
    }
}

#[test]
fn ten_thousand_runs_without_a_blind_resend_or_a_wrong_claim() {
    let only = std::env::var("SEED").ok().map(|seed| seed.parse::<u64>().unwrap());
    let seeds = only.map_or(0..RUNS, |seed| seed..seed + 1);
    let (mut puts, mut resends, mut blind, mut wrong) = (0, 0, 0, 0);
    let mut ends = std::collections::BTreeMap::new();
    let mut failing = Vec::new();
    for seed in seeds.clone() {
        let told = run(seed);
        (puts, resends, blind) = (puts + told.puts, resends + told.resends, blind + told.blind);
        wrong += told.wrong.len();
        *ends.entry(told.end).or_insert(0) += 1;
        if told.blind > 0 || !told.wrong.is_empty() {
            failing.push(format!("seed {seed}: {} blind; {}", told.blind, told.wrong.join("; ")));
        }
    }
    println!(
        "runs {}   PUTs {puts}   sent again {resends}   blind re-sends {blind}   wrong claims {wrong}",
        seeds.count()
    );
    println!("ends {ends:?}");
    assert!(failing.is_empty(), "{}", failing.join("\n"));
    if only.is_none() {
        // A run in which nothing ever went wrong would prove nothing.
        assert!(resends > 500 && ends.len() == 4 && ends.values().all(|count| *count > 100), "{ends:?}");
    }
}
