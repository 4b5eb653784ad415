//! Simulated runs of many orders, one per seed, with a model of CertCentral, the network, the clock, the host and its crashes.
//! No order is lost, no revocation is sent again without reads, and every reported state is true. A failing seed is printed;
//! `SEED=<seed> cargo test --test mass_run seeds` repeats it. `npm run simulate` runs 10,000 seeds and a day of 100,000 orders.

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
mod chance;
mod journal;
mod journal_chain;
mod oracle;
mod reply;
mod server;
mod weather;
mod world;

use std::env::var;

use weather::Weather;
use world::{SeedResult, World};

/// The totals of all seeds of one kind.
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
    fn add(&mut self, seed: u64, result: &SeedResult) {
        let counts = &result.counts;
        self.seeds += 1;
        self.orders += counts.total();
        self.revoked += counts.revoked.all();
        self.requested += counts.requested;
        self.refused += counts.refused;
        self.unknown += counts.unknown;
        self.held += counts.held;
        self.skipped += counts.skipped;
        self.not_sent += counts.waiting;
        self.calls += result.calls;
        self.puts += result.puts;
        self.resends += result.resends;
        self.blind += result.blind;
        self.wrong += u32::try_from(result.wrong.len()).unwrap();
        self.limited += result.limited;
        self.violations += result.violations;
        self.crashes += result.crashes;
        self.torn += result.torn;
        if !result.wrong.is_empty() {
            self.failing.push(format!("seed {seed}: {}", result.wrong.join("; ")));
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

/// Returns the number of seeds, and of orders in a day. `SIMULATE=short` is for mutation tests, which run them hundreds of times.
fn size() -> (u64, u32) {
    match var("SIMULATE").as_deref() {
        Ok("long") => (10_000, 100_000),
        Ok("short") => (60, 1000),
        _ => (200, 10_000),
    }
}

#[test]
fn seeds_with_every_fault_violate_no_rule() {
    let only = var("SEED").ok().map(|seed| seed.parse::<u64>().unwrap());
    let (seeds, _) = size();
    let mut sum = Sum::default();
    for seed in only.map_or(0..seeds, |seed| seed..seed + 1) {
        sum.add(seed, &World::new(seed, Weather::foul).play());
    }
    sum.print("foul");
    assert!(sum.failing.is_empty(), "{}", sum.failing.join("\n"));
    if only.is_none() {
        // Seeds without faults would prove nothing.
        let each =
            [sum.resends, sum.crashes, sum.torn, sum.limited, sum.unknown, sum.held, sum.not_sent, sum.requested];
        assert!(each.iter().all(|count| *count > 20), "{each:?}");
    }
}

#[test]
fn seeds_with_frequent_crashes_stay_within_windows() {
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
fn day_of_many_orders_is_confirmed_within_budget() {
    let (_, orders) = size();
    let result = World::new(1, |_| Weather::fair(orders)).play();
    let mut sum = Sum::default();
    sum.add(1, &result);
    sum.print("day");
    let seconds = result.last_sent_ms / 1000;
    let bytes = result.journal.len();
    println!("  last revoke after {} h {:02} min   journal {} kB", seconds / 3600, seconds / 60 % 60, bytes / 1000);
    assert!(sum.failing.is_empty(), "{}", sum.failing.join("\n"));
    assert!(sum.unknown <= orders / 1000, "{} unknown", sum.unknown);
    assert!(bytes as u64 <= u64::from(orders) * 300, "{bytes} bytes");
    assert_eq!((sum.limited, sum.not_sent), (0, 0));
    // Every accepted revocation is confirmed, without a read for each.
    assert_eq!(result.counts.revoked.revoked, sum.revoked);
    assert!(result.calls <= orders + orders / 20, "{} calls", result.calls);
    // Halfway, the estimated end is accurate within five percent.
    let (at_ms, eta_ms) = result.eta.unwrap();
    let (left, estimated) = (result.last_sent_ms - at_ms, eta_ms - at_ms);
    assert!(estimated.abs_diff(left) * 20 <= left, "estimated {estimated} ms, actual {left} ms");
}
