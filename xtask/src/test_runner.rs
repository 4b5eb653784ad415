//! Runs the `wasm-bindgen-test` suites. `scripts/wasm-tests.js` sets this program as cargo's runner for the wasm target.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    Ok(wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())?)
}
