//! Finds elements by role and name, as a person or a screen reader would. It knows no class and no test id.

use std::time::{Duration, Instant};

use fantoccini::Client;
use fantoccini::elements::{Element, ElementRef};
use serde_json::{Value, json};

use crate::Trouble;

/// When it is called broken, on a machine that does everything at once.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// How often a condition is looked at while it is awaited.
pub const LOOK: Duration = Duration::from_millis(40);

const SCRIPT: &str = include_str!("find.js");

/// The key under which WebDriver passes an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What was found of a role now: elements that fit the name, and the names of all of that role.
pub struct Found {
    pub elements: Vec<Element>,
    pub names: Vec<String>,
}

/// Looks once. An empty `name` fits every element of the role.
///
/// # Errors
/// When the page does not answer.
pub async fn look(client: &Client, role: &str, name: &str, exact: bool) -> Result<Found, Trouble> {
    let answer = client.execute(SCRIPT, vec![json!(role), json!(name), json!(exact)]).await?;
    let elements = list(&answer, "found").filter_map(|found| found.get(ELEMENT)?.as_str().map(str::to_owned));
    let elements =
        elements.map(|id| Element::from_element_id(client.clone(), ElementRef::from(id))).collect();
    let names = list(&answer, "names").filter_map(Value::as_str).map(str::to_owned).collect();
    Ok(Found { elements, names })
}

fn list<'a>(answer: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    answer.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// Waits until an element of the role with the name is there, and answers with the first.
///
/// # Errors
/// When none came in time, with the names that were there instead.
pub async fn wait(client: &Client, role: &str, name: &str) -> Result<Element, Trouble> {
    let end = Instant::now() + PATIENCE;
    loop {
        let found = look(client, role, name, false).await?;
        if let Some(element) = found.elements.into_iter().next() {
            return Ok(element);
        }
        if Instant::now() > end {
            let names = found.names.join(" | ");
            return Err(Trouble::new(format!("no {role} named \"{name}\" came; there were: {names}")));
        }
        tokio::time::sleep(LOOK).await;
    }
}
