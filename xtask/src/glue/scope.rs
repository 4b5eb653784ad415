//! Turns the glue into a function, `createGlue()`. The generated glue keeps the instance in module scope, but after a trap the
//! package starts a new instance while responses to the old one are still in flight. With the function, each instance has its
//! own scope: exports, memory views, classes and their finalization registries.
//!
//! A crash can happen while code of the module is on the stack: a hook of the caller calls the module again, and that call
//! traps. After `__crash` every import throws, so that the code on the stack ends there and sends nothing.

use std::{error::Error, fmt::Write, str::Lines};

/// The first line of each import.
const UNWIND: &str = "      if (crashed) throw crash;\n";
/// The line after a result that can be a promise.
const HANDLE: &str = "          handled(ret);\n";
/// Expressions that can return a promise whose rejection a crash leaves unhandled, or a promise that the caller passed by mistake.
const PROMISES: [&str; 6] = [".call(", "new Promise(", "Promise.", ".then(", "Reflect.get(", "= arg0."];
const CRASH: &str = "  let crashed = false;
  let crash;
  function __crash(error) {
    crashed = true;
    crash = error;
  }
";
/// Defined outside the scope of an instance, so that a promise that never settles does not keep an instance in memory.
const HANDLED: &str = "const ignored = () => {};
// A rejection of this promise is not reported as unhandled: a crash may leave it without a handler.
function handled(value) {
  if (typeof value !== 'object' || value === null) return;
  try {
    if (Object.getPrototypeOf(value) === Promise.prototype) Promise.prototype.then.call(value, undefined, ignored);
  } catch {
    // A proxy, or an object that only looks like a promise.
  }
}
";

/// Turns the module into a function that returns the exports of the module. `imports`: the names of the functions that the
/// WebAssembly module imports.
pub(crate) fn one_function(glue: &str, imports: &[String]) -> Result<String, Box<dyn Error>> {
    let mut names = vec!["__crash"];
    let mut body = CRASH.to_owned();
    let mut in_import = false;
    for line in glue.lines() {
        if line.starts_with("import ") {
            return Err(format!("the glue has an unexpected import: {line}").into());
        }
        if let Some(declaration) = line.strip_prefix("export ") {
            let name = declared_name(declaration)?;
            names.push(name);
            in_import = imports.iter().any(|import| import == name);
            body.extend(["  ", declaration, "\n", if in_import { UNWIND } else { "" }]);
        } else {
            in_import &= line != "}";
            body.extend(["  ", line, "\n", if in_import && returns_promise(line) { HANDLE } else { "" }]);
        }
    }
    let exports: String = names.iter().flat_map(|name| ["    ", name, ",\n"]).collect();
    Ok(format!("{HANDLED}export function createGlue() {{\n{body}\n  return {{\n{exports}  }};\n}}\n"))
}

/// Returns the name of an exported function or class.
fn declared_name(declaration: &str) -> Result<&str, Box<dyn Error>> {
    let function = declaration.strip_prefix("function ").and_then(|rest| rest.split_once('('));
    let class = || declaration.strip_prefix("class ").and_then(|rest| rest.split_once(" {"));
    let (name, _) = function.or_else(class).ok_or_else(|| format!("unknown form of export: {declaration}"))?;
    Ok(name)
}

/// Whether the result of this line of an import can be a promise.
fn returns_promise(line: &str) -> bool {
    line.trim_start().starts_with("const ret = ") && PROMISES.iter().any(|part| line.contains(part))
}

/// Returns the type declarations of that function. A class belongs to one instance: its name is exported as a type, and its
/// constructor is a property of the glue.
pub(crate) fn types_of(module: &str) -> Result<String, Box<dyn Error>> {
    let mut members = String::new();
    let mut classes = String::new();
    let mut lines = module.lines();
    while let Some(line) = lines.next() {
        let Some(export) = line.strip_prefix("export ") else { continue };
        if let Some(function) = export.strip_prefix("function ") {
            writeln!(members, "  {function}")?;
        } else if let Some(name) = export.strip_prefix("class ").and_then(|class| class.strip_suffix(" {")) {
            writeln!(members, "  {name}: typeof {name};")?;
            push_class(&mut classes, name, &mut lines)?;
        } else {
            return Err(format!("unknown form of type: {line}").into());
        }
    }
    Ok(format!(
        "{classes}export interface Glue {{\n{members}  __wbg_set_wasm(exports: object): void;\n  __crash(error: unknown): void;\n}}\n\
         export function createGlue(): Glue & WebAssembly.ModuleImports;\n"
    ))
}

/// Appends the declaration of a class. Reads its members from `lines`.
fn push_class(classes: &mut String, name: &str, lines: &mut Lines<'_>) -> std::fmt::Result {
    writeln!(classes, "declare class {name} {{")?;
    for line in lines.take_while(|line| *line != "}") {
        writeln!(classes, "{line}")?;
    }
    writeln!(classes, "}}\nexport type {{ {name} }};")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
export class Client {
    free() {
        wasm.__wbg_client_free(this.__wbg_ptr, 0);
    }
}
if (Symbol.dispose) Client.prototype[Symbol.dispose] = Client.prototype.free;
export function echo(text) {
    return wasm.echo(text);
}
const ClientFinalization = new FinalizationRegistry(ptr => wasm.__wbg_client_free(ptr, 1));
let wasm;
export function __wbg_set_wasm(val) {
    wasm = val;
}
";

    const TYPES: &str = "\
/* tslint:disable */

/**
 * A client.
 */
export class Client {
    free(): void;
    constructor(settings: any);
    readonly size: number;
}

export function echo(text: string): string;
";

    #[test]
    fn classes_and_functions_share_one_scope() {
        let function = one_function(GLUE, &["echo".to_owned()]).unwrap();
        assert!(function.contains("}\nexport function createGlue() {\n  let crashed = false;\n"));
        assert!(function.contains("  function echo(text) {\n      if (crashed) throw crash;\n"));
        assert!(function.contains("\n  const ClientFinalization = new"));
        assert!(
            function.ends_with("\n  return {\n    __crash,\n    Client,\n    echo,\n    __wbg_set_wasm,\n  };\n}\n")
        );
        assert_eq!(function.matches("export").count(), 1);
    }

    #[test]
    fn class_is_a_type_and_a_property_of_the_glue() {
        assert_eq!(
            types_of(TYPES).unwrap(),
            "\
declare class Client {
    free(): void;
    constructor(settings: any);
    readonly size: number;
}
export type { Client };
export interface Glue {
  Client: typeof Client;
  echo(text: string): string;
  __wbg_set_wasm(exports: object): void;
  __crash(error: unknown): void;
}
export function createGlue(): Glue & WebAssembly.ModuleImports;
"
        );
    }

    #[test]
    fn unknown_declaration_is_an_error() {
        assert!(one_function("export const A = 1;", &[]).unwrap_err().to_string().contains("unknown form"));
        assert!(one_function("import { a } from './snippets/a.js';", &[]).is_err());
        assert!(types_of("export enum A {").unwrap_err().to_string().contains("unknown form"));
    }
}
