# Every target sets itself up: Python 3.11-3.13, make and the package index are all it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
FIRM ?= consultancy
CONFIG_consultancy := tieout.yaml
HOME_consultancy := var
CONFIG_tryton := examples/tryton/tieout.yaml
HOME_tryton := var/tryton
CONFIG := $(CONFIG_$(FIRM))
demo ui metrics: export TIEOUT_HOME ?= $(CURDIR)/$(HOME_$(FIRM))
BIN := .venv/bin
PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3; do \
	if $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then command -v $$p; break; fi; done)
TIEOUT := $(BIN)/tieout

.PHONY: help setup demo accuracy test lint types pages ui metrics lock clean

help: ## show the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 10

setup: .venv/.installed ## make the virtual environment (each other target does it when needed)

.venv/.installed: requirements.lock bootstrap.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "tieout needs Python 3.11, 3.12 or 3.13 on the PATH" >&2; exit 2; }
	@echo "Setting up .venv with $(PYTHON) (once; about a minute on a fast line)"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	@VIRTUAL_ENV=.venv $(BIN)/uv pip sync --require-hashes requirements.lock
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: .venv/.installed ## run the whole pipeline on a firm (FIRM=consultancy or tryton) and print what it found
	@test -n "$(CONFIG)" || { echo "FIRM=$(FIRM) is not bundled; choose one of: $(patsubst CONFIG_%,%,$(filter CONFIG_%,$(.VARIABLES)))" >&2; exit 2; }
	@$(MAKE) --no-print-directory firm-$(FIRM)
	@$(TIEOUT) --config $(CONFIG) run

.PHONY: firm-consultancy firm-tryton
firm-tryton:
firm-consultancy:
	@test -f var/firm/truth/links.parquet || { rm -rf var/firm && $(TIEOUT) simulate --people 300 --months 12 --seed 1 \
		--breaks 0.0004 --end 2026-06-30 --out var/firm; }

test: .venv/.installed ## run the whole test suite
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

accuracy: .venv/.installed ## simulate a firm with every break and print how exactly the rules find them
	@$(BIN)/python -m tests.end_to_end.accuracy $(ACCURACY_ARGS)

lint: .venv/.installed ## ruff, sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar dbt_project/models dbt_project/tests

types: .venv/.installed ## mypy, strict
	@$(BIN)/mypy

ui: .venv/.installed ## open the Dagster UI on workspace.yaml
	@$(TIEOUT) --config $(CONFIG) ui

# MetricFlow knows the tables by the name of the warehouse's file and finds its manifest in the project's own target.
metrics: .venv/.installed ## ask what is published for metrics: QUERY="--metrics revenue_amount --group-by margin__period"
	@mkdir -p $(TIEOUT_HOME)/tmp/metrics
	@ln -fL $(TIEOUT_HOME)/published/finance/current.duckdb $(TIEOUT_HOME)/tmp/metrics/warehouse.duckdb
	@cd dbt_project && export DBT_PROFILES_DIR=. TIEOUT_DBT_TARGET=published DO_NOT_TRACK=1 \
		TIEOUT_WAREHOUSE=$(TIEOUT_HOME)/tmp/metrics/warehouse.duckdb DBT_LOG_PATH=$(TIEOUT_HOME)/tmp/metrics \
		&& ../$(BIN)/dbt --quiet parse && ../$(BIN)/mf query $(QUERY)

pages: .venv/.installed ## write docs/kpis.md from the descriptions of the published tables
	@$(BIN)/python -m serving.kpi_page

lock: ## resolve the dependencies anew into the two lock files
	@VIRTUAL_ENV=.venv $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
		--no-header --no-annotate --extra dev --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	@echo uv | VIRTUAL_ENV=.venv $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links - -o bootstrap.lock

clean: ## remove the state of the demo (./var), not the environment
	@rm -rf var
