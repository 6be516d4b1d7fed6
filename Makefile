# `make run` starts the bot, `make check` checks what was just written in a minute, `make test` checks everything.
# `run` and `test` set up what they need, and only what changed; `check` installs nothing and starts no server.
PYTHON ?= python3
# a worker a core: more threads in each would only wait for one another
PYTEST := OMP_NUM_THREADS=1 .venv/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup

.PHONY: run setup environments check format lint types unit test clean

run: setup
	@exec .venv/bin/python -m bot up

setup:
	@$(PYTHON) bot/setup.py

environments:
	@test -x .venv/bin/python -a -x .venv-dialogue/bin/python || { echo "error: no environments; run: make setup" >&2; exit 1; }

check: environments format lint types unit

format:
	.venv/bin/ruff format --check .

lint:
	.venv/bin/ruff check .

types:
	.venv/bin/mypy
	.venv/bin/mypy tests/stand_ins.py tests/factories.py tests/stages.py
	.venv/bin/mypy --python-executable .venv-dialogue/bin/python --python-version 3.10 --follow-imports silent \
		bot/dialogue/*.py bot/dialogue/*/*.py

unit:
	$(PYTEST) -m "unit and not slow"

# one run of pytest, so that its closing line counts all stages
test: setup format lint types
	$(PYTEST)

clean:
	rm -rf .venv .venv-dialogue var
