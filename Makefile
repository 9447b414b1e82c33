# Two commands matter: `make demo` and `make test`. Both work on a fresh machine with Python >= 3.11 and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --disable-pip-version-check -q

.PHONY: demo serve test check lint types contracts tests tests-postgresql bench bundle lock clean

$(VENV)/.runtime: requirements/runtime.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements/runtime.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.runtime
	$(PIP) -r requirements/dev.lock
	@touch $@

demo: $(VENV)/.runtime
	$(BIN)/kechuang demo

serve: $(VENV)/.runtime
	$(BIN)/kechuang serve

test: lint types contracts tests-postgresql tests

check: test

lint: $(VENV)/.dev
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache

tests: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto

# The site once more, on PostgreSQL: a server of its own in a temporary folder, which ends with the tests.
tests-postgresql: $(VENV)/.dev
	$(BIN)/python -m tests.postgresql $(BIN)/python -m pytest -n auto tests/web tests/journeys --ignore=tests/journeys/browser --ignore=tests/web/operation

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

# All that an intranet needs, in one folder: wheels only, for the Python and the system this runs on; docs/operate.md says how it
# is installed there.
bundle: $(VENV)/.runtime
	rm -rf dist/bundle build && mkdir -p dist/bundle
	$(BIN)/python -m pip download --disable-pip-version-check -q --only-binary :all: --require-hashes -r requirements/runtime.lock -d dist/bundle
	$(BIN)/python -m pip wheel --disable-pip-version-check -q --no-deps --no-build-isolation -w dist/bundle .
	cp requirements/runtime.lock dist/bundle
	cd dist/bundle && sha256sum *.whl runtime.lock > SHA256SUMS && ls *.whl | wc -l && du -sh .

lock:
	$(BIN)/uv pip compile --universal --python-version 3.11 --no-header --no-annotate --generate-hashes --extra ocr --extra web --extra postgresql pyproject.toml requirements/build.in -o requirements/runtime.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --no-header --no-annotate --generate-hashes -c requirements/runtime.lock requirements/dev.in -o requirements/dev.lock

clean:
	rm -rf $(VENV) build dist
