# Two commands matter: `make run` renders the reports, `make test` checks everything.

PYTHON ?= python3
CORPUS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
LOCK := requirements.lock

# uv is itself an entry of the lock; this prints that entry with its hashes.
UV_ENTRY = awk '/^uv==/ { on = 1 } on { print; if (!/\\$$/) exit }' $(LOCK)

# The variables that decide bytes are listed once, in corpuslib.reports.environment. The notebooks are tested under
# them and with an empty HOME, because a person's IPython and matplotlib settings change what a cell shows.
PINNED = $(BIN)/python -c 'from corpuslib.reports.environment import PINNED as p; print(*map("=".join, p.items()))'

# A Jupyter of the same machine must not lend its kernel.
export JUPYTER_PREFER_ENV_PATH := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test lab verify clean lock

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo "  CORPUS=name narrows run and verify to one corpus; PYTHON=path picks the Python (3.11 to 3.13)."

setup: $(STAMP) ## create .venv with the locked packages

$(STAMP): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v < (3, 14) else \
	"corpuslib needs Python 3.11, 3.12 or 3.13; $(PYTHON) is %d.%d. Name another: make setup PYTHON=python3.12" % v)'
	$(PYTHON) -m venv --clear $(VENV)
	@$(UV_ENTRY) > $(VENV)/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(LOCK)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

run: $(STAMP) ## build the tables and render the reports
	$(BIN)/corpuslib report $(CORPUS)

test: $(STAMP) ## lint, types, unit tests, doctests, notebooks, report checks
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile
	$(BIN)/corpuslib build demo
	@mkdir -p build/home
	pinned=$$($(PINNED)) && export $$pinned HOME="$(CURDIR)/build/home" && \
	$(BIN)/python -c 'import matplotlib.font_manager' && \
	$(BIN)/pytest --nbval --nbval-current-env --nbval-cell-timeout=120 notebooks
	$(BIN)/corpuslib check

lab: $(STAMP) ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

verify: $(STAMP) ## re-run every report elsewhere and compare bytes
	$(BIN)/corpuslib verify $(CORPUS)

clean: ## remove .venv, caches and generated tables; raw texts and reports stay
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests notebooks benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	find data/processed -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} + 2>/dev/null || true

lock: $(STAMP) ## pin the newest packages that pyproject.toml allows
	$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --group dev --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" --output-file $(LOCK)
