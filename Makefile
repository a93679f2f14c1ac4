# Every chore is one word. `make help` lists them.
# The two that matter: `make run` starts the whole tool, `make test` passes the tests.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export DATA_DIR ?= var
# Of the tests: one has the real Label Studio, the others have everything else.
WORKERS ?= 3

# Tests start this Python dozens of times: what it compiled is kept, whatever the machine says.
test test-faults test-readers: export PYTHONDONTWRITEBYTECODE =

.PHONY: help run setup setup-test test test-readers test-faults test-server test-engines lint format bench screenshots sample-release lock clean
.DEFAULT_GOAL := help

help:  ## list the chores
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

run: setup  ## start the whole tool (PORT, HOST, DATA_DIR can be set)
	@exec $(BIN)/python -m annotator up

setup: $(VENV)/.installed  ## make .venv and install what the tool needs

setup-test: $(VENV)/.installed-test  ## also install what the tests need, Chromium included
	@PYTHON=$(BIN)/python ./scripts/ensure-chromium

test: setup-test  ## all tests, with a real Label Studio and a real Chromium
	@$(BIN)/python -m pytest -n $(WORKERS) --durations=10 --cov --cov-report=

test-readers: setup .venv-readers/.installed  ## what is released is read by others: datasets, spaCy, cassis, DuckDB, ...
	@PYTHON=$(BIN)/python READERS=.venv-readers/bin/python ./scripts/test-readers

FLOODS = tests/articles/test_growth.py tests/web/test_odd_studies.py tests/web/test_odd_values.py
test-faults: setup-test  ## kill, damage, fill, disconnect and flood what can be, and look whether anything is lost
	@$(BIN)/python -m pytest tests/faults -n 2 --durations=5
	@$(BIN)/python -m pytest $(FLOODS) -n 2 --durations=5

test-server: setup-test  ## on PostgreSQL behind nginx with TLS (needs Debian's postgresql, nginx, openssl)
	@PYTHON=$(BIN)/python ./scripts/test-server

test-engines: setup-test .venv-spark/.installed  ## DuckDB and Spark beside memory, and Spark's plan (needs Java)
	@PYTHONPATH=$(CURDIR) .venv-spark/bin/python -m pytest tests/agreement/test_engines.py tests/agreement/test_spark_plan.py

.venv-spark/.installed: requirements-spark.txt
	@$(BIN)/python -m venv .venv-spark
	@$(BIN)/python -c "import sysconfig; print(sysconfig.get_paths()['purelib'])" > "$$(.venv-spark/bin/python -c "import sysconfig; print(sysconfig.get_paths()['purelib'])")/test.pth"
	@.venv-spark/bin/pip install --quiet --disable-pip-version-check -r requirements-spark.txt
	@touch $@

lint: $(VENV)/.installed-test  ## ruff, mypy --strict, and the form of the templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python scripts/dead_code.py
	@$(BIN)/codespell annotator benchmarks docs scripts *.md Makefile pyproject.toml
	@$(BIN)/djlint --check --quiet annotator/web/templates

format:  ## let ruff format the code, and djlint the templates
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djlint --reformat --quiet annotator/web/templates

bench: setup-test .venv-peers/.installed  ## ours against the yardsticks (ONLY=name for one)
	@PEER_PYTHON=.venv-peers/bin/python $(BIN)/python -m benchmarks.run $(ONLY)

sample-release: setup-test  ## write the sample release into exports/sample again
	@$(BIN)/python scripts/sample_release.py

screenshots: setup-test  ## take every page again into docs/screenshots
	@PYTHONPATH=$(CURDIR) $(BIN)/python docs/make_screenshots.py

lock:  ## resolve pyproject.toml into the pinned requirements files (needs uv)
	@./scripts/lock

clean:  ## remove the environment and caches; the data folder stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

$(VENV)/.installed: requirements.txt scripts/setup
	@PYTHON="$(PYTHON)" ./scripts/setup $(VENV) requirements.txt
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.txt
	@PYTHON="$(PYTHON)" ./scripts/setup $(VENV) requirements.txt requirements-test.txt
	@touch $@

# The yardsticks' own environment: never a dependency of the tool.
.venv-peers/.installed: benchmarks/requirements.txt
	@echo "Installing the yardsticks into .venv-peers ..."
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	@touch $@

# Those who read what we release; cffconvert is asked for the schema it carries, nothing else.
.venv-readers/.installed: requirements-readers.txt
	@echo "Installing the readers into .venv-readers ..."
	@$(PYTHON) -m venv .venv-readers
	@.venv-readers/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-readers.txt
	@.venv-readers/bin/python -m pip install --quiet --disable-pip-version-check --no-deps cffconvert==2.0.0
	@touch $@
