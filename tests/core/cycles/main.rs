//! No file uses a file that uses it, directly or through others: `src` and `xtask/src` are acyclic. A `mod.rs` counts as
//! well, so that it assembles its module and defines nothing that its children need.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests")]

mod fixtures;
mod graph;
mod modules;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use graph::{cycles, uses};
use modules::Modules;

/// The root file of each crate: the package, and the programs of `xtask/Cargo.toml`.
const ROOTS: [&str; 4] = ["src/lib.rs", "xtask/src/glue/main.rs", "xtask/src/sizes.rs", "xtask/src/test_runner.rs"];

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn source_files_have_no_cycles() {
    let read = |path: &str| fs::read_to_string(repository().join(path)).ok();
    let found: Vec<_> = ROOTS.iter().flat_map(|root| cycles(&uses(&Modules::read(root, &read)))).collect();
    assert!(found.is_empty(), "{} cycles between files:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_source_file_is_checked() {
    let read = |path: &str| fs::read_to_string(repository().join(path)).ok();
    let checked: BTreeSet<_> = ROOTS
        .iter()
        .flat_map(|root| Modules::read(root, &read).0)
        .map(|module| repository().join(module.file))
        .collect();
    let mut files = Vec::new();
    for folder in ["src", "xtask/src"] {
        rust_files(&repository().join(folder), &mut files);
    }
    // Modules of `#[cfg(test)]`.
    let tests = ["api/types.rs", "mass/types.rs", "policy/guard/types.rs", "typescript.rs"];
    let tests = tests.map(|file| repository().join("src").join(file));
    let missed: Vec<_> = files.iter().filter(|file| !checked.contains(*file) && !tests.contains(file)).collect();
    assert!(missed.is_empty(), "not reached from {ROOTS:?}: {missed:?}");
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
