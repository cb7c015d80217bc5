//! Chores of the repository. `cargo run -p xtask -- wire` writes the wire contract for TypeScript; with `--check` it
//! only says whether the committed one is the one the code gives.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let target = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/bridge/wire.ts");
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["wire"] => match std::fs::write(&target, stet_app::wire::typescript()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&format!("{} could not be written: {error}", target.display())),
        },
        ["wire", "--check"] => match std::fs::read_to_string(&target) {
            Ok(there) if there == stet_app::wire::typescript() => ExitCode::SUCCESS,
            Ok(_) => fail("ui/src/bridge/wire.ts is not what the code gives: run `make wire` and commit it"),
            Err(error) => fail(&format!("{} could not be read: {error}", target.display())),
        },
        _ => fail("usage: xtask wire [--check]"),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("xtask: {message}");
    ExitCode::FAILURE
}
