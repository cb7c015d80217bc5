# `make run` opens Stet on a copy of the sample newsroom. `make test` passes every test. Both do all set-up.

SAMPLE := target/sample-newsroom
export STET_BAGIT_PYTHON := $(CURDIR)/.tools/python/bin/python

.PHONY: help run dev test test-rust test-pages test-ui test-window bench app wire screenshots

help:
	@echo "make run          open Stet on a copy of the sample newsroom (headless: check, export, verify)"
	@echo "make dev          the same with live reload of the interface"
	@echo "make test         every test"
	@echo "make soak         1,000 kills of a process that types, 1,000 steps of a site, 50 rounds of many hands, every fault of a disk"
	@echo "make bench        measurements, with 1,000 and 10,000 stories"
	@echo "make bench-scale  the growth curve, up to 100,000 stories with five versions each (half an hour, 4 GB of disk)"
	@echo "make app          a release build with the interface in it, and a .deb"
	@echo "make wire         the wire contract for TypeScript, from Rust"
	@echo "make screenshots  the pictures in README and guide"

run:
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(MAKE) --no-print-directory run-window; else $(MAKE) --no-print-directory run-headless; fi

.PHONY: run-window run-headless
run-window: $(SAMPLE)
	.ci/setup build
	cd ui && npm run --silent build
	cargo run --features custom-protocol -- -C $(SAMPLE)

run-headless:
	@echo "There is no display: the same job runs headless (check, export, verify)."
	.ci/setup headless
	cargo build --no-default-features
	rm -rf $(SAMPLE) && cp -r drafts $(SAMPLE) && rm -rf $(SAMPLE)/.stet
	target/debug/stet -C $(SAMPLE) check
	target/debug/stet -C $(SAMPLE) export -o target/sample-bundle.zip
	target/debug/stet verify target/sample-bundle.zip
	@echo "The bundle is $(CURDIR)/target/sample-bundle.zip"

$(SAMPLE):
	mkdir -p target && cp -r drafts $(SAMPLE) && rm -rf $(SAMPLE)/.stet

dev: $(SAMPLE)
	.ci/setup build
	ui/node_modules/.bin/tauri dev -- -- -C $(CURDIR)/$(SAMPLE)

test: test-rust test-pages test-ui test-window

test-rust:
	.ci/setup test
	cargo fmt --all --check
	cargo clippy --quiet --workspace --no-default-features -- -D warnings
	cargo test --workspace --no-default-features
	cargo run --quiet -p xtask -- wire --check

test-pages:
	.ci/setup test
	cargo build --quiet --no-default-features
	tests/judges/run

test-ui:
	.ci/setup test
	cd ui && npm test && npm run --silent build

test-window:
	.ci/setup test
	cd ui && npm run --silent build
	cargo build --features custom-protocol
	tests/e2e/run

bench:
	.ci/setup test
	cargo build --release --no-default-features
	cargo build --release -p stet-app --example warm_site
	tests/bench/run
	tests/bench/site
	cargo run --release --quiet -p stet-render --example hostile_markdown
	tests/bench/scale
	tests/bench/history

.PHONY: bench-scale
bench-scale:
	.ci/setup test
	STET_BENCH_SIZES="1000 10000 100000" tests/bench/scale

app:
	.ci/setup build
	ui/node_modules/.bin/tauri build

wire:
	cargo run --quiet -p xtask -- wire

screenshots:
	.ci/setup test
	cd ui && npm run --silent build
	cargo build --features custom-protocol
	tests/e2e/run screenshots

.PHONY: soak
soak:
	.ci/setup test
	STET_KILL_ROUNDS=1000 cargo test -p stet-app --test killed -- --nocapture a_killed_typist
	STET_SITE_STEPS=1000 cargo test -p stet-app --test incremental -- --nocapture a_build_after_any_step
	STET_KILL_ROUNDS=500 cargo test --no-default-features --test suite -- --nocapture together::many_hands
	STET_FAULTS=all cargo test --no-default-features --test faults -- --nocapture
