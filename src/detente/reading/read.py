"""Read a document into an account: the whole pipeline, one small step after the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Literal

from detente.evidence import Account, Document
from detente.reading.broken import whole_sentences
from detente.reading.documents.extract import Progress
from detente.reading.documents.mending import mend
from detente.reading.gazetteer import slug
from detente.reading.load import Loaded, load
from detente.reading.names import joined_names
from detente.reading.pipeline import Reader
from detente.reading.quotations import quotations
from detente.reading.sentences import sentences
from detente.reading.structure import Structure, structure

__all__ = ["read"]


def read(
    path_or_text: str | Path,
    *,
    id: str | None = None,  # noqa: A002 - the document's id
    date: dt.date | None = None,
    voices: Literal["trained", "rules"] = "trained",
    progress: Progress | None = None,
) -> Account:
    """Read a text, or the file at a path, into an account of proposals, each with its span.

    ``id`` names the document (default: the file's stem, or ``account``); ``date`` overrides the date the document gives itself. ``voices``
    chooses who finds what is said by whom: the trained tagger (see :mod:`detente.reading.tagger`) with the rules beside it, or the rules
    alone, which also read where the tagger's weights did not come along. Positions are read by the rules either way. ``progress`` is told
    what is being done, how much of it, and of how much.

    Raises :class:`~detente.errors.NotFound` and :class:`~detente.errors.AccountError` as :func:`detente.reading.load.load` does, and
    nothing else. A sentence that cannot be read costs its own claims; it is counted and named in ``notes``.

    >>> account = read("Norland demands that Sudland close the mine. Sudland said it would never close the mine.")
    >>> [(p.party, p.stance.value, p.act, p.performer) for p in account.positions]
    [('norland', 'demand', 'close the mine', 'sudland'), ('sudland', 'red_line', 'close the mine', 'sudland')]
    """
    loaded = load(path_or_text, progress=progress)
    mended = mend(loaded.text)
    name = id or (slug(loaded.file.stem) if loaded.file else "") or "account"
    bare = Document(name, mended.text, date=date, file=str(loaded.file) if loaded.file else None)
    parts = structure(bare)
    document = _described(bare, loaded, parts)
    quoted = quotations(document)
    split = joined_names(sentences(document.text, parts, quoted))
    reader = Reader(document, parts, quoted, voices, progress)
    whole, account, lost = whole_sentences(split, reader)
    notes = (*loaded.found.notes, *_of_the_file(loaded), *mended.notes, *account.notes, *lost)
    if progress:
        progress("done", len(whole), len(whole))
    return mended.returned(replace(account, notes=tuple(dict.fromkeys(notes))), replace(document, text=loaded.text))


def _described(bare: Document, loaded: Loaded, parts: Structure) -> Document:
    """What the document says of itself: a page's or a mail's own fields before lines of its text, those before the file's."""
    found = loaded.found
    byline, addressee = found.byline or parts.byline, found.addressee or parts.addressee
    said = [f"by {byline}" if byline else "", f"to {addressee}" if addressee else ""]
    return replace(
        bare,
        date=bare.date or found.date or parts.date or found.file_date,
        stated_source=found.stated_source or parts.stated_source,
        title=found.title or parts.title or found.file_title,
        note="; ".join(filter(None, said)),
    )


def _of_the_file(loaded: Loaded) -> tuple[str, ...]:
    source = loaded.found.stated_source
    return (f"the source {source!r} is the file's own word; nothing here confirms it",) if source else ()
