# make serve   environment, install, index, service with its page
# make test    lint, types and every test
PYTHON      ?= python3.11
TRANSCRIPTS ?= transcripts/sample
DATA        ?= data
PORT        ?= 8000
COLLECTIONS ?= eval/sets/sample

VENV   := .venv
BIN    := $(VENV)/bin
# Not quiet: the first minutes of a new machine are these downloads.
PIP    := $(BIN)/python -m pip --disable-pip-version-check
TORCH  := torch==2.13.0

.PHONY: serve install test lint types tests browser eval gate mutate bill bench peers peers-install clients clean

serve: $(VENV)/installed
	$(BIN)/onrecord serve --data $(DATA) --port $(PORT) --transcripts $(TRANSCRIPTS)

install: $(VENV)/installed

# torch goes first: asked for by another package, it would bring gigabytes of CUDA along.
$(VENV)/installed: pyproject.toml constraints.txt
	@echo "1 of 3: an environment in $(VENV), some seconds"
	$(PYTHON) -m venv $(VENV)
	@echo "2 of 3: PyTorch, the largest download; it unpacks for a minute without a word"
	$(PIP) install --constraint constraints.txt $(TORCH)
	@echo "3 of 3: everything else that constraints.txt pins; it unpacks for a minute, too"
	$(PIP) install --constraint constraints.txt --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	touch $@

test: lint types tests

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

tests: $(VENV)/installed-dev browser
	$(BIN)/pytest

# The page is tested in Chromium; where it is missing and may be installed, it is.
browser:
	@command -v chromium >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 \
	  && apt-get update -q >/dev/null && apt-get install -y -q chromium >/dev/null; } \
	  || echo "No Chromium: the tests marked 'browser' will be reported as not run."

# make eval COLLECTIONS="eval/sets/sample eval/sets/state-department ../shared/collections/press-dev"
eval: $(VENV)/installed
	$(BIN)/onrecord eval $(COLLECTIONS)

# Slow: four collections, two of them over the same 100 briefings. Exit status 3 when a bar is not held.
GATED := eval/sets/sample eval/sets/state-department ../shared/collections/press-dev \
  ../shared/collections/press-hard
gate: $(VENV)/installed
	$(BIN)/onrecord eval $(GATED) --gate eval/gates/ci.toml

# Breaks the code on purpose, at 100 places of each folder, and counts what the tests notice: for the
# night. Exit status 3 when less than 85 % is noticed. MUTATE_OPTIONS= breaks all places:
# make mutate MUTATED=retrieval/threads.py MUTATE_OPTIONS=
MUTATED := $(filter-out %/__init__.py,$(wildcard retrieval/*.py retrieval/reading/*.py index/language/*.py \
  index/parsing/*.py index/persons/*.py)) \
  index/storing/originals.py index/storing/store.py eval/measuring/measures.py
MUTATE_OPTIONS := --sample 100 --least 0.85
mutate: $(VENV)/installed-dev
	nice $(BIN)/python -m tests.mutate $(MUTATE_OPTIONS) $(MUTATED)

# What is installed with the project, as a CycloneDX bill of materials.
bill: $(VENV)/installed-dev
	$(BIN)/python -m tests.security.inventory > bill.json

# Sides run in turns; nothing else should run beside it. Tables in runs/bench.md, figures in the JSON.
# make bench DATA=data BENCH_OPTIONS="--processor-time --pairs 40", where something does
bench: $(VENV)/installed-dev
	$(BIN)/python -m eval.bench --data $(DATA) --out runs/bench.json $(BENCH_OPTIONS)

# make peers COLLECTIONS=eval/sets/sample PEERS_OPTIONS="--fresh all"
# Without COLLECTIONS: press-dev and explainmeetsum/val. Nothing else should run beside it.
PEERS := txtai llama-index haystack
peers: $(VENV)/installed peers-install
	$(BIN)/python -m eval.peers $(PEERS_OPTIONS) $(if $(filter-out file,$(origin COLLECTIONS)),$(COLLECTIONS))

peers-install: $(PEERS:%=.cache/peers/%/installed)

# Each peer has an environment of its own; about 1.5 GB each.
.cache/peers/%/installed: eval/peers/requirements/%.txt
	$(PYTHON) -m venv $(@D)/venv
	$(@D)/venv/bin/python -m pip --quiet --disable-pip-version-check install $(TORCH)
	$(@D)/venv/bin/python -m pip --quiet --disable-pip-version-check install --requirement $<
	touch $@

# Clients generated from docs/openapi.json call every route: for the night, it needs node and npm.
CLIENTS := .cache/clients
clients: $(VENV)/installed-dev $(CLIENTS)/installed
	CLIENT_TOOLS=$(CLIENTS) $(BIN)/pytest tests/clients

$(CLIENTS)/installed: tests/clients/package.json tests/clients/requirements.txt
	$(PYTHON) -m venv $(CLIENTS)/python
	$(CLIENTS)/python/bin/python -m pip --quiet --disable-pip-version-check install \
	  --requirement tests/clients/requirements.txt
	mkdir -p $(CLIENTS)/node && cp tests/clients/package.json $(CLIENTS)/node/
	cd $(CLIENTS)/node && npm install --no-fund --no-audit --silent
	touch $@

clean:
	rm -rf $(VENV) .cache runs *.egg-info
