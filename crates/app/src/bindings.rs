//! The types of the entrance in TypeScript: every request, answer, view and problem, sorted, so that a diff is readable.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use passerelle_domain::Topic;
use ts_rs::{Config, TS, TypeVisitor};

use crate::Problem;
use crate::desk::{Registrar, UseCase, register_all};

struct Types<'a> {
    config: &'a Config,
    declared: BTreeMap<String, String>,
    calls: BTreeMap<&'static str, (String, String)>,
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
        if self.declared.contains_key(&name) {
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

/// The text of the generated file.
pub fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut types = Types { config: &config, declared: BTreeMap::new(), calls: BTreeMap::new() };
    register_all(&mut types);
    types.visit::<Problem>();
    types.visit::<Topic>();
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
