//! The types of the entrance in TypeScript: every request, answer, view and problem, sorted, so that a diff is readable.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use passerelle_domain::Topic;
use ts_rs::{Config, TS, TypeVisitor};

use crate::Problem;
use crate::desk::{Registrar, UseCase, register_all};

struct Types<'a> {
    config: &'a Config,
    declared: BTreeMap<String, String>,
    calls: BTreeMap<&'static str, (String, String)>,
    /// Names that two different types claim: the page could not tell them apart.
    clashes: BTreeSet<String>,
}

impl TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // A type without a path of its own is one of the language's.
        if T::output_path().is_none() {
            T::visit_dependencies(self);
            T::visit_generics(self);
            return;
        }
        let name = T::ident(self.config);
        if let Some(declared) = self.declared.get(&name) {
            if *declared != T::decl(self.config) {
                self.clashes.insert(name);
            }
            return;
        }
        self.declared.insert(name, T::decl(self.config));
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

impl Registrar for Types<'_> {
    fn register<U: UseCase>(&mut self) {
        U::visit_dependencies(self);
        U::visit_generics(self);
        self.visit::<U::Answer>();
        self.calls.insert(U::NAME, (U::inline(self.config), U::Answer::name(self.config)));
    }
}

fn config() -> Config {
    Config::new().with_large_int("number")
}

fn collect(config: &Config) -> Types<'_> {
    let (declared, calls, clashes) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    let mut types = Types { config, declared, calls, clashes };
    register_all(&mut types);
    types.visit::<Problem>();
    types.visit::<Topic>();
    types
}

/// The text of the generated file.
pub fn typescript() -> String {
    let config = config();
    let types = collect(&config);
    let mut out =
        String::from("// Generated from the Rust types; `cargo xtask bindings` writes it anew.\n\n");
    for declaration in types.declared.values() {
        let _ = writeln!(out, "export {declaration}\n");
    }
    out.push_str("export type Calls = {\n");
    for (name, (request, answer)) in &types.calls {
        let request =
            if request == "Record<symbol, never>" { "Record<string, never>" } else { request.as_str() };
        let _ = writeln!(out, "  \"{name}\": {{ request: {request}; answer: {answer} }};");
    }
    out.push_str("};\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_types_of_the_entrance_share_a_name() {
        let config = config();
        assert_eq!(collect(&config).clashes, BTreeSet::new());
    }
}
