//! The driver: a newsroom in a temporary folder and the `stet` that works on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// The repository's root.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The program under test.
pub fn program() -> &'static str {
    env!("CARGO_BIN_EXE_stet")
}

/// Where the pictures of the sample newsroom are kept once they are made: they are the same for every test.
fn renditions() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("renditions")
}

/// A newsroom to work on.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// What a call gave.
pub struct Given {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// An empty newsroom in English and Arabic.
    pub fn empty() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        let given = desk.run(&["init", desk.root().to_str().unwrap(), "--name", "The Test Post", "--lang", "en", "--lang", "ar"]);
        assert_eq!(given.code, 0, "{}", given.err);
        desk
    }

    /// A copy of the sample newsroom.
    pub fn sample() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        copy(&repository().join("drafts"), &desk.root());
        // Whichever test comes first makes the pictures; the others would make them too if they did not wait.
        static MADE: OnceLock<()> = OnceLock::new();
        MADE.get_or_init(|| {
            desk.ok(&["site", "-o", desk.beside("made").to_str().unwrap()]);
            fs::remove_dir_all(desk.root().join(".stet")).unwrap();
            fs::remove_dir_all(desk.beside("made")).unwrap();
        });
        desk
    }

    /// The newsroom's folder.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("newsroom")
    }

    /// A path beside the newsroom.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file beside the newsroom and gives its path.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.beside(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Writes a file into the newsroom.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Reads a file of the newsroom.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The command for a call, not yet run.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.arg("-C").arg(self.root()).args(arguments).env("STET_AUTHOR", "tester").env("STET_RENDITIONS", renditions());
        command
    }

    /// Runs a call.
    pub fn run(&self, arguments: &[&str]) -> Given {
        let arguments: Vec<&str> = arguments.to_vec();
        let mut command = if arguments.first() == Some(&"init") { Command::new(program()) } else { self.command(&[]) };
        given(command.args(&arguments).output().unwrap())
    }

    /// Runs a call that must succeed and gives its stdout.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let given = self.run(arguments);
        assert_eq!(given.code, 0, "{arguments:?}\n{}{}", given.out, given.err);
        given.out
    }

    /// Runs a call with `--json` that must end with `code`, and gives its document.
    pub fn json(&self, arguments: &[&str], code: i32) -> Value {
        let given = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(given.code, code, "{arguments:?}\n{}{}", given.out, given.err);
        serde_json::from_str(&given.out).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}", given.out))
    }

    /// Every Markdown file of the newsroom with its bytes.
    pub fn mirror(&self) -> Vec<(String, Vec<u8>)> {
        let mut out: Vec<_> = walk(&self.root())
            .into_iter()
            .filter(|path| path.ends_with(".md"))
            .map(|path| (path.clone(), fs::read(self.root().join(path)).unwrap()))
            .collect();
        out.sort();
        out
    }
}

fn given(output: Output) -> Given {
    Given {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Files below a folder, relative, sorted; the store is left out.
pub fn walk(root: &Path) -> Vec<String> {
    fn into(root: &Path, folder: &Path, out: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap() == ".stet" {
                continue;
            }
            if path.is_dir() {
                into(root, &path, out);
            } else {
                out.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut out = Vec::new();
    into(root, root, &mut out);
    out.sort();
    out
}

/// Copies a folder, its store left behind.
pub fn copy(from: &Path, to: &Path) {
    for name in walk(from) {
        let target = to.join(&name);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&name), target).unwrap();
    }
}
