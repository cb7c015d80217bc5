//! The window: one webview over the wire contract, and a scheme through which it shows pictures and pages.

mod scheme;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use stet_app::{App, Fault, Settings, wire};
use tauri::{AppHandle, Emitter, Manager, RunEvent, State, WebviewUrl, WebviewWindowBuilder};

/// Name of the one event channel.
const CHANNEL: &str = "stet";

/// Answers one command of the wire off the main thread, so that the window never waits for a disk.
#[tauri::command]
async fn call(app: State<'_, Arc<App>>, name: String, payload: serde_json::Value) -> Result<serde_json::Value, Fault> {
    let app = Arc::clone(&app);
    tauri::async_runtime::spawn_blocking(move || wire::call(&app, &name, payload)).await.unwrap_or_else(|_| {
        Err(Fault::new("crash", "The command failed unexpectedly.", "Your text is kept in the journal. Start Stet again."))
    })
}

/// Opens the window, on a newsroom where one was named.
pub fn run(folder: Option<PathBuf>, author: &str) -> ExitCode {
    let author = author.to_owned();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| {
            if let Some(window) = app.get_webview_window("main") {
                let _ = window.unminimize();
                let _ = window.set_focus();
            }
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .register_asynchronous_uri_scheme_protocol("stet", |context, request, responder| {
            let app = Arc::clone(context.app_handle().state::<Arc<App>>().inner());
            tauri::async_runtime::spawn_blocking(move || responder.respond(scheme::answer(&app, &request)));
        })
        .invoke_handler(tauri::generate_handler![call])
        .setup(move |tauri_app| {
            let handle = tauri_app.handle().clone();
            let recent = tauri_app.path().app_config_dir().ok().map(|folder| folder.join("recent.json"));
            let app = Arc::new(App::new(Settings { author, recent }, move |event| tell(&handle, event)));
            if let Some(folder) = folder
                && let Err(fault) = stet_app::newsroom::open(&app, &folder)
            {
                eprintln!("stet: {}\n      {}", fault.message, fault.hint);
            }
            tauri_app.manage(app);
            WebviewWindowBuilder::new(tauri_app, "main", WebviewUrl::default())
                .title("Stet")
                .inner_size(1280.0, 800.0)
                .min_inner_size(720.0, 480.0)
                .build()?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|_handle, event| if let RunEvent::Exit = event {});
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("stet: The window could not be opened: {error}\n      `stet --help` lists what works without one.");
            ExitCode::from(3)
        }
    }
}

fn tell(handle: &AppHandle, event: wire::Event) {
    if let Err(error) = handle.emit(CHANNEL, event) {
        eprintln!("stet: the window could not be told of an event: {error}");
    }
}
