//! Makes `pkg/wasm/` from the compiled crate: the module and the JavaScript glue that binds it.
//! Not here: optimizing the module and building the rest of the package (`scripts/build.js`).
//!
//! The generator's glue keeps its instance in module scope. Ours must be able to start a fresh
//! instance after a trap while answers of the old one are still on their way, so the whole glue
//! becomes the body of one function and each instance gets a scope of its own.

use std::{error::Error, fs, path::Path};

const NAME: &str = "core";

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(output)) = (args.next(), args.next()) else {
        return Err("usage: wasm-glue <compiled .wasm> <output folder> [--names]".into());
    };
    let names = args.next().is_some_and(|flag| flag == "--names");
    let output = Path::new(&output);
    let made = output.join("generated");
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(input)
        .out_name(NAME)
        .bundler(true)?
        .typescript(true)
        .remove_name_section(!names)
        .remove_producers_section(true)
        .generate(&made)?;
    let glue = fs::read_to_string(made.join(format!("{NAME}_bg.js")))?;
    fs::write(output.join("glue.js"), one_scope_each(&glue)?)?;
    let types = fs::read_to_string(made.join(format!("{NAME}.d.ts")))?;
    fs::write(output.join("glue.d.ts"), types_of(&types))?;
    fs::copy(made.join(format!("{NAME}_bg.wasm")), output.join(format!("{NAME}.wasm")))?;
    fs::remove_dir_all(made)?;
    Ok(())
}

/// Turns the module into a function that returns what the module exported.
fn one_scope_each(glue: &str) -> Result<String, Box<dyn Error>> {
    let mut names = Vec::new();
    let mut body = String::new();
    for line in glue.lines() {
        let rest = match line.strip_prefix("export ") {
            Some(rest) => rest,
            None if line.starts_with("import ") => return Err(format!("the glue imports something: {line}").into()),
            None => {
                body.extend(["  ", line, "\n"]);
                continue;
            }
        };
        let name = rest
            .strip_prefix("function ")
            .and_then(|rest| rest.split_once('('))
            .ok_or_else(|| format!("an export of a new shape: {line}"))?;
        names.push(name.0);
        body.extend(["  ", rest, "\n"]);
    }
    let exports: String = names.iter().flat_map(|name| ["    ", name, ",\n"]).collect();
    Ok(format!("export function createGlue() {{\n{body}\n  return {{\n{exports}  }};\n}}\n"))
}

/// The types of what that function returns.
fn types_of(module: &str) -> String {
    let members = module.lines().filter_map(|line| line.strip_prefix("export function "));
    let members: String = members.flat_map(|member| ["  ", member, "\n"]).collect();
    format!(
        "export interface Glue {{\n{members}  __wbg_set_wasm(exports: object): void;\n}}\n\
         export function createGlue(): Glue & WebAssembly.ModuleImports;\n"
    )
}
