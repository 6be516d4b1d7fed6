"""Contrastive fine-tuning of the encoder: wordings of one topic nearer to each other than to other topics'.

Method: multiple negatives ranking loss (Henderson et al., "Efficient Natural Language Response Suggestion for Smart
Reply", 2017; sentence-transformers' MultipleNegativesRankingLoss), each batch holding two wordings of each of its
topics, so that no wording of the same topic counts as a negative.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

from knowledge.encoder import SHA256, load_model, weights_folder

EPOCHS = 4
TOPICS_A_BATCH = 32
LEARNING_RATE = 3e-5
WARM_UP = 0.1
SEED = 287

Wordings = Mapping[str, Sequence[str]]


def tuning_fingerprint(wordings: Wordings) -> str:
    """Return a name that changes with the weights tuned from, the wordings, or the way of tuning."""
    way = [SHA256, EPOCHS, TOPICS_A_BATCH, LEARNING_RATE, WARM_UP, SEED]
    return hashlib.sha256(json.dumps([way, dict(wordings)], sort_keys=True).encode()).hexdigest()[:16]


def tune(wordings: Wordings, folder: Path, on_total: Callable[[int], object], on_done: Callable[[int], object]) -> None:
    """Fine-tune the publisher's weights on `wordings` (two or more a topic) and save the model into `folder`.

    The seed is fixed; the result can still differ between processors in the last digits. `on_total` is called with the
    number of steps, `on_done` with 1 after each.
    """
    torch.manual_seed(SEED)
    model = load_model(weights_folder())
    loss = MultipleNegativesRankingLoss(model, directions=("query_to_doc", "doc_to_query"))
    steps = EPOCHS * max(1, sum(map(len, wordings.values())) // (2 * TOPICS_A_BATCH))
    on_total(steps)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
    warm_up = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm_up, 1.0) * max(0.0, 1.0 - step / steps)
    )
    model.train()
    for anchors, positives in _batches(wordings, steps):
        features = [_features(model, anchors), _features(model, positives)]
        value = loss(features, torch.empty(0))
        optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        on_done(1)
    model.eval()
    model.save(str(folder))


def _batches(wordings: Wordings, steps: int) -> Iterator[tuple[list[str], list[str]]]:
    """Yield batches of two wordings of each of 32 topics, all drawn at random."""
    draw = random.Random(SEED)
    topics = sorted(wordings)
    for _ in range(steps):
        chosen = draw.sample(topics, min(TOPICS_A_BATCH, len(topics)))
        pairs = [draw.sample(list(wordings[topic]), 2) for topic in chosen]
        yield [first for first, _ in pairs], [second for _, second in pairs]


def _features(model: SentenceTransformer, texts: list[str]) -> dict[str, torch.Tensor]:
    return dict(model.preprocess(texts))
