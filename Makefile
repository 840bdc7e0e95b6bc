# Every target sets up what it needs: Python 3.11 or newer and make are enough.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$name && break; done)
BIN := .venv/bin
READY := .venv/.ready

# Without this, a shell that forbids it makes every process compile everything again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: install demo test coverage check format bench crash lock clean

install: $(READY)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Convenor needs Python 3.11 or newer."; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv || \
		{ rm -rf .venv; echo "Python cannot make a virtual environment here." \
		"On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)  ## try everything on this machine, without Slack
	$(BIN)/convenor demo $(ARGS)

# Many tests wait for a message or a process, so more workers than cores pay.
test: $(READY)  ## every test
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

coverage: $(READY)  ## every test, with branch coverage; takes half as long again
	$(BIN)/pytest -n 2 --dist loadfile --cov --cov-report=term $(ARGS)

check: $(READY)  ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)  ## measured speed, beside a bare Bolt app in the same run
	PYTHONPATH=.:tests $(BIN)/python tests/bench.py $(ARGS)

crash: $(READY)  ## kill the bot again and again; nothing twice, nothing lost
	$(BIN)/pytest tests/crash --kills 50

lock:  ## pin every dependency by hash, naming no registry
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --all-extras --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --quiet -o requirements.lock

clean:
	rm -rf .venv build dist htmlcov .coverage* .mypy_cache .ruff_cache .pytest_cache
