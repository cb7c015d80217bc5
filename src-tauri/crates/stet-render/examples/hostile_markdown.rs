//! Measures copy that is made to be slow through the whole way to a page: front matter, blocks, page, ninjs and record.
//!
//!     cargo run --release -p stet-render --example hostile_markdown [BYTES]
//!
//! Prints seconds for half the bytes and for all of them, and the ratio: about 2 for work in proportion, 4 where it is
//! quadratic.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop there")]

#[path = "../tests/pages/classes.rs"]
mod classes;
#[path = "../tests/pages/common.rs"]
#[expect(dead_code, reason = "shared with the tests, which use all of it")]
mod common;

use std::time::Instant;

fn main() {
    let size = std::env::args().nth(1).and_then(|size| size.parse().ok()).unwrap_or(1_000_000);
    let site = common::site();
    let taken = |text: &str| {
        let start = Instant::now();
        let bytes = common::whole_way(&site, text);
        (start.elapsed().as_secs_f64(), bytes)
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
