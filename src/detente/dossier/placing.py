"""Putting more into a dossier's file without touching what stands there: bases beside bases, statements beside statements.

A new statement joins the last tier that holds statements of its kind, in any order with them, since nobody ranked it; where there is none
it makes a tier of its own, limits before conditions before the rest. Set all its claims aside and the ranking is what it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import TypeVar

from detente.dossier.schema import AnyOrder, DossierFile, Grounded, OptionEntry, PreferenceEntry, RankedEntry, StatementEntry, TierEntry

__all__ = ["with_bases", "with_statement"]

G = TypeVar("G")
Citation = str | tuple[str, ...]
_RANK = {"limit": 0, "condition": 1, "demand": 2, "want": 2}


def with_statement(entry: PreferenceEntry | None, statement: StatementEntry) -> PreferenceEntry:
    """A ranking with one more statement in it.

    >>> with_statement("unknown", StatementEntry(want="truce"))[0].formula
    'truce'
    """
    if entry is None or isinstance(entry, str):
        return (statement,)
    if isinstance(entry, RankedEntry):
        return entry.model_copy(update={"statements": tuple(_joined(entry.statements, statement))})
    return tuple(_joined(entry, statement))


def _members(tier: TierEntry) -> tuple[StatementEntry, ...]:
    return tier.any_order if isinstance(tier, AnyOrder) else (tier,)


def _joined(tiers: Sequence[TierEntry], statement: StatementEntry) -> list[TierEntry]:
    rank = _RANK[statement.kind]
    ranks = [{_RANK[member.kind] for member in _members(tier)} for tier in tiers]
    alike = [index for index, found in enumerate(ranks) if rank in found]
    if alike:
        at = alike[-1]
        return [*tiers[:at], AnyOrder(any_order=(*_members(tiers[at]), statement)), *tiers[at + 1 :]]
    at = 1 + max((index for index, found in enumerate(ranks) if min(found) < rank), default=-1)
    return [*tiers[:at], statement, *tiers[at:]]


def with_bases(file: DossierFile, bases: Mapping[str, Sequence[Citation]]) -> DossierFile:
    """The file with more alternatives under ``because``, by element id.

    An element without any basis is left as it is: it is assumed, and would fall with what it did not rest on before.
    """
    update = {
        section: {name: _grounded(entry, bases.get(f"{section}.{name}", ())) for name, entry in getattr(file, section).items()}
        for section in ("parties", "circumstances", "threats", "conclusions", "goals", "outcomes", "references")
    }
    lists = {
        section: tuple(
            _grounded(entry, bases.get(getattr(entry, "id", None) or f"{section}.{index}", ()))
            for index, entry in enumerate(getattr(file, section))
        )
        for section in ("rules", "attitudes", "agenda", "meetings", "merge", "costs")
    }
    options = {
        name: _now(_grounded(entry, bases.get(f"options.{name}", ())), bases.get(f"now.{name}", ())) for name, entry in file.options.items()
    }
    preferences = {party: _ranked(party, entry, bases) for party, entry in file.preferences.items()}
    return file.model_copy(update={**update, **lists, "options": options, "preferences": preferences})


def _grounded(entry: G, more: Sequence[Citation]) -> G:
    if not isinstance(entry, Grounded) or not entry.because or not more:
        return entry
    return entry.model_copy(update={"because": _once((*entry.because, *more))})


def _now(entry: OptionEntry, more: Sequence[Citation]) -> OptionEntry:
    return entry.model_copy(update={"now_because": _once((*entry.now_because, *more))}) if entry.now_because and more else entry


def _once(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citations))


def _ranked(party: str, entry: PreferenceEntry, bases: Mapping[str, Sequence[Citation]]) -> PreferenceEntry:
    if isinstance(entry, str):
        return entry
    places = count()

    def one(statement: StatementEntry) -> StatementEntry:
        place = next(places)
        return _grounded(statement, bases.get(statement.id or f"preferences.{party}.{place}", ()))

    tiers = entry.statements if isinstance(entry, RankedEntry) else entry
    changed: tuple[TierEntry, ...] = tuple(
        tier.model_copy(update={"any_order": tuple(one(member) for member in tier.any_order)}) if isinstance(tier, AnyOrder) else one(tier)
        for tier in tiers
    )
    return entry.model_copy(update={"statements": changed}) if isinstance(entry, RankedEntry) else changed
