"""`python -m bot up`: build what changed, start the processes, and stay until stopped."""

from __future__ import annotations

import signal
import time
from types import FrameType

from rich.console import Console

from bot.dialogue_model import train_model
from bot.doctor import check_before_start
from bot.index_build import build_index
from bot.processes import ProcessManager
from bot.settings import Settings
from bot.user_error import UserError
from bot.web.services import Services

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Stop(Exception):
    """A signal asked us to stop."""


def run_until_stopped(settings: Settings, console: Console) -> int:
    """Run the bot in the foreground; return the exit status. Raises the faults of the checks and UserError."""
    # also where a shell started us in the background and made us ignore Ctrl-C
    for number in STOP_SIGNALS:
        signal.signal(number, _raise_stop)
    started = time.monotonic()
    check_before_start(settings)
    build_index(settings, console)
    model = train_model(settings, console)
    manager = ProcessManager(settings, model)
    try:
        _wait_until_ready(settings, manager, console)
        console.print(f"\nThe bot is ready after {time.monotonic() - started:.0f} s (Ctrl-C stops it):")
        console.print(f"[bold]{settings.web_url}/[/bold]")
        while manager.alive():
            manager.wait(1.0)
        raise UserError(f"the process manager ended; see {settings.log_folder / 'supervisord.log'}")
    except _Stop:
        console.print("stopping ...")
        return 0
    finally:
        # a second Ctrl-C must not leave processes behind
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        manager.stop()


def _wait_until_ready(settings: Settings, manager: ProcessManager, console: Console) -> None:
    services = Services.of(settings)
    started = time.monotonic()
    waiting = [program.name for program in manager.programs if program.name != "web"]
    with console.status("starting") as status:
        while waiting:
            name = manager.given_up()
            if name or not manager.alive():
                shown = name or "supervisord"
                raise UserError(f"{shown} does not start; the end of its log:\n{manager.last_lines(shown)}")
            if time.monotonic() - started > settings.start_seconds:
                raise UserError(
                    f"not ready after {settings.start_seconds:.0f} s: {', '.join(waiting)}; see {settings.log_folder}, "
                    "or set BOT_START_SECONDS higher"
                )
            status.update(f"starting: {', '.join(waiting)} ({time.monotonic() - started:.0f} s)")
            ready = services.ready()
            for program in [program for program in waiting if ready[program]]:
                console.print(f"ready: {program} ({time.monotonic() - started:.1f} s)")
                waiting.remove(program)
            time.sleep(0.25)


def _raise_stop(number: int, frame: FrameType | None) -> None:
    raise _Stop
