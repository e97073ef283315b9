"""Train the head that marks mentions of parties and of people who speak for nobody, on the tagger's hidden states, in two minutes.

    python training/positions/mentions.py OUT.npz [--accounts FOLDER] [--leave-out NAME …]

The encoder stays as it is. Accounts named by ``--leave-out`` are not trained on: they are scored at the end. Needs torch and this package.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
import torch
from annotated import _PRONOUNS, _forms, bare
from torch import nn
from torch.nn import functional

from detente.reading.tagger.decode import best_tags
from detente.reading.tagger.encoder import HALFWAY, Encoder
from detente.reading.tagger.weights import encoder, pieces
from detente.reading.tagger.windows import windows
from detente.reading.tagger.wordpieces import words

INNER = 96


def features(network: Encoder, text: str) -> np.ndarray:
    """Words × 768: the hidden states after the layer halfway and the last one."""
    found = words(text)
    made = np.zeros((len(found), 768), np.float32)
    w = network.weights
    for window in windows(found, pieces()):
        hidden = network.norm(
            "norm", w["word"][window.pieces] + w["position"][: len(window.pieces)] + w["case"][window.case] + w["quoted"][window.quoted]
        )
        kept = []
        for layer in range(6):
            hidden = network.layer(f"{layer}.", hidden)
            if layer + 1 in {HALFWAY, 6}:
                kept.append(hidden[window.first])
        made[window.word[window.owned]] = np.concatenate(kept, axis=1)[window.owned]
    return made


def tags(text: str, rows: list[dict]) -> np.ndarray:
    """Per word: 0 none, 1 and 2 a party's mention, 3 and 4 somebody who speaks for nobody."""
    found = words(text)
    starts = np.asarray([word.span.start for word in found])
    ends = np.asarray([word.span.end for word in found])
    made = np.zeros(len(found), np.int64)
    parties = [row for row in rows if row["kind"] == "party"]
    ids = {row["id"] for row in parties}
    forms = [(form, 1) for row in parties for form in _forms(row)]
    known = {bare(form) for form, _ in forms}
    voices = {v for row in rows if row["kind"] == "claim" for v in row["speaker"]} - ids - {"author", "unnamed"}
    forms += [(voice, 3) for voice in voices if bare(voice) not in known and voice.lower() not in _PRONOUNS]
    for form, tag in sorted(forms, key=lambda item: (-len(item[0]), item)):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            inside = np.flatnonzero((starts < match.end()) & (ends > match.start()))
            if inside.size and not made[inside].any():
                made[inside] = tag + 1
                made[inside[0]] = tag
    return made


def spans(best: np.ndarray) -> set[tuple[int, int, int]]:
    made, start = set(), None
    for at, tag in enumerate([*best.tolist(), 0]):
        if start is not None and tag not in {2, 4}:
            made.add((start, at, int(best[start])))
            start = None
        if tag in {1, 3}:
            start = at
    return made


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    network = encoder()
    texts = []
    for path in sorted(arguments.accounts.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        cached = arguments.cache / f"{path.stem}.npy" if arguments.cache else None
        if cached and cached.exists():
            x = np.load(cached)
        else:
            x = features(network, text)
            if cached:
                np.save(cached, x)
        texts.append((path.stem, x, tags(text, rows)))
    out = set(arguments.leave_out)
    x = torch.from_numpy(np.concatenate([x for name, x, _ in texts if name not in out]))
    y = torch.from_numpy(np.concatenate([y for name, _, y in texts if name not in out]))
    model = nn.Sequential(nn.Linear(768, INNER), nn.ReLU(), nn.Dropout(0.2), nn.Linear(INNER, 5))
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.02)
    steps = arguments.epochs * (len(x) // 512)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps + 1)
    model.train()
    for _ in range(arguments.epochs):
        order = torch.randperm(len(x))
        for at in range(0, len(x) - 511, 512):
            rows_ = order[at : at + 512]
            loss = functional.cross_entropy(model(functional.dropout(x[rows_], 0.1)), y[rows_])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    model.eval()
    count = np.zeros((2, 3))
    for name, features_, truth in texts:
        if name in out:
            with torch.no_grad():
                scores = functional.log_softmax(model(torch.from_numpy(features_)), -1).numpy()
            found, gold = spans(best_tags(np.pad(scores, ((0, 0), (0, 2)), constant_values=-99))), spans(truth)
            for kind, tag in enumerate((1, 3)):
                mine, theirs = {s for s in found if s[2] == tag}, {s for s in gold if s[2] == tag}
                touched = sum(any(a[0] < b[1] and b[0] < a[1] for b in theirs) for a in mine)
                count[kind] += (touched, len(mine), len(theirs))
    for name, (right, found_, gold_) in zip(("parties", "others"), count, strict=True):
        if gold_:
            print(f"{name}: P {right / max(found_, 1):.3f} R {right / gold_:.3f} (spans that touch; {int(gold_)} annotated)")
    weights = {
        "mention.inner": model[0].weight.T, "mention.inner.bias": model[0].bias, "mention": model[3].weight.T, "mention.bias": model[3].bias,  # noqa: E501
    }  # fmt: skip
    np.savez_compressed(arguments.out, **{name: value.detach().numpy().astype(np.float16) for name, value in weights.items()})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--accounts", type=Path, default=Path("corpus/develop"))
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--cache", type=Path, help="folder for hidden states")
    return parser.parse_args()


if __name__ == "__main__":
    main()
