//! Numbers that an import returns are written to a typed array by index. The generated glue writes them through a `DataView`,
//! and checks before each of them whether the buffer of the view is detached.

use std::fmt::Write;

use super::exact::{Result, replace_once, unknown};

const DATA_VIEW: &str = "\
let cachedDataViewMemory0 = null;
function getDataViewMemory0() {
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)) {
        cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    }
    return cachedDataViewMemory0;
}
";

/// A setter of `DataView` with the typed array that replaces it.
#[derive(Clone, Copy)]
struct Setter {
    name: &'static str,
    array: &'static str,
    /// The size of an element in bytes.
    bytes: u32,
}

const SETTERS: [Setter; 2] = [
    Setter { name: "setInt32", array: "Int32Array", bytes: 4 },
    Setter { name: "setFloat64", array: "Float64Array", bytes: 8 },
];

/// Replaces the setters. The addresses are aligned, because Rust allocates them for values of that type.
pub(super) fn write_numbers_by_index(glue: &str) -> Result<String> {
    if !glue.contains("DataView") {
        return Ok(glue.to_owned());
    }
    let mut repaired = String::with_capacity(glue.len());
    let mut used = Vec::new();
    for line in glue.lines() {
        match SETTERS.into_iter().find(|setter| line.contains(&format!(".{}(", setter.name))) {
            Some(setter) => {
                writeln!(repaired, "{}", setter.write_by_index(line)?)?;
                used.push(setter.array);
            }
            None => writeln!(repaired, "{line}")?,
        }
    }
    let arrays = SETTERS.into_iter().map(|setter| setter.array).filter(|array| used.contains(array));
    let missing = arrays.filter(|array| !repaired.contains(&format!("function get{array}Memory0()")));
    let getters: String = missing.map(getter_of).collect();
    // Other setters and getters can still need the view.
    let is_needed = repaired.matches("getDataViewMemory0()").count() > 1;
    let kept = if is_needed { DATA_VIEW } else { "" };
    replace_once(&repaired, "getDataViewMemory0", DATA_VIEW, &format!("{kept}{getters}"))
}

/// Returns the function that caches a typed array over the memory, in the form in which the generator writes it.
fn getter_of(array: &str) -> String {
    let cached = format!("cached{array}Memory0");
    format!(
        "let {cached} = null;\nfunction get{array}Memory0() {{\n    \
         if ({cached} === null || {cached}.byteLength === 0) {{\n        \
         {cached} = new {array}(wasm.memory.buffer);\n    }}\n    return {cached};\n}}\n\n"
    )
}

impl Setter {
    /// Returns the line with an assignment to an array element in place of the call.
    fn write_by_index(self, line: &str) -> Result<String> {
        let Self { name, array, bytes } = self;
        let (place, nth, value) = self.parts(line).ok_or_else(|| unknown(name, line))?;
        let indent = line.len() - line.trim_start().len();
        let shift = bytes.ilog2();
        Ok(format!("{:indent$}get{array}Memory0()[({place} >>> {shift}) + {nth}] = {value};", ""))
    }

    /// Splits `getDataViewMemory0().setInt32((place >>> 0) + 4 * nth, value, true);` into place, nth and value.
    fn parts(self, line: &str) -> Option<(&str, u32, &str)> {
        let call = line.trim_start().strip_prefix(&format!("getDataViewMemory0().{}((", self.name))?;
        let (place, rest) = call.split_once(&format!(" >>> 0) + {} * ", self.bytes))?;
        let (nth, value) = rest.strip_suffix(", true);")?.split_once(", ")?;
        // A call in the value could grow the memory and detach the array.
        let calls = value.matches('(').count() - value.matches("isLikeNone(").count();
        Some((place, nth.parse().ok()?, value)).filter(|_| calls == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(result: Result<String>) -> String {
        result.unwrap_err().to_string()
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
    fn data_view_stays_if_other_code_needs_it() {
        let import = "    const mem = getDataViewMemory0();\n";
        let repaired = write_numbers_by_index(&format!("{import}{DATA_VIEW}")).unwrap();
        assert_eq!(repaired, format!("{import}{DATA_VIEW}"));
    }

    #[test]
    fn unknown_number_writing_is_an_error() {
        let other = "    getDataViewMemory0().setInt32(arg0 + 4, ret, true);\n";
        assert!(message(write_numbers_by_index(&format!("{other}{DATA_VIEW}"))).starts_with("setInt32"));
        let grows = "    getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, addToExternrefTable0(ret), true);\n";
        assert!(message(write_numbers_by_index(&format!("{grows}{DATA_VIEW}"))).starts_with("setInt32"));
        assert!(message(write_numbers_by_index("new DataView(wasm.memory.buffer);\n")).contains("0 times"));
    }
}
