# The edition's only entry: `make` builds everything, `make help` lists the rest.

PYTHON    ?= python3
LANGUAGES := ro en

MAKEFLAGS += --jobs=2 --output-sync=target --no-print-directory
SHELL     := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SECONDARY:

# Byte code beside the sources would change their folders, which are watched for files taken away.
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/pycache
# The edition's own package stands in this folder.
export PYTHONPATH := $(CURDIR)

VENV   := .venv
RUN    := $(VENV)/bin/python
READY  := $(VENV)/.ready
SPHINX := $(RUN) -m sphinx -q -n -W --keep-going -c .

INPUTS := conf.py $(shell find source annotations edition -not -name '*.swp' -not -name '*~' -not -path '*/__pycache__*')

## build: HTML and PDF (this is plain `make`)
.PHONY: all build html pdf epub check import test lint format clean help
all: build
build: html pdf

## html: the site in build/html, with the books beside it
html: build/html/index.html

## pdf: the books in build/pdf
pdf: build/work/books-made

## epub: an e-book for each language in build/epub
epub: $(LANGUAGES:%=build/epub/%.epub)

## check: find mistakes in text, annotations and references
check: $(READY)
	@$(RUN) -m edition check

## import: make the Romanian text tree from the pinned extract
import: $(READY)
	@$(RUN) -m edition import

## test: everything that is tested, with what the tests need
test: $(VENV)/.ready-test
	@tests/tools.sh $(RUN)
	@$(MAKE) lint
	@$(RUN) -X dev -X warn_default_encoding -m pytest -q

## lint: style, types and licences of the code
lint: $(VENV)/.ready-test
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check -q .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/reuse lint -q || $(VENV)/bin/reuse lint

## format: put the code into its style
format: $(VENV)/.ready-test
	@$(VENV)/bin/ruff check --fix-only -q .
	@$(VENV)/bin/ruff format -q .

## lock: renew the lock files (needs uv)
.PHONY: lock
lock:
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11.2 pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11.2 -c requirements.lock \
	  --group test pyproject.toml -o tests/requirements.lock

## clean: remove what was built, but not the environment
clean:
	rm -rf build

## help: this list
help:
	@sed -n 's/^## \([a-z]*\): \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

# -- How it is made --------------------------------------------------------------

$(READY): requirements.lock
	@if command -v uv > /dev/null; then \
	  uv venv -q --allow-existing --python "$(PYTHON)" $(VENV); \
	  uv pip sync -q --require-hashes --python $(RUN) requirements.lock; \
	else \
	  "$(PYTHON)" -m venv $(VENV); \
	  $(RUN) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock; \
	fi
	@touch $@

$(VENV)/.ready-test: tests/requirements.lock $(READY)
	@if command -v uv > /dev/null; then \
	  uv pip install -q --require-hashes --python $(RUN) -r tests/requirements.lock; \
	else \
	  $(RUN) -m pip install -q --disable-pip-version-check --require-hashes -r tests/requirements.lock; \
	fi
	@touch $@

# A tree is built beside its place and put there when it is whole; the one beside is kept, for the next build is quick.
build/work/%.html-made: $(READY) $(INPUTS)
	@$(SPHINX) -D language=$* -b html -d build/work/doctrees/$* source/$* build/work/html/$*
	@rm -rf build/html/$*
	@mkdir -p build/html
	@cp -R build/work/html/$* build/html/$*
	@rm -f build/html/$*/.buildinfo
	@touch $@

# After the HTML of the language, whose doctrees it shares.
build/work/%.typst-made: build/work/%.html-made
	@$(SPHINX) -D language=$* -b typst -d build/work/doctrees/$* source/$* build/typst/$*
	@touch $@

build/work/books-made: $(LANGUAGES:%=build/work/%.typst-made)
	@$(RUN) -m edition pdf build/typst build/pdf
	@touch $@

build/html/index.html: $(LANGUAGES:%=build/work/%.html-made) build/work/books-made
	@$(RUN) -m edition site build/html --books build/pdf

build/epub/%.epub: $(READY) $(INPUTS)
	@$(SPHINX) -D language=$* -b epub -d build/work/doctrees-epub/$* source/$* build/work/epub/$*
	@mkdir -p build/epub
	@cp build/work/epub/$*/*.epub $@
