//! What each call takes, read from the very types that the window is given: a field added there is met here.

use std::collections::BTreeMap;

/// The type of a request or of one of its fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Text,
    /// Of a row, as `PersonId`.
    Id(String),
    Number,
    Flag,
    /// One of a closed list.
    Word(Vec<String>),
    Perhaps(Box<Kind>),
    List(Box<Kind>),
    Form(Vec<(String, Kind)>),
    Anything,
}

struct Reader<'t> {
    declared: &'t BTreeMap<String, String>,
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn take(&mut self, sign: &str) -> bool {
        self.rest = self.rest.trim_start();
        let found = self.rest.strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn name(&mut self) -> &'t str {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        name
    }

    fn quoted(&mut self) -> String {
        let (text, rest) = self.rest.split_once('"').unwrap();
        self.rest = rest;
        text.to_owned()
    }

    fn union(&mut self) -> Kind {
        let (mut words, mut kinds, mut perhaps) = (Vec::new(), Vec::new(), false);
        loop {
            if self.take("\"") {
                words.push(self.quoted());
            } else if self.take("null") {
                perhaps = true;
            } else {
                kinds.push(self.single());
            }
            if !self.take("|") {
                break;
            }
        }
        let kind = if words.is_empty() { kinds.into_iter().next().unwrap() } else { Kind::Word(words) };
        if perhaps { Kind::Perhaps(Box::new(kind)) } else { kind }
    }

    fn form(&mut self) -> Kind {
        let mut fields = Vec::new();
        while !self.take("}") {
            let name = if self.take("\"") { self.quoted() } else { self.name().to_owned() };
            let optional = self.take("?");
            assert!(self.take(":"), "a field of {name:?} is not read: {}", self.rest);
            let kind = self.union();
            fields.push((name, if optional { Kind::Perhaps(Box::new(kind)) } else { kind }));
            let _ = self.take(",") || self.take(";");
        }
        Kind::Form(fields)
    }

    fn single(&mut self) -> Kind {
        if self.take("{") {
            return self.form();
        }
        match self.name() {
            "string" => Kind::Text,
            "number" => Kind::Number,
            "boolean" => Kind::Flag,
            "unknown" => Kind::Anything,
            "Record" => {
                let (_, rest) = self.rest.split_once('>').unwrap();
                self.rest = rest;
                Kind::Form(Vec::new())
            }
            "Array" => {
                assert!(self.take("<"));
                let of = self.union();
                assert!(self.take(">"));
                Kind::List(Box::new(of))
            }
            "Private" => {
                assert!(self.take("<"));
                let of = self.union();
                assert!(self.take(">"));
                of
            }
            id if id.ends_with("Id") => Kind::Id(id.to_owned()),
            name => {
                let declared =
                    self.declared.get(name).unwrap_or_else(|| panic!("{name:?} is declared nowhere"));
                Reader { declared: self.declared, rest: declared }.union()
            }
        }
    }
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/**") {
        out.push_str(before);
        rest = comment.split_once("*/").unwrap().1;
    }
    out + rest
}

/// Every call with the type of its request.
pub fn requests() -> BTreeMap<String, Kind> {
    let text = without_comments(&passerelle_app::bindings::typescript());
    let (types, calls) = text.split_once("export type Calls = {").unwrap();
    let mut declared = BTreeMap::new();
    for declaration in types.split("export type ").skip(1) {
        let (name, body) = declaration.split_once('=').unwrap();
        let name = name.split('<').next().unwrap().trim();
        declared.insert(name.to_owned(), body.trim().trim_end_matches(';').to_owned());
    }
    let mut requests = BTreeMap::new();
    for call in calls.split("  \"").skip(1) {
        let (name, rest) = call.split_once('"').unwrap();
        let (_, request) = rest.split_once("request: ").unwrap();
        let kind = Reader { declared: &declared, rest: request }.union();
        requests.insert(name.to_owned(), kind);
    }
    requests
}

/// A field of a request: where it stands, and what it takes.
pub type Leaf = (Vec<String>, Kind);

/// The fields of a request that take a text or an id, forms within forms included.
pub fn leaves(kind: &Kind) -> Vec<Leaf> {
    match kind {
        Kind::Text | Kind::Id(_) => vec![(Vec::new(), kind.clone())],
        Kind::Perhaps(of) => leaves(of),
        Kind::Form(fields) => {
            let under = |(name, kind): &(String, Kind)| {
                let deeper = leaves(kind).into_iter();
                deeper.map(|(path, kind)| ([vec![name.clone()], path].concat(), kind)).collect::<Vec<_>>()
            };
            fields.iter().flat_map(under).collect()
        }
        // The first of a list stands for all of them.
        Kind::List(of) => {
            let first = |(path, kind)| ([vec!["0".to_owned()], path].concat(), kind);
            leaves(of).into_iter().map(first).collect()
        }
        Kind::Number | Kind::Flag | Kind::Word(_) | Kind::Anything => Vec::new(),
    }
}

#[test]
fn the_types_of_every_call_are_read() {
    let requests = requests();
    assert!(requests.len() > 40);
    let fields: usize = requests.values().map(|kind| leaves(kind).len()).sum();
    assert!(fields > 100, "{fields} fields take a text or an id");
    assert_eq!(requests["referral.send"], {
        let words = ["person", "representative", "both"].map(str::to_owned).to_vec();
        Kind::Form(vec![
            ("referral".into(), Kind::Id("ReferralId".into())),
            ("on".into(), Kind::Perhaps(Box::new(Kind::Text))),
            ("note".into(), Kind::Text),
            ("agreement".into(), Kind::Perhaps(Box::new(Kind::Word(words)))),
        ])
    });
}
