//! Suites for the WebAssembly boundary. `npm run test:wasm` runs each of them in Node, in a page of Chromium and in a
//! dedicated worker. So no suite names its host: no `wasm_bindgen_test_configure!` in this folder.
//!
//! They are a module of the library (`src/js/mod.rs`), because the boundary has no public Rust interface.

use wasm_bindgen_test::wasm_bindgen_test;

fn answer(arguments: &str) -> String {
    super::exports::know(arguments, Vec::new())
}

#[wasm_bindgen_test]
fn the_boundary_answers() {
    let answer = answer("{}");
    assert!(answer.starts_with('{'), "{answer}");
}
