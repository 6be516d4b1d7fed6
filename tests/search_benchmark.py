"""Time one search on one core, encoder included, on a built index.

`taskset -c 0 python -m tests.search_benchmark`
"""

from __future__ import annotations

import random
import statistics
import time

import torch

from bot.settings import load_settings
from knowledge.retrieval.encoder import Encoder
from knowledge.retrieval.index import load
from knowledge.retrieval.search import Query, Searcher

COUNT = 300


def main() -> None:
    """Search for wordings of calibration questions, none asked twice, and print the times."""
    torch.set_num_threads(1)
    index = load(load_settings().index_folder)
    searcher = Searcher(index, Encoder())
    texts = [question.text for question in index.content.inside]
    random.Random(1).shuffle(texts)
    times = []
    for text in texts[:COUNT]:
        started = time.perf_counter()
        searcher.search(Query(text))
        times.append((time.perf_counter() - started) * 1000)
    parts = statistics.quantiles(times, n=20)
    print(f"one search: median {statistics.median(times):.1f} ms, 95 % below {parts[-1]:.1f} ms over {COUNT} questions")


if __name__ == "__main__":
    main()
