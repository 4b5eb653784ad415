//! Shortens the names of the imports and exports that the module and the glue share. The generated names end in a hash of 16
//! digits, which does not compress, and each name is in both files.
//!
//! Names that other code uses do not change: `memory`, names that start with `__wb`, and functions of the crate, which the glue
//! exports under the same name. Methods of an exported class get short names, because only the class in the glue calls them. The
//! crash guard in `pkg/instance.js` finds the exports that the host calls back by words in their names, so a short name starts
//! with such a word (see [`WORDS`]).

use std::{
    collections::{HashMap, HashSet},
    error::Error,
};

use wasm_bindgen_cli_support::Output;

/// The words that the crash guard searches in the names of exports.
const WORDS: [&str; 4] = ["invoke", "closure", "convert", "_free"];

/// The generated names with their short names.
pub(crate) type Names = HashMap<String, String>;

/// Renames the imports and exports of the module. Returns the names, for the glue.
pub(crate) fn shorten(bindings: &mut Output) -> Result<Names, Box<dyn Error>> {
    let glue = bindings.start().ok_or("wasm-bindgen generated no glue")?.clone();
    let module = bindings.wasm_mut();
    let imports: Vec<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
    let exports: Vec<&str> = module.exports.iter().map(|export| export.name.as_str()).collect();
    let names = short_names(&imports, &exports, &glue);
    for import in module.imports.iter_mut() {
        if let Some(name) = names.get(&import.name) {
            import.name.clone_from(name);
        }
    }
    for export in module.exports.iter_mut() {
        if let Some(name) = names.get(&export.name) {
            export.name.clone_from(name);
        }
    }
    Ok(names)
}

/// Chooses a short name for every import, and for every export that only the glue calls. The glue uses none of them yet.
fn short_names(imports: &[&str], exports: &[&str], glue: &str) -> Names {
    let mut used: HashSet<String> = tokens(glue).map(str::to_owned).collect();
    used.extend(exports.iter().map(|&name| name.to_owned()));
    let mut names = Names::new();
    let internal = exports.iter().filter(|name| ends_in_hash(name) || is_method(name, glue));
    for (&name, stem) in imports.iter().map(|name| (name, "_")).chain(internal.map(|name| (name, word_of(name)))) {
        if names.contains_key(name) {
            continue;
        }
        let free = (0..=u32::MAX).map(|number| format!("{stem}{}", base36(number))).find(|short| !used.contains(short));
        let Some(short) = free else { continue };
        used.insert(short.clone());
        names.insert(name.to_owned(), short);
    }
    names
}

/// Returns the start of the short name: the word that the guard searches, or `_`.
fn word_of(name: &str) -> &'static str {
    WORDS.into_iter().find(|word| name.contains(word)).unwrap_or("_")
}

/// Whether a name ends in a hash, as in `…__h2d54cd5923368830` or `…_208446807d0d1e30`.
fn ends_in_hash(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or_default();
    let digits = last.strip_prefix('h').unwrap_or(last);
    digits.len() == 16 && digits.chars().all(|digit| digit.is_ascii_hexdigit())
}

/// Whether an export is a method of a class: the glue calls `wasm.client_getOrder` and declares no function of that name.
fn is_method(name: &str, glue: &str) -> bool {
    !name.starts_with("__") && glue.contains(&format!("wasm.{name}(")) && !glue.contains(&format!("function {name}("))
}

fn base36(mut number: u32) -> String {
    let mut digits = Vec::new();
    loop {
        digits.extend(char::from_digit(number % 36, 36));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// Replaces the generated names in the glue.
pub(crate) fn rename(glue: &str, names: &Names) -> String {
    let mut renamed = String::with_capacity(glue.len());
    let mut rest = glue;
    while let Some(token) = tokens(rest).next() {
        let Some((before, after)) = rest.split_once(token) else { break };
        renamed.push_str(before);
        renamed.push_str(names.get(token).map_or(token, String::as_str));
        rest = after;
    }
    renamed.push_str(rest);
    renamed
}

/// Iterates over the identifiers, keywords and numbers of a script.
fn tokens(script: &str) -> impl Iterator<Item = &str> {
    script
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_' && letter != '$')
        .filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSURE: &str = "wasm_bindgen__convert__closures_____invoke__h2d54cd5923368830";

    #[test]
    fn import_gets_a_short_name_without_hash() {
        let names = short_names(&["__wbg_get_2080c49015e35254", "__wbg_get_556f1c9a5c587e8c"], &[], "let wasm;");
        assert_eq!(names["__wbg_get_2080c49015e35254"], "_0");
        assert_eq!(names["__wbg_get_556f1c9a5c587e8c"], "_1");
    }

    #[test]
    fn short_name_differs_from_names_in_the_glue() {
        let names = short_names(&["__wbg_get_2080c49015e35254"], &["_1"], "let _0 = 1;");
        assert_eq!(names["__wbg_get_2080c49015e35254"], "_2");
    }

    #[test]
    fn short_name_of_a_closure_keeps_the_word_of_the_guard() {
        let exports = ["memory", "__wbindgen_start", "__wbg_client_free", "buildOrder", CLOSURE];
        let names = short_names(&[], &exports, "export function buildOrder() { wasm.buildOrder(); }");
        assert_eq!(names.len(), 1);
        assert_eq!(names[CLOSURE], "invoke0");
    }

    #[test]
    fn method_gets_a_short_name() {
        let exports = ["memory", "__wbg_client_free", "client_getOrder"];
        let names = short_names(&[], &exports, "getOrder(id) { return wasm.client_getOrder(this.__wbg_ptr, id); }");
        assert_eq!(names.into_iter().collect::<Vec<_>>(), [("client_getOrder".to_owned(), "_0".to_owned())]);
    }

    #[test]
    fn only_complete_identifiers_are_renamed() {
        let names = Names::from([("__wbg_a_1".to_owned(), "_0".to_owned())]);
        assert_eq!(rename("wasm.__wbg_a_1(__wbg_a_12); // é __wbg_a_1", &names), "wasm._0(__wbg_a_12); // é _0");
    }
}
