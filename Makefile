# Everything cofounder needs, from a bare machine with git, make and Python 3.11+.
#
#   make demo                the whole journey once, with a sample idea
#   make demo IDEA=file.yaml the same for an idea of yours (examples/ideas)
#   make run                 the server, and a browser with the login link
#   make test                the whole test suite (ARGS="..." narrows it down)
#   make check               lint, types, import contracts, sizes, templates, docs
#   make bench               measured ratios, as a table and bench/results.json
#   make evals               founders' cases against the demo; MODEL=provider:name against
#                            a model (CASES=a,b JOBS=n BASE=old report.json)
#   make docs                write the generated documents again
#   make soak                the demo over and over (MINUTES=10)

PYTHON ?= python3
BIN := .venv/bin
IDEA ?=
ARGS ?=
MODEL ?=
CASES ?=
BASE ?=
JOBS ?= 2
MINUTES ?= 10

.DEFAULT_GOAL := help
.PHONY: help run demo test check bench evals docs soak setup system ready clean

help:
	@sed -n 's/^# \{0,1\}//p' Makefile

run: setup
	@$(BIN)/cofounder $(ARGS)

demo: setup
	@$(BIN)/cofounder demo $(if $(IDEA),--idea-file "$(IDEA)",) $(ARGS)

test: setup
	@$(BIN)/python scripts/test $(ARGS)

check: ready
	@$(BIN)/python scripts/check

bench: setup
	@$(BIN)/python -m bench

evals: setup
	@$(BIN)/python -m evals --jobs $(JOBS) $(if $(MODEL),--model "$(MODEL)",) \
	  $(if $(CASES),--cases "$(CASES)",) $(if $(BASE),--base "$(BASE)",) $(ARGS)

docs: ready
	@$(BIN)/python scripts/requirements --write

soak: setup
	@$(BIN)/python -m pytest -q -m soak tests/faults
	@$(BIN)/python scripts/soak --minutes $(MINUTES)

clean:
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache test-results

# Whatever goes wrong here costs a build in the demo, never the command itself.
setup: ready
	@test ! -e src/cofounder/cli.py -a ! -e src/cofounder/cli/__init__.py \
	  || $(BIN)/cofounder setup \
	  || echo "Set-up of the demo app's packages did not finish: until it does, a build stops at installing dependencies. Try again with: make setup"

ready: .venv/.ready

system:
	@sh scripts/system-packages

.venv/.ready: pyproject.toml uv.lock $(wildcard hatch_build.py frontend/*.json) | system
	@sh scripts/bootstrap "$(PYTHON)"
	@touch $@
