"""A text opened for reading: loaded, mended, its parts found, and what it says of itself. Every reader begins here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from detente.evidence import Account, Document
from detente.reading.documents.extract import Progress
from detente.reading.documents.mending import Mended, mend
from detente.reading.gazetteer import slug
from detente.reading.load import Loaded, load
from detente.reading.structure import Structure, structure

__all__ = ["Opened", "opened"]


@dataclass(frozen=True)
class Opened:
    """``document`` has the mended text, in which readers count; ``stored`` is the text as it is stored; ``notes`` tell of the file."""

    document: Document
    parts: Structure
    stored: str
    mended: Mended
    notes: tuple[str, ...]

    def returned(self, account: Account, notes: tuple[str, ...]) -> Account:
        """What was found, told in the stored text's own words and places; the account's own notes give way to ``notes``."""
        said = tuple(dict.fromkeys(notes))
        return self.mended.returned(replace(account, notes=said), replace(self.document, text=self.stored))


def opened(
    path_or_text: str | Path,
    *,
    id: str | None = None,  # noqa: A002 - the document's id
    date: dt.date | None = None,
    progress: Progress | None = None,
) -> Opened:
    """Open a text, or the file at a path; raises what :func:`detente.reading.load.load` does."""
    loaded = load(path_or_text, progress=progress)
    mended = mend(loaded.text)
    name = id or (slug(loaded.file.stem) if loaded.file else "") or "account"
    bare = Document(name, mended.text, date=date, file=str(loaded.file) if loaded.file else None)
    parts = structure(bare)
    notes = (*loaded.found.notes, *_of_the_file(loaded), *mended.notes)
    return Opened(_described(bare, loaded, parts), parts, loaded.text, mended, notes)


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
