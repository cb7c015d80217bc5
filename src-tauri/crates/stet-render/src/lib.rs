//! Copy to page bytes: pure
