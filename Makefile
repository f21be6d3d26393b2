# `make` alone lists what there is.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo test test-whole check built samples template docs bench crashes bundle fuzz fuzz-guided pictures mutants measures lock format clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(READY)  ## Set up, validate the samples, show where the annotated copy of Korla lies, then a nightly run
	@$(BIN)/sipipeline validate samples/korla-2020.xlsx samples/consistent-2023.xlsx -o annotated || test $$? -eq 1
	@echo
	@echo "批注本 / annotated copy: annotated/korla-2020.xlsx"
	@$(BIN)/python -m tools.demo
	@echo
	@echo "命令 / the command: $(BIN)/sipipeline   (source $(BIN)/activate)"

test test-whole: export PYTHONDONTWRITEBYTECODE :=
# Tests start many processes; without kept bytecode each would compile the whole package.
test: $(READY)  ## Set up and run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-whole: $(READY)  ## Run every case, also those of long families that `make test` leaves out
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --whole

check: $(READY) built  ## Format, lint, types, import contracts, rule set, complexity, order of names, built files current
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.ruleset
	$(BIN)/python -m tools.measures --limit 12

built: $(READY)  ## Are template, rule book and samples as they are built from the declarations?
	$(BIN)/python -m tools.generated --check
	$(BIN)/python -m tools.samples --check

samples: $(READY)  ## Build the sample workbooks
	$(BIN)/python -m tools.samples

template: $(READY)  ## Build templates/input_template.xlsx
	$(BIN)/python -m tools.generated template

docs: $(READY)  ## Build docs/rules.md and docs/rules.en.md
	$(BIN)/python -m tools.generated docs

bench: $(READY)  ## Measure speed, as ratios in one run, to docs/performance.md; then rounding, locating, judging
	$(BIN)/python -m benchmarks.performance
	$(BIN)/python -m benchmarks.rounding
	$(BIN)/python -m benchmarks.localise
	$(BIN)/python -m benchmarks.judgement

EVERY ?= 1

crashes: $(READY)  ## Kill a nightly pass at every step (EVERY=20: each twentieth), see what is left
	$(BIN)/python -m benchmarks.crashes --every $(EVERY)

N ?= 300

fuzz: $(READY)  ## Type odd figures into N samples (300): no file may make the program fail
	$(BIN)/python -m tools.fuzz --count $(N)

fuzz-guided: $(READY)  ## Fuzz the readers of packages, cells, kinds and texts, guided by coverage (needs atheris)
	$(BIN)/python -m tools.fuzz_guided --seconds $(N)

mutants: $(READY)  ## Change the code in small ways, list the changes that no test notices
	$(BIN)/python -m tools.mutants

measures: $(READY)  ## How calm the code is: decisions, lengths, what takes keys apart
	$(BIN)/python -m tools.measures

bundle: $(READY)  ## Gather what a server without internet needs, in dist/ (SYSTEMS="linux-arm64 ..." for some)
	$(BIN)/python -m tools.bundle $(SYSTEMS)

pictures: $(READY)  ## Draw the pictures of docs/*.zh-CN.md anew (needs LibreOffice and pdftoppm)
	$(BIN)/python -m tools.pictures

lock: $(READY)  ## Pin the dependencies anew
	$(BIN)/uv pip compile --universal --python-version 3.11 --extra dev --extra report --extra cluster --no-emit-index-url --no-header --no-annotate --upgrade pyproject.toml -o requirements.lock

format: $(READY)  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## Remove what was built
	rm -rf $(VENV) annotated .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
