"""Setting up on a fresh machine: what is missing is one line with its fix."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from bot import setup
from bot.settings import ROOT

pytestmark = pytest.mark.slow


def test_this_python_is_found() -> None:
    version = sys.version_info[:2]
    assert setup.runs_version(setup.find_python((version[0], version[1])), (version[0], version[1]))


def test_a_shim_that_fails_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "shims" / "python3.10"
    shim.parent.mkdir()
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    real = tmp_path / "pyenv" / "versions" / "3.10.99" / "bin" / "python"
    real.parent.mkdir(parents=True)
    real.write_text("#!/bin/sh\nexit 0\n")
    real.chmod(0o755)
    monkeypatch.setenv("PATH", str(shim.parent))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert setup.find_python((3, 10)) == str(real)


def test_a_missing_python_is_said_with_its_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(setup, "MAIN", tmp_path / "none")
    with pytest.raises(setup.SetupError, match=r"Python 3\.10 was not found; install it"):
        setup.find_python((3, 10))


def test_too_little_room_is_said_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1, 1, 100 * 2**20))
    monkeypatch.setattr(setup, "MAIN", tmp_path / ".venv")
    monkeypatch.setattr(setup, "DIALOGUE", tmp_path / ".venv-dialogue")
    assert setup.main() == 1
    error = capsys.readouterr().err
    assert "100 MB free" in error
    assert "make room" in error
    assert not list(tmp_path.iterdir())


def built_checkout(folder: Path) -> Path:
    """Return the set-up script of a checkout of its own, whose environments are marked as built.

    Set-up deletes an environment that is out of date, so no test may run it on the one that the tests run in.
    """
    (folder / "bot").mkdir()
    script = Path(shutil.copy(ROOT / "bot" / "setup.py", folder / "bot"))
    requirements = Path(shutil.copy(ROOT / "requirements.txt", folder))
    built_from = hashlib.sha256(requirements.read_bytes() + script.read_bytes()).hexdigest()
    for name in (".venv", ".venv-dialogue"):
        (folder / name).mkdir()
        (folder / name / ".built-from").write_text(built_from)
    return script


def test_nothing_is_done_when_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built_checkout(tmp_path)
    monkeypatch.setattr(setup, "MAIN", tmp_path / ".venv")
    monkeypatch.setattr(setup, "DIALOGUE", tmp_path / ".venv-dialogue")

    def must_not_run(*_: object) -> None:
        raise AssertionError("something was installed")

    monkeypatch.setattr(setup, "run", must_not_run)
    assert not setup.stale(setup.MAIN)
    assert not setup.stale(setup.DIALOGUE)
    assert setup.main() == 0


def test_other_requirements_make_an_environment_stale(tmp_path: Path) -> None:
    (tmp_path / ".built-from").write_text("other")
    assert setup.stale(tmp_path)


def test_a_failing_command_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(setup.SetupError, match="failed with status 3"):
        setup.run([sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(setup.SetupError, match="cannot be run"):
        setup.run(["/no/such/command"])


def test_no_cuda_build_of_torch_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", "/a /b")
    assert setup.torch_source() == ["--find-links", "/a", "--find-links", "/b"]
    monkeypatch.delenv("PIP_FIND_LINKS")
    assert setup.torch_source() == ["--torch-backend", "cpu"]
    import torch

    assert torch.version.cuda is None


def test_set_up_needs_the_standard_library_only(tmp_path: Path) -> None:
    script = built_checkout(tmp_path)
    run = subprocess.run([sys.executable, "-I", "-S", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""


def test_the_main_environment_has_no_conflicts() -> None:
    run = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
