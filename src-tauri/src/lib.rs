//! Stet.
