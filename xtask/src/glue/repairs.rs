//! Replaces four slow parts of the generated glue. Each repair knows the generator's text to the letter and fails where
//! it meets another, so that an upgrade of wasm-bindgen cannot undo a repair without notice.
//!
//! What they are for, measured on Node 20: a closure for each call that may throw; 1053 ns in place of 145 for a text of
//! 214 characters going in; 100 to 130 ns for a short text coming out; two getters for each number that an import returns.

use std::{error::Error, fmt::Write};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

pub(crate) fn repair(glue: &str) -> Result<String> {
    let glue = catch_without_closure(glue)?;
    let glue = encode_long_texts_at_once(&glue)?;
    let glue = decode_short_texts_by_hand(&glue)?;
    write_numbers_by_index(&glue)
}

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
const CAUGHT: &str = "() { return handleError(function (";
const CAUGHT_END: &str = "}, arguments); }";

/// An import that may throw made a closure and an `arguments` object for each call.
fn catch_without_closure(glue: &str) -> Result<String> {
    if !glue.contains("__wbindgen_exn_store") {
        return Ok(glue.to_owned());
    }
    let mut repaired = String::with_capacity(glue.len());
    let mut lines = glue.lines();
    while let Some(line) = lines.next() {
        let Some((name, rest)) = line.split_once(CAUGHT) else {
            writeln!(repaired, "{line}")?;
            continue;
        };
        let arguments = rest.strip_suffix(") {").ok_or_else(|| unknown("an import that may throw", line))?;
        writeln!(repaired, "{name}({arguments}) {{\n    try {{")?;
        loop {
            match lines.next() {
                Some(CAUGHT_END) => break,
                Some(line) if line.starts_with("    ") => writeln!(repaired, "    {line}")?,
                line => return Err(unknown("the end of an import that may throw", line.unwrap_or_default())),
            }
        }
        writeln!(repaired, "    }} catch (e) {{\n        storeError(e);\n    }}\n}}")?;
    }
    let repaired = replace(&repaired, "handleError", HANDLE_ERROR, STORE_ERROR)?;
    none_left(&repaired, "handleError")?;
    Ok(repaired)
}

const CHARACTER_LOOP: &str = "\
    let offset = 0;

    for (; offset < len; offset++) {
        const code = arg.charCodeAt(offset);
        if (code > 0x7F) break;
        mem[ptr + offset] = code;
    }
    if (offset !== len) {
        if (offset !== 0) {
            arg = arg.slice(offset);
        }
";
/// The buffer has a byte for each UTF-16 unit, so everything is read if, and only if, it is ASCII.
const ENCODED_AT_ONCE: &str = "\
    let offset = 0;
    let read = 0;

    if (len > 24) {
        const ret = cachedTextEncoder.encodeInto(arg, mem.subarray(ptr, ptr + len));
        offset = ret.written;
        read = ret.read;
    } else {
        for (; offset < len; offset++) {
            const code = arg.charCodeAt(offset);
            if (code > 0x7F) break;
            mem[ptr + offset] = code;
        }
        read = offset;
    }
    if (read !== len) {
        if (read !== 0) {
            arg = arg.slice(read);
        }
";
const ENCODE_INTO: &str = "\
if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}
";

/// A text was copied character by character up to the first that is not ASCII. The substitute for a missing `encodeInto`
/// goes: it cannot fill a part, and a host without that function lacks the reference types that the module needs, too.
fn encode_long_texts_at_once(glue: &str) -> Result<String> {
    if !glue.contains("TextEncoder") {
        return Ok(glue.to_owned());
    }
    let glue = replace(glue, "passStringToWasm0", CHARACTER_LOOP, ENCODED_AT_ONCE)?;
    replace(&glue, "the substitute for encodeInto", ENCODE_INTO, "")
}

const DECODED: &str = "\
    ptr = ptr >>> 0;
    return decodeText(getUint8ArrayMemory0().subarray(ptr, ptr + len));
";
const DECODED_BY_HAND: &str = "\
    ptr = ptr >>> 0;
    const mem = getUint8ArrayMemory0();
    if (len <= 16) {
        let text = '';
        let at = ptr;
        for (; at < ptr + len && mem[at] < 0x80; at++) text += String.fromCharCode(mem[at]);
        if (at === ptr + len) return text;
    }
    return decodeText(mem.subarray(ptr, ptr + len));
";

/// A call of `TextDecoder` costs more than a short text.
fn decode_short_texts_by_hand(glue: &str) -> Result<String> {
    if !glue.contains("TextDecoder") {
        return Ok(glue.to_owned());
    }
    replace(glue, "getStringFromWasm0", DECODED, DECODED_BY_HAND)
}

const DATA_VIEW: &str = "\
let cachedDataViewMemory0 = null;
function getDataViewMemory0() {
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)) {
        cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    }
    return cachedDataViewMemory0;
}
";
/// The setter of a `DataView`, the array in its place, and the bytes of an element.
const SETTERS: [(&str, &str, u32); 2] = [("setInt32", "Int32Array", 4), ("setFloat64", "Float64Array", 8)];

