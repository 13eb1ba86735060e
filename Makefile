# The two commands of the README are `make run` and `make test`; CI runs `make test-all`.
PYTHON ?= python3
PORT ?= 8000
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
export PORT

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

test-sqlite: .venv/dev.stamp
	$(PYTEST) -n 2 -m "not browser and not documents and not drills"

test-postgres: .venv/dev.stamp
	DATABASE_URL=$(POSTGRES_URL) $(PYTEST) -n 2 -m "not browser and not documents and not drills"

# Each browser test runs against real server processes, on both databases.
test-browser: .venv/dev.stamp
	POSTGRES_URL=$(POSTGRES_URL) $(PYTEST) -m browser

test-documents: .venv/dev.stamp
	$(PYTEST) -m documents

# The browser test writes its pictures into var/screenshots; the README shows one of them.
screenshots: .venv/dev.stamp
	$(PYTEST) -m browser -k "fits and sqlite" tests/test_journey_browser.py
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

# What saving one row, and the board of two hundred units, cost beside the smallest page; fails above the limits.
bench: .venv/dev.stamp
	$(BIN)/python -m bench.save_row
	$(BIN)/python -m bench.board

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
