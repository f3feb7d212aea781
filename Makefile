# make demo   sets up and plans the bundled county of Dege
# make test   sets up and runs the tests
# make lint   ruff and mypy
# make bench  benchmarks (long)

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3; do \
	command -v $$p >/dev/null 2>&1 && \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1 && \
	echo $$p && break; done)

.PHONY: demo test lint bench setup clean

setup: $(STAMP)

$(STAMP): pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "No Python 3.12 or newer with the venv module was found."; \
		echo "Install one: on Debian or Ubuntu 'apt-get install python3.12 python3.12-venv'"; \
		echo "(or python3.13), on macOS 'brew install python@3.13', or see python.org/downloads."; \
		echo "Then run make again, or name it: make PYTHON=/path/to/python3.12 test"; \
		exit 1; fi
	@echo "Setting up $(VENV); the first time this takes a few minutes."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,lint]'
	@touch $@

demo: $(STAMP)
	$(BIN)/plan --scenario scenarios/dege/free-optimum.yaml --out runs/dege-free-optimum

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python -m benchmarks.scenarios
	$(BIN)/python -m benchmarks.brute_force --count 200
	$(BIN)/python -m benchmarks.kill
	$(BIN)/python -m benchmarks.generated
	$(BIN)/python -m benchmarks.staffing
	$(BIN)/python -m benchmarks.staffing.brute_force --count 200

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache
