# Everything that one does here. Each target sets up what it needs; a fresh clone needs Python >= 3.11 and a package index.

PYTHON ?= python3
VENV ?= .venv
LOCK ?= requirements.lock
RELEASE_LOCK = release.lock
BIN = $(VENV)/bin
READY = $(VENV)/.ready
VERSIONS = $(notdir $(wildcard tests/cassettes/*))
OBSERVED = $(notdir $(wildcard tests/observed/*))
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST = $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
RESOLVE = $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --only-binary :all: --no-emit-index-url pyproject.toml

# Tests and generators start many programs, which would compile all that they import anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo demo-live test pytest test-newest test-oldest test-httpx2 lock release check-independent generate check lint bench serve contract record record-live notebook refresh docs clean

help:                ## list the targets
	@grep -E '^[a-z0-9-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 20

# Only wheels, and this project without isolation: what builds a package would be downloaded without a lock.
$(READY): pyproject.toml $(LOCK)
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes --only-binary :all: --requirement $(LOCK)
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY)       ## the main job end to end, offline: query, print tables, put a verified series on disk
	$(BIN)/python -m tests.demo

demo-live: $(READY)  ## the same against TCIA; needs the network
	$(BIN)/python -m tests.demo --live

test: $(READY)       ## lint, types, drift and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m generator check
	$(BIN)/mypy
	$(MAKE) contract
	$(MAKE) pytest

pytest: $(READY)     ## all tests, and nothing else
	$(PYTEST) --lock=$(LOCK)

test-newest: $(READY)  ## the same with the newest versions that pyproject.toml allows, in .venv-newest
	$(RESOLVE) --extra dev --resolution highest --python $(BIN)/python --output-file $(VENV)-newest.lock
	$(MAKE) test VENV=$(VENV)-newest LOCK=$(VENV)-newest.lock

test-oldest: $(READY)  ## all tests with the oldest ones, in .venv-oldest; old stubs know other types, so no mypy
	$(RESOLVE) --extra dev --resolution lowest-direct --python $(BIN)/python --output-file $(VENV)-oldest.lock
	$(BIN)/python -m tests.packaging.locks $(VENV)-oldest.lock
	$(MAKE) pytest VENV=$(VENV)-oldest LOCK=$(VENV)-oldest.lock

lock: $(READY)       ## renew requirements.lock and release.lock: what make and CI install, for Python 3.11 and newer
	$(RESOLVE) --extra dev --universal --python-version 3.11 \
		--custom-compile-command "make lock" --output-file $(LOCK)
	$(RESOLVE) --extra release --universal --python-version 3.11 \
		--custom-compile-command "make lock" --output-file $(RELEASE_LOCK)

contract: $(READY)   ## do the answers that were recorded, here and by others, agree with the spec, in every version?
	@for version in $(VERSIONS); do \
		$(BIN)/nbia contract --api $$version --cassettes tests/cassettes/$$version --baseline spec/$$version/accepted.toml || exit 1; \
	done
	@for version in $(OBSERVED); do \
		$(BIN)/nbia contract --api $$version --bodies tests/observed/$$version || exit 1; \
	done

test-httpx2: $(READY)  ## the tests once more, with httpx2 in the place of httpx
	$(PYTEST) --http-library httpx2

check-independent: $(READY)  ## only the checks that share no code with ours; some need npx
	$(BIN)/python -m pytest -m independent

generate: $(READY)   ## make generated/ anew from spec/
	$(BIN)/python -m generator generate

check: $(READY)      ## fail if generated/ is not what spec/ and generator/ make
	$(BIN)/python -m generator check

lint: $(READY)       ## list every error in the spec
	$(BIN)/python -m generator lint

bench: $(READY)      ## speed and memory, as ratios measured side by side; a part: make bench OPTIONS="pipeline memory"
	$(BIN)/python -m tests.bench $(OPTIONS)

serve: $(READY)      ## the reference server on http://127.0.0.1:8042
	$(BIN)/python -m tests.reference_server --port 8042

record: $(READY)     ## record the cassettes anew from the reference server
	$(BIN)/python -m tests.record --target reference
	$(BIN)/python -m tests.recorded_answers

record-live: $(READY)  ## record them from TCIA; needs the network, a request a second
	$(BIN)/python -m tests.record --target live
	$(BIN)/python -m tests.recorded_answers

notebook: $(READY)   ## execute the tutorial notebook against the reference server, with its outputs written back
	$(BIN)/python -m tests.notebook

refresh: $(READY)    ## everything that an edit of the spec or of the reference server needs; then read git diff
	$(BIN)/python -m generator generate
	$(BIN)/python -m tests.record --target reference
	$(BIN)/python -m tests.recorded_answers
	$(BIN)/python -m generator generate
	$(BIN)/python -m tests.notebook
	$(BIN)/python -m tests.packaging.test_public_api
	$(BIN)/python -m tests.generator.helpers

docs: $(READY)       ## build the documentation site into dist/site
	$(BIN)/python -m generator.website

# In an environment of their own, what checks a release does not slow down everybody's.
release: $(READY)    ## make release VERSION=1.4.0 tries a release out and changes nothing; DRY=no commits and tags it
	@$(MAKE) --silent --no-print-directory $(VENV)-release/.ready VENV=$(VENV)-release LOCK=$(RELEASE_LOCK)
	$(BIN)/python -m generator.release --tools $(VENV)-release/bin \
		$(if $(filter no,$(DRY)),--commit) $(if $(filter yes,$(TAGGED)),--tagged) -- "$(VERSION)"

clean:               ## remove what was built
	rm -rf $(VENV) $(VENV)-newest* $(VENV)-oldest* $(VENV)-release dist .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/reference_server/.archive tests/bench/.data
