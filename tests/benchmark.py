"""Measure the running bot: `python -m tests.benchmark` (start it first; set BOT_* as for the bot).

Asks wordings of the content through the HTTP API: by one user, then by eight at once, and prints times, answers a
second and the resident memory of the four processes.
"""

from __future__ import annotations

import random
import statistics
import threading
import time
from pathlib import Path

import httpx

from bot.settings import Settings, load_settings
from knowledge.entries.loader import load_knowledge

ONE_USER, USERS, EACH = 100, 8, 40


def main() -> None:
    """Run the benchmark and print the figures."""
    settings = load_settings()
    wordings = [wording for entry in load_knowledge(settings.content).entries.values() for wording in entry.phrasings]
    random.Random(1).shuffle(wordings)
    single: list[float] = []
    ask(settings, wordings[:10], [])
    ask(settings, wordings[10 : 10 + ONE_USER], single)
    print(f"one user: median {statistics.median(single) * 1000:.0f} ms over {ONE_USER} answers")
    several: list[float] = []
    parts = [wordings[1000 + number * EACH : 1000 + (number + 1) * EACH] for number in range(USERS)]
    threads = [threading.Thread(target=ask, args=(settings, part, several)) for part in parts]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    print(
        f"{USERS} users: {len(several) / seconds:.0f} answers a second, "
        f"median {statistics.median(several) * 1000:.0f} ms, longest {max(several) * 1000:.0f} ms"
    )
    memory = resident(settings)
    print(f"resident memory: {sum(memory.values())} MB = " + ", ".join(f"{name} {mb}" for name, mb in memory.items()))


def ask(settings: Settings, wordings: list[str], times: list[float]) -> None:
    """Ask each wording in a conversation of its own; append the seconds that each answer took."""
    with httpx.Client(base_url=settings.web_url, timeout=30) as http:
        for wording in wordings:
            started = time.perf_counter()
            response = http.post("/api/messages", json={"text": wording})
            times.append(time.perf_counter() - started)
            assert response.status_code == 200, response.text
            assert response.json()["replies"], response.text


def resident(settings: Settings) -> dict[str, int]:
    """Return the resident memory, in MB, of the processes that the process manager runs."""
    manager = int((settings.data / "supervisord.pid").read_text())
    children = Path(f"/proc/{manager}/task/{manager}/children").read_text().split()
    memory = {}
    for child in children:
        command = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
        name = command[command.index("-m") + 1]
        status = Path(f"/proc/{child}/status").read_text()
        memory[name] = int(status.partition("VmRSS:")[2].split()[0]) // 1024
    return memory


if __name__ == "__main__":
    main()
