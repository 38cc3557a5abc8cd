# `make study` and `make test` set up what they need by themselves; see `make help`.
.DEFAULT_GOAL := help
.PHONY: help setup study build test docs fuzz avx512 peers lint format clean

# Where `make study` puts its report and its file, and more options for it: make study OPTIONS="--data moons"
OUTPUT ?= study-digits
OPTIONS ?=
# How long `make fuzz` takes for each of its targets, and which: all of them if none is named.
SECONDS ?= 600
TARGETS ?=
# Where DocC finds the pages of `make docs`.
CATALOGUE = Sources/Activations/Activations.docc

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-8s %s\n", $$1, $$2 }'

setup:
	@sh Scripts/setup

build: setup ## Set up what is missing and build the program: .build/release/hillock
	swift build -c release --product hillock

study: build ## Set up what is missing and compare every activation on generated digits
	.build/release/hillock study --activations all --epochs 8 --output $(OUTPUT) $(OPTIONS)

test: setup ## Set up what is missing and run the tests
	swift build -c release --build-tests
	@sh Scripts/check-instruction-sets
	swift test -c release --skip-build
	swift run -c release --package-path Examples/ActivationDemo

docs: build ## Write the reference of the Activations library: .build/documentation (figures: ACCURACY=, COST= JSON files)
	rm -rf $(CATALOGUE)/Functions
	.build/release/hillock document --output $(CATALOGUE)/Functions \
	  $(if $(ACCURACY),--accuracy $(ACCURACY)) $(if $(COST),--cost $(COST))
	mkdir -p .build/documentation
	HILLOCK_DOCS=1 swift package --scratch-path .build-docs --allow-writing-to-directory .build/documentation \
	  generate-documentation --target Activations --warnings-as-errors \
	  --transform-for-static-hosting --output-path .build/documentation
	@echo "Open it with: python3 -m http.server --directory .build/documentation, then /documentation/activations"

fuzz: setup ## Feed the readers of files what libFuzzer thinks of (SECONDS=600 for each of TARGETS="idx csv")
	@sh Scripts/fuzz $(SECONDS) $(TARGETS)

avx512: setup ## Try the kernels for AVX-512 in an emulator of a processor that has it (installs it; a quarter of an hour)
	swift build -c release --build-tests
	@sh Scripts/check-avx512

peers: build ## Measure kernels, training steps, studies and memory beside PyTorch and JAX (installs them into .venv: gigabytes)
	test -x .venv/bin/python || python3 -m venv .venv
	.venv/bin/python -c 'import torch, jax, numpy' 2>/dev/null || .venv/bin/pip install --quiet torch jax numpy
	.venv/bin/python Benchmarks/Peers/elementwise.py .build/release/hillock
	.venv/bin/python Benchmarks/Peers/train_step.py .build/release/hillock
	.venv/bin/python Benchmarks/Peers/study.py .build/release/hillock
	.venv/bin/python Benchmarks/Peers/memory.py --json >.build/memory.json
	.build/release/hillock bench memory --peers .build/memory.json

lint: ## Check the style of the sources
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Examples Fuzz

format: ## Rewrite the sources in the project's style
	swift format --in-place --recursive --parallel Package.swift Sources Tests Examples Fuzz

clean: ## Remove what the build made
	rm -rf .build .build-docs .build-fuzz Examples/*/.build $(CATALOGUE)/Functions
