"""Train the heads that find parties, on the tagger's hidden states.

    python training/parties/train.py OUT.npz [--accounts FOLDER] [--leave-out NAME …] [--cache FOLDER]

Needs torch and this package. The parties' weights that the package holds are not looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parents[1] / "positions"))
from annotated import _PRONOUNS, _forms, bare

from detente.evidence import Document
from detente.reading.forms import ALONE, TOGETHER, Around, alone, occurrences, plain, together, written
from detente.reading.linking import candidates
from detente.reading.names import joined_names
from detente.reading.parties import Register
from detente.reading.quotations import quotations
from detente.reading.register import build_register
from detente.reading.sentences import sentences
from detente.reading.structure import structure
from detente.reading.tagger.decode import best_tags
from detente.reading.tagger.encoder import HALFWAY
from detente.reading.tagger.weights import encoder, pieces
from detente.reading.tagger.windows import windows
from detente.reading.tagger.wordpieces import Word, words

WIDTH, INNER, FOLDS = 64, 96, 4


@dataclass
class Text:
    """An account: its words, hidden states, and annotated rows."""

    text: str
    found: tuple[Word, ...]
    read: np.ndarray
    rows: list[dict]
    tags: np.ndarray


def hidden(text: str) -> np.ndarray:
    """Words × 768: the hidden states after the layer halfway and the last one, as 16-bit numbers hold them."""
    found, network = words(text), encoder()
    made = np.zeros((len(found), 768), np.float32)
    w = network.weights
    for window in windows(found, pieces()):
        start = w["word"][window.pieces] + w["position"][: len(window.pieces)] + w["case"][window.case] + w["quoted"][window.quoted]
        x, kept = network.norm("norm", start), []
        for layer in range(6):
            x = network.layer(f"{layer}.", x)
            if layer + 1 in {HALFWAY, 6}:
                kept.append(x[window.first])
        made[window.word[window.owned]] = np.concatenate(kept, axis=1)[window.owned]
    return made.astype(np.float16)


def remembered(text: str, cache: Path | None) -> np.ndarray:
    """:func:`hidden`, from the cache where it holds this text; remove the cache when the encoder's weights change."""
    if cache is None:
        return hidden(text).astype(np.float32)
    kept = cache / f"{hashlib.sha256(text.encode()).hexdigest()[:24]}.npy"
    if not kept.exists():
        np.save(kept, hidden(text))
    return np.load(kept).astype(np.float32)


def ruled(text: str) -> Register:
    """What the rules alone find in a text, with its header and dateline seen as the reader sees them."""
    document = Document("text", text)
    parts = structure(document)
    return build_register(joined_names(sentences(text, parts, quotations(document))), parts, text)


def nobodies(rows: list[dict]) -> set[str]:
    """Those who speak and are no party."""
    parties = [row for row in rows if row["kind"] == "party"]
    known = {bare(form) for row in parties for form in _forms(row)}
    voices = {v for row in rows if row["kind"] == "claim" for v in row["speaker"]} - {row["id"] for row in parties}
    return {v for v in voices - {"author", "unnamed"} if bare(v) not in known and v.lower() not in _PRONOUNS}


def tags(text: str, found: tuple[Word, ...], rows: list[dict]) -> np.ndarray:
    """Per word: 0 none, 1 and 2 a party's mention, 3 and 4 somebody who speaks for nobody."""
    starts, ends = (np.asarray([getattr(word.span, at) for word in found]) for at in ("start", "end"))
    made = np.zeros(len(found), np.int64)
    forms = [(form, 1) for row in rows if row["kind"] == "party" for form in _forms(row)] + [(voice, 3) for voice in nobodies(rows)]
    for form, tag in sorted(forms, key=lambda item: (-len(item[0]), item)):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            inside = np.flatnonzero((starts < match.end()) & (ends > match.start()))
            if inside.size and not made[inside].any():
                made[inside] = tag + 1
                made[inside[0]] = tag
    return made


