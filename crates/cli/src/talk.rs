//! Many calls in one session, a line each, for scripts that would otherwise derive the key at every call.

use std::io::{BufRead as _, Write as _};

use passerelle_app::{Desk, Problem};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Failure;

#[derive(Deserialize)]
struct Call {
    name: String,
    #[serde(default = "empty")]
    request: Value,
}

fn empty() -> Value {
    json!({})
}

fn answer(desk: &Desk, line: &str) -> Value {
    let told = match serde_json::from_str::<Call>(line) {
        Ok(call) => desk.call(&call.name, call.request),
        Err(_) => Err(Problem::BadRequest),
    };
    match told {
        Ok(answer) => json!({ "answer": answer }),
        Err(problem) => json!({ "problem": problem }),
    }
}

/// Answers until the input ends. Opening the vault is a call like any other, `session.unlock`.
pub fn answer_lines(desk: &Desk) -> Result<(), Failure> {
    let (told, topics) = std::sync::mpsc::channel();
    desk.subscribe(Box::new(move |topic| {
        // A closed channel means that nobody reads any more.
        let _ = told.send(topic);
    }));
    for line in std::io::stdin().lock().lines() {
        let answer = answer(desk, &line?);
        let mut out = std::io::stdout().lock();
        for topic in topics.try_iter() {
            writeln!(out, "{}", json!({ "topic": topic }))?;
        }
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
