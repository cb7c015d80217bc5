//! Copy beside the HTML that it becomes: `tests/corpus/NAME.md` and `NAME.html`. `NAME.ar.md` is Arabic.
//!
//! `UPDATE=1 cargo test -p stet-render corpus` writes the HTML anew; read the difference before it is kept.

use crate::common;
use std::fs;
use std::path::Path;

#[test]
fn copy_becomes_the_html_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/corpus");
    let site = common::site();
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    assert!(files.len() >= 10, "the corpus is gone");
    let mut wrong = Vec::new();
    for path in files {
        let lang = if path.to_string_lossy().ends_with(".ar.md") { "ar" } else { "en" };
        let article = common::draft(&fs::read_to_string(&path).unwrap());
        let page = site.story(lang, "corpus", &article).unwrap();
        let got = common::body_of(&page.html);
        let beside = path.with_extension("html");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&beside, got).unwrap();
        } else if fs::read_to_string(&beside).unwrap_or_default() != got {
            wrong.push(format!("{}:\n{got}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
