//! Reads a crate's module tree and the paths that each module uses. Code under `#[cfg(test)]` is left out.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, File, ImplItemFn, Item, ItemFn, ItemMod, ItemUse, Macro, Meta, Path, Token, UseTree,
    punctuated::Punctuated,
    visit::{self, Visit},
};

pub(crate) type ModuleId = usize;

/// What a name in a module stands for.
#[derive(Debug)]
pub(crate) enum Name {
    Module(ModuleId),
    /// An import, relative to the module that declares it.
    Import(Vec<String>),
    Definition,
}

#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) file: String,
    pub(crate) parent: Option<ModuleId>,
    names: BTreeMap<String, Vec<Name>>,
    globs: Vec<Vec<String>>,
    /// Every path of two or more segments, imports included.
    pub(crate) paths: Vec<Vec<String>>,
}

impl Module {
    pub(crate) fn names(&self, name: &str) -> &[Name] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn globs(&self) -> &[Vec<String>] {
        &self.globs
    }
}

/// The modules of one crate. The first one is its root.
#[derive(Debug, Default)]
pub(crate) struct Modules(pub(crate) Vec<Module>);

impl Modules {
    /// Reads the crate with this root file. `read` returns the text of a file, or `None` if there is no such file.
    pub(crate) fn read(root: &str, read: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut modules = Self::default();
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        modules.add_file(root, folder, None, read);
        modules
    }

    fn add_file(
        &mut self,
        file: &str,
        folder: &str,
        parent: Option<ModuleId>,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> ModuleId {
        let text = read(file).unwrap_or_else(|| panic!("{file} does not exist"));
        let File { items, .. } = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        self.add_module(file, folder, parent, &items, read)
    }

    fn add_module(
        &mut self,
        file: &str,
        folder: &str,
        parent: Option<ModuleId>,
        items: &[Item],
        read: &dyn Fn(&str) -> Option<String>,
    ) -> ModuleId {
        let id = self.0.len();
        let (names, globs, paths) = (BTreeMap::new(), Vec::new(), Vec::new());
        self.0.push(Module { file: file.to_owned(), parent, names, globs, paths });
        for item in items {
            match item {
                Item::Mod(child) if !is_test(&child.attrs) => {
                    let child_id = self.add_child(child, file, folder, id, read);
                    self.name(id, child.ident.to_string(), Name::Module(child_id));
                }
                item => {
                    if let Some(name) = defined(item) {
                        self.name(id, name, Name::Definition);
                    }
                    Collector { modules: self, id }.visit_item(item);
                }
            }
        }
        id
    }

    fn add_child(
        &mut self,
        child: &ItemMod,
        file: &str,
        folder: &str,
        parent: ModuleId,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> ModuleId {
        let inside = join(folder, &child.ident.to_string());
        if let Some((_, items)) = &child.content {
            return self.add_module(file, &inside, Some(parent), items, read);
        }
        let flat = format!("{inside}.rs");
        let path = if read(&flat).is_some() { flat } else { format!("{inside}/mod.rs") };
        self.add_file(&path, &inside, Some(parent), read)
    }

    fn name(&mut self, id: ModuleId, name: String, meaning: Name) {
        self.0[id].names.entry(name).or_default().push(meaning);
    }
}

/// Collects the names and paths of one item. Inner items belong to the same module.
struct Collector<'a> {
    modules: &'a mut Modules,
    id: ModuleId,
}

impl Collector<'_> {
    fn path(&mut self, segments: Vec<String>) {
        if segments.len() > 1 {
            self.modules.0[self.id].paths.push(segments);
        }
    }

    fn import(&mut self, prefix: &[String], tree: &UseTree) {
        let with = |name: String| prefix.iter().cloned().chain([name]).collect::<Vec<_>>();
        let (segments, name) = match tree {
            UseTree::Path(path) => return self.import(&with(path.ident.to_string()), &path.tree),
            UseTree::Group(group) => return group.items.iter().for_each(|tree| self.import(prefix, tree)),
            UseTree::Glob(_) => return self.modules.0[self.id].globs.push(prefix.to_vec()),
            UseTree::Name(name) if name.ident == "self" => (prefix.to_vec(), prefix.last().cloned()),
            UseTree::Name(name) => (with(name.ident.to_string()), Some(name.ident.to_string())),
            UseTree::Rename(rename) => (with(rename.ident.to_string()), Some(rename.rename.to_string())),
        };
        if let Some(name) = name {
            self.modules.name(self.id, name, Name::Import(segments.clone()));
        }
        self.path(segments);
    }

    /// The paths in the input of a macro, which has no syntax tree.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => colons += 1,
                TokenTree::Ident(ident) if colons == 2 || path.is_empty() => {
                    path.push(ident.to_string());
                    colons = 0;
                }
                other => {
                    self.path(std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        TokenTree::Ident(ident) => path.push(ident.to_string()),
                        TokenTree::Group(group) => self.tokens(group.stream()),
                        TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                    }
                }
            }
        }
        self.path(path);
    }
}

impl Visit<'_> for Collector<'_> {
    fn visit_item(&mut self, item: &Item) {
        if !attributes(item).is_some_and(is_test) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, function: &ItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &ImplItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_use(&mut self, item: &ItemUse) {
        self.import(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &Path) {
        self.path(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &Macro) {
        visit::visit_macro(self, call);
        self.tokens(call.tokens.clone());
    }

    /// Attributes hold no code that runs: derives, lints and names for `serde` and `ts-rs`.
    fn visit_attribute(&mut self, _: &Attribute) {}
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Whether code with these attributes exists in tests only: `#[test]`, `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("cfg") => {
            list.parse_args::<Meta>().is_ok_and(|condition| requires_test(&condition))
        }
        _ => false,
    })
}

fn requires_test(condition: &Meta) -> bool {
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .is_ok_and(|all| all.iter().any(requires_test)),
        _ => false,
    }
}

fn defined(item: &Item) -> Option<String> {
    if attributes(item).is_some_and(is_test) {
        return None;
    }
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        _ => return None,
    };
    Some(ident.to_string())
}

fn attributes(item: &Item) -> Option<&[Attribute]> {
    Some(match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => return None,
    })
}
