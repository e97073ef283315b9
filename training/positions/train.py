"""Train the reading of positions on annotated accounts and sentences, on two processor cores, in about an hour.

    PYTHONPATH=training/attribution python training/positions/train.py TAGGER.pt START OUT.pt \\
        [--accounts FOLDER] [--sentences FILE] [--leave-out NAME …]

TAGGER.pt are the trained weights of the attribution tagger (``training/attribution/train.py``). Accounts named by ``--leave-out`` are not
trained on: they are scored at the end. Needs torch and this package.
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
from annotated import SOMEBODY, Answer, Text, Voice, accounts, single
from asking import STANCES, Asking
from torch import Tensor, distributed
from torch.nn import functional

from detente.reading.sight import Question
from detente.reading.tagger.slots import SLOTS, Asked, ask
from detente.reading.tagger.weights import pieces as vocabulary_pieces

Item = tuple[Text, Question, tuple[Answer, ...], tuple, tuple[Voice, ...]]
FAMILY = dict(zip(STANCES, ("asks", "asks", "refuses", "refuses", "gives", "gives", "gives", "threatens"), strict=True))
_TYPICAL = "norway government union company council ministry committee france party commission".split()


def drawn(pool: Sequence[Sequence[Item]], chosen: random.Random) -> list[Item]:
    """One reading of each question's parties; of questions with neither positions nor traps only some."""
    made = [chosen.choice(same) for same in pool]
    return [item for item in made if item[2] or item[3] or item[4] or chosen.random() < 0.5]


def items(texts: Sequence[Text]) -> list[Item]:
    return [
        (text, question, answers, traps, voices)
        for text in texts
        for question, answers, traps, voices in zip(text.questions, text.answers, text.traps, text.voices, strict=True)
        if question is not None
    ]


def pairs(known: Text, read: Text) -> list[list[Item]]:
    """The same sentences, with the parties as annotated and as read."""
    made: list[list[Item]] = []
    for at in range(len(known.questions)):
        both = [(t, t.questions[at], t.answers[at], t.traps[at], t.voices[at]) for t in (known, read) if t.questions[at] is not None]
        if both:
            made.append(both)
    return made


def asked(item: Item, chosen: random.Random | None) -> Asked:
    """The question, with slots numbered by chance and a mention left as it is written now and then."""
    text, question, *_ = item
    named, numbers = text.named, list(range(SLOTS))
    before, lead = question.before, question.lead
    if chosen is not None:
        chosen.shuffle(numbers)
        named = tuple(mention for mention in named if chosen.random() > 0.04)
        if chosen.random() < 0.15:
            before = (before[1], before[1])
    return ask(text.words, named, PIECES, sentence=question.sentence, before=before, lead=lead, voice=question.voice, numbers=numbers)


PIECES = vocabulary_pieces()


def laid(group: Sequence[tuple[Item, Asked]]) -> tuple:
    shape = (len(group), max(len(q.pieces) for _, q in group))
    wide = max(len(q.word) for _, q in group)
    slots = max(1, *(len(q.parties) for _, q in group))
    pieces, case, quoted, part = (np.zeros(shape, np.int64) for _ in range(4))
    first = np.zeros((len(group), wide), np.int64)
    any_, stance = np.full((len(group), slots), -1.0, np.float32), np.zeros((len(group), slots, len(STANCES)), np.float32)
    voice = np.full((len(group), slots + 1), -1.0, np.float32)
    words = np.full((len(group), slots + 1, wide, 3), -1.0, np.float32)
    for row, (item, q) in enumerate(group):
        n = len(q.pieces)
        pieces[row, :n], case[row, :n], quoted[row, :n], part[row, :n] = q.pieces, q.case, q.quoted, q.part
        first[row, : len(q.first)] = q.first
        any_[row, : len(q.parties)] = 0
        for answer in item[2]:
            if answer.party in q.parties:
                at = q.parties.index(answer.party)
                any_[row, at] = 1
                stance[row, at, STANCES.index(answer.stance)] = 1
                if words[row, at, 0, 0] < 0:
                    words[row, at, : len(q.word), :2] = 0
                inside = (q.word >= answer.start) & (q.word < answer.end)
                words[row, at, : len(q.word), 0][inside] = 1
                words[row, at, : len(q.word), 1][q.word == answer.start] = 1
        voice[row, [*range(len(q.parties)), slots]] = 0
        for said in item[4]:
            at = q.parties.index(said.who) if said.who in q.parties else slots
            voice[row, at] = 1
            if words[row, at, 0, 2] < 0:
                words[row, at, : len(q.word), 2] = 0
            words[row, at, : len(q.word), 2][(q.word >= said.start) & (q.word < said.end)] = 1
    return tuple(map(torch.from_numpy, (pieces, case, quoted, part, first, any_, stance, voice, words))), slots


