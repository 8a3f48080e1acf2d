# make run and make test are the two commands; each does all of its own set-up.
# Needs Python 3.11 or newer, and a package index that pip is set up for.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
STAMP := $(VENV)/.khyber
# Two processes share the tests, a file of them at a time, and build the graph once between them.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

LOCK := $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header

define CHECKS
$(BIN)/ruff check .
$(BIN)/ruff format --check .
$(BIN)/mypy
$(BIN)/lint-imports
endef

.PHONY: run test test-spark quick lint lab bench mutants fuzz format docs gallery lock wheel clean help

help: ## say what each target does
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(STAMP) ## the guided first run: build, check, ask, draw
	$(BIN)/kg tour

test: $(STAMP)-test ## everything that CI runs: lint, types, floors, tests
	$(CHECKS)
	$(PYTEST)

test-spark: $(STAMP)-spark ## count events on Spark too: some minutes, and 700 MB
	PYTHONPATH=$(CURDIR)/$(VENV)/spark $(BIN)/python -m pytest tests/spark

quick: $(STAMP)-test ## the same without the slow tests and those of faults, in two minutes
	$(CHECKS)
	$(PYTEST) -m "not slow and not fault"

lint: $(STAMP)-test ## mend style, then check types and floors
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy
	$(BIN)/lint-imports

lab: $(STAMP)-lab ## open JupyterLab on the notebooks
	$(BIN)/jupyter trust --log-level=WARN notebooks/*.ipynb
	$(BIN)/jupyter lab notebooks

format: $(STAMP) ## put the data files into canonical order
	$(BIN)/kg format

bench: $(STAMP)-test $(VENV)/peers $(VENV)/kglab ## measure against the peers; table and plot in benchmarks/README.md
	$(BIN)/python benchmarks/run.py

mutants: $(STAMP) $(VENV)/mutmut ## count the small changes to the code that its tests notice: an hour or two, or MODULE=period
	nice $(BIN)/python tools/mutants --show $(MODULE)

FUZZ ?= 1000000

fuzz: $(STAMP)-test ## try a million inputs at each door (FUZZ=N: so many); with atheris, where it is installed
	$(BIN)/python tools/fuzz --number $(FUZZ) --guided 30

docs: $(STAMP) ## write the pages that are made from the graph
	$(BIN)/python tools/generate-docs

gallery: $(STAMP) ## draw the pictures of docs/gallery again
	$(BIN)/python tools/make-gallery

lock: $(STAMP)-test ## pin the dependencies anew, with hashes and without addresses
	$(LOCK) --group test --extra lab --extra web pyproject.toml -o requirements-test.lock
	$(LOCK) --group spark -c requirements-test.lock --no-emit-package numpy --no-emit-package pandas \
	    -o requirements-spark.lock
	$(LOCK) --group build --extra web pyproject.toml -c requirements-test.lock -o requirements.lock
	$(LOCK) --group build --extra lab --extra web pyproject.toml -c requirements-test.lock -o requirements-lab.lock

wheel: $(STAMP)-test ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation -w dist .

clean: ## remove what make and Python leave behind
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Khyber needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

# What the command line needs, and no more; the notebooks and the tests add their own.
$(STAMP): $(VENV)/bin/python pyproject.toml requirements.lock
	$(PIP) install --require-hashes --no-deps -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(STAMP)-lab: $(STAMP) requirements-lab.lock
	$(PIP) install --require-hashes --no-deps -r requirements-lab.lock
	touch $@

# Peers of the benchmark that Khyber does not need; one that cannot be had is reported as missing.
$(VENV)/peers $(VENV)/kglab: $(VENV)/%: benchmarks/%.txt | $(STAMP)
	-$(PIP) install --upgrade --target $@ -r $<

# The mutation tester is a developer's: it lies apart, and brings what it needs.
$(VENV)/mutmut: tools/mutmut.txt | $(STAMP)
	$(PIP) install --upgrade --target $@ -r $<
	touch $@

$(STAMP)-test: $(STAMP) requirements-test.lock tools/test-parts tests/parts.py tests/comunica/package-lock.json
	$(PIP) install --require-hashes --no-deps -r requirements-test.lock
	$(BIN)/python tools/test-parts
	touch $@

# Spark lies apart: beside the pyarrow that it brings, pandas takes two seconds to import. Where it
# cannot be had, its tests say so.
$(STAMP)-spark: $(STAMP)-test requirements-spark.lock
	$(BIN)/python tools/test-parts java
	-$(PIP) install --require-hashes --no-deps --upgrade --target $(VENV)/spark -r requirements-spark.lock && touch $@
