"""What the trained network reads of a text's positions: who, in which sentence, which stance, and the clause that carries it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.evidence import Stance
from detente.reading.chunks import Range
from detente.reading.coreference import Reading, Scene
from detente.reading.sight import Question, named_words, questions, sighted
from detente.reading.tagger.asker import STANCES, Answered
from detente.reading.tagger.slots import Asked, Named, ask
from detente.reading.tagger.tagger import side_by_side
from detente.reading.tagger.weights import asker, pieces
from detente.reading.tagger.wordpieces import Word, words

__all__ = ["Heard", "Held", "held"]

_LEAST = -2.5  # log-odds under which nothing is handed on
_SECOND = 0.35  # share from which a second stance of the same party is taken, in a sentence with two clauses


@dataclass(frozen=True)
class Held:
    """A position of the body ``name`` in tokens ``where`` of sentence ``sentence``, if it is one.

    ``odds`` are the network's log-odds that it is; ``shares`` how it divides it among stances, in the order of
    :data:`detente.reading.tagger.asker.STANCES`.
    """

    sentence: int
    name: str
    stance: Stance
    where: Range
    odds: float
    shares: tuple[float, ...] = ()

    @property
    def doubt(self) -> float:
        """From 0 to 1, the network's own."""
        return float(1 / (1 + np.exp(self.odds)))


@dataclass(frozen=True)
class Heard:
    """What may be there, and of which sentences and bodies the network was asked: of others it says nothing."""

    held: tuple[Held, ...]
    asked: frozenset[tuple[int, str]]


def held(scene: Scene) -> Heard:
    """What may be positions of a scene, in text order. Raises :class:`FileNotFoundError` where the weights did not come along."""
    text = words(scene.text)
    seen = sighted(scene)
    names = [*dict.fromkeys((*(one.name for one in seen), *((scene.register.house,) if scene.register.house else ())))]
    number = {name: at for at, name in enumerate(names)}
    named = named_words(text, seen, number)
    put = [
        (at, _asked(text, named, question))
        for at, question in enumerate(questions(scene, text, named, number.get(scene.register.house)))
        if question is not None
    ]
    put = [(at, question) for at, question in put if question.parties and len(question.word)]
    answers = side_by_side(asker(), [question for _, question in put])
    made: list[Held] = []
    for (at, question), answer in zip(put, answers, strict=True):
        made.extend(_of_sentence(scene.readings[at], text, names, question, answer))
    return Heard(tuple(made), frozenset((at, names[party]) for at, question in put for party in question.parties))


def _asked(text: Sequence[Word], named: Sequence[Named], question: Question) -> Asked:
    return ask(text, named, pieces(), sentence=question.sentence, before=question.before, lead=question.lead, voice=question.voice)


def _of_sentence(reading: Reading, text: Sequence[Word], names: Sequence[str], question: Asked, answer: Answered) -> Iterator[Held]:
    for at, party in enumerate(question.parties):
        odds = float(answer.held[at])
        if odds <= _LEAST:
            continue
        shares = tuple(map(float, answer.stance[at]))
        order = np.argsort(-answer.stance[at], kind="stable")
        clauses = _clauses(answer.inside[at], answer.begins[at])
        places = [_tokens(reading, text, question, clause) for clause in clauses]
        yield Held(reading.sentence.index, names[party], Stance(STANCES[order[0]]), places[0], odds, shares)
        if len(places) > 1:
            second = order[1] if answer.stance[at, order[1]] > _SECOND else order[0]
            yield Held(reading.sentence.index, names[party], Stance(STANCES[second]), places[1], odds, shares)


def _clauses(inside: NDArray[np.float32], begins: NDArray[np.float32]) -> list[Range]:
    """The clauses in word numbers of the sentence, the surest first: runs of words inside, cut where another begins; two at most."""
    runs: list[Range] = []
    start = None
    for at in range(len(inside) + 1):
        within = at < len(inside) and (inside[at] > 0 or (start is not None and inside[at : at + 3].max() > 0))
        fresh = within and start is not None and at - start >= 3 and begins[at] > 0
        if start is not None and (not within or fresh):
            runs.append((start, at))
            start = None
        if within and start is None:
            start = at
    runs = [run for run in runs if run[1] - run[0] >= 3] or runs
    if not runs:
        return [(0, len(inside))]
    first = max(runs, key=lambda run: float(np.maximum(inside[run[0] : run[1]], 0).sum()))
    others = [run for run in runs if run is not first and begins[run[0] : run[0] + 2].max() > 0]
    return [first, *sorted(others, key=lambda run: -float(begins[run[0] : run[0] + 2].max()))[:1]]


def _tokens(reading: Reading, text: Sequence[Word], question: Asked, clause: Range) -> Range:
    """The tokens of a sentence that a run of its words touches."""
    start, end = text[question.word[clause[0]]].span.start, text[question.word[clause[1] - 1]].span.end
    inside = [at for at, token in enumerate(reading.tokens) if token.start < end and start < token.end]
    return (inside[0], inside[-1] + 1)