def batches(pool: Sequence[Item], chosen: random.Random | None, size: int) -> Iterator[list[tuple[Item, Asked]]]:
    made = [(item, asked(item, chosen)) for item in pool]
    made = [pair for pair in made if pair[1].parties]
    if chosen:
        chosen.shuffle(made)
        made.sort(key=lambda pair: len(pair[1].pieces) // 12 + 2 * chosen.random())
    else:
        made.sort(key=lambda pair: len(pair[1].pieces))
    cut: list[list[tuple[Item, Asked]]] = [[]]
    most = 0
    for pair in made:
        most = max(most, len(pair[1].pieces))
        if cut[-1] and most * (len(cut[-1]) + 1) > size:
            cut.append([])
            most = len(pair[1].pieces)
        cut[-1].append(pair)
    if chosen:
        chosen.shuffle(cut)
    yield from cut


def loss_of(model: Asking, group: Sequence[tuple[Item, Asked]]) -> Tensor:
    (pieces, case, quoted, part, first, any_, stance, voice, words), slots = laid(group)
    held, kinds, voices, marks = model(pieces, case, quoted, part, slots, first)
    mask, heard, marked = any_ >= 0, voice >= 0, words >= 0
    whether = functional.binary_cross_entropy_with_logits(held[mask], any_[mask])
    whether = whether + 0.5 * functional.binary_cross_entropy_with_logits(voices[heard], voice[heard])
    if marked.any():
        whether = whether + 0.3 * functional.binary_cross_entropy_with_logits(marks[marked], words[marked])
    mine = any_ > 0
    if not mine.any():
        return whether
    target = stance[mine] / stance[mine].sum(dim=-1, keepdim=True)
    which = functional.cross_entropy(kinds[mine], target, label_smoothing=0.03)
    return whether + 0.5 * which


def together(model: Asking, world: int) -> None:
    """The mean of all processes' gradients."""
    if world == 1:
        return
    moving = [p for p in model.parameters() if p.requires_grad]
    flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).flatten() for p in moving])
    distributed.all_reduce(flat)
    for p, mean in zip(moving, (flat / world).split([p.numel() for p in moving]), strict=True):
        p.grad = mean.view_as(p)


def train(model: Asking, pool: Sequence[Sequence[Item]], arguments: argparse.Namespace) -> dict[str, Tensor]:
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    chosen = random.Random(arguments.seed)  # the same in all processes
    head = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("layers")]
    body = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("layers")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": arguments.rate}, {"params": head, "lr": 5 * arguments.rate}], weight_decay=0.01, fused=True
    )
    steps = arguments.epochs * len([*batches(drawn(pool, random.Random(0)), random.Random(0), arguments.pieces)]) // world
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / (0.08 * steps), 1.0) * max(0.5 * (1 + math.cos(math.pi * at / (1.03 * steps))), 0.0)
    )
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    moving = [name for name, parameter in model.named_parameters() if parameter.requires_grad]
    done, begun, seen = 0, time.time(), 0
    for epoch in range(arguments.epochs):
        model.train()
        total = 0.0
        cut = [*batches(drawn(pool, chosen), chosen, arguments.pieces)]
        for group in cut[rank : len(cut) - len(cut) % world : world]:
            loss = loss_of(model, group)
            optimizer.zero_grad()
            loss.backward()
            together(model, world)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            total += loss.item() * len(group)
            seen += sum(len(q.pieces) for _, q in group)
            keep = min(0.98, (1 + done) / (10 + done))
            with torch.no_grad():
                torch._foreach_lerp_([average[name] for name in moving], [model.get_parameter(name) for name in moving], 1 - keep)
        if rank:
            continue
        seconds = time.time() - begun
        mean, pace = total * world / sum(map(len, cut)), seen * world / seconds
        print(f"epoch {epoch} of {arguments.epochs}, loss {mean:.3f}, {pace:.0f} pieces/s, {seconds:.0f} s", flush=True)
        torch.save(average, arguments.out)
    return average


