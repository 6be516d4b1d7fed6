"""Build both virtual environments from requirements.txt: `python3 bot/setup.py`.

Standard library only, since it runs before anything is installed. It does nothing for an environment that was built
from the same requirements. `uv` (from PyPI) resolves and installs.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAIN, DIALOGUE = ROOT / ".venv", ROOT / ".venv-dialogue"
REQUIREMENTS = ROOT / "requirements.txt"
UV = "uv==0.13.9"
MAIN_PYTHON, DIALOGUE_PYTHON = (3, 11), (3, 10)
LEAST_BYTES = 5 * 1024**3
# Rasa asks for the full tensorflow (and through it jax); tensorflow-cpu in requirements.txt does the same work in
# 1.1 GB less. A marker that is never true drops a requirement.
OVERRIDES = 'tensorflow ; python_version < "3"\njax ; python_version < "3"\n'


class SetupError(Exception):
    """A fault that the user can fix."""


def main() -> int:
    """Build what is missing or out of date; return the exit status."""
    try:
        main_python, dialogue_python = find_python(MAIN_PYTHON), None
        if stale(MAIN) or stale(DIALOGUE):
            dialogue_python = find_python(DIALOGUE_PYTHON)
            check_disk()
        if stale(MAIN):
            build_main(main_python)
        if stale(DIALOGUE):
            build_dialogue(dialogue_python or "")
    except SetupError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def stale(folder: Path) -> bool:
    """Return whether the environment in `folder` is missing or was built from other requirements."""
    try:
        return (folder / ".built-from").read_text() != fingerprint()
    except OSError:
        return True


def fingerprint() -> str:
    """Return a digest of all that the environments are built from."""
    return hashlib.sha256(REQUIREMENTS.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def check_disk() -> None:
    """Raise SetupError when there is too little room for both environments."""
    free = shutil.disk_usage(ROOT).free
    if free < LEAST_BYTES:
        raise SetupError(
            f"{ROOT} has {free // 2**20} MB free, the two environments need {LEAST_BYTES // 2**20} MB; make room and"
            " try again"
        )


def find_python(version: tuple[int, int]) -> str:
    """Return a Python of this version that runs: this one, one on the path, or one of pyenv's.

    A pyenv shim on the path can fail, so each candidate is tried. Without any, uv is asked (it may fetch one).
    Raises SetupError.
    """
    name = "{}.{}".format(*version)
    candidates = [sys.executable, shutil.which(f"python{name}")]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates += [str(path) for path in sorted(pyenv.glob(f"versions/{name}.*/bin/python"), reverse=True)]
    for candidate in filter(None, candidates):
        if runs_version(candidate, version):
            return candidate
    uv = MAIN / "bin" / "uv"
    if uv.exists():
        found = subprocess.run([uv, "python", "find", name], capture_output=True, text=True, check=False)
        if found.returncode == 0 and runs_version(found.stdout.strip(), version):
            return found.stdout.strip()
        if subprocess.run([uv, "python", "install", name], check=False).returncode == 0:
            found = subprocess.run([uv, "python", "find", name], capture_output=True, text=True, check=False)
            if found.returncode == 0:
                return found.stdout.strip()
    raise SetupError(
        f"Python {name} was not found; install it (`pyenv install {name}`, or your system's package) and try again"
    )


def runs_version(python: str, version: tuple[int, int]) -> bool:
    """Return whether `python` runs and is of this version."""
    code = f"import sys; sys.exit(sys.version_info[:2] != {version!r})"
    try:
        return subprocess.run([python, "-c", code], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def build_main(python: str) -> None:
    """Build the environment of page, actions and knowledge."""
    say(f"building {MAIN.name} (Python {platform.python_version()}), about 1.5 GB")
    shutil.rmtree(MAIN, ignore_errors=True)
    run([python, "-m", "venv", MAIN])
    run([MAIN / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV])
    install(MAIN, torch_source())
    (MAIN / ".built-from").write_text(fingerprint())


def build_dialogue(python: str) -> None:
    """Build the environment of the Rasa server."""
    say(f"building {DIALOGUE.name} (Python 3.10, Rasa), about 1.6 GB")
    shutil.rmtree(DIALOGUE, ignore_errors=True)
    uv = MAIN / "bin" / "uv"
    run([uv, "venv", "--quiet", "--python", python, DIALOGUE])
    overrides = DIALOGUE / "overrides.txt"
    overrides.write_text(OVERRIDES)
    install(DIALOGUE, ["--override", str(overrides)])
    (DIALOGUE / ".built-from").write_text(fingerprint())


def install(folder: Path, options: list[str]) -> None:
    """Install requirements.txt into the environment in `folder`."""
    uv = MAIN / "bin" / "uv"
    run([uv, "pip", "install", "--python", folder / "bin" / "python", *options, "--requirement", REQUIREMENTS])


def torch_source() -> list[str]:
    """Return where uv takes a processor-only torch from; by itself it would take a CUDA build of several GB."""
    links = os.environ.get("PIP_FIND_LINKS", "").split()
    return [option for link in links for option in ("--find-links", link)] or ["--torch-backend", "cpu"]


def run(command: list[object]) -> None:
    """Run a command with its output shown. Raises SetupError when it fails."""
    words = [str(word) for word in command]
    try:
        status = subprocess.run(words, check=False, cwd=ROOT).returncode
    except OSError as error:
        raise SetupError(f"`{' '.join(words)}` cannot be run: {error}") from error
    if status:
        raise SetupError(f"`{' '.join(words)}` failed with status {status}; see above, fix it and try again")


def say(text: str) -> None:
    """Print a line of progress."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
