//! The two commands of the window: a use case by its name, and a sign of life. It reads no request itself.

use std::sync::Arc;

use serde_json::{Value, json};
use tauri::{State, async_runtime};

use crate::Shell;

/// Hands one use case to the desk, away from the window's own thread, since a save waits for the disk.
///
/// # Errors
/// The desk's problem as the page reads it: a `code` with its facts.
#[tauri::command]
pub async fn call(name: String, request: Value, shell: State<'_, Shell>) -> Result<Value, Value> {
    let desk = Arc::clone(&shell.desk);
    match async_runtime::spawn_blocking(move || desk.call(&name, request)).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(problem)) => Err(serde_json::to_value(problem).unwrap_or_else(|_| internal())),
        Err(_) => Err(internal()),
    }
}

fn internal() -> Value {
    json!({ "code": "internal" })
}

/// Someone is at the keyboard: the idle clock starts again.
#[tauri::command]
pub fn activity(shell: State<'_, Shell>) {
    shell.activity.seen();
}