def tagger(texts: list[Text], epochs: int = 15) -> nn.Sequential:
    x, y = (torch.from_numpy(np.concatenate([getattr(t, name) for t in texts])) for name in ("read", "tags"))
    model = nn.Sequential(nn.Linear(768, INNER), nn.ReLU(), nn.Dropout(0.2), nn.Linear(INNER, 5))
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=epochs * (len(x) // 512) + 1)
    for _ in range(epochs):
        order = torch.randperm(len(x))
        for at in range(0, len(x) - 511, 512):
            rows = order[at : at + 512]
            loss = functional.cross_entropy(model(functional.dropout(x[rows], 0.1)), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return model.eval()


def marks(model: nn.Module, read: np.ndarray) -> list[tuple[int, int]]:
    with torch.no_grad():
        scores = functional.log_softmax(model(torch.from_numpy(read)), -1).numpy()
    best = [*best_tags(np.pad(scores, ((0, 0), (0, 2)), constant_values=-99)).tolist(), 0]
    starts = [at for at, tag in enumerate(best) if tag in {1, 3}]
    return [(s, next(at for at in range(s + 1, len(best)) if best[at] not in {2, 4})) for s in starts]


class Heads(nn.Module):
    """The gradients' side of :class:`detente.reading.tagger.mentions.Heads`."""

    def __init__(self) -> None:
        super().__init__()
        self.read = nn.Linear(768, WIDTH)
        self.kind_inner, self.kind = nn.Linear(WIDTH + ALONE, 64), nn.Linear(64, 3)
        self.same_inner, self.same = nn.Linear(6 * WIDTH + TOGETHER + 6, INNER), nn.Linear(INNER, 1)
        self.drop = nn.Dropout(0.25)

    def forward(self, mean: Tensor, seen: Tensor, i: Tensor, j: Tensor, pair: Tensor, one: Tensor, other: Tensor) -> tuple[Tensor, Tensor]:
        e, c, d = (torch.tanh(self.read(self.drop(x))) for x in (mean, one, other))
        kind = self.kind(self.drop(functional.relu(self.kind_inner(torch.cat([e, seen], 1)))))
        a, b, likely = self.drop(e[i]), self.drop(e[j]), functional.log_softmax(kind, -1)
        made = [a + b, a * b, (a - b).abs(), c + d, c * d, (c - d).abs(), pair, likely[i] + likely[j], (likely[i] - likely[j]).abs()]
        return kind, self.same(self.drop(functional.relu(self.same_inner(torch.cat(made, 1)))))[:, 0]


def question(text: Text, spans: list[tuple[int, int]]) -> tuple[list[Tensor], Tensor, Tensor] | None:
    """The forms of a text, all their pairs, and the answers: what each form is, and whether each pair is one party's."""
    register = ruled(text.text)
    known = plain(text.found)
    places = occurrences(known, candidates(register, known, spans))
    around, forms = Around(known, text.found, places, register), sorted(places)
    if len(forms) < 2:
        return None
    at = [[text.read[s:e].mean(0) for s, e in places[form]] for form in forms]
    pairs = [(i, j, *together(forms[i], forms[j], around)) for i in range(len(forms)) for j in range(i + 1, len(forms))]
    gold = [row for row in text.rows if row["kind"] == "party"]
    whose = {bare(name): number for number, row in enumerate(gold) for name in (row["name"], *row["aliases"])}
    alone_ = {bare(name) for name in nobodies(text.rows)}
    shown = [bare(written(form)) for form in forms]
    label = torch.tensor([whose.get(form, -1) for form in shown])
    i, j = (torch.tensor([pair[k] for pair in pairs]) for k in (0, 1))
    arrays = [
        np.stack([np.mean(places_, 0) for places_ in at]),
        np.asarray([alone(form, around) for form in forms], np.float32),
        np.asarray([pair[2] for pair in pairs], np.float32),
        np.stack([at[pair[0]][pair[3][0]] for pair in pairs]),
        np.stack([at[pair[1]][pair[3][1]] for pair in pairs]),
    ]
    mean, seen, features, one, other = map(torch.from_numpy, arrays)
    kinds = torch.tensor([0 if form in whose else 1 if form in alone_ else 2 for form in shown])
    return [mean, seen, i, j, features, one, other], kinds, ((label[i] == label[j]) & (label[i] >= 0)).float()


def linker(data: list[tuple[list[Tensor], Tensor, Tensor]], epochs: int = 24) -> Heads:
    model = Heads()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1.5e-3, weight_decay=0.03)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1.5e-3, total_steps=epochs * (len(data) // 4 + 1) + 1)
    for epoch in range(epochs):
        random.shuffle(data)
        total = 0.0
        for at in range(0, len(data), 4):
            loss = torch.zeros(())
            for given, kinds, same in data[at : at + 4]:
                kind, pair = model(*given)
                loss = loss + functional.cross_entropy(kind, kinds) + 2 * functional.binary_cross_entropy_with_logits(pair, same)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(data):.3f}", flush=True)
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--accounts", type=Path, default=Path("corpus/develop"))
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="keep what the encoder reads here, for the next run")
    arguments = parser.parse_args()
    if arguments.cache:
        arguments.cache.mkdir(parents=True, exist_ok=True)
    if unknown := [name for name in arguments.leave_out if not (arguments.accounts / f"{name}.jsonl").is_file()]:
        parser.error(f"no such accounts in {arguments.accounts}: {' '.join(unknown)}")
    torch.manual_seed(1)
    random.seed(1)
    torch.set_num_threads(1)
    texts = []
    for path in sorted(arguments.accounts.glob("*.jsonl")):
        if path.stem not in arguments.leave_out:
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            text = path.with_suffix(".txt").read_text(encoding="utf-8")
            texts.append(Text(text, words(text), remembered(text, arguments.cache), rows, tags(text, words(text), rows)))
    print(f"{len(texts)} accounts, {sum(len(text.found) for text in texts):,} words", flush=True)
    data = []
    for fold in range(FOLDS):
        model = tagger([text for at, text in enumerate(texts) if at % FOLDS != fold], epochs=12)
        data += [question(text, marks(model, text.read)) for text in texts[fold::FOLDS]]
        print(f"part {fold + 1} of {FOLDS} marked", flush=True)
    tag, link = tagger(texts), linker([one for one in data if one])
    layers = {"mention.inner": tag[0], "mention": tag[3], "read": link.read, "kind.inner": link.kind_inner, "kind": link.kind}
    layers |= {"same.inner": link.same_inner, "same": link.same}
    made = {name: layer.weight.T for name, layer in layers.items()} | {f"{name}.bias": layer.bias for name, layer in layers.items()}
    np.savez_compressed(arguments.out, **{name: value.detach().numpy().astype(np.float16) for name, value in made.items()})


if __name__ == "__main__":
    main()
