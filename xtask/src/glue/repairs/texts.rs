//! Texts are encoded at once if they are long, and decoded by hand if they are short.

use super::exact::{Result, replace_once};

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
/// The buffer has one byte per UTF-16 unit, so the whole text fits if and only if it is ASCII.
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
/// The fallback for a missing `encodeInto`.
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

/// Encodes a long text with one call instead of character by character. Removes the fallback for a missing `encodeInto`: it
/// cannot fill a part of a buffer, and a host without `encodeInto` also lacks the reference types that the module needs.
pub(super) fn encode_long_texts_at_once(glue: &str) -> Result<String> {
    if !glue.contains("TextEncoder") {
        return Ok(glue.to_owned());
    }
    let glue = replace_once(glue, "passStringToWasm0", CHARACTER_LOOP, ENCODED_AT_ONCE)?;
    replace_once(&glue, "the fallback for encodeInto", ENCODE_INTO, "")
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

/// Decodes a short ASCII text without `TextDecoder`, whose call costs more than the text.
pub(super) fn decode_short_texts_by_hand(glue: &str) -> Result<String> {
    if !glue.contains("TextDecoder") {
        return Ok(glue.to_owned());
    }
    replace_once(glue, "getStringFromWasm0", DECODED, DECODED_BY_HAND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(result: Result<String>) -> String {
        result.unwrap_err().to_string()
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
    fn unknown_text_passing_is_an_error() {
        assert!(message(encode_long_texts_at_once("new TextEncoder();")).starts_with("passStringToWasm0"));
        assert!(message(decode_short_texts_by_hand("new TextDecoder();")).starts_with("getStringFromWasm0"));
    }
}
