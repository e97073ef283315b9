"""Read a document with a language model: portions, questions, checks, and an account that says how it came about.

Nothing here runs unless somebody calls it with an endpoint that somebody configured. What the model answers is material like the text
itself: each quotation is looked for in the text, and what is not there falls.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.errors import AccountError, EndpointError
from detente.evidence import Account
from detente.reading.documents.extract import Progress
from detente.reading.model_reader.answer import Answer
from detente.reading.model_reader.asking import Asker, Kind, Reply
from detente.reading.model_reader.assembly import assembled
from detente.reading.model_reader.bodies import Bodies
from detente.reading.model_reader.checking import FoundClaim, checked, ground_of
from detente.reading.model_reader.limits import Estimate, Limits, tokens_in
from detente.reading.model_reader.places import stands_in
from detente.reading.model_reader.portions import Portion, halves, portions
from detente.reading.model_reader.prompt import PROMPT_VERSION, messages
from detente.reading.model_reader.saved import SavedAnswers
from detente.reading.opening import Opened, opened

__all__ = ["estimate", "read_with_model"]

_HEAD, _FOOT = 3, 2  # paragraphs in which a letter says whose it is
_ANSWERED = 3  # tokens of marks for one of text, roughly: quotations come with who, how, and what follows


def estimate(path_or_text: str | Path, limits: Limits, *, date: dt.date | None = None) -> Estimate:
    """What reading the text would take; nothing is sent.

    >>> estimate("Norland demands that Sudland close the mine.", Limits()).requests
    1
    """
    text = opened(path_or_text, date=date)
    total = Estimate(0, 0, 0, 0)
    for portion in portions(text.document, limits.portion):
        sent = sum(tokens_in(message["content"]) for message in messages(text.document, portion, ()))
        own = sum(tokens_in(text.document.text[span.start : span.end]) for _, span in portion)
        total += Estimate(1, sent, min(_ANSWERED * own, limits.answer_tokens), limits.answer_tokens)
    return total


def read_with_model(
    path_or_text: str | Path,
    asker: Asker,
    *,
    id: str | None = None,  # noqa: A002 - the document's id
    date: dt.date | None = None,
    saved: SavedAnswers | None = None,
    restricted: Collection[str] = (),
    progress: Progress | None = None,
    today: dt.date | None = None,
) -> Account:
    """Read a text, or the file at a path, with the model that ``asker`` asks, into an account of proposals.

    ``restricted`` are words that no endpoint may see: a text that holds any of them is refused before anything is sent. ``saved`` keeps
    answers. Raises :class:`~detente.errors.EndpointError` where not one portion was answered, and what
    :func:`detente.reading.load.load` raises. What was dropped, and paragraphs that were not read, are told in ``notes``.
    """
    text = opened(path_or_text, id=id, date=date, progress=progress)
    if any(stands_in(text.document.text, words) or stands_in(text.stored, words) for words in restricted):
        raise AccountError("the text holds words that are restricted, and was not sent", cure="read it without --model")
    run = _Run(text, asker, saved)
    run.all(progress)
    made_by = f"read by {asker.endpoint.model} at {asker.endpoint.host}, prompt {PROMPT_VERSION}, {today or _today()}"
    account = assembled(text.document, run.found, run.bodies, run.fallen, made_by, writer=run.writer)
    account = replace(account, document=replace(text.document, note="; ".join(filter(None, (text.document.note, made_by)))))
    return text.returned(account, (*text.notes, made_by, *account.notes, *run.unread, *_dropped(run.fallen)))


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _dropped(fallen: Counter[str]) -> tuple[str, ...]:
    return tuple(f"checked against the text, {count} × {reason}" for reason, count in sorted(fallen.items()) if count)


@dataclass
class _Run:
    """One document being read, portion by portion."""

    text: Opened
    asker: Asker
    saved: SavedAnswers | None
    found: list[FoundClaim] = field(default_factory=list)
    fallen: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)
    writer: str | None = None

    def __post_init__(self) -> None:
        self.bodies = Bodies(self.text.document.text)
        self.ground = ground_of(self.text.document)

    def all(self, progress: Progress | None) -> None:
        """Every portion; after the endpoint has failed, no further one is asked about."""
        document = self.text.document
        waiting = deque(portions(document, self.asker.meter.limits.portion))
        answered = 0
        while waiting:
            if progress:
                progress("asking the model", answered, answered + len(waiting))
            portion = waiting.popleft()
            try:
                reply = self._reply(portion)
            except EndpointError as error:
                if not answered:
                    raise
                self.unread.append(f"{_paragraphs((*portion, *(piece for rest in waiting for piece in rest)))} not read: {error.message}")
                return
            smaller = halves(portion, document.text) if reply.kind is Kind.cut else ()
            waiting.extendleft(reversed(smaller))
            answered += 1
            if reply.answer is not None:
                self._take(portion, reply.answer)
            elif not smaller:
                self.unread.append(f"{_paragraphs(portion)} not read: {reply.kind.value}")

    def _reply(self, portion: Portion) -> Reply:
        asked = messages(self.text.document, portion, self.bodies.known())
        reply = self.saved.find(asked) if self.saved else None
        if reply is None:
            reply = self.asker.ask(asked)
            if self.saved:
                self.saved.keep(asked, reply)
        return reply

    def _take(self, portion: Portion, answer: Answer) -> None:
        self.fallen.update(answer.fallen)
        for party in answer.parties:
            self.bodies.add(party, self.fallen)
        self.writer = self.writer or self.bodies.writer_of(answer.writer, self._ends())
        claims = [checked(self.ground, portion, said, self.bodies, self.fallen) for said in answer.claims]
        self.found.extend(claim for claim in claims if claim is not None)

    def _ends(self) -> str:
        """Where a text names its writer: the first paragraphs and the last."""
        document = self.text.document
        spans = document.paragraphs
        return "\n\n".join(document.text[span.start : span.end] for span in (*spans[:_HEAD], *spans[-_FOOT:]))


def _paragraphs(portion: Portion) -> str:
    numbers = sorted({number for number, _ in portion})
    return f"paragraph P{numbers[0]}" if len(numbers) == 1 else f"paragraphs P{numbers[0]} to P{numbers[-1]}"
