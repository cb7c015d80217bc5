//! Pages as readers and machines get them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

mod classes;
mod common;
mod corpus;
mod hostile;
mod site;
