# Two commands matter: `make run` and `make test`. `make help` lists the others.
# Needs Python 3.10 or newer; Node for the extension and for the tests.

PYTHON ?= python3
PORT ?= 8672
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
MINUTES ?= 10

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# Every package is pinned and its hash checked; nothing else is fetched.
# Two q: a warning about someone's pip settings is no news here; errors are shown.
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
INSTALL := $(PIP) install --require-hashes --no-deps
INSTALL_PROJECT := $(PIP) install --no-deps --no-build-isolation --editable .
# pip keeps the build's own warning to itself.
SAY_WITHOUT_KERNEL = ls model/ascribe/_kernel.*.so >/dev/null 2>&1 || echo \
	'No C compiler found: Ascribe runs in plain Python, some times slower. apt-get install gcc python3-dev' >&2

RUNS := $(VENV)/.runs
TESTS := $(VENV)/.tests
# Compiled while the project is installed, where there is a C compiler.
KERNEL := $(wildcard model/kernel/*.[ch]) model/kernel/build_hook.py
NODE_PACKAGES := extension/node_modules/.installed
STORE_LINT := extension/store-lint/node_modules/.installed
EXTENSION := extension/dist/manifest.json
EXTENSION_SOURCES := $(shell find extension/src extension/icons -type f) \
	extension/build.mjs extension/manifest.json extension/package.json

.PHONY: bench bench-pages bench-speed fuzz load help run test test-guards check extension node browsers screenshot train tagger \
	experiments teachers label-head readme lock wheel zips clean

help: ## Say what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r name what; do printf '  %-16s %s\n' "$$name" "$$what"; done

run: $(RUNS) ## Install what is missing, build the extension and start the server
	@if $(MAKE) --silent --no-print-directory extension; then \
		printf '%s\n' \
			'The extension lies unpacked in $(CURDIR)/extension/dist' \
			'  Chrome, Edge:      chrome://extensions, switch on "Developer mode",' \
			'                     press "Load unpacked" and choose that folder' \
			'  Firefox:           about:debugging#/runtime/this-firefox,' \
			'                     press "Load Temporary Add-on" and choose its manifest.json' \
			''; \
	else \
		printf '%s\n' '' \
			'The browser extension is not built: see the message above.' \
			"All else works: the server's page reads pasted texts and HTML files." \
			''; \
	fi >&2
	@exec $(BIN)/ascribe serve --port $(PORT)

test: node browsers $(STORE_LINT) $(TESTS) ## Install what the tests need, browsers too, and run them all
	@tests/check.sh

check: node $(STORE_LINT) $(TESTS) ## Run everything but the browser tests and the wheel's: minutes less
	@tests/check.sh --fast

test-guards: $(TESTS) ## Take each defence of the server away and see that a test notices
	@$(BIN)/python -m tests.guards.run $(GUARDS)

fuzz: $(TESTS) ## Ask the server whatever its description allows, and odd pages, for ten minutes
	@$(BIN)/python -m tests.fuzz.run --minutes $(MINUTES)

load: $(TESTS) ## Put a server under load and faults, and write down how it did: a quarter of an hour
	@$(BIN)/python -m tests.load.run
	@$(MAKE) --silent --no-print-directory readme

extension: node ## Build the browser extension into extension/dist
	@$(MAKE) --silent --no-print-directory $(EXTENSION)

screenshot: node browsers $(TESTS) ## Make the README's picture anew, in Chromium
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -q tests/browser/make_screenshot.py

train: $(RUNS) ## Train the model that ships anew, from the labelled pages in SHARED
	@test -d $(SHARED)/data/voices || { \
		echo "There are no labelled pages in $(SHARED)/data/voices; say SHARED=folder." >&2; \
		exit 1; }
	$(BIN)/ascribe train $(SHARED)/data/voices/train.jsonl --out model/ascribe/models/default \
		--unlabelled $(SHARED)/data/voices/unlabelled.jsonl \
		--teachers model/experiments/teachers.npz \
		--kept-taggers model/experiments/taggers \
		--model-version "$$($(BIN)/ascribe --version | cut -d' ' -f2)" \
		--labels "by a large language model under a written guide, not by people" \
		--no-pipeline

tagger: $(RUNS) ## Train what finds sources anew; run `make train` after it
	$(BIN)/ascribe train-tagger $(SHARED)/data/attribution/polnear_train.jsonl \
		--texts $(SHARED)/data/voices/train.jsonl \
		--texts $(SHARED)/data/voices/unlabelled.jsonl \
		--dev $(SHARED)/data/attribution/polnear_dev.jsonl \
		--out model/ascribe/models/default
	@$(MAKE) --silent --no-print-directory label-head

# What the encoders and the label head need is two gigabytes: an environment of its own.
TEACHERS := .cache/teachers/bin/python
SAID := .cache/teachers/attributions.npz
label-head: $(TEACHERS) $(SAID) ## Teach the tagger labels, 45 minutes; run `make train` after it
	PYTHONPATH=model $(TEACHERS) -m experiments label-head $(SHARED)/data/voices \
		$(SHARED)/data/attribution/polnear_train.jsonl \
		$(SHARED)/data/attribution/polnear_dev.jsonl $(SAID)

# What the teachers of attributions say of pages that nobody has marked, an hour.
$(SAID): model/experiments/attribution_teacher.py model/experiments/encoder.py model/experiments/pieces.py | $(TEACHERS)
	PYTHONPATH=model $(TEACHERS) -m experiments teach-attributions $(SHARED)/data/voices \
		$(SHARED)/data/attribution/polnear_train.jsonl \
		$(SHARED)/data/attribution/polnear_dev.jsonl $@

$(TEACHERS): model/experiments/requirements.txt server/requirements.lock
	test -x $@ || $(PYTHON) -m venv .cache/teachers
	$@ -m pip -qq install --require-hashes --no-deps -r server/requirements.lock
	$@ -m pip -qq install -r model/experiments/requirements.txt
	touch $@

experiments: $(RUNS) ## Measure every change that was tried of the model, an hour
	PYTHONPATH=model $(BIN)/python -m experiments run $(SHARED)/data/voices
	PYTHONPATH=model $(BIN)/python -m experiments watch \
		$(SHARED)/data/external/checkthat2023.jsonl

teachers: $(TEACHERS) ## Train the teachers anew, one to two hours; then `make tagger train`
	PYTHONPATH=model $(TEACHERS) -m experiments teach $(SHARED)/data/voices

bench: $(TESTS) ## Measure speed and memory beside scikit-learn and fastText
	@$(INSTALL) -r model/benchmarks/requirements.lock
	@$(BIN)/python model/benchmarks/bench.py
	@$(MAKE) --silent --no-print-directory readme

bench-pages: node browsers $(TESTS) ## Read 60 saved pages of SHARED in Chromium; print how much was read
	@$(MAKE) --silent --no-print-directory extension
	@ASCRIBE_SHARED="$(abspath $(SHARED))" $(BIN)/python -m tests.browser.bench_pages

bench-speed: node browsers $(TESTS) ## Measure in Chromium how long a press takes, and what a very long page costs
	@$(MAKE) --silent --no-print-directory extension
	@$(BIN)/python -m tests.browser.bench_speed

readme: $(TESTS) ## Fill in the parts of README.md and the model card that the code knows
	@$(BIN)/cog -r README.md server/README.md model/CARD.md

zips: node ## Build the packages for the browsers' stores into dist/
	@npm --prefix extension run --silent zips

wheel: $(RUNS) ## Build the package into dist/
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

# uv makes one lock for every system and Python; it goes into a folder of its own.
lock: ## Choose the newest versions of all packages and write the lock files
	@test -x .cache/uv/bin/uv || { $(PYTHON) -m venv .cache/uv && .cache/uv/bin/pip -q install uv; }
	@lock() { .cache/uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.10 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml "$$@"; }; \
	lock --group build --output-file server/requirements.lock; \
	lock --group build --group dev --constraint server/requirements.lock \
		--output-file tests/requirements.lock; \
	lock --group bench --constraint tests/requirements.lock \
		--output-file model/benchmarks/requirements.lock

clean: ## Delete all that was made or installed here
	rm -rf $(VENV) .cache dist extension/dist extension/node_modules \
		extension/store-lint/node_modules \
		.hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find model server tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
		echo 'Python is missing. Debian, Ubuntu: sudo apt-get install python3 python3-venv' >&2; \
		exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
		echo "Python 3.10 or newer is needed; $(PYTHON) is $$($(PYTHON) --version)." >&2; \
		echo 'Name another one: make run PYTHON=python3.12' >&2; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments." >&2; \
		echo 'Debian, Ubuntu: sudo apt-get install python3-venv' >&2; \
		exit 1; }
	@echo 'Making a virtual environment in $(VENV) …' >&2
	@rm -f $(RUNS) $(TESTS)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# The stamps say which lock was installed; a new lock or pyproject.toml renews them.
$(RUNS): server/requirements.lock pyproject.toml $(KERNEL) | $(BIN)/python
	@echo 'Installing the packages that Ascribe needs …' >&2
	@$(INSTALL) -r server/requirements.lock
	@$(INSTALL_PROJECT)
	@$(SAY_WITHOUT_KERNEL)
	@touch $@

$(TESTS): tests/requirements.lock server/requirements.lock pyproject.toml $(KERNEL) | $(BIN)/python
	@echo 'Installing the packages that the tests need …' >&2
	@$(INSTALL) -r tests/requirements.lock
	@$(INSTALL_PROJECT)
	@$(SAY_WITHOUT_KERNEL)
	@touch $@ $(RUNS)

node:
	@command -v node >/dev/null && command -v npm >/dev/null || { \
		echo 'Node and npm are missing; they build the browser extension.' >&2; \
		echo 'Debian, Ubuntu: sudo apt-get install nodejs npm' >&2; \
		exit 1; }
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 18 || (+a == 18 && +b >= 19) ? 0 : 1)' || { \
		echo "Node 18.19 or newer is needed; this is $$(node --version)." >&2; \
		exit 1; }
	@$(MAKE) --silent --no-print-directory $(NODE_PACKAGES)

$(NODE_PACKAGES): extension/package-lock.json extension/package.json
	@echo 'Installing the packages that build the extension …' >&2
	@npm --prefix extension ci --silent --no-progress
	@touch $@

$(STORE_LINT): extension/store-lint/package-lock.json extension/store-lint/package.json | node
	@echo "Installing Mozilla's linter for extensions …" >&2
	@npm --prefix extension/store-lint ci --silent --no-progress
	@touch $@

$(EXTENSION): $(NODE_PACKAGES) $(EXTENSION_SOURCES)
	@npm --prefix extension run --silent build

browsers:
	@tests/browsers.sh
