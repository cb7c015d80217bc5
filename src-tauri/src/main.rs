//! `stet`: the window when called alone, a command line with a verb.

// A console window must not open beside the app on Windows.
#![cfg_attr(all(not(debug_assertions), feature = "gui"), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    stet::run(std::env::args_os())
}
