# Two commands for people: `make demo` shows what Stackproof finds, `make test` checks Stackproof itself.
.POSIX:
.PHONY: demo test install dev toolchains client lint types format benchmark docs clean

VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin
DIALECTS = cdk-ts cdk-py cdktf-ts cdktf-py pulumi-ts pulumi-py

demo: $(VENV)/.installed
	@for dialect in $(DIALECTS); do \
	  printf '\n=== %s\n\n' "$$dialect"; \
	  $(BIN)/stackproof check --fail-on never "tests/examples/$$dialect" || exit 1; \
	done

install: $(VENV)/.installed

dev: $(VENV)/.developed

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed pyproject.toml tests/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt
	@touch $@

test: $(VENV)/.developed
	$(BIN)/python -m pytest --numprocesses auto

lint: $(VENV)/.developed
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.developed
	$(BIN)/mypy

format: $(VENV)/.developed
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

docs: $(VENV)/.developed
	$(BIN)/python -m stackproof.rulekit.table

client:
	cd vscode-client && npm ci && npm test && npm run package

toolchains:
	tests/toolchains/install.sh

benchmark: $(VENV)/.developed
	$(BIN)/python tests/benchmarks/run.py --write
	$(BIN)/python tests/benchmarks/facts.py --write

clean:
	rm -rf $(VENV) vscode-client/node_modules vscode-client/out .mypy_cache .ruff_cache .pytest_cache .hypothesis
