//! Resolves the paths of a crate to the files that define them, and finds the cycles between these files.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::modules::{ModuleId, Modules, Name};

/// An import chain longer than this is taken for a loop.
const MAX_IMPORTS: usize = 32;

/// For each file, the files that it uses, each with one path that shows the use.
pub(crate) type Uses = BTreeMap<String, BTreeMap<String, String>>;

enum Target {
    Module(ModuleId),
    /// A definition in this module.
    Definition(ModuleId),
}

/// Which file uses which. A path counts for the file that defines its target, not for the files that re-export it.
pub(crate) fn uses(modules: &Modules) -> Uses {
    let mut uses = Uses::new();
    for (id, module) in modules.0.iter().enumerate() {
        let targets = uses.entry(module.file.clone()).or_default();
        for path in &module.paths {
            if let Some(Target::Definition(target)) = resolve(modules, id, path, 0) {
                targets.entry(modules.0[target].file.clone()).or_insert_with(|| path.join("::"));
            }
        }
        // A glob import uses the module itself: which of its names are meant is not known.
        for glob in module.globs() {
            if let Some(Target::Module(target)) = resolve(modules, id, glob, 0) {
                let shown = || format!("{}::*", glob.join("::"));
                targets.entry(modules.0[target].file.clone()).or_insert_with(shown);
            }
        }
        targets.remove(&module.file);
    }
    uses
}

/// `None`: the path leads out of the crate, or to a local name.
fn resolve(modules: &Modules, from: ModuleId, path: &[String], imports: usize) -> Option<Target> {
    if imports > MAX_IMPORTS {
        return None;
    }
    let mut module = from;
    for (nth, segment) in path.iter().enumerate() {
        match segment.as_str() {
            "crate" | "$crate" => module = 0,
            "self" => {}
            "super" => module = modules.0[module].parent?,
            name => match lookup(modules, module, name, imports)? {
                Target::Module(child) => module = child,
                // Associated items and variants are in the file of their type.
                Target::Definition(owner) => return Some(Target::Definition(owner)),
            },
        }
        if nth + 1 == path.len() {
            return Some(Target::Module(module));
        }
    }
    None
}

fn lookup(modules: &Modules, module: ModuleId, name: &str, imports: usize) -> Option<Target> {
    let names = modules.0[module].names(name);
    if names.iter().any(|name| matches!(name, Name::Definition)) {
        return Some(Target::Definition(module));
    }
    let direct = names.iter().find_map(|meaning| match meaning {
        Name::Module(child) => Some(Target::Module(*child)),
        Name::Import(path) => {
            // `use serde;` names an import after its own first segment: not a path of this crate.
            let is_itself = path.first().is_some_and(|first| first == name) && path.len() == 1;
            if is_itself { None } else { resolve(modules, module, path, imports + 1) }
        }
        Name::Definition => None,
    });
    direct.or_else(|| {
        modules.0[module].globs().iter().find_map(|glob| match resolve(modules, module, glob, imports + 1)? {
            Target::Module(target) if target != module => lookup(modules, target, name, imports + 1),
            _ => None,
        })
    })
}

/// The shortest cycle through each file that is on one, each cycle once, as `a.rs -> b.rs (path) -> a.rs (path)`.
pub(crate) fn cycles(uses: &Uses) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut cycles = Vec::new();
    for start in uses.keys() {
        let Some(files) = shortest_cycle(uses, start) else { continue };
        if seen.insert(files.iter().copied().collect::<BTreeSet<_>>()) {
            cycles.push(describe(uses, &files));
        }
    }
    cycles
}

fn shortest_cycle<'a>(uses: &'a Uses, start: &'a str) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for next in uses.get(file).into_iter().flat_map(BTreeMap::keys) {
            if next == start {
                let mut files = vec![file];
                while let Some(previous) =
                    files.last().filter(|file| **file != start).and_then(|file| came_from.get(file))
                {
                    files.push(previous);
                }
                files.reverse();
                return Some(files);
            }
            if !came_from.contains_key(next.as_str()) {
                came_from.insert(next, file);
                queue.push_back(next);
            }
        }
    }
    None
}

fn describe(uses: &Uses, files: &[&str]) -> String {
    let ends = files.iter().skip(1).chain(files.first());
    let steps = files.iter().zip(ends).map(|(from, to)| format!(" -> {to} ({})", uses[*from][*to]));
    files.first().map_or(String::new(), |first| (*first).to_owned()) + &steps.collect::<String>()
}
