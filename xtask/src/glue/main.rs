//! Generates the WebAssembly module and its JavaScript glue from the compiled crate.
//!
//! wasm-bindgen writes glue for one instance that lives as long as its page, and keeps that instance in module scope. A trap in
//! Rust leaves such an instance unusable, while its requests are still in flight. The package therefore starts a new instance
//! after a trap, and this program rewrites the generated glue so that several instances can coexist and a crashed one stops:
//!
//! 1. `names.rs` shortens the names that the module and the glue share, to reduce the size.
//! 2. `repairs` replaces slow parts of the glue.
//! 3. `scope.rs` turns the glue into a function `createGlue()` that returns a separate scope per instance.
//!
//! `scripts/build.js` then optimizes the module and builds the rest of the package.

mod names;
mod repairs;
mod scope;

use std::{error::Error, fs, path::Path};

const NAME: &str = "core";

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(output)) = (args.next(), args.next()) else {
        return Err("usage: wasm-glue <compiled .wasm> <output folder> [--names]".into());
    };
    let keep_names = args.next().is_some_and(|flag| flag == "--names");
    let output = Path::new(&output);
    let generated = output.join("generated");
    let mut bindings = wasm_bindgen_cli_support::Bindgen::new()
        .input_path(input)
        .out_name(NAME)
        .bundler(true)?
        .typescript(true)
        .remove_name_section(!keep_names)
        .remove_producers_section(true)
        .generate_output()?;
    let short = names::shorten(&mut bindings)?;
    bindings.emit(&generated)?;
    let glue = fs::read_to_string(generated.join(format!("{NAME}_bg.js")))?;
    let glue = repairs::repair(&names::rename(&glue, &short))?;
    let imports: Vec<String> = short.into_values().collect();
    fs::write(output.join("glue.js"), scope::one_function(&glue, &imports)?)?;
    let types = fs::read_to_string(generated.join(format!("{NAME}.d.ts")))?;
    fs::write(output.join("glue.d.ts"), scope::types_of(&types)?)?;
    fs::copy(generated.join(format!("{NAME}_bg.wasm")), output.join(format!("{NAME}.wasm")))?;
    fs::remove_dir_all(generated)?;
    Ok(())
}
