"""Recorded replies: what the bot says to the development sets and to stored conversations, as fingerprints.

`python -m tests.replies ADDRESS --record` writes `tests/data/replies.jsonl` from a running bot; without `--record` it
prints what differs. A line holds no message and no text, only what tells one reply from another.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT.parent / "shared" / "evaluation"
CONVERSATIONS = ROOT / "tests" / "data" / "conversations.json"
RECORDED = ROOT / "tests" / "data" / "replies.jsonl"
REFERENCE = re.compile(r"V-[2-9A-HJKMNP-Z]{4}-\d{2}")
FIELDS = ("kind", "entry", "program", "scope", "level", "as_of", "confidence", "due")


def conversations(sets: Path = SETS) -> Iterator[tuple[str, list[str]]]:
    """Yield an id and the messages of each conversation: single lines, whole dialogues, and our own."""
    for file in sorted(sets.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            texts = [turn["text"] for turn in row["turns"]] if "turns" in row else [row["text"]]
            yield f"{file.stem}/{row['id']}", texts
    for name, texts in json.loads(CONVERSATIONS.read_text(encoding="utf-8")).items():
        yield f"own/{name}", texts


def fingerprint(reply: dict[str, Any], url: str) -> dict[str, Any]:
    """Return what tells a reply from another: its fields, and digests of its text, sources, links and choices."""

    def digest(part: object) -> str:
        text = REFERENCE.sub("V-REF", json.dumps(part, sort_keys=True).replace(url, ""))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    parts = {name: digest(reply.get(name)) for name in ("text", "sources", "links", "choices", "referral")}
    return {name: reply.get(name) for name in FIELDS} | parts


def ask(client: httpx.Client, texts: list[str]) -> list[list[dict[str, Any]]]:
    """Return the fingerprints of the replies to each message of one conversation."""
    conversation, answers = None, []
    for text in texts:
        body = {"text": text} | ({"conversation": conversation} if conversation else {})
        answered = client.post("/api/messages", json=body).raise_for_status().json()
        conversation = answered["conversation"]
        answers.append([fingerprint(reply, str(client.base_url).rstrip("/")) for reply in answered["replies"]])
    return answers


def replies_of(url: str) -> dict[str, list[list[dict[str, Any]]]]:
    """Return the fingerprints of all conversations, from the bot at `url` (its BOT_RATE_LIMIT must be off)."""
    with httpx.Client(base_url=url, timeout=30) as client:
        return {name: ask(client, texts) for name, texts in conversations()}


def read_recorded() -> dict[str, list[list[dict[str, Any]]]]:
    """Return the recorded fingerprints."""
    rows = map(json.loads, RECORDED.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["replies"] for row in rows}


def differences(found: dict[str, Any], recorded: dict[str, Any]) -> list[str]:
    """Return a line for each message whose replies are not the recorded ones."""
    lines = [f"{name}: not recorded" for name in found.keys() - recorded.keys()]
    lines += [f"{name}: not asked" for name in recorded.keys() - found.keys()]
    for name in sorted(found.keys() & recorded.keys()):
        for number, (now, before) in enumerate(zip(found[name], recorded[name], strict=True), start=1):
            if now != before:
                lines.append(f"{name}, message {number}: {_shown(before)} -> {_shown(now)}")
    return lines


def _shown(replies: list[dict[str, Any]]) -> str:
    return "; ".join(" ".join(str(value) for value in reply.values()) for reply in replies)


def main() -> int:
    """Record, or compare; the exit status says whether anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="address of the running bot")
    parser.add_argument("--record", action="store_true", help="write the record instead of comparing")
    arguments = parser.parse_args()
    found = replies_of(arguments.url)
    if arguments.record:
        lines = [json.dumps({"id": name, "replies": replies}) for name, replies in found.items()]
        RECORDED.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(lines)} conversations recorded")
        return 0
    lines = differences(found, read_recorded())
    print("\n".join(lines) or f"{len(found)} conversations, no difference")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
