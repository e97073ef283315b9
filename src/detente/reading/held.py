"""What the trained network reads of a text: who takes which stance in which sentence, who says something there, and in which words."""

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

__all__ = ["Heard", "Held", "Spoken", "held"]

_LEAST = -5.2  # log-odds under which nothing is handed on
_FAINT = -4.0  # log-odds under which no voice is handed on
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
class Spoken:
    """Something said by ``voice`` in tokens ``where`` of sentence ``sentence``, if it is: a name and whether it is a body's.

    ``voice`` is None where it is said by somebody who is not in sight by a name.
    """

    sentence: int
    voice: tuple[str, bool] | None
    where: Range
    odds: float


@dataclass(frozen=True)
class Heard:
    """What may be there, and of which sentences and bodies the network was asked: of others it says nothing."""

    held: tuple[Held, ...]
    asked: frozenset[tuple[int, str]]
    spoken: tuple[Spoken, ...] = ()
    sentences: frozenset[int] = frozenset()


def held(scene: Scene) -> Heard:
    """What may be positions of a scene and who may say what in it, in text order.

    Raises :class:`FileNotFoundError` where the weights did not come along.
    """
    text = words(scene.text)
    seen = sighted(scene)
    bodies = {one.name for one in seen if one.is_body} | ({scene.register.house} if scene.register.house else set())
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
    spoken: list[Spoken] = []
    for (at, question), answer in zip(put, answers, strict=True):
        inside = [(names[party], names[party] in bodies) for party in question.parties]
        made.extend(_of_sentence(scene.readings[at], text, inside, question, answer))
        spoken.extend(_said(scene.readings[at], text, [*inside, None], question, answer))
    asked = frozenset((at, names[party]) for at, question in put for party in question.parties if names[party] in bodies)
    return Heard(tuple(made), asked, tuple(spoken), frozenset(at for at, _ in put))


def _asked(text: Sequence[Word], named: Sequence[Named], question: Question) -> Asked:
    return ask(text, named, pieces(), sentence=question.sentence, before=question.before, lead=question.lead, voice=question.voice)


def _of_sentence(
    reading: Reading, text: Sequence[Word], names: Sequence[tuple[str, bool]], question: Asked, answer: Answered
) -> Iterator[Held]:
    for at, (name, is_body) in enumerate(names):
        odds = float(answer.held[at])
        if odds <= _LEAST or not is_body:
            continue
        shares = tuple(map(float, answer.stance[at]))
        order = np.argsort(-answer.stance[at], kind="stable")
        clauses = _clauses(answer.inside[at], answer.begins[at])
        places = [_tokens(reading, text, question, clause) for clause in clauses]
        yield Held(reading.sentence.index, name, Stance(STANCES[order[0]]), places[0], odds, shares)
        if len(places) > 1:
            second = order[1] if answer.stance[at, order[1]] > _SECOND else order[0]
            yield Held(reading.sentence.index, name, Stance(STANCES[second]), places[1], odds, shares)


def _said(
    reading: Reading, text: Sequence[Word], voices: Sequence[tuple[str, bool] | None], question: Asked, answer: Answered
) -> Iterator[Spoken]:
    for at, voice in enumerate(voices):
        if answer.voice[at] > _FAINT:
            run = _longest(answer.said[at])
            yield Spoken(reading.sentence.index, voice, _tokens(reading, text, question, run), float(answer.voice[at]))


def _longest(inside: NDArray[np.float32]) -> Range:
    """The longest run of words inside, over gaps of two; all of them where there is none."""
    best, start, last = (0, 0), None, -1
    for at in np.flatnonzero(inside > 0).tolist():
        if start is None or at - last > 3:
            start = at
        last = at
        best = max(best, (start, at + 1), key=lambda run: run[1] - run[0])
    return best if best[1] else (0, len(inside))


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
