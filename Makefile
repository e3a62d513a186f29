# Verbs for people and for CI alike. `make demo` and `make test` set up all that they need.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: setup demo test lint types docs bench gate clean

setup: $(VENV)/ready

$(VENV)/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "wirecopy needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

demo: setup        ## run the main job on the pages that ship with the package
	$(BIN)/wirecopy demo

test: setup        ## all tests, docs and docstrings included
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

docs: setup        ## write the parts of the docs that are generated
	$(BIN)/python docs/generate.py

# `bench/copies.py` and `bench/fingerprints.py` compare with peers if PEERS names a Python that has them.
PEERS ?=
SHARED := ../shared

bench: setup       ## measure on the data beside the checkout
	for script in read web split asides credits align s3 candidates glued signs; do $(BIN)/python bench/$$script.py || exit 1; done
	$(BIN)/python bench/statements.py $(SHARED)/data/polnear/dev --scorer $(SHARED)/exams/statements_score.py
	for script in fingerprints copies; do $(BIN)/python bench/$$script.py $(if $(PEERS),--peers $(PEERS)) || exit 1; done

gate: setup        ## hold the quality floors of tests/gate.json
	$(BIN)/python tests/gate.py

clean:
	rm -rf $(VENV) dist build .pytest_cache .ruff_cache .mypy_cache .hypothesis