/// What an import returns beside its value was written through a `DataView`, whose buffer was asked each time whether it
/// is detached. The places are aligned: Rust made them for values of that type.
fn write_numbers_by_index(glue: &str) -> Result<String> {
    if !glue.contains("DataView") {
        return Ok(glue.to_owned());
    }
    let mut repaired = String::with_capacity(glue.len());
    let mut used = [false; SETTERS.len()];
    for line in glue.lines() {
        let setter = SETTERS.iter().zip(&mut used).find(|((setter, ..), _)| line.contains(&format!(".{setter}(")));
        let Some((&(setter, array, bytes), used)) = setter else {
            writeln!(repaired, "{line}")?;
            continue;
        };
        let (place, nth, value) = written(line, setter, bytes).ok_or_else(|| unknown(setter, line))?;
        *used = true;
        let indent = line.len() - line.trim_start().len();
        let shift = bytes.ilog2();
        writeln!(repaired, "{:indent$}get{array}Memory0()[({place} >>> {shift}) + {nth}] = {value};", "")?;
    }
    let mut views = String::new();
    for ((_, array, _), used) in SETTERS.iter().zip(used) {
        if used && !repaired.contains(&format!("function get{array}Memory0()")) {
            let cached = format!("cached{array}Memory0");
            writeln!(
                views,
                "let {cached} = null;\nfunction get{array}Memory0() {{\n    \
                 if ({cached} === null || {cached}.byteLength === 0) {{\n        \
                 {cached} = new {array}(wasm.memory.buffer);\n    }}\n    return {cached};\n}}\n"
            )?;
        }
    }
    // Other setters and getters may still need the view.
    let is_needed = repaired.matches("getDataViewMemory0()").count() > 1;
    let kept = if is_needed { DATA_VIEW } else { "" };
    replace(&repaired, "getDataViewMemory0", DATA_VIEW, &format!("{kept}{views}"))
}

/// The parts of `getDataViewMemory0().setInt32((place >>> 0) + 4 * nth, value, true);`.
fn written<'a>(line: &'a str, setter: &str, bytes: u32) -> Option<(&'a str, u32, &'a str)> {
    let call = line.trim_start().strip_prefix(&format!("getDataViewMemory0().{setter}(("))?;
    let (place, rest) = call.split_once(&format!(" >>> 0) + {bytes} * "))?;
    let (nth, value) = rest.strip_suffix(", true);")?.split_once(", ")?;
    // A call in there could let the memory grow after the array was taken.
    let calls = value.matches('(').count() - value.matches("isLikeNone(").count();
    Some((place, nth.parse().ok()?, value)).filter(|_| calls == 0)
}

/// Fails unless the text is there exactly once.
fn replace(glue: &str, what: &str, from: &str, to: &str) -> Result<String> {
    match glue.matches(from).count() {
        1 => Ok(glue.replacen(from, to, 1)),
        count => Err(format!(
            "{what}: the generator's text is in the glue {count} times, not once; after an upgrade of wasm-bindgen \
             compare `xtask/src/glue/repairs.rs` with what it generates now:\n{from}"
        )
        .into()),
    }
}

