# Set-up runs once: each stamp in .venv stands for one installed lock file.

PYTHON ?= python3
JOBS ?= 2
UV ?= uv

# What `make demo` asks: the decided cases under every position, then one of them with its reasons.
DEMO ?= C01 C02 C06 C07 C09 C13 C19

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCK := $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header

SCRIPTS := site/build.mjs $(shell find site/src -name '*.js')

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help assets demo test test-all bench check-style format generate lock clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: $(VENV)/demo.stamp ## set up .venv and decide the real cases under every position
	$(BIN)/anbao decide $(DEMO) --under all --brief
	$(BIN)/anbao decide $(lastword $(DEMO))

assets: build/assets/oxigraph.js ## bundle the site's scripts (Node 20, or that of PyPI)

test: check-style assets ## set up .venv, check style and types, run the tests
	$(BIN)/pytest -m "not slow and not benchmark" -n $(JOBS) --dist worksteal

test-all: check-style assets ## the same with the slow tests
	$(BIN)/pytest -m "not benchmark" -n $(JOBS) --dist worksteal

bench: $(VENV)/test.stamp assets ## measure speed and memory
	$(BIN)/pytest -m benchmark -s

check-style: $(VENV)/test.stamp $(VENV)/site.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	site/with-node npm run --silent check --prefix site

format: $(VENV)/test.stamp ## mend what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

generate: $(VENV)/test.stamp ## write anew what is generated: vocabulary, what the browser shares, inferred specialities, the README's table, layout
	$(BIN)/python -m anbao_dev.vocabulary
	$(BIN)/python -m anbao_dev.javascript
	$(BIN)/python -m anbao_dev.specialities
	$(BIN)/python -m anbao_dev.readme
	$(BIN)/python -m anbao_dev.layout

lock: ## write the lock files anew, keeping the versions that still fit (needs uv)
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group test --constraint requirements.lock --output-file requirements-dev.lock
	site/with-node node site/lock.mjs

clean: ## remove what was built and cached, but not .venv
	rm -rf build dist site/node_modules $(VENV)/site.stamp .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/site.stamp: site/package.json site/package-lock.json | $(BIN)/python
	site/with-node npm ci --silent --prefix site
	@touch $@

build/assets/oxigraph.js: $(SCRIPTS) $(VENV)/site.stamp
	site/with-node node site/build.mjs

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Anbao needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo.stamp: requirements.lock pyproject.toml | $(BIN)/python
	$(call install,requirements.lock)

$(VENV)/test.stamp: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(call install,requirements-dev.lock)

define install
	@echo "Installing $(1) into $(VENV): about a minute, longer on a slow network"
	@$(PIP) --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	$(PIP) install -qq --require-hashes --requirement $(1)
	$(PIP) install -qq --no-deps --editable .
	@touch $@
endef
