//! Asks axe-core for breaches of WCAG on the page as it stands. It excuses none.

use std::fs;
use std::path::Path;

use fantoccini::Client;
use serde_json::{Value, json};

use crate::Trouble;

/// Runs every rule of WCAG 2.0 to 2.2, A and AA, with the good practices, on what the page shows now.
const RUN: &str = r#"
const done = arguments[arguments.length - 1];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }).then(
  (result) => done(result.violations.map((breach) => ({
    rule: breach.id,
    help: breach.help,
    where: breach.nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
  }))),
  (error) => done([{ rule: "axe", help: String(error), where: [] }]),
);
"#;

/// # Errors
/// When axe-core is not installed or finds anything, each breach with its places.
pub async fn run(client: &Client) -> Result<(), Trouble> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    let there = client.execute("return typeof window.axe === 'object'", vec![]).await?;
    if there != json!(true) {
        let script = fs::read_to_string(&path).map_err(|error| {
            Trouble::new(format!(
                "axe-core is not installed in ui/node_modules ({error}): `cargo xtask setup`"
            ))
        })?;
        client.execute(&format!("{script}\nwindow.axe = axe;"), vec![]).await?;
    }
    let breaches = client.execute_async(RUN, vec![]).await?;
    let sentences: Vec<String> = breaches.as_array().into_iter().flatten().map(sentence).collect();
    if breaches.is_array() && sentences.is_empty() {
        return Ok(());
    }
    Err(Trouble::new(format!("axe-core found {} breaches:\n{}", sentences.len(), sentences.join("\n"))))
}

fn sentence(breach: &Value) -> String {
    let text = |key| breach.get(key).and_then(Value::as_str).unwrap_or_default();
    let places =
        breach.get("where").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let places: Vec<String> =
        places.map(|place| format!("    {}", place.replace('\n', "\n      "))).collect();
    format!("  {} ({})\n{}", text("rule"), text("help"), places.join("\n"))
}
