"""Read a document into an account: the whole pipeline, one small step after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from detente.evidence import Account, Document, Stance
from detente.reading.assemble import assemble
from detente.reading.attribution import Report, reports
from detente.reading.coreference import Scene, scene
from detente.reading.gazetteer import slug
from detente.reading.load import load
from detente.reading.names import joined_names
from detente.reading.preconditions import from_preconditions, from_red_lines, from_verdicts
from detente.reading.quotations import quotations
from detente.reading.register import build_register
from detente.reading.sentences import sentences
from detente.reading.stance import Raw, Stage
from detente.reading.stance_deeds import from_deeds
from detente.reading.stance_modals import from_modals
from detente.reading.stance_nouns import from_nouns
from detente.reading.stance_verbs import from_adjectives, from_verbs
from detente.reading.structure import structure
from detente.reading.ties import from_ties

__all__ = ["read"]

_LONGEST = 1_000_000  # characters; the tagger would take minutes


def read(
    path_or_text: str | Path,
    *,
    id: str | None = None,  # noqa: A002 - the document's id
    date: dt.date | None = None,
    voices: Literal["trained", "rules"] = "trained",
) -> Account:
    """Read a text, or the file at a path, into an account of proposals, each with its span.

    ``id`` names the document (default: the file's stem, or ``account``); ``date`` overrides the date the document gives itself. ``voices``
    chooses who finds what is said by whom: the trained tagger (see :mod:`detente.reading.tagger`) with the rules beside it, or the rules
    alone, which also read where the tagger's weights did not come along. Positions are read by the rules either way.

    Raises :class:`~detente.errors.NotFound` and :class:`~detente.errors.AccountError` as :func:`detente.reading.load.load` does.
    A sentence that cannot be read costs its own claims and is counted in ``notes``.

    >>> account = read("Norland demands that Sudland close the mine. Sudland said it would never close the mine.")
    >>> [(p.party, p.stance.value, p.act, p.performer) for p in account.positions]
    [('norland', 'demand', 'close the mine', 'sudland'), ('sudland', 'red_line', 'close the mine', 'sudland')]
    """
    loaded = load(path_or_text)
    name = id or (slug(loaded.file.stem) if loaded.file else "account")
    bare = Document(name, loaded.text, date=date, file=str(loaded.file) if loaded.file else None)
    parts = structure(bare)
    document = replace(bare, date=date or parts.date, stated_source=parts.stated_source, title=parts.title)
    quoted = quotations(document)
    split = joined_names(sentences(document.text, parts, quoted))
    stage = scene(document.text, split, build_register(split, parts, document.text))
    found = reports(stage, quoted)
    notes = list(parts.notes)
    raws = _stances(stage, found, document.date, notes)
    return assemble(document, stage, _told(stage, found, raws, voices, notes), raws, notes)


def _told(stage: Scene, found: tuple[Report, ...], raws: Sequence[Raw], voices: str, notes: list[str]) -> tuple[Report, ...]:
    """The reports that claims are made from."""
    from detente.reading.tagger.weights import available

    if voices == "rules":
        return found
    if not available() or len(stage.text) > _LONGEST:
        why = f"a text of over {_LONGEST:,} characters" if available() else "the trained tagger's weights are not installed"
        notes.append(f"{why}: who says what was read by rules alone")
        return found
    from detente.reading.trained import trained_reports

    triggers: dict[int, set[int]] = {}
    for raw in raws:
        triggers.setdefault(raw.sentence, set()).add(raw.trigger)
    return trained_reports(stage, found, triggers)


def _stances(stage: Scene, found: Sequence[Report], day: dt.date | None, notes: list[str]) -> list[Raw]:
    finders: tuple[Callable[[Stage, int], list[Raw]], ...] = (
        from_verbs,
        from_adjectives,
        from_deeds,
        from_nouns,
        from_modals,
        from_preconditions,
        from_red_lines,
        from_verdicts,
        from_ties,
    )
    raws: list[Raw] = []
    broken = 0
    by_sentence: dict[int, list[Report]] = {}
    for report in found:
        by_sentence.setdefault(report.sentence, []).append(report)
    whole = Stage(stage, by_sentence, day.year if day else None)
    verbal = {from_verbs, from_adjectives, from_modals}
    for index in range(len(stage.readings)):
        mine: list[tuple[Raw, bool]] = []
        for finder in finders:
            try:
                mine.extend((raw, finder in verbal) for raw in finder(whole, index))
            except (IndexError, ValueError, KeyError):
                broken += 1
        raws.extend(raw for raw, is_verbal in mine if not (is_verbal and any(_holds(other, raw) for other, _ in mine)))
    if broken:
        notes.append(f"{broken} sentences could not be read for positions")
    return raws


def _holds(outer: Raw, inner: Raw) -> bool:
    """*demanded that they accept*: what is demanded is no stance of the performer."""
    reach = outer.end if outer.stance is Stance.precondition else max(act.end for act in outer.acts)
    return outer is not inner and outer.trigger < inner.trigger < reach and outer.stance is not inner.stance
