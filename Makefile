# `make study` and `make test` set up what they need by themselves; see `make help`.
.DEFAULT_GOAL := help
.PHONY: help setup test lint format clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-8s %s\n", $$1, $$2 }'

setup:
	@sh Scripts/setup

test: setup ## Set up what is missing and run the tests
	swift test -c release

lint: ## Check the style of the sources
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## Rewrite the sources in the project's style
	swift format --in-place --recursive --parallel Package.swift Sources Tests

clean: ## Remove what the build made
	rm -rf .build
