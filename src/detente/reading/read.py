"""Read a document into an account: the whole pipeline, one small step after the other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from detente.evidence import Account
from detente.reading.broken import whole_sentences
from detente.reading.documents.extract import Progress
from detente.reading.names import joined_names
from detente.reading.opening import opened
from detente.reading.pipeline import Reader
from detente.reading.quotations import quotations
from detente.reading.sentences import sentences

__all__ = ["read"]


def read(
    path_or_text: str | Path,
    *,
    id: str | None = None,  # noqa: A002 - the document's id
    date: dt.date | None = None,
    voices: Literal["trained", "rules"] = "trained",
    positions: Literal["trained", "rules"] = "trained",
    progress: Progress | None = None,
) -> Account:
    """Read a text, or the file at a path, into an account of proposals, each with its span.

    ``id`` names the document (default: the file's stem, or ``account``); ``date`` overrides the date the document gives itself. ``voices``
    chooses who finds what is said by whom: the trained tagger (see :mod:`detente.reading.tagger`) with the rules beside it, or the rules
    alone, which also read where the tagger's weights did not come along. ``positions`` chooses
    who finds parties and what is wanted, offered and refused: trained networks together with the rules, or the rules alone, which find
    about half as much in texts that they were not written for (see the model card). ``progress`` is told
    what is being done, how much of it, and of how much.

    Raises :class:`~detente.errors.NotFound` and :class:`~detente.errors.AccountError` as :func:`detente.reading.load.load` does, and
    nothing else. A sentence that cannot be read costs its own claims; it is counted and named in ``notes``.

    >>> account = read("Norland demands that Sudland close the mine. Sudland said it would never close the mine.")
    >>> [(p.party, p.stance.value, p.act, p.performer) for p in account.positions]
    [('norland', 'demand', 'close the mine', 'sudland'), ('sudland', 'red_line', 'close the mine', 'sudland')]
    """
    text = opened(path_or_text, id=id, date=date, progress=progress)
    document, parts = text.document, text.parts
    quoted = quotations(document)
    split = joined_names(sentences(document.text, parts, quoted))
    reader = Reader(document, parts, quoted, voices, progress, positions)
    whole, account, lost = whole_sentences(split, reader)
    if progress:
        progress("done", len(whole), len(whole))
    return text.returned(account, (*text.notes, *account.notes, *lost))
