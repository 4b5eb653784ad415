//! Makes one function of the glue. The generator keeps the instance in module scope; after a trap the package starts a
//! fresh instance while answers of the old one are still on their way. So the glue becomes the body of `createGlue()`,
//! and each instance has a scope of its own: its exports, its memory views, its classes and their registries.
//!
//! A crash can happen while code of the module is still on the stack: a hook of the caller calls the module again, and that
//! call traps. After `__crash` each import throws, so that what is still on the stack ends there and sends nothing.

use std::{error::Error, fmt::Write};

/// The first line of each import.
const UNWIND: &str = "      if (crashed) throw crash;\n";
/// What returns a promise that a crash can leave without a handler, or one that a caller passed by mistake.
const PROMISES: [&str; 6] = [".call(", "new Promise(", "Promise.", ".then(", "Reflect.get(", "= arg0."];
const CRASH: &str = "  let crashed = false;
  let crash;
  function __crash(error) {
    crashed = true;
    crash = error;
  }
";
/// Not in the scope of an instance: a promise that never settles must not keep one in memory.
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

/// Turns the module into a function that returns what the module exported. `imports`: the names of the functions that the
/// module imports.
pub(crate) fn one_function(glue: &str, imports: &[String]) -> Result<String, Box<dyn Error>> {
    let mut names = vec!["__crash"];
    let mut body = CRASH.to_owned();
    let mut in_import = false;
    for line in glue.lines() {
        let rest = match line.strip_prefix("export ") {
            Some(rest) => rest,
            None if line.starts_with("import ") => return Err(format!("the glue imports something: {line}").into()),
            None => {
                body.extend(["  ", line, "\n"]);
                in_import &= line != "}";
                let creates =
                    line.trim_start().starts_with("const ret = ") && PROMISES.iter().any(|part| line.contains(part));
                if in_import && creates {
                    body.push_str("          handled(ret);\n");
                }
                continue;
            }
        };
        let name = rest
            .strip_prefix("function ")
            .and_then(|rest| rest.split_once('('))
            .or_else(|| rest.strip_prefix("class ").and_then(|rest| rest.split_once(" {")))
            .ok_or_else(|| format!("an export of a new shape: {line}"))?;
        names.push(name.0);
        body.extend(["  ", rest, "\n"]);
        in_import = imports.iter().any(|import| import == name.0);
        if in_import {
            body.push_str(UNWIND);
        }
    }
    let exports: String = names.iter().flat_map(|name| ["    ", name, ",\n"]).collect();
    Ok(format!("{HANDLED}export function createGlue() {{\n{body}\n  return {{\n{exports}  }};\n}}\n"))
}

/// The types of what that function returns. A class belongs to one instance: its name is exported as a type, its
/// constructor is a property of the glue.
pub(crate) fn types_of(module: &str) -> Result<String, Box<dyn Error>> {
    let mut members = String::new();
    let mut classes = String::new();
    let mut lines = module.lines();
    while let Some(line) = lines.next() {
        let Some(export) = line.strip_prefix("export ") else { continue };
        if let Some(function) = export.strip_prefix("function ") {
            writeln!(members, "  {function}")?;
            continue;
        }
        let Some(name) = export.strip_prefix("class ").and_then(|class| class.strip_suffix(" {")) else {
            return Err(format!("a type of a new shape: {line}").into());
        };
        writeln!(members, "  {name}: typeof {name};")?;
        writeln!(classes, "declare class {name} {{")?;
        for line in lines.by_ref().take_while(|line| *line != "}") {
            writeln!(classes, "{line}")?;
        }
        writeln!(classes, "}}\nexport type {{ {name} }};")?;
    }
    Ok(format!(
        "{classes}export interface Glue {{\n{members}  __wbg_set_wasm(exports: object): void;\n  __crash(error: unknown): void;\n}}\n\
         export function createGlue(): Glue & WebAssembly.ModuleImports;\n"
    ))
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
    fn classes_and_functions_are_of_one_scope() {
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
    fn a_class_is_a_type_and_a_property_of_the_glue() {
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
    fn what_is_not_known_is_an_error() {
        assert!(one_function("export const A = 1;", &[]).unwrap_err().to_string().contains("new shape"));
        assert!(one_function("import { a } from './snippets/a.js';", &[]).is_err());
        assert!(types_of("export enum A {").unwrap_err().to_string().contains("new shape"));
    }
}
