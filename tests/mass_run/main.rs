//! Runs of many orders, from a seed each: the run, a model of CertCentral, the network, the clock, the host and its crashes.
//! Nothing is lost, nothing is sent again blindly, nothing is claimed that is not so. A seed that fails is printed;
//! `SEED=<it> cargo test --test mass_run seeds` plays it again. `npm run simulate` plays 10,000 and a day of 100,000 orders.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test is documented by its name, may panic, and prints its figures"
)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "../faults/chance.rs"]
mod chance;
mod journal;
mod oracle;
mod server;
mod weather;
mod world;

use std::env::var;

use weather::Weather;
use world::{Told, World};

/// What all seeds of a kind came to.
#[derive(Default)]
struct Sum {
    seeds: u32,
    orders: u32,
    revoked: u32,
    requested: u32,
    refused: u32,
    unknown: u32,
    held: u32,
    skipped: u32,
    not_sent: u32,
    calls: u32,
    puts: u32,
    resends: u32,
    blind: u32,
    wrong: u32,
    limited: u32,
    violations: u32,
    crashes: u32,
    torn: u32,
    failing: Vec<String>,
}

impl Sum {
    fn add(&mut self, seed: u64, told: &Told) {
        let counts = &told.counts;
        self.seeds += 1;
        self.orders += counts.total();
        self.revoked += counts.revoked.all();
        self.requested += counts.requested;
        self.refused += counts.refused;
        self.unknown += counts.unknown;
        self.held += counts.held;
        self.skipped += counts.skipped;
        self.not_sent += counts.waiting;
        self.calls += told.calls;
        self.puts += told.puts;
        self.resends += told.resends;
        self.blind += told.blind;
        self.wrong += u32::try_from(told.wrong.len()).unwrap();
        self.limited += told.limited;
        self.violations += told.violations;
        self.crashes += told.crashes;
        self.torn += told.torn;
        if !told.wrong.is_empty() {
            self.failing.push(format!("seed {seed}: {}", told.wrong.join("; ")));
        }
    }

    fn print(&self, kind: &str) {
        println!(
            "{kind}: seeds {}   orders {}   calls {}   revokes {}   sent again {}   blind re-sends {}   wrong {}",
            self.seeds, self.orders, self.calls, self.puts, self.resends, self.blind, self.wrong
        );
        println!(
            "  crashes {} ({} torn lines)   429s {}   over a window {}   revoked {}   waiting for approval {}   refused {}   \
             unknown {}   held {}   skipped {}   not sent {}",
            self.crashes,
            self.torn,
            self.limited,
            self.violations,
            self.revoked,
            self.requested,
            self.refused,
            self.unknown,
            self.held,
            self.skipped,
            self.not_sent
        );
    }
}

/// How many seeds, and how many orders a day: `SIMULATE=short` is for who plays them hundreds of times.
fn size() -> (u64, u32) {
    match var("SIMULATE").as_deref() {
        Ok("long") => (10_000, 100_000),
        Ok("short") => (60, 1000),
        _ => (200, 10_000),
    }
}

#[test]
fn seeds_of_everything_that_can_go_wrong() {
    let only = var("SEED").ok().map(|seed| seed.parse::<u64>().unwrap());
    let (most, _) = size();
    let mut sum = Sum::default();
    for seed in only.map_or(0..most, |seed| seed..seed + 1) {
        sum.add(seed, &World::new(seed, Weather::foul).play());
    }
    sum.print("foul");
    assert!(sum.failing.is_empty(), "{}", sum.failing.join("\n"));
    if only.is_none() {
        // Seeds in which nothing ever went wrong would prove nothing.
        let each =
            [sum.resends, sum.crashes, sum.torn, sum.limited, sum.unknown, sum.held, sum.not_sent, sum.requested];
        assert!(each.iter().all(|count| *count > 20), "{each:?}");
    }
}

#[test]
fn seeds_of_a_process_that_ends_every_few_calls_keep_to_the_windows() {
    let mut sum = Sum::default();
    for seed in 0..20 {
        sum.add(seed, &World::new(seed, Weather::restless).play());
    }
    sum.print("restless");
    assert!(sum.failing.is_empty(), "{}", sum.failing.join("\n"));
    assert_eq!((sum.limited, sum.unknown, sum.not_sent), (0, 0, 0));
    assert!(sum.crashes > 400, "{} crashes", sum.crashes);
}

#[test]
fn a_day_of_many_orders() {
    let (_, orders) = size();
    let told = World::new(1, |_| Weather::fair(orders)).play();
    let mut sum = Sum::default();
    sum.add(1, &told);
    sum.print("day");
    let seconds = told.took_ms / 1000;
    let bytes = told.journal.len();
    println!("  last revoke after {} h {:02} min   journal {} kB", seconds / 3600, seconds / 60 % 60, bytes / 1000);
    assert!(sum.failing.is_empty(), "{}", sum.failing.join("\n"));
    assert!(sum.unknown <= orders / 1000, "{} unknown", sum.unknown);
    assert!(bytes as u64 <= u64::from(orders) * 300, "{bytes} bytes");
    assert_eq!((sum.limited, sum.not_sent), (0, 0));
    // Every revocation that was taken is proven, without a read for each.
    assert_eq!(told.counts.revoked.revoked, sum.revoked);
    assert!(told.calls <= orders + orders / 20, "{} calls", told.calls);
    // Half way through it knew when it would be done, give or take a twentieth.
    let (at_ms, eta_ms) = told.eta.unwrap();
    let (left, thought) = (told.took_ms - at_ms, eta_ms - at_ms);
    assert!(thought.abs_diff(left) * 20 <= left, "{thought} ms were thought to be left, and {left} were");
}
