//! Lists the parts of a WebAssembly module: one line per section and per function with its size in bytes, and for a function the
//! crate that it comes from. The names are in a module built by `wasm-glue … --names`. `benches/size.js` summarizes the output.

use std::{
    collections::{HashMap, HashSet},
    error::Error,
    fs,
    io::Write,
};

use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

const STANDARD: [&str; 3] = ["core", "alloc", "std"];

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: wasm-sizes <module>")?;
    let bytes = fs::read(path)?;
    let mut out = std::io::stdout().lock();
    let mut imported = 0;
    let mut bodies = Vec::new();
    let mut names = HashMap::new();
    let mut exported = HashSet::new();
    for payload in Parser::new(0).parse_all(&bytes) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports.clone() {
                    exported.insert(export?.name);
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(kinds) = section.as_known() else { continue };
                for kind in kinds {
                    let Name::Function(functions) = kind? else { continue };
                    for function in functions {
                        let function = function?;
                        names.insert(function.index, function.name);
                    }
                }
            }
            _ => {}
        }
        if let Some((id, range)) = payload.as_section() {
            writeln!(out, "section\t{}\t{}", range.len(), section_name(id))?;
        }
    }
    for (index, size) in (imported..).zip(bodies) {
        let name = names.get(&index).copied().unwrap_or_default();
        // An export or its shim, including the functions inlined into it.
        let ours = name.split(' ').next().is_some_and(|name| exported.contains(name) && !name.starts_with("__"));
        let demangled = rustc_demangle::demangle(name).to_string();
        let of = if ours { "certcentral_revoke" } else { crate_of(&demangled) };
        writeln!(out, "function\t{size}\t{of}\t{name}")?;
    }
    Ok(())
}

fn section_name(id: u8) -> &'static str {
    match id {
        0 => "custom",
        10 => "code",
        11 => "data",
        _ => "types, imports, exports, tables",
    }
}

/// Returns the crate of a function. For a generic function that is the crate that defines it, not the one that uses it.
fn crate_of(name: &str) -> &str {
    if name.starts_with("core::ptr::drop_in_place<") {
        return "drop glue";
    }
    // `<A as B>::f` belongs to the crate of A. If A is a standard or generic type (`Vec<T>`, `&str`, `T`), to that of B.
    let own = head(name);
    let implemented = || name.strip_prefix('<').and_then(|name| name.split_once(" as ")).map(|(_, of)| head(of));
    match own {
        // The allocator's entry points.
        Some("__rustc") => "std",
        Some(own) if !STANDARD.contains(&own) => own,
        own => implemented().flatten().or(own).unwrap_or_else(|| without_path(name)),
    }
}

/// Returns the crate at the start of a path such as `&mut [serde_json::Value]` or `core[c5930c85a12de822]::fmt`.
fn head(path: &str) -> Option<&str> {
    let path = path.trim_start_matches(['<', '&', '*', '[', '(']);
    let path = ["mut ", "const ", "dyn "].iter().fold(path, |path, word| path.strip_prefix(word).unwrap_or(path));
    let end = path.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')?;
    let (name, rest) = path.split_at_checked(end)?;
    (rest.starts_with("::") || rest.starts_with('[')).then_some(name)
}

fn without_path(name: &str) -> &'static str {
    match name {
        "" => "made by wasm-opt",
        name if name.contains(" -> ") || name.starts_with("__wbindgen") || name.starts_with("__externref") => {
            "wasm_bindgen"
        }
        _ => "compiler_builtins",
    }
}
