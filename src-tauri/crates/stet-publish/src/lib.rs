//! Sealing and verifying bundles
