//! The check on small crates, one for each way to refer to another file.

use std::collections::BTreeMap;

use crate::{
    graph::{cycles, uses},
    modules::Modules,
};

/// The cycles of a crate with these files.
fn check(files: &[(&str, &str)]) -> Vec<String> {
    let files: BTreeMap<_, _> = files.iter().copied().collect();
    let read = |path: &str| files.get(path).map(|text| (*text).to_owned());
    cycles(&uses(&Modules::read("lib.rs", &read)))
}

const ROOT: (&str, &str) = ("lib.rs", "mod a; mod b;");

#[test]
fn cycle_is_printed_as_path() {
    let found = check(&[ROOT, ("a.rs", "use crate::b::B; pub struct A(B);"), ("b.rs", "pub struct B(super::a::A);")]);
    assert_eq!(found, ["a.rs -> b.rs (crate::b::B) -> a.rs (super::a::A)"]);
}

#[test]
fn files_in_layers_have_no_cycle() {
    assert!(check(&[ROOT, ("a.rs", "use crate::b::B; pub struct A(B);"), ("b.rs", "pub struct B;")]).is_empty());
}

#[test]
fn every_kind_of_reference_is_followed() {
    for back in [
        "use super::a::A;",
        "use crate::a::{self as other, A};",
        "use crate::a; fn f(_: a::A) {}",
        "fn f() -> Option<crate::a::A> { None }",
        "fn f() { use super::a; a::A::new(); }",
        "fn f() { println!(\"{}\", crate::a::A::NAME); }",
        "use super::*; fn f(_: a::A) {}",
        "use super::a::*;",
        "mod inner { use super::super::a::A; }",
        "impl From<crate::a::A> for B { fn from(_: crate::a::A) -> B { B } }",
    ] {
        let b = format!("pub struct B; {back}");
        let found = check(&[ROOT, ("a.rs", "use crate::b::B; pub struct A(B);"), ("b.rs", &b)]);
        assert!(found.iter().any(|cycle| cycle.starts_with("a.rs -> b.rs")), "{back}: {found:?}");
    }
}

#[test]
fn reexport_counts_for_the_defining_file() {
    let root = ("lib.rs", "mod a; mod b; mod c;");
    let module = ("c/mod.rs", "mod leaf; mod other; pub use leaf::Leaf; pub use other::Other;");
    let (a, b) = (("a.rs", "use crate::c::Leaf;"), ("b.rs", ""));
    let other = ("c/other.rs", "use super::Leaf; pub struct Other(Leaf);");
    assert!(check(&[root, module, a, b, ("c/leaf.rs", "pub struct Leaf;"), other]).is_empty());
    let leaf = ("c/leaf.rs", "use crate::c::Other; pub struct Leaf(Other);");
    let found = check(&[root, module, a, b, leaf, other]);
    assert_eq!(found, ["c/leaf.rs -> c/other.rs (crate::c::Other) -> c/leaf.rs (super::Leaf)"]);
}

#[test]
fn parent_that_defines_what_its_child_uses_is_a_cycle() {
    let parent = ("c/mod.rs", "mod leaf; pub use leaf::Leaf; pub const MAX: u32 = 1;");
    let leaf = ("c/leaf.rs", "pub struct Leaf([u8; super::MAX as usize]);");
    let found = check(&[("lib.rs", "mod c;"), parent, leaf]);
    assert_eq!(found, ["c/leaf.rs -> c/mod.rs (super::MAX) -> c/leaf.rs (leaf::Leaf)"]);
}

#[test]
fn cycle_through_three_files_is_found_once() {
    let root = ("lib.rs", "mod a; mod b; mod c;");
    let files = [
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        ("b.rs", "use crate::c::C; pub struct B(C);"),
        ("c.rs", "use crate::a::A; pub struct C(A);"),
    ];
    let found = check(&[root, files[0], files[1], files[2]]);
    assert_eq!(found, ["a.rs -> b.rs (crate::b::B) -> c.rs (crate::c::C) -> a.rs (crate::a::A)"]);
}

#[test]
fn test_code_and_local_names_are_ignored() {
    for harmless in [
        "#[cfg(test)] mod tests { use crate::a::A; }",
        "#[cfg(all(test, unix))] mod tests { use crate::a::A; }",
        "#[cfg(test)] use crate::a::A;",
        "#[test] fn f() { crate::a::A::new(); }",
        "#[cfg_attr(test, ts(as = \"crate::a::A\"))] pub struct C;",
        "/// See [`crate::a::A`].\npub struct C;",
        "fn f(a: u32) -> u32 { a }",
    ] {
        let b = format!("pub struct B; {harmless}");
        let found = check(&[ROOT, ("a.rs", "use crate::b::B; pub struct A(B);"), ("b.rs", &b)]);
        assert!(found.is_empty(), "{harmless}: {found:?}");
    }
}
