# `make demo` and `make test` need Python 3.11 or later and nothing else.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEVELOPER := $(VENV)/.developer
WRITER := $(VENV)/.writer
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.DEFAULT_GOAL := help
.PHONY: help demo test lint types layers tests browser docs tutorials bench e2e clean

help: ## Show this list
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: $(INSTALLED) ## Check, render and explain the article's application; no cluster and no Pulumi CLI needed
	@echo '$$ oamdsl check'
	@$(BIN)/oamdsl check
	@echo
	@echo '$$ oamdsl check examples/failed_example.py -s prod     (must be refused)'
	@! $(BIN)/oamdsl check examples/failed_example.py -s prod
	@echo
	@echo '$$ oamdsl explain my-awesome-app/nginx spec.replicas -s prod'
	@$(BIN)/oamdsl explain my-awesome-app/nginx spec.replicas -s prod
	@echo
	@echo '$$ oamdsl render my-awesome-app -s prod'
	@$(BIN)/oamdsl render my-awesome-app -s prod

test: lint types layers tests ## Lint, types, import layers, and all tests with full branch coverage

lint: $(DEVELOPER) ## Style, by ruff
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEVELOPER) ## Types, by mypy and pyright, both strict
	$(BIN)/mypy
	$(BIN)/basedpyright

layers: $(DEVELOPER) ## Which way imports go, by import-linter
	$(BIN)/lint-imports

tests: $(DEVELOPER) ## All tests but the end-to-end ones
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -m "not e2e" -n auto --maxprocesses 4
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

browser: ## Chromium, in which the report is tested, by apt; asks for root
	$(AS_ROOT) apt-get update
	$(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium fonts-dejavu-core

e2e: $(DEVELOPER) ## On a real Pulumi engine and API server; the first time, builds them with Go
	$(BIN)/python tests/e2e/tools/build.py
	$(BIN)/pytest tests/e2e -n auto --dist loadfile

docs: $(WRITER) ## The site, in build/site; a broken link or anchor fails
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -d build/doctrees docs build/site

tutorials: $(DEVELOPER) ## Follow the tutorials literally, each in an empty folder and a new environment
	$(BIN)/python -m tests.docs

bench: $(DEVELOPER) ## Speed, as ratios measured side by side
	$(BIN)/python -m tests.benchmarks

clean: ## Remove what the other targets made
	rm -rf $(VENV) build .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(INSTALLED): pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("oamdsl needs Python 3.11 or later; name one with `make PYTHON=python3.12`")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(DEVELOPER): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	touch $@

$(WRITER): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group docs
	touch $@
