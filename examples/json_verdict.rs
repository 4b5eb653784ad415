//! Reports whether the core accepts a document as JSON: reads one line of hexadecimal digits for each document and prints `y` or
//! `n`. The JSON test suite compares the native parser with the one in WebAssembly.

use std::io::{BufRead, Write, stdin, stdout};

use certcentral_revoke::api::{Cause, Endpoint, HttpResponse, Problem, Revoke, Target};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let revoke = Revoke::new(Target::Order("1".parse()?));
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let line = line?;
        let digits = line.as_bytes().chunks(2);
        let bytes: Result<Vec<u8>, _> =
            digits.map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16)).collect();
        let verdict = match revoke.read(&HttpResponse::new(200, bytes?)) {
            Err(Cause::Unclear { problem: Problem::NotJson | Problem::NotUtf8 | Problem::EmptyBody, .. }) => 'n',
            _ => 'y',
        };
        writeln!(out, "{verdict}")?;
    }
    Ok(())
}
