# `make run` starts the bot, `make test` checks it; both set up what they need, and only what changed.
PYTHON ?= python3

.PHONY: run setup test clean

run: setup
	@exec .venv/bin/python -m bot up

setup:
	@$(PYTHON) bot/setup.py

test: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/python -m pytest

clean:
	rm -rf .venv .venv-dialogue var
