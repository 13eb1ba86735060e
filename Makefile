# The two commands of the README are `make run` and `make test`; CI runs `make test-all`.
PYTHON ?= python3
PORT ?= 8000
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
export PORT
# What is compiled once is read by every process after it, whatever the machine prefers.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run bench drills test test-all check lint types architecture migrations test-sqlite test-postgres test-browser test-documents test-drills screenshots lock clean

run: .venv/run.stamp
	$(BIN)/python manage.py demo
	$(BIN)/python manage.py serve

test: check test-sqlite

test-all: test test-postgres test-browser test-documents test-drills

check: lint types architecture migrations

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files -z -- 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2 --check

types: .venv/dev.stamp
	$(BIN)/mypy .

architecture: .venv/dev.stamp
	$(BIN)/lint-imports

migrations: .venv/dev.stamp
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check

# A worker takes a stretch of files, so that what a file prepares is mostly prepared once, and helps at the end.
test-sqlite: .venv/dev.stamp
	$(PYTEST) -n 2 --dist worksteal -m "not browser and not documents and not drills"

# What asks no database (a rule, a command in a process on a file of its own) has been proved above.
test-postgres: .venv/dev.stamp
	DATABASE_URL=$(POSTGRES_URL) $(PYTEST) -n 2 --dist worksteal -m "database and not browser and not documents and not drills"

# Each browser test runs against real server processes, on both databases; the tests of one site stay together.
test-browser: .venv/dev.stamp
	POSTGRES_URL=$(POSTGRES_URL) $(PYTEST) -n 2 --dist loadscope --no-loadscope-reorder -m browser

test-documents: .venv/dev.stamp
	$(PYTEST) -m documents

# The browser tests look at their pages; here with pictures in var/screenshots, of which the README shows one.
screenshots: .venv/dev.stamp
	PICTURES=1 $(PYTEST) -m browser -k "fits and sqlite" tests/test_journey_browser.py
	mkdir -p docs/screenshots
	cp var/screenshots/bang-dieu-khien-quy-3-1366.png docs/screenshots/dashboard.png
	$(PYTEST) -m browser tests/test_help_browser.py
	cp var/screenshots/help/*.png static/help/

# The short drills of CI; `make drills` is the long one, by hand.
test-drills: .venv/dev.stamp
	POSTGRES_URL=$(POSTGRES_URL) $(PYTEST) -m drills

drills: .venv/dev.stamp
	$(BIN)/python -m drills.kill_save --kills 100
	$(BIN)/python -m drills.kill_save --kills 100 --postgres $(POSTGRES_URL)
	$(BIN)/python -m drills.kill_issue --kills 50
	$(BIN)/python -m drills.kill_issue --kills 50 --postgres $(POSTGRES_URL)

# What pages and saving cost beside the smallest page, and the report's files beside their libraries alone; fails above
# the limits.
bench: .venv/dev.stamp
	$(BIN)/python -m bench.save_row
	$(BIN)/python -m bench.board
	$(BIN)/python -m bench.report
	$(BIN)/python -m bench.docx_report

lock: .venv/dev.stamp
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-dev.in -o requirements-dev.txt

.venv/run.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cần Python 3.11 trở lên.")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
