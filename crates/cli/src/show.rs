//! An answer for eyes: one line per thing, `name: value`; scripts take `--json`.

use std::fmt::Write as _;

use serde_json::Value;

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some("-".to_owned()),
        Value::Bool(yes) => Some(if *yes { "oui" } else { "non" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) if text.contains('\n') => None,
        Value::String(text) => Some(if text.is_empty() { "-".to_owned() } else { text.clone() }),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn write(out: &mut String, name: &str, value: &Value, depth: usize) {
    let pad = "  ".repeat(depth);
    if let Some(text) = scalar(value) {
        let _ = writeln!(out, "{pad}{name}: {text}");
        return;
    }
    let _ = writeln!(out, "{pad}{name}:");
    match value {
        Value::Array(items) => items.iter().for_each(|item| line(out, item, depth + 1)),
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| write(out, name, value, depth + 1));
        }
        Value::String(text) => {
            for text in text.lines() {
                let _ = writeln!(out, "{pad}  {text}");
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// One item of a list: flat fields on one line, deeper ones below.
fn line(out: &mut String, item: &Value, depth: usize) {
    let pad = "  ".repeat(depth);
    let Value::Object(fields) = item else {
        let _ = writeln!(out, "{pad}{}", scalar(item).unwrap_or_default());
        return;
    };
    let flat: Vec<String> =
        fields.values().filter_map(scalar).filter(|text| text != "-" && text != "non").collect();
    let _ = writeln!(out, "{pad}{}", flat.join("  "));
    for (name, value) in fields.iter().filter(|(_, value)| value.is_object()) {
        write(out, name, value, depth + 1);
    }
}

/// The answer as text.
pub fn readable(answer: &Value) -> String {
    let mut out = String::new();
    match answer {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| write(&mut out, name, value, 0)),
        Value::Array(items) => items.iter().for_each(|item| line(&mut out, item, 0)),
        Value::Null => out.push_str("fait\n"),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => line(&mut out, answer, 0),
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_is_lines_of_names_and_values() {
        let text =
            readable(&json!({ "total": 1, "lines": [{ "name": "Awa", "demo": false }], "note": "a\nb" }));
        assert_eq!(text, "total: 1\nlines:\n  Awa\nnote:\n  a\n  b\n");
        assert_eq!(readable(&Value::Null), "fait\n");
    }
}