fn none_left(glue: &str, name: &str) -> Result<()> {
    glue.lines().find(|line| line.contains(name)).map_or(Ok(()), |line| Err(unknown(name, line)))
}

fn unknown(what: &str, line: &str) -> Box<dyn Error> {
    format!("{what}: the generator writes another text than `xtask/src/glue/repairs.rs` knows: {line}").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(result: Result<String>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn glue_without_the_slow_parts_stays_as_it_is() {
        let glue = "let wasm;\nexport function __wbg_set_wasm(val) {\n    wasm = val;\n}\n";
        assert_eq!(repair(glue).unwrap(), glue);
    }

    #[test]
    fn an_import_that_may_throw_catches_by_itself() {
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
    fn another_way_to_catch_is_an_error() {
        let import = "export function _0(...args) { return handleError(f, args); }\n";
        assert!(message(catch_without_closure(&format!("{import}{HANDLE_ERROR}"))).contains("another text"));
        let open = "export function _0() { return handleError(function () {\n    return 1;\n}\n";
        assert!(message(catch_without_closure(&format!("{open}{HANDLE_ERROR}"))).contains("the end of an import"));
        let renamed = "function onError(e) {\n    wasm.__wbindgen_exn_store(e);\n}\n";
        assert!(message(catch_without_closure(renamed)).contains("0 times"));
    }

    #[test]
    fn texts_are_encoded_and_decoded_by_length() {
        let encoder = format!("const cachedTextEncoder = new TextEncoder();\n{CHARACTER_LOOP}{ENCODE_INTO}");
        let repaired = encode_long_texts_at_once(&encoder).unwrap();
        assert!(repaired.contains("if (len > 24)") && !repaired.contains("'encodeInto' in"));
        let decoder = format!("new TextDecoder();\n{DECODED}");
        assert!(decode_short_texts_by_hand(&decoder).unwrap().contains("if (len <= 16)"));
    }

    #[test]
    fn another_way_to_pass_texts_is_an_error() {
        assert!(message(encode_long_texts_at_once("new TextEncoder();")).starts_with("passStringToWasm0"));
        assert!(message(decode_short_texts_by_hand("new TextDecoder();")).starts_with("getStringFromWasm0"));
    }

    #[test]
    fn numbers_are_written_by_index() {
        let import = "\
export function _0(arg0, arg1) {
    getDataViewMemory0().setFloat64((arg0 >>> 0) + 8 * 1, isLikeNone(ret) ? 0 : ret, true);
    getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, !isLikeNone(ret), true);
";
        let repaired = write_numbers_by_index(&format!("{import}{DATA_VIEW}")).unwrap();
        assert!(repaired.starts_with(
            "export function _0(arg0, arg1) {\n    getFloat64ArrayMemory0()[(arg0 >>> 3) + 1] = isLikeNone(ret) ? 0 : ret;\n    \
             getInt32ArrayMemory0()[(arg0 >>> 2) + 0] = !isLikeNone(ret);\n"
        ));
        assert!(repaired.contains("cachedInt32ArrayMemory0 = new Int32Array(wasm.memory.buffer);"));
        assert!(!repaired.contains("DataView"));
    }

    #[test]
    fn the_view_stays_where_something_else_needs_it() {
        let import = "    const mem = getDataViewMemory0();\n";
        let repaired = write_numbers_by_index(&format!("{import}{DATA_VIEW}")).unwrap();
        assert_eq!(repaired, format!("{import}{DATA_VIEW}"));
    }

    #[test]
    fn another_way_to_write_a_number_is_an_error() {
        let other = "    getDataViewMemory0().setInt32(arg0 + 4, ret, true);\n";
        assert!(message(write_numbers_by_index(&format!("{other}{DATA_VIEW}"))).starts_with("setInt32"));
        let grows = "    getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, addToExternrefTable0(ret), true);\n";
        assert!(message(write_numbers_by_index(&format!("{grows}{DATA_VIEW}"))).starts_with("setInt32"));
        assert!(message(write_numbers_by_index("new DataView(wasm.memory.buffer);\n")).contains("0 times"));
    }
}
