//! Derives the TypeScript declarations of the package from the Rust types. Only tests use it.

use std::fs;

use ts_rs::{Config, TS};

/// Returns the declaration of a type, with its documentation.
pub(crate) fn declaration<T: TS>(config: &Config) -> String {
    let docs = T::docs().unwrap_or_default();
    format!("{docs}export {}\n", T::decl(config))
}

/// The declarations of these types, in this order.
macro_rules! declarations {
    ($($type:ty),* $(,)?) => {{
        let config = ts_rs::Config::default();
        [$($crate::typescript::declaration::<$type>(&config)),*].join("\n")
    }};
}
pub(crate) use declarations;

/// Asserts that a file of the package is up to date. `UPDATE=1 cargo test` writes it.
pub(crate) fn assert_up_to_date(file: &str, derived: &str) {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, derived).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == derived, "{file} differs from the Rust types: run `UPDATE=1 cargo test types`");
}
