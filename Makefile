# Everything that can be done here; `make help` lists it. Needs git, make and any Python 3 with venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The uv that is there, else one of our own in .tools, where it disturbs nobody.
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --no-sync
PYTEST_ARGS ?=
# The tests run in parts, five things at once: each waits for something half of the time. While the model is trained only
# little begins that needs none: all else would hold it up, or train one of its own. What takes longest comes first, and
# what nobody waits for stands back (nice).
STANDING_BACK := nice -n 10 $(RUN)
# Each part notes which of its tests failed, for tests/again.py, and is well then; whatever else it comes to fails at once.
NOTED := .pytest_cache/parts
PYTEST = pytest -o cache_dir=$(NOTED)/$@
NOTING = || { [ $$? = 1 ] && [ -s $(NOTED)/$@/v/cache/lastfailed ]; }
STAFF := tests/directory/staff tests/directory/moderation
EXCHANGED := tests/directory/api tests/directory/exchange
DIRECTORY := tests/directory $(addprefix --ignore=,$(EXCHANGED) $(STAFF))
BROWSER := tests/acceptance/staff_pages --ignore=tests/acceptance/staff_pages/test_promise.py
UNDERSTOOD := tests/nlu tests/conversations tests/locales
SERVICES := tests/resilience/chaos tests/resilience/load tests/workers tests/acceptance/privacy tests/bench/small_server tests/bench/stock_connectors
ENGINE := tests/engine tests/acceptance/service tests/properties tests/bench tests/fuzz
PROMISE := tests/acceptance/staff_pages/test_promise.py
# What is cut off is given up after seconds: on a machine that is busy with all the others everybody would be.
ALONE := tests/resilience/partitions
# What is measured where nothing is chosen. The directory with a million services takes an hour more.
BENCHED := $(or $(PART),turn stock growth workers)

.PHONY: help setup run chat train text browser test trained test-directory test-exchanged test-staff test-pages test-bot test-engine test-understood test-services test-promise test-alone lint format eval eval-stock stock-connectors audit bench small load soak chaos fuzz fuzz-webhooks promises conversations map messages clean

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

.venv/.made-for-testing: pyproject.toml uv.lock tests/conformance/uv.lock $(filter .tools/%,$(UV))
	$(UV) sync --frozen
	$(UV) sync --frozen --project tests/conformance
	@touch $@ .venv/.made-for-running

run: setup ## Set up, train if needed, and start the service on 127.0.0.1 (PORT=8000)
	$(RUN) waylight run $(if $(PORT),--port $(PORT))

chat: setup ## Talk with the bot in this terminal
	$(RUN) waylight chat

train: setup ## Train the model anew
	$(RUN) waylight train

