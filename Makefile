# Everything that can be done here; `make help` lists it. Needs git, make and any Python 3 with venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The uv that is there, else one of our own in .tools, where it disturbs nobody.
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --no-sync
PYTEST_ARGS ?=

.PHONY: help setup run chat train text test lint format eval eval-stock bench fuzz conversations map messages clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.made-for-running ## Make the environment (Python 3.11, everything at the versions of uv.lock)

.tools/bin/uv:
	@echo "uv is not installed: putting it into .tools"
	python3 -m venv .tools
	.tools/bin/pip --quiet --disable-pip-version-check install 'uv>=0.9'

# uv brings Python 3.11 itself where the machine has none.
.venv/.made-for-running: pyproject.toml uv.lock $(filter .tools/%,$(UV))
	$(UV) sync --frozen --no-dev
	@touch $@

.venv/.made-for-testing: pyproject.toml uv.lock tests/emulator/uv.lock tests/conformance/uv.lock $(filter .tools/%,$(UV))
	$(UV) sync --frozen
	$(UV) sync --frozen --project tests/emulator
	$(UV) sync --frozen --project tests/conformance
	@touch $@ .venv/.made-for-running

run: setup ## Set up, train if needed, and start the service on 127.0.0.1 (PORT=8000)
	$(RUN) waylight run $(if $(PORT),--port $(PORT))

chat: setup ## Talk with the bot in this terminal
	$(RUN) waylight chat

train: setup ## Train the model anew
	$(RUN) waylight train

test: .venv/.made-for-testing lint ## Set up and pass every check and test
ifeq ($(strip $(PYTEST_ARGS)),)
	@# The directory's tests run beside all others, which takes two thirds of the time; what they say comes last.
	said=$$(mktemp); trap 'rm -f $$said' EXIT; others=0; theirs=0; \
	$(RUN) pytest -p no:cacheprovider tests/directory >$$said 2>&1 & directory=$$!; \
	$(RUN) pytest --ignore=tests/directory || others=$$?; \
	wait $$directory || theirs=$$?; \
	cat $$said; exit $$((others + theirs))
else
	$(RUN) pytest $(PYTEST_ARGS)
endif

lint: .venv/.made-for-testing ## Style, types, import contracts, catalogues, pages of rights, training data
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) waylight languages check
	$(RUN) waylight directory rights check

format: .venv/.made-for-testing ## Put the code into its usual form
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

eval: .venv/.made-for-testing ## Measure understanding on the unseen texts (REPORT=1: write docs/understanding.md too)
	$(RUN) waylight nlu evaluate $(if $(REPORT),--report)

eval-stock: .venv/.made-for-testing ## Train stock Rasa, with TensorFlow, on some of the texts and put it beside ours (an hour)
	$(UV) sync --frozen --project tests/stockrasa
	tests/stockrasa/.venv/bin/python -m tests.stockrasa.stock
	$(RUN) python -m tests.stockrasa.ours

bench: .venv/.made-for-testing ## Measure size, memory, start, the cost of a turn, and the directory with a million services
	$(RUN) python -m tests.benchmarks.bench
	$(RUN) python -m tests.benchmarks.directory --page

fuzz: .venv/.made-for-testing ## Try thousands of texts that nobody should send (FUZZ_EXAMPLES=2000 in each test)
	FUZZ_EXAMPLES=$(or $(FUZZ_EXAMPLES),2000) $(RUN) pytest -p no:cacheprovider tests/fuzz

conversations: .venv/.made-for-testing ## Live through thousands of random conversations (CONVERSATIONS=10000)
	CONVERSATIONS=$(or $(CONVERSATIONS),10000) $(RUN) pytest -p no:cacheprovider tests/properties/test_random_conversations.py

map: setup ## Draw the conversation anew for reviewers (docs/dialogue)
	$(RUN) waylight dialogue map --output docs/dialogue

messages: setup ## Bring the catalogues in step with the English source
	$(RUN) waylight languages update

clean: ## Remove the environment, the model and the embedded database
	rm -rf .venv .tools .waylight tests/emulator/.venv tests/conformance/.venv tests/stockrasa/.venv