def answered(model: Asking, pool: Sequence[Item]) -> list[tuple[Item, Asked, np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    model.eval()
    made = []
    with torch.no_grad():
        for group in batches(pool, None, 4000):
            (pieces, case, quoted, part, first, *_), slots = laid(group)
            held, kinds, voices, marks = (value.numpy() for value in model(pieces, case, quoted, part, slots, first))
            for row, (item, q) in enumerate(group):
                made.append((item, q, held[row], kinds[row], voices[row], marks[row]))
    return made


def scores(results: Sequence, texts: Sequence[Text], label: str) -> None:
    lost = sum(text.lost for text in texts)
    gold = sum(len(a) for text in texts for a in text.answers) + lost
    for threshold in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        found = right = family = fallen = traps = inside = kept = 0
        for item, q, held, kinds, _, clauses in results:
            for at, party in enumerate(q.parties):
                mine = [a for a in item[2] if a.party == party]
                if held[at] > threshold:
                    found += 1
                    right += bool(mine)
                    family += any(FAMILY[a.stance] == FAMILY[STANCES[kinds[at].argmax()]] for a in mine)
                    mark = clauses[at, : len(q.word), 0] > 0
                    truth = np.zeros(len(q.word), bool)
                    for a in mine:
                        truth |= (q.word >= a.start) & (q.word < a.end)
                    if mine:
                        inside += 2 * (mark & truth).sum() / max(mark.sum() + truth.sum(), 1)
                        kept += 1
            for party, _, start, end in item[3]:
                traps += threshold == 0
                hit = False
                for at, other in enumerate(q.parties):
                    if held[at] > threshold and party in {None, other} and not any(a.party == other for a in item[2]):
                        mark = clauses[at, : len(q.word), 0] > 0
                        own = (q.word >= start) & (q.word < end)
                        hit |= 2 * (mark & own).sum() > min(mark.sum(), own.sum())
                fallen += hit
        both = found + gold
        print(
            f"{label} {threshold:+.1f}  P {right / max(found, 1):.3f} R {right / max(gold, 1):.3f} F1 {2 * right / both:.3f}"
            f"  family {2 * family / both:.3f}  clause {inside / max(kept, 1):.3f}  fallen {fallen} of {traps}",
            flush=True,
        )


def voiced(results: Sequence, label: str) -> None:
    """Who is the voice of something said in which sentence."""
    for threshold in (-1.0, -0.5, 0.0, 0.5):
        found = gold = right = 0
        for item, q, _, _, voices, _ in results:
            told = [*q.parties, SOMEBODY]
            mine = {who for who, odds in zip(told, [*voices[: len(q.parties)], voices[-1]], strict=True) if odds > threshold}
            theirs = {said.who if said.who in q.parties else SOMEBODY for said in item[4]}
            found, gold, right = found + len(mine), gold + len(theirs), right + len(mine & theirs)
        precision, recall, f1 = right / max(found, 1), right / max(gold, 1), 2 * right / (found + gold)
        print(f"{label} voices {threshold:+.1f}  P {precision:.3f} R {recall:.3f} F1 {f1:.3f}", flush=True)


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    rank = int(os.environ.get("RANK", "0"))
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        distributed.init_process_group("gloo")
    tagger = torch.load(arguments.tagger, map_location="cpu", weights_only=True)
    model = Asking(tagger)
    model.start_upper(arguments.start)
    model.start_slots(torch.tensor([PIECES.vocabulary[word] for word in _TYPICAL]))
    known, read_ = ([*accounts(arguments.accounts, found=found)] for found in (False, True))
    out = set(arguments.leave_out)
    pool: list[Sequence[Item]] = []
    for one, other in zip(known, read_, strict=True):
        if one.name not in out:
            pool += pairs(one, other)
    if arguments.sentences:
        pool += [[item] for item in items([*single(arguments.sentences)])]
    print(f"{len(pool)} questions, {sum(len(same[0][2]) for same in pool)} answers", flush=True)
    if arguments.go_on:
        model.go_on(torch.load(arguments.go_on, map_location="cpu", weights_only=True))
    torch.manual_seed(arguments.seed + 100 * rank)
    model.load_state_dict(train(model, pool, arguments))
    if rank:
        return
    torch.save(model.state_dict(), arguments.out)
    for texts, label in ((known, "annotated parties"), (read_, "parties as read  ")):
        mine = [t for t in texts if t.name in out]
        if mine:
            results = answered(model, items(mine))
            scores(results, mine, label)
            voiced(results, label)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tagger", type=Path)
    parser.add_argument("start", type=Path, help="folder with model.safetensors of all-MiniLM-L6-v2")
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--go-on", type=Path, help="weights of an earlier run to start from")
    parser.add_argument("--accounts", type=Path, default=Path("corpus/develop"))
    parser.add_argument("--sentences", type=Path, default=Path("corpus/sentences.jsonl"))
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--pieces", type=int, default=1500, help="pieces in a batch")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
