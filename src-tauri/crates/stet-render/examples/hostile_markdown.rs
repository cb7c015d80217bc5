//! Measures copy that is made to be slow on its way to a page: front matter, parse, block rules, sanitiser, template.
//!
//!     cargo run --release -p stet-render --example hostile_markdown [BYTES]
//!
//! Prints seconds of work for half the bytes and for all of them, and the ratio: about 2 for work in proportion, 4 where it is
//! quadratic.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop there")]

#[path = "../tests/pages/classes.rs"]
mod classes;
#[path = "../tests/pages/common.rs"]
#[expect(dead_code, reason = "shared with the tests, which use all of it")]
mod common;

use std::sync::LazyLock;
use std::time::Instant;

/// Seconds that this thread has worked, so that a busy machine does not blur the ratios; by the clock where the system
/// does not say.
fn worked() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn main() {
    let size = std::env::args().nth(1).and_then(|size| size.parse().ok()).unwrap_or(1_000_000);
    let site = common::site();
    let taken = |text: &str| {
        let once = |_| {
            let start = worked();
            let article = stet_core::Draft::new(text).article();
            let bytes = article.map_or(0, |article| site.story("en", "x", &article).unwrap().html.len());
            (worked() - start, bytes)
        };
        // The quickest of three: what another program does to the caches is not the copy's doing.
        (0..3).map(once).min_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or_default()
    };
    let (mut slowest, mut steepest) = (0.0_f64, 0.0_f64);
    for (name, make) in classes::CLASSES.iter().chain(&classes::FRONT_MATTER) {
        let (half, _) = taken(&make(size / 2));
        let (whole, bytes) = taken(&make(size));
        let ratio = if whole > 0.02 { whole / half } else { 0.0 };
        slowest = slowest.max(whole);
        steepest = steepest.max(ratio);
        println!(
            "{name:<42} {half:7.3} s {whole:7.3} s   x {:>4}   {:>6} kB out",
            if ratio > 0.0 { format!("{ratio:.1}") } else { "-".into() },
            bytes / 1000
        );
    }
    println!("slowest {slowest:.3} s, steepest ratio {steepest:.1} (below 20 ms none is given)");
}