# Pages are tried in a real browser. Where Debian's can't be put in, its tests say that they are left out.
browser:
	@if [ ! -x /usr/bin/chromium ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get -q update && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium fonts-noto-core fonts-noto-cjk; \
	fi

test: .venv/.made-for-testing ## Set up and pass every check and test
ifeq ($(strip $(PYTEST_ARGS)),)
	rm -rf $(NOTED)
	failed=0; \
	$(MAKE) --no-print-directory --keep-going --jobs=5 --output-sync=target \
	  trained test-staff lint browser test-services test-understood test-bot test-directory test-engine test-exchanged test-pages test-promise || failed=1; \
	$(MAKE) --no-print-directory test-alone || failed=1; \
	$(RUN) python -m tests.again $(NOTED) || failed=1; \
	exit $$failed
else
	$(MAKE) --no-print-directory browser lint
	$(RUN) pytest $(PYTEST_ARGS)
endif

# Where the tests look for it, whatever is set here.
trained:
	WAYLIGHT_DATA_DIR=.waylight $(RUN) waylight understand </dev/null

test-directory: trained
	$(RUN) $(PYTEST) $(DIRECTORY) $(NOTING)

test-exchanged: trained
	$(RUN) $(PYTEST) $(EXCHANGED) $(NOTING)

test-staff:
	$(RUN) $(PYTEST) $(STAFF) $(NOTING)

test-pages: trained browser
	$(RUN) $(PYTEST) $(BROWSER) $(NOTING)

test-bot: trained
	$(RUN) $(PYTEST) $(addprefix --ignore=,tests/directory tests/acceptance/staff_pages $(UNDERSTOOD) $(SERVICES) $(ENGINE) $(ALONE)) $(NOTING)

test-engine: trained
	$(RUN) $(PYTEST) $(ENGINE) $(NOTING)

test-understood: trained
	$(RUN) $(PYTEST) $(UNDERSTOOD) $(NOTING)

test-services: trained
	$(RUN) $(PYTEST) $(SERVICES) $(NOTING)

test-promise: trained browser
	$(RUN) $(PYTEST) $(PROMISE) $(NOTING)

test-alone: trained
	$(RUN) $(PYTEST) $(ALONE) $(NOTING)

lint: .venv/.made-for-testing ## Style, types, import contracts, catalogues, pages of rights, training data
	$(STANDING_BACK) ruff check .
	$(STANDING_BACK) ruff format --check .
	$(STANDING_BACK) mypy
	$(STANDING_BACK) lint-imports
	$(STANDING_BACK) waylight languages check
	$(STANDING_BACK) waylight directory rights check

format: .venv/.made-for-testing ## Put the code into its usual form
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

eval: .venv/.made-for-testing ## Measure understanding on the unseen texts (REPORT=1: write docs/understanding.md too)
	$(RUN) waylight nlu evaluate $(if $(REPORT),--report)

eval-stock: .venv/.made-for-testing ## Train stock Rasa, with TensorFlow, on some of the texts and put it beside ours (an hour)
	$(UV) sync --frozen --project tests/bench/stock_rasa
	tests/bench/stock_rasa/.venv/bin/python -m tests.bench.stock_rasa.stock
	$(RUN) python -m tests.bench.stock_rasa.ours

stock-connectors: .venv/.made-for-testing ## Play every case on Rasa's own connectors and on ours (docs/stock-connectors.md)
	$(RUN) python -m tests.bench.stock_connectors.table

bench: .venv/.made-for-testing ## Measure a turn, stock Rasa beside ours, growth, two workers; PART="turn stock growth workers directory" chooses (docs/benchmarks)
	$(if $(filter stock,$(BENCHED)),$(UV) sync --frozen --project tests/bench/stock_rasa)
	$(RUN) python -m tests.bench $(BENCHED)

small: .venv/.made-for-testing ## Live through a day in the memory of a 512 MB server, as root (docs/benchmarks/small.md)
	$(RUN) python -m tests.bench.small_server

load: .venv/.made-for-testing ## Let RATE=100 messages a second come for SECONDS_=600, PROCESSES=1 (docs/benchmarks/load.md)
	$(RUN) python -m tests.resilience.load.load --rate $(or $(RATE),100) --seconds $(or $(SECONDS_),600) --processes $(or $(PROCESSES),1) --page docs/benchmarks/load.md

soak: .venv/.made-for-testing ## The same at half load for half an hour, to see memory stay flat (docs/benchmarks/soak.md)
	$(RUN) python -m tests.resilience.load.load --rate $(or $(RATE),40) --seconds 1800 --processes 2 --page docs/benchmarks/soak.md

chaos: .venv/.made-for-testing ## Kill processes while they answer, MESSAGES=5000 (docs/benchmarks/chaos.md)
	$(RUN) python -m tests.resilience.chaos.chaos --messages $(or $(MESSAGES),5000) --page

fuzz: .venv/.made-for-testing ## Try thousands of texts that nobody should send (FUZZ_EXAMPLES=2000 in each test)
	FUZZ_EXAMPLES=$(or $(FUZZ_EXAMPLES),2000) $(RUN) pytest -p no:cacheprovider --timeout=0 tests/fuzz

fuzz-webhooks: .venv/.made-for-testing ## Post POSTS=200000 spoiled bodies to both webhooks (docs/benchmarks/webhooks.md)
	$(RUN) python -m tests.fuzz.webhooks --many $(or $(POSTS),200000) --page

promises: .venv/.made-for-testing ## Look for what 1,000 random conversations left behind, in each set-up, and try all other promises
	PROMISED_CONVERSATIONS=$(or $(PROMISED_CONVERSATIONS),1000) $(RUN) pytest -p no:cacheprovider --timeout=0 tests/acceptance/privacy

conversations: .venv/.made-for-testing ## Live through thousands of random conversations (CONVERSATIONS=10000)
	CONVERSATIONS=$(or $(CONVERSATIONS),10000) $(RUN) pytest -p no:cacheprovider --timeout=0 tests/properties/test_random_conversations.py

map: setup ## Draw the conversation anew for reviewers (docs/dialogue)
	$(RUN) waylight dialogue map --output docs/dialogue

audit: .venv/.made-for-testing ## Ask the package index what is known against each locked version, for SECURITY.md
	@# Markers are cut off, so that what only another platform or Python installs is asked for too.
	asked=$$(mktemp -d); trap 'rm -rf "$$asked"' EXIT; \
	$(UV) export --quiet --frozen --no-dev --no-emit-project --no-hashes --no-annotate --no-header | sed 's/ *;.*//' >"$$asked/locked.txt"; \
	$(UV) tool run --from 'pip-audit~=2.10' pip-audit --disable-pip --no-deps --requirement "$$asked/locked.txt" \
		--progress-spinner off --format json --output "$$asked/answer.json" || true; \
	$(RUN) python -m tests.dependencies.audit "$$asked/answer.json"
	$(RUN) pytest -p no:cacheprovider tests/dependencies

messages: setup ## Bring the catalogues in step with the English source
	$(RUN) waylight languages update

clean: ## Remove the environment, the model and the embedded database
	rm -rf .venv .tools .waylight tests/conformance/.venv tests/bench/stock_rasa/.venv
