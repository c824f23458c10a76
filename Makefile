# Set-up runs once: each stamp in .venv stands for one installed lock file.

PYTHON ?= python3
JOBS ?= 2
UV ?= uv
PYTHONS ?= python3.11 python3.12 python3.13
PART ?= 1
PARTS ?= 6

# What `make demo` asks: the decided cases under every position, then one of them with its reasons.
DEMO ?= C01 C02 C06 C07 C09 C13 C19

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCK := $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --extra all \
	--no-emit-package anbao --generate-hashes --no-emit-index-url --no-header

SCRIPTS := site/build.mjs $(shell find site/src -name '*.js')

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help assets demo docs site wheel test test-all test-part test-pythons coverage bench \
	check-style format generate lock clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: $(VENV)/demo.stamp ## set up .venv and decide the real cases under every position
	$(BIN)/anbao decide $(DEMO) --under all --brief
	$(BIN)/anbao decide $(lastword $(DEMO))

assets: build/assets/oxigraph.js ## bundle the site's scripts (Node 20, or that of PyPI)

docs: $(VENV)/demo.stamp ## write the reference of the Python package (also a page of the site) into build/docs/api
	$(BIN)/python -m anbao.site.reference build/docs/api

site: $(VENV)/demo.stamp assets ## build the static site into build/site
	$(BIN)/anbao site build/site

wheel: $(VENV)/test.stamp assets ## build wheel and sdist into dist, with all that they carry
	$(BIN)/python -m anbao_dev.classifications build/classification
	$(BIN)/python -m hatchling build

test: check-style assets ## set up .venv, check style and types, run the tests
	$(BIN)/pytest -m "not slow and not benchmark" -n $(JOBS) --dist worksteal

test-all: check-style assets ## the same with the slow tests
	$(BIN)/pytest -m "not benchmark" -n $(JOBS) --dist worksteal

test-part: $(VENV)/test.stamp assets ## run one part of the slow tests, and say what it covers: make test-part PART=2 PARTS=6
	$(BIN)/pytest -m "slow and not benchmark" --part $(PART)/$(PARTS) -n $(JOBS) --dist worksteal \
		--cov --cov-report=
	@echo "of src/anbao these tests cover $$($(BIN)/coverage report --format=total) %"

test-pythons: assets ## run the tests on each Python of PYTHONS that is found, and say which are missing
	@PYTHONS="$(PYTHONS)" JOBS=$(JOBS) .ci/test-pythons

coverage: $(VENV)/test.stamp assets ## run the tests of make test, a quarter slower, and show which lines they miss
	$(BIN)/pytest -m "not slow and not benchmark" -n $(JOBS) --dist worksteal --cov --cov-report=term

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

generate: $(VENV)/test.stamp ## write anew what is generated: vocabulary, words for the browser, specialities, circuits, idle premises, READMEs, layout
	$(BIN)/python -m anbao_dev.vocabulary
	$(BIN)/python -m anbao_dev.javascript
	$(BIN)/python -m anbao_dev.specialities
	$(BIN)/python -m anbao_dev.circuits
	$(BIN)/python -m anbao_dev.idleness
	$(BIN)/python -m anbao_dev.readme
	$(BIN)/python -m anbao_dev.rules_readme
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
