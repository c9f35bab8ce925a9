# Every habit of this house is one word here. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
DATA ?= .demo
WORKERS ?= 2
TESTS ?= tests
EACH ?= 200
KILLS ?= 20

export PYTHON
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo assets test check format messages lock lighthouse bench live flight telling stress soak clean

##@ Look
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n\033[1m%s\033[0m\n", substr($$0, 5) } \
		/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo

demo: ## the app with one invented family at http://localhost:8000 (PORT=8000 DATA=.demo)
	@.ci/prepare demo
	@$(BIN)/python -m familyapp.web.assets
	@exec $(BIN)/familyapp demo --port $(PORT) --data "$(DATA)"

##@ Work
test: ## all tests: SQLite, PostgreSQL and a real browser (TESTS=tests/plan WORKERS=2)
	@.ci/prepare test
	@$(BIN)/python -m familyapp.web.assets
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

check: ## lint, types and the laws of who may know whom
	@.ci/prepare check
	@.ci/check

format: ## put code, pages and styles in order
	@.ci/prepare check
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@node_modules/.bin/biome check --write --no-errors-on-unmatched

assets: ## static files, hashed and compressed, in build/static
	@.ci/prepare demo
	@$(BIN)/python -m familyapp.web.assets

messages: ## every word on screen, for translators, in build/familyapp.pot
	@.ci/prepare demo
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keyword N_ --no-location --sort-output \
		--project familyapp --output build/familyapp.pot familyapp templates
	@echo "$$(grep -c "^msgid" build/familyapp.pot) messages in build/familyapp.pot"

lock: ## newest versions into the lock files, with hashes and without addresses
	@.ci/prepare check
	@.ci/lock

##@ Measure
lighthouse: ## Lighthouse mobile on sign-in and plan
	@.ci/prepare test
	@$(BIN)/python -m familyapp.web.assets
	@$(BIN)/python -m benchmarks.lighthouse

bench: ## the plan page against the bare floor, as ratios
	@.ci/prepare test
	@$(BIN)/python -m familyapp.web.assets
	@$(BIN)/python -m benchmarks.plan_page

live: ## 500 people look at their plans at once: memory, processor, and when an addition is seen
	@.ci/prepare test
	@$(BIN)/python -m familyapp.web.assets
	@$(BIN)/python -m benchmarks.live

flight: ## the plan in flight mode, and sending what waited against PouchDB
	@.ci/prepare test
	@$(BIN)/python -m familyapp.web.assets
	@mkdir -p build/pouchdb
	@cp .npmrc benchmarks/outbox/package.json benchmarks/outbox/package-lock.json build/pouchdb
	@cd build/pouchdb && { cmp -s package-lock.json node_modules/.holds || \
		{ npm ci --loglevel=error && cp package-lock.json node_modules/.holds; }; }
	@$(BIN)/python -m benchmarks.sending; sent=$$?; $(BIN)/python -m benchmarks.cold_start && exit $$sent

telling: ## telling people: deliveries a second against a bare loop, and from commit to the push service's door
	@.ci/prepare test
	@$(BIN)/python -m familyapp.web.assets
	@$(BIN)/python -m benchmarks.telling

soak: ## kill -9 under load and walks through made-up family lives, long
	@.ci/prepare test
	@$(BIN)/python -m familyapp.web.assets
	@$(BIN)/python -m benchmarks.kill
	@$(BIN)/python -m benchmarks.telling_kills
	@HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest -o faulthandler_timeout=0 tests/access/test_walks.py tests/access/test_worlds.py

stress: ## three phones write 600 things while the server is killed 20 times, long (EACH=200 KILLS=20)
	@.ci/prepare test
	@$(BIN)/python -m familyapp.web.assets
	@$(BIN)/python -m benchmarks.stress --each $(EACH) --kills $(KILLS)

##@ Tidy
clean: ## remove what make made (the demo's folder stays)
	rm -rf .venv node_modules build static/vendor .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
