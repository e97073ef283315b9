"""Train the attribution tagger on two processor cores, in about an hour.

    torchrun --standalone --nproc_per_node 2 training/attribution/train.py ARTICLES.jsonl START OUT.pt [--epochs 5] [--leave-out 40]

ARTICLES has one annotated article a line (``id``, ``text``, ``attributions`` of character spans for source, cue and content). START
is a folder with ``model.safetensors`` and ``vocab.txt`` of all-MiniLM-L6-v2. The last ``--leave-out`` articles of a fixed shuffle are not
trained on: they are for choosing. Needs torch, safetensors and this package.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from corpus import NOTHING, Labelled, labelled
from network import Network, distance_buckets
from torch import Tensor, distributed
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel

from detente.reading.tagger.windows import Window, windows
from detente.reading.tagger.wordpieces import Pieces

Batch = tuple[Tensor, ...]


def main() -> None:
    arguments = _arguments()
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    torch.set_num_threads(1 if world > 1 else os.cpu_count() or 1)
    if world > 1:
        distributed.init_process_group("gloo")
    torch.manual_seed(arguments.seed)
    vocabulary = {piece: number for number, piece in enumerate((arguments.start / "vocab.txt").read_text(encoding="utf-8").splitlines())}
    pieces = Pieces(vocabulary)
    articles = [*labelled(arguments.articles)]
    random.Random(7).shuffle(articles)
    articles = articles[: len(articles) - arguments.leave_out]
    network = Network(len(vocabulary))
    network.start_from(arguments.start)
    if arguments.go_on:
        network.load_state_dict(torch.load(arguments.go_on, map_location="cpu", weights_only=True))
    model = DistributedDataParallel(network, broadcast_buffers=False) if world > 1 else network
    heads = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith(("layers", "position", "norm"))]
    body = [p for n, p in network.named_parameters() if p.requires_grad and n.startswith(("layers", "position", "norm"))]
    optimizer = torch.optim.AdamW([{"params": body, "lr": arguments.rate}, {"params": heads, "lr": 5 * arguments.rate}], weight_decay=0.01)
    steps = arguments.epochs * len([*_batches(articles, pieces, 0, rank, world, arguments.pieces)])
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: _rate(at, steps))
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    begun, done, seen = time.time(), 0, 0
    for epoch in range(arguments.epochs):
        model.train()
        for batch in _batches(articles, pieces, epoch + 100 * (arguments.seed - 1), rank, world, arguments.pieces):
            loss = _loss(model, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            seen += int((batch[0] != 0).sum())
            _follow(average, network, keep=min(0.995, (1 + done) / (10 + done)))
            if rank == 0 and done % 20 == 0:
                print(
                    f"{done}/{steps} epoch {epoch} loss {loss.item():.3f} {seen * world / (time.time() - begun):.0f} pieces/s", flush=True
                )
        if rank == 0:
            torch.save(average, arguments.out)
    if world > 1:
        distributed.destroy_process_group()


def _rate(at: int, steps: int) -> float:
    return min((at + 1) / (0.06 * steps), 1.0) * 0.5 * (1 + math.cos(math.pi * at / max(steps, 1)))


def _follow(average: dict[str, Tensor], network: Network, *, keep: float) -> None:
    """A running average of the weights reads better than the last ones."""
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if name != "word.weight":
                average[name].lerp_(value, 1 - keep)


def _batches(articles: Sequence[Labelled], pieces: Pieces, epoch: int, rank: int, world: int, size: int) -> Iterator[Batch]:
    """This process's share of an epoch: windows of like length together, about ``size`` pieces a batch."""
    shuffled = random.Random(100 + epoch)
    longest = 320 - 16 * (epoch % 3)  # so that windows begin elsewhere each time
    all_windows = [(window, article) for article in articles for window in windows(article.words, pieces, longest=longest, context=24)]
    shuffled.shuffle(all_windows)
    all_windows.sort(key=lambda item: len(item[0].pieces) // 32 + shuffled.random())
    batches: list[list[tuple[Window, Labelled]]] = [[]]
    for item in all_windows:
        if batches[-1] and (len(batches[-1]) + 1) * len(item[0].pieces) > size:
            batches.append([])
        batches[-1].append(item)
    shuffled.shuffle(batches)
    for group in batches[rank : len(batches) - len(batches) % world : world]:
        yield _together(group)


def _together(group: Sequence[tuple[Window, Labelled]]) -> Batch:
    most, words = max(len(w.pieces) for w, _ in group), max(len(w.word) for w, _ in group)
    shape, wide = (len(group), most), (len(group), words)
    pieces, case, quoted = (np.zeros(shape, np.int64) for _ in range(3))
    first, number, paragraph = (np.zeros(wide, np.int64) for _ in range(3))
    tags, cue, source = (np.full(wide, -100, np.int64) for _ in range(3))
    for row, (window, article) in enumerate(group):
        n, m = len(window.pieces), len(window.word)
        pieces[row, :n], case[row, :n], quoted[row, :n] = window.pieces, window.case, window.quoted
        first[row, :m], number[row, :m] = window.first, window.word
        paragraph[row, :m] = [article.words[at].paragraph for at in window.word]
        tags[row, :m] = article.tags[window.word]
        low, high = window.word[0], window.word[-1]
        for column, at in enumerate(window.word):
            if article.tags[at] >= 5:
                aim = article.cue_of[at]
                cue[row, column] = words if aim == NOTHING else aim - low if low <= aim <= high else -100
            if article.tags[at] == 3:
                aim = article.source_of[at]
                source[row, column] = words if aim == NOTHING else aim - low if low <= aim <= high else -100
    return tuple(map(torch.from_numpy, (pieces, case, quoted, first, number, paragraph, tags, cue, source)))


def _loss(model: torch.nn.Module, batch: Batch) -> Tensor:
    pieces, case, quoted, first, number, paragraph, tags, cue, source = batch
    tag, to_cue, to_source = model(pieces, case, quoted, first, distance_buckets(number, paragraph))
    weighed = functional.cross_entropy(tag.flatten(0, 1), tags.flatten())
    linked = [
        functional.cross_entropy(s.flatten(0, 1), t.flatten(), reduction="sum") / (t >= 0).sum().clamp(min=1)
        for s, t in ((to_cue, cue), (to_source, source))
    ]
    return weighed + 0.2 * linked[0] + 0.2 * linked[1]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--leave-out", type=int, default=40)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--pieces", type=int, default=2400, help="pieces in a batch of one process")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--go-on", type=Path, help="weights of an earlier run to start from; take another --seed and a lower --rate")
    return parser.parse_args()


if __name__ == "__main__":
    main()
