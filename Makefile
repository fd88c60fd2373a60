# The edition's only entry: `make` builds everything, `make help` lists the rest.

PYTHON    ?= python3
LANGUAGES := ro en
STATES    := transmitted emended modernised
BOOKS     := build/pdf/parallel.pdf $(LANGUAGES:%=build/pdf/%.pdf)

MAKEFLAGS += --jobs=2 --output-sync=target --no-print-directory
SHELL     := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

# Byte code beside the sources would change their folders, which are watched for files taken away.
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/pycache
# The edition's own package stands in this folder.
export PYTHONPATH := $(CURDIR)

VENV   := .venv
RUN    := $(VENV)/bin/python
READY  := $(VENV)/.ready
SPHINX := $(RUN) -m sphinx -q -n -W --keep-going -c .

# Names with blanks are the check's to refuse: here they would break the rules apart.
INPUTS := conf.py $(shell find source annotations edition -not -name '* *' -not -name '*.swp' -not -name '*~' \
  -not -path '*/__pycache__*')

## build: HTML and PDF (this is plain `make`)
.PHONY: all build html pdf books epub export check live import test lint format bench clean help
all: build
build: html pdf

## html: the site in build/html, with the books beside it
html: build/html/index.html

## pdf: the books in build/pdf
pdf: $(BOOKS)

## books: the books in all their forms in build/books: A4 and A5, for the screen and for print, on facing pages
books: build/books/.made

## epub: the e-books in build/epub, one for each language and a parallel one
epub: $(LANGUAGES:%=build/epub/%.epub) build/epub/parallel.epub

## export: other forms of the edition in build/export: the plain text in each state
export: $(STATES:%=build/export/text-%.txt)

## check: find mistakes in text, annotations and references
check: $(READY)
	@$(RUN) -m edition check

## live: build whenever a file is saved, and show it in the browser
live: $(READY)
	@$(RUN) -m edition live

## import: make the Romanian text tree from the pinned extract
import: $(READY)
	@$(RUN) -m edition import

## test: everything that is tested, with what the tests need
test: $(VENV)/.ready-test
	@tests/tools.sh $(RUN)
	@$(MAKE) lint
	@$(RUN) -m pytest -q --dist loadfile --tx "2*popen//python=$(RUN) -X warn_default_encoding"

## bench: quotes after changes, numbers and notes after updates, time and memory of the books, what pages cost
bench: $(VENV)/.ready-test build/html/index.html
	@$(RUN) -m bench.anchoring
	@$(RUN) -m bench.updating
	@$(RUN) -m bench.books build/typst
	@tests/tools.sh $(RUN)
	@$(RUN) -m bench.reading

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

# First, and once for all trees: what is wrong is told before anything is built.
build/work/checked: $(READY) $(INPUTS)
	@$(RUN) -m edition check
	@mkdir -p build/work
	@touch $@

# A tree is built beside its place and put there when it is whole; the one beside is kept, for the next build is quick.
# What a server does not need stays behind.
build/html/%/index.html: build/work/checked
	@$(SPHINX) -D language=$* -b html -d build/work/doctrees/$* source/$* build/work/html/$*
	@rm -rf build/html/$* build/html/$*.part
	@mkdir -p build/html
	@cp -R build/work/html/$* build/html/$*.part
	@find build/html/$*.part \( -name '.buildinfo*' -o -name searchtools.js -o -name language_data.js \) -delete
	@cd build/html/$*.part/_static && rm -rf scripts styles vendor images locales *webpack-macros.html
	@find build/html/$*.part -type d -empty -delete
	@mv build/html/$*.part build/html/$*
	@touch $@

# After the HTML of the language, whose doctrees it shares.
build/typst/%/manifest.json: build/html/%/index.html
	@$(SPHINX) -D language=$* -b typst -d build/work/doctrees/$* source/$* build/typst/$*
	@touch $@

# All books at once.
$(BOOKS) &: $(LANGUAGES:%=build/typst/%/manifest.json)
	@$(RUN) -m edition pdf build/typst build/pdf
	@touch $(BOOKS)

# Those of plain `make` are taken over, for nothing is made again without a change.
build/books/.made: $(BOOKS)
	@mkdir -p build/books
	@cp -p build/pdf/*.pdf build/pdf/.*.digest build/books
	@for form in "--medium=print" "--paper=a5" "--paper=a5 --medium=print" \
	  "--facing" "--facing --medium=print" "--facing --paper=a5" "--facing --paper=a5 --medium=print"; do \
	  $(RUN) -m edition pdf build/typst build/books $$form; \
	done
	@touch $@

# With the index of the search, which is of all trees.
build/html/index.html: $(LANGUAGES:%=build/html/%/index.html) $(BOOKS)
	@$(RUN) -m edition site build/html --books build/pdf

EBOOK = $(SPHINX) -b epub

build/epub/%.epub: build/work/checked
	@$(EBOOK) -D language=$* -D edition_companion=0 -d build/work/doctrees-epub/$* source/$* build/work/epub/$*
	@mkdir -p build/epub
	@cp build/work/epub/$*/*.epub $@

# After that of the first language, whose doctrees it shares.
build/epub/parallel.epub: build/epub/$(firstword $(LANGUAGES)).epub
	@$(EBOOK) -D language=$(firstword $(LANGUAGES)) -d build/work/doctrees-epub/$(firstword $(LANGUAGES)) \
	  source/$(firstword $(LANGUAGES)) build/work/epub/parallel
	@cp build/work/epub/parallel/*.epub $@

build/export/text-%.txt: build/work/checked
	@mkdir -p build/export
	@$(RUN) -m edition export text --state $* > $@
