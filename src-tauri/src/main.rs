//! The desktop shell: one window, one command, the idle clock. No rule of the work lives here.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod again;
mod argument;
mod call;
mod demo;
mod event;
mod idle;
#[cfg(target_os = "linux")]
mod linux;
mod meet;
mod window;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use passerelle_app::{Desk, Place};
use tauri::{App, Manager, RunEvent};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::argument::Arguments;
use crate::demo::Demo;
use crate::idle::Activity;

/// What the commands of the window reach.
struct Shell {
    desk: Arc<Desk>,
    activity: Arc<Activity>,
}

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os().skip(1), std::env::var_os("PASSERELLE_VAULT")) {
        Ok(arguments) => arguments,
        Err(refusal) => {
            eprintln!("{refusal}");
            return ExitCode::from(2);
        }
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let error = again::unless_it_is_final(error);
            eprintln!("passerelle-desktop: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Files that were written are opened by the system's own programs, and messages begun in them. Its script that catches every
/// click on a link stays out: the page asks, or nothing is opened.
fn opener<R: tauri::Runtime>() -> impl tauri::plugin::Plugin<R> {
    tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build()
}

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let demo = arguments.demo.then(Demo::new).transpose()?;
    let directory = demo.as_ref().map(|demo| demo.directory().to_owned()).or(arguments.vault);
    let app = tauri::Builder::default()
        .plugin(window::single(directory.as_deref()))
        .plugin(tauri_plugin_dialog::init())
        .plugin(opener())
        .plugin(window::remembered())
        .invoke_handler(tauri::generate_handler![call::call, call::activity])
        .setup(move |app| {
            let opened = open(app, directory, demo);
            if let Err(error) = &opened {
                app.dialog()
                    .message(format!("Passerelle n'a pas pu s'ouvrir.\n\n{error}"))
                    .title("Passerelle")
                    .kind(MessageDialogKind::Error)
                    .blocking_show();
            }
            opened
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            leave(app);
        }
    });
    Ok(())
}

fn open(app: &mut App, directory: Option<PathBuf>, demo: Option<Demo>) -> Result<(), Box<dyn Error>> {
    let activity = Arc::new(Activity::new());
    let desk = if let Some(demo) = demo {
        let desk = Arc::new(Desk::new(demo.place().clone()));
        Demo::fill(&desk)?;
        app.manage(demo);
        desk
    } else {
        let dir = match directory {
            Some(directory) => directory,
            None => app.path().app_local_data_dir()?.join("vault"),
        };
        let desk = Arc::new(Desk::new(Place { dir, keyring: true, throw_away: false }));
        // A show that locks itself would strand whoever watches it, so only a real vault has the clock.
        idle::watch(Arc::clone(&desk), Arc::clone(&activity))?;
        meet::watch(Arc::clone(&desk))?;
        desk
    };
    event::carry(app.handle(), &desk);
    app.manage(Shell { desk, activity });
    window::open(app.handle())?;
    Ok(())
}

/// Closes the vault before the process ends, then removes a vault that was only for show.
fn leave(app: &tauri::AppHandle) {
    if let Some(shell) = app.try_state::<Shell>() {
        idle::lock(&shell.desk);
    }
    if let Some(demo) = app.try_state::<Demo>() {
        demo.remove();
    }
}
