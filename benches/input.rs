//! Measures how fast a list is read: `cargo bench --bench input`. Prints rows and megabytes per second; asserts the result, but
//! no time.

#![allow(missing_docs, clippy::unwrap_used, reason = "a measurement for people who develop this crate")]

#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "it measures time and prints it")]
fn main() {
    use certcentral_revoke::mass::{InputLimits, ListInput};
    use std::{fmt::Write, time::Instant};

    const ROWS: u32 = 100_000;
    let mut csv = "order_id,common_name,reason,comment,priority,replaced\r\n".to_owned();
    let mut lines = String::new();
    for row in 0..ROWS {
        let id = 100_000_000 + row;
        write!(csv, "{id},www{row}.example,keyCompromise,\"INC-4711, \"\"shared\"\" key\",{},true\r\n", row % 10)
            .unwrap();
        let line =
            serde_json::json!({ "order_id": id, "reason": "keyCompromise", "comment": "INC-4711", "replaced": true });
        writeln!(lines, "{line}").unwrap();
    }
    for (name, text) in [("CSV", csv), ("JSON lines", lines)] {
        let started = Instant::now();
        let mut input = ListInput::new(None, InputLimits::default());
        for piece in text.as_bytes().chunks(64 << 10) {
            input.push(piece);
        }
        let list = input.finish().unwrap();
        let seconds = started.elapsed().as_secs_f64();
        assert_eq!(list.items.len(), 100_000);
        let megabytes = f64::from(u32::try_from(text.len()).unwrap()) / 1e6;
        println!(
            "{name}: {ROWS} rows, {megabytes:.1} MB in {:.0} ms: {:.0} rows/s",
            seconds * 1e3,
            f64::from(ROWS) / seconds
        );
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}
