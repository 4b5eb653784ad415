//! A model checker explores the approval rules and the reconcile machine: every sequence of acts, and every sequence of responses,
//! within the bounds that each test prints. Mutated rules show that it finds a counterexample.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test is documented by its name, may panic, and prints its figures"
)]
#![cfg(not(target_arch = "wasm32"))]

mod account;
mod acts;
mod approvals;
mod ghost;
mod reconcile;

use std::fmt::Debug;

use stateright::{Checker, Model};

/// The property of every model.
const HOLDS: &str = "the rules hold";

/// More acts than in an ordinary run: `MODEL_DEPTH=1`.
fn extra_depth() -> usize {
    std::env::var("MODEL_DEPTH").ok().and_then(|depth| depth.parse().ok()).unwrap_or_default()
}

/// Explores every sequence of up to `depth` acts. Returns the counterexample, if there is one.
fn explore<M>(title: &str, model: M, depth: usize) -> Option<Vec<M::Action>>
where
    M: Model + Send + Sync + 'static,
    M::State: Clone + Debug + std::hash::Hash + PartialEq + Send + Sync + 'static,
    M::Action: Clone + Debug + PartialEq + Send + Sync,
{
    // The checker counts the initial state, and does not check the states of the last depth.
    let checker = model.checker().threads(2).target_max_depth(depth + 2).spawn_bfs().join();
    let counterexample = checker.discovery(HOLDS).map(stateright::Path::into_actions);
    let found = counterexample.as_ref().map_or(String::new(), |acts| format!("; counterexample: {acts:?}"));
    let (states, transitions) = (checker.unique_state_count(), checker.state_count());
    println!(
        "{title}: every sequence of up to {depth} acts; {states} states, {transitions} transitions generated{found}"
    );
    counterexample
}
