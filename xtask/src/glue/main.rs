//! Makes `pkg/dist/wasm/` from the compiled crate: the module and the JavaScript glue that binds it.
//! Optimizing the module and building the rest of the package is the work of `scripts/build.js`.
//!
//! The generator's output is changed in three steps, each in a file of its own: `names.rs` shortens the names that both
//! files share, `repairs.rs` replaces slow parts of the glue, `scope.rs` makes one function of it.

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
