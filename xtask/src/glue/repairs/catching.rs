//! An import that can throw catches in its own function, without a closure and an `arguments` object per call.

use std::{fmt::Write, str::Lines};

use super::exact::{Result, replace_once, require_absent, unknown};

const HANDLE_ERROR: &str = "\
function handleError(f, args) {
    try {
        return f.apply(this, args);
    } catch (e) {
        const idx = addToExternrefTable0(e);
        wasm.__wbindgen_exn_store(idx);
    }
}
";
const STORE_ERROR: &str = "\
function storeError(e) {
    wasm.__wbindgen_exn_store(addToExternrefTable0(e));
}
";
/// The start of an import that can throw, after its name.
const WRAPPER: &str = "() { return handleError(function (";
/// The last line of such an import.
const WRAPPER_END: &str = "}, arguments); }";

/// Rewrites every import that can throw.
pub(super) fn catch_without_closure(glue: &str) -> Result<String> {
    if !glue.contains("__wbindgen_exn_store") {
        return Ok(glue.to_owned());
    }
    let mut repaired = String::with_capacity(glue.len());
    let mut lines = glue.lines();
    while let Some(line) = lines.next() {
        match line.split_once(WRAPPER) {
            Some((name, rest)) => {
                let arguments = rest.strip_suffix(") {").ok_or_else(|| unknown("an import that can throw", line))?;
                push_import(&mut repaired, name, arguments, &mut lines)?;
            }
            None => writeln!(repaired, "{line}")?,
        }
    }
    let repaired = replace_once(&repaired, "handleError", HANDLE_ERROR, STORE_ERROR)?;
    require_absent(&repaired, "handleError")?;
    Ok(repaired)
}

/// Appends one import with its own `try` block. Reads its body from `lines`.
fn push_import(repaired: &mut String, name: &str, arguments: &str, lines: &mut Lines<'_>) -> Result<()> {
    writeln!(repaired, "{name}({arguments}) {{\n    try {{")?;
    loop {
        match lines.next() {
            Some(WRAPPER_END) => break,
            Some(line) if line.starts_with("    ") => writeln!(repaired, "    {line}")?,
            line => return Err(unknown("the end of an import that can throw", line.unwrap_or_default())),
        }
    }
    writeln!(repaired, "    }} catch (e) {{\n        storeError(e);\n    }}\n}}")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(result: Result<String>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn import_that_can_throw_catches_in_its_own_function() {
        let import = "\
export function _0() { return handleError(function (arg0, arg1) {
    const ret = Reflect.get(arg0, arg1);
    return ret;
}, arguments); }
";
        let repaired = catch_without_closure(&format!("{import}{HANDLE_ERROR}")).unwrap();
        let caught = "\
export function _0(arg0, arg1) {
    try {
        const ret = Reflect.get(arg0, arg1);
        return ret;
    } catch (e) {
        storeError(e);
    }
}
";
        assert_eq!(repaired, format!("{caught}{STORE_ERROR}"));
    }

    #[test]
    fn unknown_error_handling_is_an_error() {
        let import = "export function _0(...args) { return handleError(f, args); }\n";
        assert!(message(catch_without_closure(&format!("{import}{HANDLE_ERROR}"))).contains("does not know"));
        let open = "export function _0() { return handleError(function () {\n    return 1;\n}\n";
        assert!(message(catch_without_closure(&format!("{open}{HANDLE_ERROR}"))).contains("the end of an import"));
        let renamed = "function onError(e) {\n    wasm.__wbindgen_exn_store(e);\n}\n";
        assert!(message(catch_without_closure(renamed)).contains("0 times"));
    }
}
