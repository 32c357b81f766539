# What can be done here; `make help` lists it. Needs git, make and any Python 3 with venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The installed uv, or one in .tools.
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --no-sync
# Tests wait for the network, the clock or the database half of the time, so there are more processes than cores.
PROCESSES ?= 4
PYTEST := $(RUN) pytest -p no:cacheprovider
PYTEST_ARGS ?=
PART ?= turn stock growth workers
# Hundreds of processes start in the tests: without compiled modules each takes two to ten seconds longer.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup model browser collect run chat train test verify exhaustive lint format eval bench fuzz conversations diagram messages audit sbom clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/.made-for-running ## Make the environment: Python 3.11 and the packages of uv.lock

.tools/bin/uv:
	@echo "uv is not installed: installing it into .tools"
	python3 -m venv .tools
	.tools/bin/pip --quiet --disable-pip-version-check install 'uv>=0.9'

# uv installs Python 3.11 itself if the machine has none.
.venv/.made-for-running: pyproject.toml uv.lock $(filter .tools/%,$(UV))
	$(UV) sync --frozen --no-dev
	@touch $@

.venv/.made-for-testing: pyproject.toml uv.lock tests/conformance/uv.lock tests/conformance/npm/package-lock.json $(filter .tools/%,$(UV))
	$(UV) sync --frozen
	$(UV) sync --frozen --project tests/conformance
	if command -v npm >/dev/null; then npm ci --silent --ignore-scripts --no-audit --no-fund --prefix tests/conformance/npm; fi
	@touch $@ .venv/.made-for-running

# The tests use the model in .waylight, wherever WAYLIGHT_DATA_DIR points.
model: .venv/.made-for-testing
	WAYLIGHT_DATA_DIR=.waylight $(RUN) waylight understand </dev/null

# Browser tests are skipped if Chromium cannot be installed.
browser:
	@if [ ! -x /usr/bin/chromium ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get -q update && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium fonts-noto-core fonts-noto-cjk; \
	fi

# Compiles the tests, which each process would otherwise do for itself, while the model is trained.
collect: .venv/.made-for-testing
	@$(PYTEST) --collect-only --quiet >/dev/null || echo "The tests cannot be collected: the run below says why."

run: setup ## Set up, train if needed, and serve on 127.0.0.1 (PORT=8000)
	$(RUN) waylight run $(if $(PORT),--port $(PORT))

chat: setup ## Talk with the bot in this terminal
	$(RUN) waylight chat

train: setup ## Train the model again
	$(RUN) waylight train

test: .venv/.made-for-testing ## Set up and pass what a change must pass; PYTEST_ARGS="tests/state" chooses tests
ifeq ($(strip $(PYTEST_ARGS)),)
	$(MAKE) --no-print-directory --jobs=4 --output-sync=target model browser lint collect
	$(PYTEST) -m "not slow" --numprocesses=$(PROCESSES) --dist=loadgroup --no-loadscope-reorder
else
	$(MAKE) --no-print-directory model browser
	$(PYTEST) $(PYTEST_ARGS)
endif

verify: .venv/.made-for-testing ## Pass what takes longer or needs the machine alone: how well people are understood, time, PostgreSQL, crashes, load
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target model browser
	$(PYTEST) -m "slow and not serial and not exhaustive" --numprocesses=$(PROCESSES) --dist=loadgroup --no-loadscope-reorder
	$(PYTEST) -m "slow and serial and not exhaustive"

exhaustive: .venv/.made-for-testing ## Pass what is too much for each change, before a release: upgrades, disaster recovery, repetitions with PostgreSQL
	$(MAKE) --no-print-directory model
	$(PYTEST) -m "exhaustive and not serial" --numprocesses=$(PROCESSES) --dist=loadgroup --no-loadscope-reorder
	$(PYTEST) -m "exhaustive and serial"

lint: .venv/.made-for-testing ## Check style, types, import contracts, catalogues and pages on rights
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) waylight languages check
	$(RUN) waylight directory rights check

format: .venv/.made-for-testing ## Format the code
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

eval: .venv/.made-for-testing ## Measure understanding on the test texts (REPORT=1 writes docs/understanding.md)
	$(RUN) waylight nlu evaluate $(if $(REPORT),--report)

bench: .venv/.made-for-testing ## Measure; PART="turn stock growth workers directory small load soak chaos webhooks connectors understanding"
	$(if $(filter stock understanding,$(PART)),$(UV) sync --frozen --project tests/bench/stock_rasa)
	$(RUN) python -m tests.bench $(PART)

fuzz: .venv/.made-for-testing ## Try thousands of texts that no one should send (EXAMPLES=2000 for each test)
	FUZZ_EXAMPLES=$(or $(EXAMPLES),2000) $(PYTEST) --timeout=0 tests/fuzz

conversations: .venv/.made-for-testing ## Play random conversations and search for what they leave behind (COUNT=10000)
	CONVERSATIONS=$(or $(COUNT),10000) $(PYTEST) --timeout=0 tests/properties/test_random_conversations.py
	PROMISED_CONVERSATIONS=$$(($(or $(COUNT),10000) / 10)) $(PYTEST) --timeout=0 tests/acceptance/privacy

diagram: setup ## Write the pages of the conversation for reviewers (docs/dialogue)
	$(RUN) waylight dialogue map --output docs/dialogue

messages: setup ## Bring the catalogues up to date with the English source
	$(RUN) waylight languages update

audit: .venv/.made-for-testing ## Ask the package index for advisories on each locked version, for SECURITY.md
	@# Markers are cut off so that packages of other platforms and Python versions are included.
	answer=$$(mktemp -d); trap 'rm -rf "$$answer"' EXIT; \
	$(UV) export --quiet --frozen --no-dev --no-emit-project --no-hashes --no-annotate --no-header | sed 's/ *;.*//' >"$$answer/locked.txt"; \
	$(UV) tool run --from 'pip-audit~=2.10' pip-audit --disable-pip --no-deps --requirement "$$answer/locked.txt" \
		--progress-spinner off --format json --output "$$answer/answer.json" || true; \
	$(RUN) python -m tests.dependencies.audit "$$answer/answer.json"
	$(PYTEST) tests/dependencies

sbom: ## Write sbom.json, what uv.lock installs with hashes (CycloneDX 1.5); needs no network
	$(UV) export --quiet --frozen --offline --no-dev --preview-features sbom-export --format cyclonedx1.5 --output-file sbom.json

clean: ## Remove the environment, the model and the embedded database
	rm -rf .venv .tools .waylight tests/conformance/.venv tests/conformance/npm/node_modules tests/bench/stock_rasa/.venv
